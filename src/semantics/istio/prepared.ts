// Chains made ready to be asked: every predicate compiled, every token rule read, and known what it is that policies ask
// for. Once for each port, however many requests follow.
import type { Facts } from '../../traffic/facts.ts';
import { compile } from '../../traffic/predicate.ts';
import { atomsOf } from '../../traffic/rewrite.ts';
import type { Chain, CustomGuard, Guard } from './chain.ts';
import { writtenNames } from './facts/added.ts';
import { type Verifier, verifierOf } from './tokens/verify.ts';

export interface Prepared {
	readonly chain: Chain;
	readonly custom: readonly Ready<CustomGuard>[];
	readonly deny: readonly Ready<Guard>[];
	readonly allow: 'everyone' | readonly Ready<Guard>[];
	readonly verifiers: readonly Verifier[];
	/** Of the headers that the proxy writes itself, those that a policy asks for. */
	readonly writtenHeaders: readonly string[];
	/** Whether a policy asks for an IP address. */
	readonly addresses: boolean;
}

export interface Ready<G> {
	readonly guard: G;
	readonly matches: (facts: Facts) => boolean;
}

/** A chain, ready for requests. */
export function prepare(chain: Chain): Prepared {
	const guards = [...chain.custom, ...chain.deny, ...(chain.allow === 'everyone' ? [] : chain.allow)];
	const atoms = guards.flatMap(({ matches }) => atomsOf(matches));
	return {
		chain,
		custom: chain.custom.map(ready),
		deny: chain.deny.map(ready),
		allow: chain.allow === 'everyone' ? 'everyone' : chain.allow.map(ready),
		verifiers: chain.verification.map(verifierOf),
		writtenHeaders: writtenNames(new Set(atoms.flatMap((atom) => (atom.kind === 'header' ? [atom.name] : [])))),
		addresses: atoms.some(({ kind }) => kind === 'address'),
	};
}

const ready = <G extends Guard>(guard: G): Ready<G> => ({ guard, matches: compile(guard.matches) });
