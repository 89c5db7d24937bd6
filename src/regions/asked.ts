// All atoms of some predicates, each once, sorted by what they are about. Most atoms name an exact text, so that finding
// one again takes a look at that text and no key has to be made.
import type { AddressRange } from '../traffic/address.ts';
import { exactText, type Pattern, patternKey } from '../traffic/pattern.ts';
import {
	type AddressAttribute,
	type Atom,
	atomKey,
	type Predicate,
	pathKey,
	type TextAttribute,
} from '../traffic/predicate.ts';
import { nowhere, type Region } from './sets.ts';

/** An atom, and all others that are equal to it. */
export interface Question {
	readonly atom: Atom;
	/** From 0, in the order in which they were first met. */
	readonly index: number;
	/** Where it holds, once there is a cut. */
	holds: Region;
}

/** What is asked about one attribute with texts. */
export interface TextGroup {
	readonly exact: Map<string, Question>;
	/** By the key of the pattern. */
	readonly others: Map<string, Question>;
	readonly patterns: Pattern[];
	/** One for each pattern. */
	readonly questions: Question[];
}

export interface ClaimGroups {
	/** By the name of the claim. */
	readonly outer: Map<string, TextGroup>;
	/** Claims inside claims, by the key of the path. */
	readonly inner: Map<string, TextGroup>;
}

export interface Questions {
	readonly all: Question[];
	readonly texts: Map<TextAttribute, TextGroup>;
	readonly headers: Map<string, TextGroup>;
	readonly claims: ClaimGroups;
	/** Atoms with `alone`. */
	readonly loneClaims: ClaimGroups;
	/** By the key of the atom. */
	readonly rest: Map<string, Question>;
	readonly addresses: Map<AddressAttribute, { readonly range: AddressRange; readonly question: Question }[]>;
	readonly ports: Map<number, Question>;
}

/** What the predicates ask of a request. */
export function questionsOf(predicates: readonly Predicate[]): Questions {
	const questions: Questions = {
		all: [],
		texts: new Map(),
		headers: new Map(),
		claims: { outer: new Map(), inner: new Map() },
		loneClaims: { outer: new Map(), inner: new Map() },
		rest: new Map(),
		addresses: new Map(),
		ports: new Map(),
	};
	for (const predicate of predicates) visit(questions, predicate);
	return questions;
}

function visit(questions: Questions, predicate: Predicate): void {
	switch (predicate.kind) {
		case 'all':
		case 'any':
			for (const part of predicate.of) visit(questions, part);
			return;
		case 'not':
			visit(questions, predicate.of);
			return;
		default:
			if (find(questions, predicate) === undefined) add(questions, predicate);
	}
}

/** The question that is equal to the atom, if it is among them. */
export function find(questions: Questions, atom: Atom): Question | undefined {
	switch (atom.kind) {
		case 'text':
		case 'header':
		case 'claim': {
			const group = groupOf(questions, atom);
			const text = exactText(atom.pattern);
			return text === undefined ? group?.others.get(patternKey(atom.pattern)) : group?.exact.get(text);
		}
		case 'port':
			return questions.ports.get(atom.port);
		default:
			return questions.rest.get(atomKey(atom));
	}
}

type TextAtom = Extract<Atom, { readonly pattern: Pattern }>;

function groupOf({ texts, headers, claims, loneClaims }: Questions, atom: TextAtom): TextGroup | undefined {
	if (atom.kind === 'text') return texts.get(atom.attribute);
	if (atom.kind === 'header') return headers.get(atom.name);
	return claimGroup(atom.alone === true ? loneClaims : claims, atom.path);
}

/** What is asked about the claim. */
export function claimGroup({ outer, inner }: ClaimGroups, path: readonly string[]): TextGroup | undefined {
	const [name] = path;
	return path.length === 1 && name !== undefined ? outer.get(name) : inner.get(pathKey(path));
}

/** Adds a question that is not yet among them. */
export function add(questions: Questions, atom: Atom): Question {
	const question: Question = { atom, index: questions.all.length, holds: nowhere };
	questions.all.push(question);
	switch (atom.kind) {
		case 'text':
		case 'header':
		case 'claim': {
			const group = groupOf(questions, atom) ?? addGroup(questions, atom);
			const text = exactText(atom.pattern);
			if (text === undefined) group.others.set(patternKey(atom.pattern), question);
			else group.exact.set(text, question);
			group.patterns.push(atom.pattern);
			group.questions.push(question);
			return question;
		}
		case 'port':
			questions.ports.set(atom.port, question);
			return question;
		case 'address': {
			const asked = questions.addresses.get(atom.attribute) ?? [];
			questions.addresses.set(atom.attribute, asked);
			asked.push({ range: atom.range, question });
		}
	}
	questions.rest.set(atomKey(atom), question);
	return question;
}

/** Nothing asked so far. */
export const noTexts = (): TextGroup => ({ exact: new Map(), others: new Map(), patterns: [], questions: [] });

function addGroup({ texts, headers, claims, loneClaims }: Questions, atom: TextAtom): TextGroup {
	const group = noTexts();
	if (atom.kind === 'text') texts.set(atom.attribute, group);
	else if (atom.kind === 'header') headers.set(atom.name, group);
	else {
		const [name] = atom.path;
		const { outer, inner } = atom.alone === true ? loneClaims : claims;
		if (atom.path.length === 1 && name !== undefined) outer.set(name, group);
		else inner.set(pathKey(atom.path), group);
	}
	return group;
}
