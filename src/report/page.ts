// A page of our documentation as a terminal shows it. It knows the little Markdown that these pages use: headings,
// paragraphs, lists, and fenced blocks.
import type { TextOptions } from './diagnostics/render.ts';
import { paintWith } from './text/paint.ts';
import { visible } from './text/visible.ts';
import { wrapAfter } from './text/width.ts';

/** The page wrapped to the width, code indented behind a rule; each line ends in a line break. */
export function renderPage(markdown: string, options: TextOptions): string {
	const paint = paintWith(options.color);
	const lines: string[] = [];
	let paragraph: string[] = [];
	let inCode = false;
	/** True on the line after a block. */
	let closed = false;
	const flush = (): void => {
		if (paragraph.length > 0) lines.push(...wrapAfter('', visible(paragraph.join(' ')), options.width, ''));
		paragraph = [];
	};
	for (const line of markdown.trimEnd().split(/\r?\n/)) {
		if (line.startsWith('```')) {
			flush();
			inCode = !inCode;
			// Two blocks in a row stay two.
			if (inCode && closed) lines.push('');
			closed = !inCode;
			continue;
		}
		closed = false;
		if (inCode) lines.push(`${paint.faint('  │')} ${visible(line.replaceAll('\t', '  '))}`.trimEnd());
		else if (line.startsWith('#')) {
			flush();
			lines.push(...wrapAfter('', visible(line.replace(/^#+ /, '')), options.width, '  ').map(paint.strong));
		} else if (/^(?:[-*] |\d+\. )/.test(line)) {
			flush();
			lines.push(...wrapAfter('', visible(line), options.width, '  '));
		} else if (line.trim() === '') {
			flush();
			if (lines.at(-1) !== '') lines.push('');
		} else paragraph.push(line.trim());
	}
	flush();
	return `${lines.join('\n')}\n`;
}
