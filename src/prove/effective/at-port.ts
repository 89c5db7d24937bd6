// A predicate at one fixed port: what it says about ports is settled, and with it whatever hangs on that.
import { everything, nothing, type Predicate } from '../../traffic/predicate.ts';
import { atomsOf, rewrite } from '../../traffic/rewrite.ts';

/**
 * The same predicate for connections to this port, without a word about ports. `remote`: `same` where the remote address is
 * always the source's: on bytes, and at gateways, which trust no forwarded address.
 */
export const atPort = (predicate: Predicate, port: number, remote: 'apart' | 'same'): Predicate =>
	rewrite(predicate, (atom) => {
		if (atom.kind === 'port') return atom.port === port ? everything : nothing;
		const isRemote = atom.kind === 'address' && atom.attribute === 'remoteAddress';
		return isRemote && remote === 'same' ? { ...atom, attribute: 'sourceAddress' } : atom;
	});

/** The ports that the predicate names. */
export const portsIn = (predicate: Predicate): readonly number[] =>
	atomsOf(predicate).flatMap((atom) => (atom.kind === 'port' ? [atom.port] : []));
