// Reads a catalog in YAML 1.2. js-yaml finds the syntax; its events carry offsets, so that each key and value keeps its
// place, and every problem after the syntax is found at once.
import type { DocumentDirective, Event, ScalarEvent } from 'js-yaml';
import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { InvariantError, invariant } from '../../core/invariant.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import { maxDepth } from '../limits.ts';
import type { Located } from '../places.ts';
import { located } from '../places.ts';
import type { ReadResult } from '../result.ts';
import type { SourceFile } from '../source.ts';
import { originOf } from '../source.ts';
import type { Key, Part, Tree } from './tree.ts';
import { openTree } from './tree.ts';
import { fullTag, isOwnTag, plainValue, taggedValue } from './yaml-scalars.ts';

/** The catalog of a YAML file, or what is wrong with it. */
export function readYaml(file: SourceFile | Diagnostic): ReadResult {
	if (!('text' in file)) return { catalog: undefined, diagnostics: [file] };
	const events = eventsOf(file);
	if ('code' in events) return { catalog: undefined, diagnostics: [events] };
	const tree = openTree(file);
	const part = readDocument(tree, events);
	if (part === undefined || tree.found.length > 0) return { catalog: undefined, diagnostics: tree.found };
	return { catalog: located(part.value, tree.placeOf, { file, offset: part.offset }), diagnostics: [] };
}

/** Every document of a YAML text with its places, empty ones left out; documents with mistakes are left out, too. */
export function readYamlDocuments(file: SourceFile): {
	readonly documents: readonly Located[];
	readonly diagnostics: readonly Diagnostic[];
} {
	const events = eventsOf(file);
	if ('code' in events) return { documents: [], diagnostics: [events] };
	const documents: Located[] = [];
	const diagnostics: Diagnostic[] = [];
	const starts = events.flatMap((event, index) => (event.type === EVENT_ID.DOCUMENT ? [index] : []));
	for (const [index, start] of starts.entries()) {
		const tree = openTree(file);
		const part = readOne(tree, events.slice(start, starts[index + 1]));
		diagnostics.push(...tree.found);
		if (part === undefined || tree.found.length > 0) continue;
		documents.push(located(part.value, tree.placeOf, { file, offset: part.offset }));
	}
	return { documents, diagnostics };
}

function eventsOf(file: SourceFile): readonly Event[] | Diagnostic {
	try {
		return parseEvents(file.text, { filename: file.name, maxDepth });
	} catch (error) {
		if (!(error instanceof YAMLException)) throw error;
		const offset = Math.min(error.mark?.position ?? 0, file.text.length);
		const origin = originOf({ file, offset }, '');
		return diagnose(loadDiagnostics, 'LOD010', { language: 'YAML', reason: error.reason }, origin);
	}
}

interface Reading {
	readonly tree: Tree;
	readonly events: readonly Event[];
	readonly anchors: Map<string, unknown>;
	readonly directives: readonly DocumentDirective[];
	next: number;
	/** Where the text was last, for an empty value, which has no place of its own. */
	last: number;
}

function readDocument(tree: Tree, events: readonly Event[]): Part | undefined {
	const { file, found } = tree;
	const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT);
	const [, second] = documents;
	if (second !== undefined) {
		const origin = originOf({ file, offset: startAfter(events, events.indexOf(second), file.text) }, '');
		found.push(diagnose(loadDiagnostics, 'LOD041', { count: documents.length }, origin));
	}
	const part = readOne(tree, events);
	if (part === undefined && second === undefined) {
		found.push(diagnose(loadDiagnostics, 'LOD040', { file: file.name }, originOf({ file, offset: 0 }, '')));
	}
	return part;
}

/** The document with which the events begin; undefined for an empty one. */
function readOne(tree: Tree, events: readonly Event[]): Part | undefined {
	const [first, content] = events;
	const isEmpty = content?.type === EVENT_ID.SCALAR && content.valueStart === -1 && content.tagStart === -1;
	if (first?.type !== EVENT_ID.DOCUMENT || isEmpty) return undefined;
	return readPart({ tree, events, anchors: new Map(), directives: first.directives, next: 1, last: 0 });
}

/** Offset of the first thing that stands in the text after an event; the end of the text when there is none. */
function startAfter(events: readonly Event[], index: number, text: string): number {
	for (const event of events.slice(index + 1)) {
		if (event.type === EVENT_ID.SCALAR && event.valueStart >= 0) return scalarStart(event, text);
		if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return event.start;
		if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
	}
	return text.length;
}

function readPart(reading: Reading): Part {
	const event = reading.events[reading.next++];
	invariant(event !== undefined, 'js-yaml closes what it opens');
	switch (event.type) {
		case EVENT_ID.MAPPING:
		case EVENT_ID.SEQUENCE:
			reading.last = event.start;
			return event.type === EVENT_ID.MAPPING ? readMapping(reading, event) : readSequence(reading, event);
		case EVENT_ID.SCALAR:
			return readScalar(reading, event);
		case EVENT_ID.ALIAS:
			return readAlias(reading, event.anchorStart, event.anchorEnd);
		default:
			throw new InvariantError(`a YAML event of type ${event.type} is no value`);
	}
}

type Tagged = Exclude<Event, { type: typeof EVENT_ID.DOCUMENT | typeof EVENT_ID.ALIAS | typeof EVENT_ID.POP }>;

function readMapping(reading: Reading, event: Tagged & { readonly start: number }): Part {
	const { tree } = reading;
	const value = tree.newObject(event.start);
	anchor(reading, event, value);
	checkCollectionTag(reading, event, 'map');
	while (reading.events[reading.next]?.type !== EVENT_ID.POP) {
		const key = readKey(reading);
		const part = readPart(reading);
		if (key !== undefined) tree.setKey(value, key, part);
	}
	reading.next++;
	return { value, offset: event.start, reference: false };
}

function readSequence(reading: Reading, event: Tagged & { readonly start: number }): Part {
	const { tree } = reading;
	const value = tree.newList(event.start);
	anchor(reading, event, value);
	checkCollectionTag(reading, event, 'seq');
	while (reading.events[reading.next]?.type !== EVENT_ID.POP) tree.addItem(value, readPart(reading));
	reading.next++;
	return { value, offset: event.start, reference: false };
}

/** The next key; undefined, with a diagnostic, for one that is no text. */
function readKey(reading: Reading): Key | undefined {
	const { tree } = reading;
	const event = reading.events[reading.next];
	const before = tree.found.length;
	const { value, offset } = readPart(reading);
	reading.last = offset;
	const isMerge = event?.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && value === '<<';
	if (typeof value === 'string' && !isMerge) return { name: value, offset };
	const origin = originOf({ file: tree.file, offset }, '');
	if (isMerge) tree.found.push(diagnose(loadDiagnostics, 'LOD044', {}, origin));
	else if (tree.found.length === before) {
		tree.found.push(diagnose(loadDiagnostics, 'LOD043', { what: kindOf(value) }, origin));
	}
	return undefined;
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object' && value !== null) return 'a map';
	return `\`${String(value)}\``;
}

function readScalar(reading: Reading, event: ScalarEvent): Part {
	const { text } = reading.tree.file;
	const offset = event.valueStart < 0 && event.tagStart < 0 ? reading.last : scalarStart(event, text);
	reading.last = offset;
	const written = event.valueStart < 0 ? '' : getScalarValue(text, event);
	const value = scalarValue(reading, event, written);
	anchor(reading, event, value);
	return { value, offset, reference: false };
}

function scalarValue(reading: Reading, event: ScalarEvent, written: string): unknown {
	const tag = tagOf(reading, event);
	if (tag === undefined) return event.style === SCALAR_STYLE.PLAIN ? plainValue(written) : written;
	const tagged = taggedValue(written, tag);
	if (tagged.kind === 'value') return tagged.value;
	reportTag(reading, event);
	return written;
}

/** Where a scalar begins: before its quote, at the `|` or `>` of a block, or at its tag when there is nothing else. */
function scalarStart(event: ScalarEvent, text: string): number {
	if (event.valueStart < 0) return event.tagStart;
	switch (event.style) {
		case SCALAR_STYLE.SINGLE_QUOTED:
		case SCALAR_STYLE.DOUBLE_QUOTED:
			return event.valueStart - 1;
		case SCALAR_STYLE.LITERAL_BLOCK:
		case SCALAR_STYLE.FOLDED_BLOCK:
			return blockStart(text, event.valueStart);
		default:
			return event.valueStart;
	}
}

/** A block's header, `|` or `>`, stands at the end of the line before its first one; a comment may follow it. */
function blockStart(text: string, valueStart: number): number {
	const headerEnd = text.lastIndexOf('\n', valueStart - 1);
	const headerStart = text.lastIndexOf('\n', headerEnd - 1) + 1;
	const found = text.slice(headerStart, headerEnd).search(/[|>][-+\d]*(?:[ \t]+#.*)?\s*$/s);
	return found === -1 ? valueStart : headerStart + found;
}

function readAlias(reading: Reading, start: number, end: number): Part {
	const { tree, anchors } = reading;
	const name = tree.file.text.slice(start, end);
	const offset = start - 1;
	reading.last = offset;
	if (!anchors.has(name)) {
		const origin = originOf({ file: tree.file, offset }, '');
		tree.found.push(diagnose(loadDiagnostics, 'LOD045', { anchor: name }, origin));
	}
	return { value: anchors.get(name), offset, reference: true };
}

function anchor(reading: Reading, { anchorStart, anchorEnd }: Tagged, value: unknown): void {
	if (anchorStart >= 0) reading.anchors.set(reading.tree.file.text.slice(anchorStart, anchorEnd), value);
}

function tagOf(reading: Reading, { tagStart, tagEnd }: Tagged): string | undefined {
	if (tagStart < 0) return undefined;
	return fullTag(reading.tree.file.text.slice(tagStart, tagEnd), reading.directives);
}

function checkCollectionTag(reading: Reading, event: Tagged, kind: 'map' | 'seq'): void {
	const tag = tagOf(reading, event);
	if (tag !== undefined && !isOwnTag(tag, kind)) reportTag(reading, event);
}

function reportTag({ tree }: Reading, { tagStart, tagEnd }: Tagged): void {
	const tag = tree.file.text.slice(tagStart, tagEnd);
	const origin = originOf({ file: tree.file, offset: tagStart }, '');
	tree.found.push(diagnose(loadDiagnostics, 'LOD042', { tag }, origin));
}
