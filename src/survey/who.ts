// Everybody who can call a service: each proxy before it, each port, each rule; with the catalog's words where it has some.
import { doubtsIn } from '../semantics/istio/index.ts';
import { type Found, fullNameOf, namespacesAt } from '../semantics/istio/surroundings/index.ts';
import { compile } from '../traffic/predicate.ts';
import { type Asked, wantedOf } from './asked.ts';
import { catalogText, type GrantRef, intentsAt, refsOf } from './grants.ts';
import { type Ground, identityOf, nameOf } from './ground.ts';
import { checkPort, type PlaceIn, placesOf } from './places.ts';
import { type Through, throughs } from './through.ts';
import type { OperationIn, Way } from './way.ts';
import { waysInto } from './ways.ts';

export interface Who {
	/** All names, where several pods are behind one name. */
	readonly receiver: string;
	/** One for each proxy that judges; one without a proxy where none does. */
	readonly gates: readonly Gate[];
	/** What was taken for granted: sentences without a full stop. */
	readonly notes: readonly string[];
	/** Why the answer is not whole; empty otherwise. */
	readonly doubts: readonly string[];
}

export interface Gate {
	readonly at: string;
	readonly proxy: 'sidecar' | 'gateway' | 'waypoint' | 'ztunnel' | 'none';
	/** In the order of ports and rules. */
	readonly entries: readonly Entry[];
}

export interface Entry extends Omit<Way, 'operations' | 'port'> {
	/** Undefined: any port that nothing names. */
	readonly port: number | undefined;
	/** As the catalog or the Service calls the port. */
	readonly portName: string | undefined;
	/** At a waypoint: the Service that is asked for. */
	readonly service: string | undefined;
	readonly operations: readonly (OperationIn & { readonly grants: readonly GrantRef[] })[];
	/** Gateways whose own identity is among the callers. */
	readonly gateways: readonly Through[];
}

/**
 * Who can call what was found, all of it, among the requests that are asked for. Throws an ExpectedError for a port that is
 * not there, and for a request that no proxy reads.
 */
export function whoCan(ground: Ground, receivers: readonly Found[], asked: Asked): Who {
	checkPort(ground, receivers, asked.port);
	const wanted = wantedOf(ground.scene.mesh, asked);
	const gates = gatesOf(ground, receivers);
	const doubts = [...doubtsIn(ground.scene, gates.flatMap(namespacesAt)), ...gates.flatMap(waypointDoubts)];
	const answers = gates.map((gate): Gate => {
		const entries = placesOf(ground, gate, receivers, asked.port).flatMap((place) => {
			const { ways, doubts: more } = waysInto(ground.world, place.at, { wanted, known: asked.known });
			doubts.push(...more);
			return ways.map((way) => entryOf(ground, gate, place, way));
		});
		return { at: nameIn(ground, gate), proxy: gate.enforcer?.kind ?? 'none', entries };
	});
	const entries = answers.flatMap((gate) => gate.entries);
	doubts.push(...entries.flatMap(({ gateways }) => gateways.flatMap((through) => through.doubts)));
	return {
		receiver: receivers.map((one) => nameIn(ground, one)).join(' and '),
		gates: answers,
		notes: notesOn(ground, receivers, entries, asked),
		doubts: [...new Set(doubts)],
	};
}

const nameIn = (ground: Ground, found: Found): string => nameOf(found, ground.catalog !== undefined);

/** The waypoints on the way, then the proxies of the pods themselves. */
function gatesOf({ scene }: Ground, receivers: readonly Found[]): readonly Found[] {
	const used = new Set(receivers.map(({ enforcer, waypoint }) => (enforcer === undefined ? undefined : waypoint)));
	return [...scene.found.filter((one) => !receivers.includes(one) && used.has(fullNameOf(one))), ...receivers];
}

/** What of a waypoint is not known from the manifests. */
function waypointDoubts(gate: Found): readonly string[] {
	if (gate.enforcer?.kind !== 'waypoint') return [];
	const { services } = gate.enforcer;
	const name = fullNameOf(gate);
	if (services.length === 0) return [`no Service among the manifests uses waypoint ${name}, so nothing could be asked`];
	const names = services.map((service) => service.name);
	const twice = names.find((one, index) => names.indexOf(one) !== index);
	return twice === undefined
		? []
		: [`waypoint ${name} serves several Services called ${twice}, and is asked about the first of them only`];
}

function notesOn(
	ground: Ground,
	receivers: readonly Found[],
	entries: readonly Entry[],
	{ request }: Asked,
): readonly string[] {
	const { found, assumptions, mesh } = ground.scene;
	const nameless = found.filter(
		(one) => one.enforcer?.kind === 'gateway' && identityOf(ground.scene, one) === undefined,
	);
	const isFromPods = entries.some(({ caller }) => caller.kind !== 'outside');
	const asksSource = entries.some(({ conditions, caller }) => conditions.asksSource && caller.kind !== 'outside');
	const isBytes = request?.kind === 'http' && entries.some(({ speaks }) => speaks === 'tcp');
	const isOutside = request?.kind === 'http' && receivers.some(({ enforcer }) => enforcer?.kind === 'gateway');
	return [
		...assumptions,
		...new Set(receivers.flatMap((one) => one.assumptions)),
		...(isFromPods ? nameless : []).map(
			(one) =>
				`who comes through gateway ${nameIn(ground, one)} is not said: the manifests do not say its service account`,
		),
		...(asksSource ? ['behind a gateway or waypoint the source address is that proxy’s own, not the client’s'] : []),
		...(isOutside ? ['the path counts as it is sent to the gateway, before a route makes another of it'] : []),
		...(isBytes ? ['where it says TCP nothing reads HTTP, so that any request is only bytes'] : []),
		...(mesh.trustDomainAliases.length === 0
			? []
			: [`identities of ${mesh.trustDomainAliases.join(', ')} count like the mesh’s own`]),
	];
}

function entryOf(ground: Ground, gate: Found, place: PlaceIn, way: Way): Entry {
	const intents = intentsAt(ground, gate, place.at.port);
	const operations = way.operations.map((operation) => {
		const holding = intents.filter(({ admits }) => compile(admits)(operation.facts));
		const grants = holding.flatMap((intent) => refsOf(intent));
		const text = catalogText(ground, gate, place.at.port, holding, operation) ?? operation.text;
		return { ...operation, text, grants };
	});
	const texts = new Set<string>();
	return {
		...way,
		operations: operations.filter(({ text }) => !texts.has(text) && texts.add(text)),
		port: place.isNamed ? place.at.port : undefined,
		portName: place.isNamed ? place.name : undefined,
		service: place.at.service,
		gateways:
			way.caller.kind === 'outside'
				? []
				: throughs(
						ground,
						way,
						operations.flatMap(({ grants }) => grants),
					),
	};
}
