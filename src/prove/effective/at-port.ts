// A predicate at one fixed port: what it says about ports is settled, and with it whatever hangs on that.
import { all, any, everything, not, nothing, type Predicate } from '../../traffic/predicate.ts';

/**
 * The same predicate for connections to this port, without a word about ports. `remote`: `same` where the remote address is
 * always the source's: on bytes, and at gateways, which trust no forwarded address.
 */
export function atPort(predicate: Predicate, port: number, remote: 'apart' | 'same' = 'apart'): Predicate {
	switch (predicate.kind) {
		case 'port':
			return predicate.port === port ? everything : nothing;
		case 'address':
			return remote === 'same' && predicate.attribute === 'remoteAddress'
				? { ...predicate, attribute: 'sourceAddress' }
				: predicate;
		case 'all':
			return conjunction(predicate.of.map((part) => atPort(part, port, remote)));
		case 'any':
			return disjunction(predicate.of.map((part) => atPort(part, port, remote)));
		case 'not':
			return negation(atPort(predicate.of, port, remote));
		default:
			return predicate;
	}
}

/** The ports that the predicate names. */
export function portsIn(predicate: Predicate): readonly number[] {
	switch (predicate.kind) {
		case 'port':
			return [predicate.port];
		case 'all':
		case 'any':
			return predicate.of.flatMap(portsIn);
		case 'not':
			return portsIn(predicate.of);
		default:
			return [];
	}
}

const isEverything = (predicate: Predicate): boolean => predicate.kind === 'all' && predicate.of.length === 0;
const isNothing = (predicate: Predicate): boolean => predicate.kind === 'any' && predicate.of.length === 0;

function conjunction(parts: readonly Predicate[]): Predicate {
	return parts.some(isNothing) ? nothing : all(parts.filter((part) => !isEverything(part)));
}

function disjunction(parts: readonly Predicate[]): Predicate {
	return parts.some(isEverything) ? everything : any(parts.filter((part) => !isNothing(part)));
}

function negation(part: Predicate): Predicate {
	if (isEverything(part)) return nothing;
	return isNothing(part) ? everything : not(part);
}
