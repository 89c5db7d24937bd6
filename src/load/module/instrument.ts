// Rewrites a module so that each object and list literal reports itself when it is made. Nothing else changes: the
// wrapped literal is handed through, no line moves, and every column can be led back.
//
// `{ a: 1, ...base }` becomes ` (RECORDER.literal(0, 7, { a: 1, ...RECORDER.spread(0, base) }))`. The blank keeps
// `return{…}` a keyword and a call apart; the parentheses keep `new {…}.x()` and `-[…]` what they were.
import MagicString from 'magic-string';
import type { Node, Program } from 'oxc-parser';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import type { SourceFile, Spot } from '../source.ts';
import { originOf, spotAt } from '../source.ts';
import type { LiteralShape } from './literals.ts';
import { keyMistakes, listShape, objectShape } from './literals.ts';
import { bareExpression, needsCompiler, visitCode } from './parse.ts';

/** What the recorder needs to know of a file. */
export interface FileShape {
	readonly file: SourceFile;
	readonly literals: readonly LiteralShape[];
}

export interface Instrumented {
	readonly shape: FileShape;
	readonly code: string;
	readonly problems: readonly Diagnostic[];
	/** Leads a line and column (from 1) of `code` back to the user's text. */
	readonly original: (line: number, column: number) => Spot;
}

/** Instruments a parsed file; `recorder` is the global name under which the running module finds its recorder. */
export function instrument(file: SourceFile, program: Program, recorder: string, fileNumber: number): Instrumented {
	const text = new MagicString(file.text);
	const literals: LiteralShape[] = [];
	const problems: Diagnostic[] = [];
	const wrap = (node: Node, before: string, after: string): void => {
		// Parents come first, so their words stand outside of those of a child at the same offset.
		text.appendRight(node.start, before);
		text.prependLeft(node.end, after);
	};
	const wrapLiteral = (node: Node, shape: LiteralShape): void => {
		wrap(node, ` (${recorder}.literal(${fileNumber},${literals.length},`, '))');
		literals.push(shape);
	};
	const bound = topLevelCalls(program);
	visitCode(program, (node) => {
		const what = needsCompiler(node);
		if (what !== undefined) {
			problems.push(diagnose(loadDiagnostics, 'LOD011', { what }, originOf({ file, offset: node.start }, '')));
			return false;
		}
		if (bound.has(node)) wrap(node, ` (${recorder}.bound(${fileNumber},${node.start},${node.end},`, '))');
		if (node.type === 'ObjectExpression') {
			problems.push(...keyMistakes(file, node));
			wrapLiteral(node, objectShape(node));
			wrapSpreads(node.properties, wrap, `${recorder}.spread`);
		} else if (node.type === 'ArrayExpression') {
			wrapLiteral(node, listShape(node));
			wrapSpreads(node.elements, wrap, `${recorder}.items`);
		}
		return true;
	});
	return { shape: { file, literals }, code: text.toString(), problems, original: leadBack(text, file) };
}

function wrapSpreads(
	entries: readonly (Node | null)[],
	wrap: (node: Node, before: string, after: string) => void,
	call: string,
): void {
	let spreads = 0;
	for (const entry of entries) {
		if (entry?.type === 'SpreadElement') wrap(entry.argument, ` ${call}(${spreads++},`, ')');
	}
}

/**
 * Calls whose result a module names or exports: `export const accounts = service({ … })`. What such a call makes was
 * written there, not inside the function.
 */
function topLevelCalls(program: Program): ReadonlySet<Node> {
	const calls = new Set<Node>();
	const add = (node: Node | null): void => {
		const bare = node === null ? undefined : bareExpression(node);
		if (bare?.type === 'CallExpression') calls.add(bare);
	};
	for (const statement of program.body) {
		const declaration =
			statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration'
				? statement.declaration
				: statement;
		if (declaration?.type === 'VariableDeclaration') for (const { init } of declaration.declarations) add(init);
		else if (statement.type === 'ExportDefaultDeclaration') add(declaration);
	}
	return calls;
}

function leadBack(text: MagicString, file: SourceFile): Instrumented['original'] {
	return (line, column) => {
		const segments = text.generateDecodedMap({ hires: true }).mappings[line - 1] ?? [];
		let originalColumn = 0;
		for (const segment of segments) {
			if (segment[0] > column - 1) break;
			originalColumn = segment[3] ?? originalColumn;
		}
		return spotAt(file, line, originalColumn + 1);
	};
}
