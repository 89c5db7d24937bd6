// `meshgrant explain`: the page of a diagnostic, or the list of all pages.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from 'commander';
import { ExpectedError } from '../../core/expected.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { byText } from '../../core/order.ts';
import { renderJson, renderPage, visible } from '../../report/index.ts';
import type { AddCommand } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { type Host, textOptions } from '../host.ts';

interface Page {
	readonly code: string;
	readonly title: string;
	readonly markdown: string;
}

/** Adds `explain`: prints a page of docs/diagnostics, or a list of them; throws an ExpectedError for an unknown code. */
export const addExplain: AddCommand = (program, host, finish) => {
	program
		.command('explain')
		.description('explain a diagnostic, with a wrong and a right example')
		.argument('[code]', 'code of the diagnostic, such as ACC012; the list of all otherwise')
		.addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
		.option('-q, --quiet', 'print errors only', false)
		.action((code: string | undefined, options: { readonly format: string; readonly quiet: boolean }) => {
			const pages = code === undefined ? allPages(host) : [pageOf(host, code)];
			if (options.format === 'json') host.stdout.write(renderJson('explain', { pages }));
			else if (code === undefined) host.stdout.write(pages.map((page) => `${page.code}  ${page.title}\n`).join(''));
			else
				host.stdout.write(
					pages.map((page) => renderPage(page.markdown, textOptions(host.stdout, host.env))).join('\n'),
				);
			finish(exitCodes.holds);
		});
};

const folderOf = (host: Host): string => join(host.packageFolder, 'docs', 'diagnostics');

function codesIn(host: Host): readonly string[] {
	if (!existsSync(folderOf(host))) return [];
	const pages = readdirSync(folderOf(host)).filter((file) => /^[A-Z]{3}\d{3}\.md$/.test(file));
	return pages.map((file) => file.slice(0, -'.md'.length)).sort(byText);
}

const allPages = (host: Host): readonly Page[] => codesIn(host).map((code) => readPage(host, code));

function pageOf(host: Host, asked: string): Page {
	const code = asked.trim().toUpperCase();
	const known = codesIn(host);
	if (!known.includes(code)) {
		const help = didYouMean(nearest(code, known), '`meshgrant explain` without a code lists all');
		throw new ExpectedError(`there is no diagnostic \`${visible(asked)}\``, help);
	}
	return readPage(host, code);
}

function readPage(host: Host, code: string): Page {
	const markdown = readFileSync(join(folderOf(host), `${code}.md`), 'utf8');
	const title = /^# [A-Z]{3}\d{3}: (.*)$/m.exec(markdown)?.[1] ?? '';
	return { code, title, markdown };
}
