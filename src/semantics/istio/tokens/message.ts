// A request while the token filter works on it: what it sends in the places where tokens are looked for, and what was taken
// from it and written to it so far. Every token of the request stands in it as a text of its own that looks like a JWT, so
// that a place is searched as Envoy searches it: as text. What stands there and is no such text is no token that verifies.
// One message belongs to one request and is changed as it goes through the filter.
import type { Payload } from '../../../traffic/facts.ts';
import { addHeader, type Headers } from '../facts/headers.ts';
import type { Token } from '../request.ts';

export interface Message {
	readonly headers: Headers;
	/** With its query. */
	path: string;
	readonly tokens: readonly Token[];
	/** What policies know of the token that was verified last. */
	payload: Payload | undefined;
	/** Names of headers. */
	removed: readonly string[];
	written: readonly (readonly [name: string, value: string])[];
	removedParameters: readonly string[];
}

/** The text of a token: the letters of a JWT in three parts. */
export const textOf = (index: number): string => `eyJ.${index}.t`;
const anyText = /eyJ\.(\d+)\.t/g;
const oneText = /^eyJ\.(\d+)\.t$/;

/** The token that a text stands for. */
export function tokenOf(text: string, tokens: readonly Token[]): Token | undefined {
	const [, index] = oneText.exec(text) ?? [];
	return index === undefined ? undefined : tokens[Number(index)];
}

/** How a path is shown to people: with `<token>` for what the message holds instead. */
export const shown = (path: string): string => (path.includes('eyJ.') ? path.replace(anyText, '<token>') : path);

/** The request target as sent, with the tokens that stand in query parameters. */
export function targetWithTokens(path: string, tokens: readonly Token[]): string {
	if (!tokens.some(({ in: place }) => place.kind === 'parameter')) return path;
	let target = path;
	for (const [index, { in: place }] of tokens.entries()) {
		if (place.kind !== 'parameter') continue;
		const [head = '', ...fragment] = target.split('#');
		const query = `${head.includes('?') ? '&' : '?'}${place.name}=${textOf(index)}`;
		target = [head + query, ...fragment].join('#');
	}
	return target;
}

/** `removed`: what was taken away before. */
export const messageOf = (
	headers: Headers,
	path: string,
	tokens: readonly Token[],
	removed: readonly string[] = [],
): Message => ({
	headers,
	path,
	tokens,
	payload: undefined,
	removed,
	written: [],
	removedParameters: [],
});

/** Takes a header away, whoever wrote it. */
export function removeHeader(message: Message, name: string): void {
	message.headers.delete(name);
	if (!message.removed.includes(name)) message.removed = [...message.removed, name];
	message.written = message.written.filter(([written]) => written !== name);
}

/** Writes a header beside those that are there. */
export function writeHeader(message: Message, name: string, value: string): void {
	addHeader(message.headers, name, value);
	message.written = [...message.written, [name, value]];
}
