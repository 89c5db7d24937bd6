// All atoms of some predicates, each once, sorted by what they are about.
import type { AddressRange } from '../traffic/address.ts';
import type { Pattern } from '../traffic/pattern.ts';
import { type AddressAttribute, type Atom, atomKey, type Predicate, type TextAttribute } from '../traffic/predicate.ts';

/** By attribute, header name, claim path or provider; inside, what is asked by the key of the atom. */
export interface Questions {
	readonly texts: Map<TextAttribute, Map<string, Pattern>>;
	readonly headers: Map<string, Map<string, Pattern>>;
	/** By the path as JSON. */
	readonly claims: Map<string, { readonly path: readonly string[]; readonly asked: Map<string, Pattern> }>;
	readonly addresses: Map<AddressAttribute, Map<string, AddressRange>>;
	readonly ports: Map<string, number>;
	readonly providers: Set<string>;
}

/** What the predicates ask of a request, and the key of every atom in them. */
export function questionsOf(predicates: readonly Predicate[]): {
	readonly questions: Questions;
	readonly keys: ReadonlyMap<Atom, string>;
} {
	const questions: Questions = {
		texts: new Map(),
		headers: new Map(),
		claims: new Map(),
		addresses: new Map(),
		ports: new Map(),
		providers: new Set(),
	};
	const keys = new Map<Atom, string>();
	const visit = (predicate: Predicate): void => {
		switch (predicate.kind) {
			case 'all':
			case 'any':
				for (const part of predicate.of) visit(part);
				return;
			case 'not':
				visit(predicate.of);
				return;
			default: {
				if (keys.has(predicate)) return;
				const key = atomKey(predicate);
				keys.set(predicate, key);
				ask(questions, predicate, key);
			}
		}
	};
	for (const predicate of predicates) visit(predicate);
	return { questions, keys };
}

function ask(questions: Questions, atom: Atom, key: string): void {
	switch (atom.kind) {
		case 'text':
			placed(questions.texts, atom.attribute).set(key, atom.pattern);
			return;
		case 'header':
			placed(questions.headers, atom.name).set(key, atom.pattern);
			return;
		case 'claim': {
			const name = JSON.stringify(atom.path);
			const known = questions.claims.get(name) ?? { path: atom.path, asked: new Map() };
			questions.claims.set(name, known);
			known.asked.set(key, atom.pattern);
			return;
		}
		case 'address':
			placed(questions.addresses, atom.attribute).set(key, atom.range);
			return;
		case 'port':
			questions.ports.set(key, atom.port);
			return;
		case 'agrees':
			questions.providers.add(atom.provider);
			return;
		case 'verified':
			return;
	}
}

function placed<K, T>(groups: Map<K, Map<string, T>>, name: K): Map<string, T> {
	const known = groups.get(name);
	if (known !== undefined) return known;
	const made = new Map<string, T>();
	groups.set(name, made);
	return made;
}
