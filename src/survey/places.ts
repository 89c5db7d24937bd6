// Where a survey looks: the ports of each proxy before what was named.
import { ExpectedError } from '../core/expected.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { sortedUnique } from '../core/order.ts';
import { quote, quoteList } from '../core/quote.ts';
import { portsOf } from '../prove/index.ts';
import type { Enforcer } from '../semantics/istio/index.ts';
import type { Found } from '../semantics/istio/surroundings/index.ts';
import { type Ground, nameOf } from './ground.ts';
import type { At } from './ways.ts';

export interface PlaceIn {
	readonly at: At;
	/** As the catalog or the Service calls the port. */
	readonly name: string | undefined;
	/** False: it stands for all ports that nothing names. */
	readonly isNamed: boolean;
}

type Port = number | string | undefined;

/**
 * The ports of a proxy: those that are named, those of policies, and one for all others. Of a waypoint those of the Services
 * behind which `receivers` are, or of all its Services, where it is asked about itself.
 */
export function placesOf(ground: Ground, gate: Found, receivers: readonly Found[], port: Port): readonly PlaceIn[] {
	const { enforcer } = gate;
	if (enforcer === undefined) return [];
	if (enforcer.kind === 'waypoint') return placesOfWaypoint(ground, gate, enforcer, receivers, port);
	const names = new Map(gate.services.flatMap(({ ports }) => ports.map((one) => [one.enforced, one.name] as const)));
	if (port !== undefined) {
		return portsMeant(gate, port).map((number) => ({
			at: { enforcer, port: number },
			name: names.get(number),
			isNamed: true,
		}));
	}
	return portsOf(ground.world, enforcer).map((one) => ({
		at: { enforcer: one.enforcer, port: one.port },
		name: names.get(one.port),
		isNamed: one.isNamed,
	}));
}

function placesOfWaypoint(
	{ scene }: Ground,
	gate: Found,
	enforcer: Extract<Enforcer, { kind: 'waypoint' }>,
	receivers: readonly Found[],
	port: Port,
): readonly PlaceIn[] {
	const leadsTo = (one: Found, service: (typeof enforcer.services)[number]) =>
		one.namespace === (service.namespace ?? enforcer.namespace) &&
		one.services.some(({ name }) => name === service.name);
	return enforcer.services
		.filter((service) => receivers.includes(gate) || receivers.some((one) => leadsTo(one, service)))
		.flatMap((service) => {
			const known = scene.found
				.filter((one) => leadsTo(one, service))
				.flatMap(({ services }) => services.filter(({ name }) => name === service.name))
				.flatMap(({ ports }) => ports);
			return service.ports.flatMap(({ port: number }): readonly PlaceIn[] => {
				const own = known.find((one) => one.port === number);
				const isMeant = port === undefined || [number, own?.name, own?.enforced].includes(port);
				return isMeant
					? [{ at: { enforcer, port: number, service: service.name }, name: own?.name, isNamed: true }]
					: [];
			});
		});
}

/** The container ports that a number or name means; none for a name that is not there. */
function portsMeant(gate: Found, port: number | string): readonly number[] {
	const ports = gate.services.flatMap((service) => service.ports);
	const byService = ports.filter((one) => one.name === port || one.port === port).map(({ enforced }) => enforced);
	if (byService.length > 0) return [...new Set(byService)];
	const byName = gate.portNames.get(String(port));
	if (byName !== undefined) return [byName];
	return typeof port === 'number' ? [port] : [];
}

/** Throws an ExpectedError for a port that is nowhere: a name that nothing has, or a number on which a gateway does not listen. */
export function checkPort(ground: Ground, receivers: readonly Found[], port: Port): void {
	if (port === undefined || receivers.some((one) => hasPort(ground, one, port))) return;
	const texts = sortedUnique(receivers.flatMap((one) => portTexts(ground, one)));
	const help =
		texts.length === 0 ? 'none of its ports has a name, so say its number' : `there is ${quoteList(texts, 'and')}`;
	const what = quoteList(
		receivers.map((one) => nameOf(one, ground.catalog !== undefined)),
		'and',
	);
	throw new ExpectedError(
		`${what} has no port ${quote(port)}`,
		typeof port === 'number' ? help : didYouMean(nearest(port, texts), help),
	);
}

/** Pods may listen on any number; a gateway and a waypoint only where they say so. */
function hasPort(ground: Ground, one: Found, port: number | string): boolean {
	const { enforcer } = one;
	if (enforcer?.kind === 'waypoint') return placesOf(ground, one, [one], port).length > 0;
	const meant = portsMeant(one, port);
	return enforcer?.kind === 'gateway'
		? meant.some((number) => enforcer.ports.some((listened) => listened.port === number))
		: meant.length > 0;
}

function portTexts(ground: Ground, one: Found): readonly string[] {
	const { enforcer, portNames, services } = one;
	if (enforcer?.kind === 'waypoint') {
		return placesOf(ground, one, [one], undefined).map(({ name, at }) => name || String(at.port));
	}
	const ofServices = services.flatMap(({ ports }) => ports.map(({ name, port }) => name || String(port)));
	const listened = enforcer?.kind === 'gateway' ? enforcer.ports.map(({ port }) => String(port)) : [];
	return [...portNames.keys(), ...ofServices, ...listened];
}
