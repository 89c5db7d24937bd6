// An invariant: no request at all goes from here to there, whatever its path, port, headers or token.

import type { Scene } from '../../decide/index.ts';
import { letIn } from '../../prove/index.ts';
import { doubtsIn } from '../../semantics/istio/index.ts';
import { type Found, fullNameOf, type Meant, meantBy, namespacesAt } from '../../semantics/istio/surroundings/index.ts';
import type { Access, ManifestAccess } from '../access.ts';
import { exampleText } from '../ask.ts';
import { clearly } from '../clearly.ts';
import { type Outcome, outcome } from '../outcome.ts';
import { lineOf } from './line.ts';
import { arrivalsOf } from './sender.ts';

/** From whom to whom nothing may pass. */
export interface Never {
	/** As in a call: a service, a client, `anyone`; on manifests `spiffe://…` or `plaintext`. */
	readonly from: string;
	readonly to: string;
	/** Only this request. @default whatever is asked */
	readonly request?: string;
}

/**
 * Holds where the proxies of the receiver let nothing in from there: neither with the caller's certificate nor, since
 * everybody can leave that away, without any. About a client outside, and `anyone`: nothing with its token, or with none, also
 * not through a gateway that lets such requests in; a token at which a proxy does not look is none there. Exact, on all
 * requests, but that a gateway and its receiver are asked one after the other; throws where it cannot be decided.
 */
export function letsNever(access: Access | ManifestAccess, never: Never): Outcome {
	const { from, to, request } = never;
	const what = `${from} → ${to}${request === undefined ? '' : `: ${request}`}`;
	const unknown = (why: string): Error => new Error(`nobody knows whether anything passes: ${what}\n\n${why}`);
	const gateways = access.kind === 'catalog' ? access.model.gateways : [];
	const receivers = clearly(() => meantBy(access.scene.found, to, access.kind));
	const line = clearly(() => lineOf(access.scene.mesh, request, gateways));
	const arrivals = arrivalsOf(access, from, line);
	const bare = receivers.find(({ enforcer }) => enforcer === undefined);
	if (bare !== undefined) {
		return outcome(
			false,
			() => `expected nothing to pass, and no proxy stands before \`${fullNameOf(bare)}\`: ${what}`,
		);
	}
	let doubt: string | undefined;
	const gates = gatesAt(access.scene, receivers);
	for (const gate of gates) {
		const { enforcer } = gate;
		if (enforcer === undefined) continue;
		for (const arrival of arrivals) {
			const found = letIn(access.world, enforcer, arrival.wanted);
			if (found.kind === 'nothing') continue;
			if (found.kind === 'request' && arrival.doubt === undefined) {
				return outcome(
					false,
					() =>
						`expected nothing to pass, and this does: ${what}\n\n${exampleText(access, shownName(access, gate), found.request)}`,
				);
			}
			doubt ??= found.kind === 'undecided' ? found.why : arrival.doubt;
		}
	}
	const unused = gates.find(({ enforcer }) => enforcer?.kind === 'waypoint' && enforcer.services.length === 0);
	if (unused !== undefined) doubt ??= `no Service is known that uses waypoint ${fullNameOf(unused)}`;
	const heard = [...gates, ...access.scene.found.filter((one) => one.enforcer?.kind === 'gateway')];
	[doubt] = [doubt, ...doubtsIn(access.scene, heard.flatMap(namespacesAt))].filter((one) => one !== undefined);
	if (doubt !== undefined) throw unknown(doubt);
	return outcome(true, () => `expected something to pass, and nothing does: ${what}`);
}

/** The proxies of the receiver, and the waypoints before them. */
const gatesAt = ({ found }: Scene, receivers: Meant): readonly Found[] => [
	...receivers,
	...found.filter((one) => !receivers.includes(one) && receivers.some(({ waypoint }) => waypoint === fullNameOf(one))),
];

/** By which just this one is meant. */
function shownName({ scene }: Access | ManifestAccess, gate: Found): string {
	const { namespace, name, kind } = gate;
	const alike = scene.found.filter(
		(one) =>
			one.namespace === namespace && (one.name === name || one.services.some((service) => service.name === name)),
	);
	return alike.length === 1 ? fullNameOf(gate) : `${kind.toLowerCase()}/${fullNameOf(gate)}`;
}
