// Reads a catalog in JSON (RFC 8259), strictly: no comments, no closing commas. `JSON.parse` does the same, but does not
// say where things stand.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import { maxDepth } from '../limits.ts';
import { located } from '../places.ts';
import type { ReadResult } from '../result.ts';
import type { SourceFile } from '../source.ts';
import { originOf } from '../source.ts';
import type { Part, Tree } from './tree.ts';
import { openTree } from './tree.ts';

interface Cursor {
	readonly text: string;
	readonly tree: Tree;
	at: number;
	depth: number;
}

/** Where and why reading stopped: there is no going on after a syntax error. */
class JsonSyntaxError extends Error {
	readonly offset: number;
	constructor(reason: string, offset: number) {
		super(reason);
		this.offset = offset;
	}
}

/** The catalog of a JSON file, or what is wrong with it. */
export function readJson(file: SourceFile | Diagnostic): ReadResult {
	if (!('text' in file)) return { catalog: undefined, diagnostics: [file] };
	const { text, name } = file;
	if (text.trim() === '') {
		const diagnostic = diagnose(loadDiagnostics, 'LOD040', { file: name }, originOf({ file, offset: 0 }, ''));
		return { catalog: undefined, diagnostics: [diagnostic] };
	}
	const tree = openTree(file);
	try {
		const cursor: Cursor = { text, tree, at: 0, depth: 0 };
		const part = readValue(cursor);
		skipBlanks(cursor);
		if (cursor.at < text.length) throw unexpected(cursor, 'the end of the file');
		if (tree.found.length > 0) return { catalog: undefined, diagnostics: tree.found };
		return { catalog: located(part.value, tree.placeOf, { file, offset: part.offset }), diagnostics: [] };
	} catch (error) {
		if (!(error instanceof JsonSyntaxError)) throw error;
		const origin = originOf({ file, offset: error.offset }, '');
		const syntax = diagnose(loadDiagnostics, 'LOD010', { language: 'JSON', reason: error.message }, origin);
		return { catalog: undefined, diagnostics: [...tree.found, syntax] };
	}
}

function readValue(cursor: Cursor): Part {
	skipBlanks(cursor);
	const offset = cursor.at;
	const character = cursor.text[offset];
	if (character === '{') return { value: readObject(cursor), offset, reference: false };
	if (character === '[') return { value: readList(cursor), offset, reference: false };
	if (character === '"') return { value: readString(cursor), offset, reference: false };
	return { value: readWord(cursor), offset, reference: false };
}

function readObject(cursor: Cursor): Record<string, unknown> {
	const object = cursor.tree.newObject(cursor.at);
	enter(cursor);
	skipBlanks(cursor);
	if (!take(cursor, '}')) {
		do {
			skipBlanks(cursor);
			const offset = cursor.at;
			if (cursor.text[offset] !== '"') throw unexpected(cursor, 'a key in double quotes');
			const name = readString(cursor);
			skipBlanks(cursor);
			if (!take(cursor, ':')) throw unexpected(cursor, '`:` after the key');
			cursor.tree.setKey(object, { name, offset }, readValue(cursor));
			skipBlanks(cursor);
		} while (take(cursor, ','));
		if (!take(cursor, '}')) throw unexpected(cursor, '`,` or `}`');
	}
	cursor.depth--;
	return object;
}

function readList(cursor: Cursor): unknown[] {
	const list = cursor.tree.newList(cursor.at);
	enter(cursor);
	skipBlanks(cursor);
	if (!take(cursor, ']')) {
		do {
			cursor.tree.addItem(list, readValue(cursor));
			skipBlanks(cursor);
		} while (take(cursor, ','));
		if (!take(cursor, ']')) throw unexpected(cursor, '`,` or `]`');
	}
	cursor.depth--;
	return list;
}

function enter(cursor: Cursor): void {
	if (cursor.depth >= maxDepth) throw new JsonSyntaxError(`nested more than ${maxDepth} deep`, cursor.at);
	cursor.depth++;
	cursor.at++;
}

/** A string ends at the first quote that no backslash escapes; `JSON.parse` then judges what is between. */
function readString(cursor: Cursor): string {
	const start = cursor.at;
	let end = start + 1;
	while (end < cursor.text.length && cursor.text[end] !== '"') {
		const code = cursor.text.charCodeAt(end);
		if (code < 0x20)
			throw new JsonSyntaxError('a text goes on past the end of its line or holds a control character', end);
		if (code !== 0x5c) end++;
		else if (/^\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/.test(cursor.text.slice(end, end + 6))) end += 2;
		else throw new JsonSyntaxError('unknown escape in a text', end);
	}
	if (end >= cursor.text.length) throw new JsonSyntaxError('a text without its closing quote', start);
	cursor.at = end + 1;
	return String(JSON.parse(cursor.text.slice(start, end + 1)));
}

const word = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readWord(cursor: Cursor): unknown {
	word.lastIndex = cursor.at;
	const found = word.exec(cursor.text)?.[0];
	const next = cursor.text[cursor.at + (found?.length ?? 0)];
	if (found === undefined || (next !== undefined && /[\w.+-]/.test(next))) throw unexpected(cursor, 'a value');
	cursor.at += found.length;
	return JSON.parse(found);
}

function skipBlanks(cursor: Cursor): void {
	while (/[ \t\r\n]/.test(cursor.text[cursor.at] ?? '')) cursor.at++;
}

function take(cursor: Cursor, character: string): boolean {
	if (cursor.text[cursor.at] !== character) return false;
	cursor.at++;
	return true;
}

function unexpected(cursor: Cursor, wanted: string): JsonSyntaxError {
	const rest = cursor.text.slice(cursor.at);
	if (/^\/[/*]/.test(rest)) return new JsonSyntaxError('JSON has no comments', cursor.at);
	if (rest === '') return new JsonSyntaxError(`the file ends where ${wanted} should stand`, cursor.at);
	const [seen = ''] = rest.match(/^[\w.+-]+|^./su) ?? [];
	return new JsonSyntaxError(`\`${seen.slice(0, 40)}\` where ${wanted} should stand`, cursor.at);
}
