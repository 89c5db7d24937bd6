// Parses one module of the user's and finds what would fail, or mislead, before it runs.
import type { Node } from 'oxc-parser';
import { parseSync, visitorKeys } from 'oxc-parser';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import type { SourceFile } from '../source.ts';
import { originOf } from '../source.ts';

export type ParsedModule = ReturnType<typeof parseSync>;

const isTypeScript = (name: string): boolean => name.endsWith('ts');

/** The syntax tree of a file. `thorough` also looks at names and scopes, which costs time. */
export function parseModule(file: SourceFile, thorough = false): ParsedModule {
	const lang = isTypeScript(file.name) ? 'ts' : 'js';
	return parseSync(file.name, file.text, { lang, sourceType: 'module', showSemanticErrors: thorough });
}

/** The syntax errors of a parsed file, each at its place. */
export function syntaxErrors(file: SourceFile, parsed: ParsedModule): readonly Diagnostic[] {
	const language = isTypeScript(file.name) ? 'TypeScript' : 'JavaScript';
	return parsed.errors.map((error) => {
		const origin = originOf({ file, offset: error.labels[0]?.start ?? 0 }, '');
		return diagnose(loadDiagnostics, 'LOD010', { language, reason: asPhrase(error.message) }, origin);
	});
}

/** A parser's sentence as the house writes one: one line, lower case, no full stop. */
export function asPhrase(sentence: string): string {
	const line = (sentence.split('\n')[0] ?? '').trim().replace(/\.$/, '');
	return /^[A-Z][a-z]/.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line;
}

/** Calls `visit` with each node that is code, parents first; types are passed over. False from `visit` leaves a node out. */
export function visitCode(root: Node, visit: (node: Node) => boolean): void {
	// A stack of our own: a long chain of operators is nested as deep as it is long.
	const stack: unknown[] = [root];
	while (stack.length > 0) {
		const node = stack.pop();
		if (!isNode(node) || isErased(node) || !visit(node)) continue;
		const keys = visitorKeys[node.type] ?? [];
		for (let index = keys.length - 1; index >= 0; index--) {
			const child = Reflect.get(node, keys[index] ?? '');
			if (!Array.isArray(child)) stack.push(child);
			else for (let item = child.length - 1; item >= 0; item--) stack.push(child[item]);
		}
	}
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** TypeScript's nodes that hold code all the same. */
const codeNodes = new Set([
	'TSAsExpression',
	'TSSatisfiesExpression',
	'TSNonNullExpression',
	'TSTypeAssertion',
	'TSInstantiationExpression',
	'TSEnumDeclaration',
	'TSModuleDeclaration',
	'TSParameterProperty',
	'TSImportEqualsDeclaration',
	'TSExportAssignment',
]);

function isErased(node: Node): boolean {
	if ('declare' in node && node.declare === true) return true;
	if (node.type === 'TSModuleDeclaration')
		return node.body?.type === 'TSModuleBlock' && node.body.body.every(isOnlyType);
	return node.type.startsWith('TS') && !codeNodes.has(node.type);
}

function isOnlyType(statement: Node): boolean {
	const { type } = statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement;
	return type === 'TSTypeAliasDeclaration' || type === 'TSInterfaceDeclaration';
}

/** The expression inside parentheses and type assertions. */
export function bareExpression(node: Node): Node {
	let bare = node;
	for (;;) {
		switch (bare.type) {
			case 'ParenthesizedExpression':
			case 'TSAsExpression':
			case 'TSSatisfiesExpression':
			case 'TSNonNullExpression':
				bare = bare.expression;
				break;
			default:
				return bare;
		}
	}
}

/** What Node cannot erase or run, by the type of its syntax node, in the words of a message. */
const unerasable: ReadonlyMap<string, string> = new Map([
	['TSEnumDeclaration', 'an `enum`'],
	['TSModuleDeclaration', 'a `namespace`'],
	['TSParameterProperty', 'a parameter property'],
	['TSImportEqualsDeclaration', '`import … = require(…)`'],
	['TSExportAssignment', '`export =`'],
	['TSTypeAssertion', 'a type assertion in angle brackets'],
	['Decorator', 'a decorator'],
]);

/** The words for a node that needs a compiler; undefined for one that does not. */
export const needsCompiler = (node: Node): string | undefined => unerasable.get(node.type);
