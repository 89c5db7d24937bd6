// An invariant: no request at all goes from here to there, whatever its path, port, headers or token.
import { letIn } from '../../prove/index.ts';
import { doubtsIn, type Enforcer } from '../../semantics/istio/index.ts';
import { fullNameOf, type Meant, meantBy } from '../../semantics/istio/surroundings/index.ts';
import type { Access, ManifestAccess } from '../access.ts';
import { clearly, exampleText } from '../ask.ts';
import { type Outcome, outcome } from '../outcome.ts';
import { lineOf } from './line.ts';
import { type Arrival, arrivalsOf } from './sender.ts';

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
		return outcome(false, () => `expected nothing to pass, and no proxy stands before \`${fullNameOf(bare)}\`: ${what}`);
	}
	let doubt: string | undefined;
	for (const { name, enforcer } of enforcersAt(access, receivers)) {
		for (const arrival of arrivals) {
			const found = letIn(access.world, enforcer, arrival.wanted);
			if (found.kind === 'nothing') continue;
			if (found.kind === 'request' && arrival.doubt === undefined) {
				return outcome(
					false,
					() => `expected nothing to pass, and this does: ${what}\n\n${exampleText(access, name, found.request)}`,
				);
			}
			doubt ??= found.kind === 'undecided' ? found.why : arrival.doubt;
		}
	}
	doubt ??= doubtsIn(access.scene, namespacesOf(access, receivers))[0];
	if (doubt !== undefined) throw unknown(doubt);
	return outcome(true, () => `expected something to pass, and nothing does: ${what}`);
}
