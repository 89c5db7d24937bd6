// A token from outside, of a client that only comes through gateways, opens a service only to these gateways: whoever has
// it inside the mesh cannot walk past the gateway with it.
import { pattern, someText } from '../../traffic/pattern.ts';
import { all, any, claim, not, type Predicate } from '../../traffic/predicate.ts';
import type { Concern } from '../intended/index.ts';
import { callerIs } from '../intended/intent.ts';
import { admittedAmong, type Property } from './breach.ts';

/** At every service that some client reaches through a gateway: with its token nobody else passes who could show it. */
export const noBypass: Property = (context) =>
	context.sites.flatMap((site) => {
		const { concern, enforcer, place } = site;
		if (concern === undefined || enforcer.kind !== 'sidecar' || place.speaks !== 'http') return [];
		const outside = outsideOnly(concern);
		if (outside.length === 0) return [];
		// Whoever needs no token passes with any.
		const without = site.wanted.intents
			.filter(({ grants }) => grants.every(({ actor }) => actor.kind === 'anyone' || actor.kind === 'identity'))
			.map(({ admits }) => admits);
		const forbidden = any(
			outside.map(({ client, doors }) => all([tokenOf(client), not(any(doors)), not(any(without))])),
		);
		return admittedAmong(site, forbidden, 'lets in a token from outside that did not come through its gateway');
	});

interface Outside {
	readonly client: string;
	/** Gateways, and services that hand the token on. */
	readonly doors: readonly Predicate[];
}

/** Clients outside whose tokens come to the service, and by whom they are brought. */
function outsideOnly({ received }: Concern): readonly Outside[] {
	const doors = new Map<string, Map<string, Predicate>>();
	for (const { caller, presenter } of received) {
		if (caller.kind !== 'client') continue;
		const known = doors.get(caller.client.id) ?? new Map<string, Predicate>();
		doors.set(caller.client.id, known.set(presenter.name, callerIs(presenter)));
	}
	return [...doors].map(([client, of]) => ({ client, doors: [...of.values()] }));
}

/** Of that client alone: a token names one client in `azp`. */
const tokenOf = (client: string): Predicate => all([claim('azp', pattern(client)), claim('iss', someText)]);
