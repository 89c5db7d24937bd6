// Who a rule speaks of, by the certificate: exact identities where it names them, and explicit words for everybody else,
// so that "any pod in the mesh" never hides behind a pattern.
import type { Pattern } from '../traffic/pattern.ts';
import { type Atom, all, any, hasIdentity, not, type Predicate } from '../traffic/predicate.ts';
import { isSome, literalOf, patternText } from './conditions.ts';
import { alternativesOf } from './terms.ts';

export type Caller =
	/** One workload identity, `spiffe://…`. */
	| { readonly kind: 'identity'; readonly identity: string }
	| { readonly kind: 'namespace'; readonly namespace: string; readonly except: readonly string[] }
	/** Any pod with a certificate of the mesh. */
	| { readonly kind: 'mesh'; readonly except: readonly string[] }
	/** Identities of this form. */
	| { readonly kind: 'like'; readonly form: string; readonly except: readonly string[] }
	/** Whoever reaches the pod in the network, without mutual TLS. */
	| { readonly kind: 'plaintext' }
	/** The same, with mutual TLS or without. */
	| { readonly kind: 'network'; readonly except: readonly string[] }
	/** At a gateway: whoever reaches it, from the internet, say. */
	| { readonly kind: 'outside' };

/** A caller, and the requests that are theirs. */
export interface Candidate {
	readonly caller: Caller;
	readonly is: Predicate;
}

/** The callers of a condition on the certificate; undefined: the rule asks for none. Each is still to be tried. */
export function callersOf(factor: Predicate | undefined, trustDomain: string): readonly Candidate[] {
	if (factor === undefined) return everyone([], []);
	const parts = factor.kind === 'all' ? factor.of : [factor];
	const excluded = parts.flatMap((part) => (part.kind === 'not' ? alternativesOf(part.of) : []));
	const wanted = parts.filter((part) => part.kind !== 'not');
	const names = excluded.map((each) => formOf(each, trustDomain));
	const [first, ...others] = wanted;
	if (first === undefined) return everyone(names, excluded.map(not));
	const known = new Map<string, Candidate>();
	for (const one of alternativesOf(first)) {
		const exact = callerOf(one, trustDomain, names);
		const form = () => formOf(all([one, ...others]), trustDomain);
		const caller: Caller =
			others.length === 0 || exact.kind === 'identity' ? exact : { kind: 'like', form: form(), except: names };
		const key = JSON.stringify(caller);
		const before = known.get(key);
		const is = all([one, ...others, ...excluded.map(not)]);
		known.set(key, { caller, is: before === undefined ? is : any([before.is, is]) });
	}
	return [...known.values()];
}

function everyone(except: readonly string[], conditions: readonly Predicate[]): readonly Candidate[] {
	return [
		{ caller: { kind: 'plaintext' }, is: all([not(hasIdentity), ...conditions]) },
		{ caller: { kind: 'mesh', except }, is: all([hasIdentity, ...conditions]) },
	];
}

/** Whom one alternative means, in a mesh of this trust domain. */
function callerOf(predicate: Predicate, trustDomain: string, except: readonly string[]): Caller {
	if (predicate.kind !== 'text') return { kind: 'like', form: formOf(predicate, trustDomain), except };
	if (isSome(predicate.pattern)) return { kind: 'mesh', except };
	const identity = identityOf(predicate.pattern, trustDomain);
	if (identity !== undefined) return { kind: 'identity', identity };
	const namespace = namespaceOf(predicate.pattern, trustDomain);
	if (namespace === '*') return { kind: 'mesh', except };
	return namespace === undefined
		? { kind: 'like', form: formOf(predicate, trustDomain), except }
		: { kind: 'namespace', namespace, except };
}

/** The one identity of the trust domain that the pattern matches, also where it leaves the trust domain open. */
function identityOf(of: Pattern, trustDomain: string): string | undefined {
	const literal = literalOf(of);
	if (literal !== undefined) return literal;
	const [start, gap, end, more] = of.pieces;
	if (start?.kind !== 'text' || start.text !== 'spiffe://' || gap?.kind !== 'run' || more !== undefined)
		return undefined;
	return end?.kind === 'text' && /^\/ns\/[^/]+\/sa\/[^/]+$/.test(end.text)
		? `spiffe://${trustDomain}${end.text}`
		: undefined;
}

/** The namespace of a pattern for all identities in it; `*` for the whole trust domain. */
function namespaceOf(of: Pattern, trustDomain: string): string | undefined {
	const text = patternText(of);
	const whole = /^(?:spiffe:\/\/)?([^/]*)\/ns\/([^/*]+)\/(?:sa\/)?\*$/.exec(text);
	if (whole !== null && (whole[1] === '*' || whole[1] === trustDomain)) return whole[2];
	const all = new Set(['spiffe://*', `spiffe://${trustDomain}/*`, `spiffe://${trustDomain}/ns/*`]);
	return all.has(text) ? '*' : undefined;
}

/** A condition on the certificate as people write identities: without the scheme. */
function formOf(predicate: Predicate, trustDomain: string): string {
	switch (predicate.kind) {
		case 'text': {
			const namespace = namespaceOf(predicate.pattern, trustDomain);
			if (namespace !== undefined && namespace !== '*') return `namespace ${namespace}`;
			return patternText(predicate.pattern).replace(/^spiffe:\/\//, '');
		}
		case 'any':
			return predicate.of.map((part) => formOf(part, trustDomain)).join(' or ');
		case 'all':
			return predicate.of.map((part) => formOf(part, trustDomain)).join(' and ');
		case 'not':
			return `not ${formOf(predicate.of, trustDomain)}`;
		default:
			return otherForm(predicate);
	}
}

const otherForm = (atom: Exclude<Atom, { kind: 'text' }>): string => atom.kind;
