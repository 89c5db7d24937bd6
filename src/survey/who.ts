// Everybody who can call a service: each proxy before it, each port, each rule; with the catalog's words where it has some.

import type { Origin } from '../core/origin.ts';
import { otherPorts } from '../prove/effective/places.ts';
import { concerns, type Intent, intended } from '../prove/intended/index.ts';
import { operationPredicate } from '../prove/intended/operations.ts';
import type { Found } from '../semantics/istio/surroundings/index.ts';
import type { Operation } from '../traffic/operation.ts';
import { printOperation } from '../traffic/operation.ts';
import { pattern } from '../traffic/pattern.ts';
import { all, compile, everything, type Predicate } from '../traffic/predicate.ts';
import { doubtsIn, type Ground, nameOf, workloadOf } from './ground.ts';
import type { Known } from './settle.ts';
import { type Through, throughs } from './through.ts';
import type { OperationIn, Way } from './way.ts';
import { type At, waysInto } from './ways.ts';

export interface Asked {
	/** Undefined: all requests. */
	readonly request:
		| { readonly kind: 'tcp' }
		| { readonly kind: 'http'; readonly method: string; readonly path: string }
		| undefined;
	/** Number or name of a port, of the Service or of the container; undefined: all of them. */
	readonly port: number | string | undefined;
	/** What else must be true of the requests. */
	readonly among?: Predicate;
	/** What is known of their caller and token. */
	readonly known?: Known;
}

export interface Who {
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
	readonly operations: readonly (OperationIn & { readonly grants: readonly GrantRef[] })[];
	/** Gateways whose own identity is among the callers. */
	readonly gateways: readonly Through[];
}

/** What of the catalog lets it in: a grant by its id, or `plaintext`, `probe`, `preflight`, `api-key …`. */
export interface GrantRef {
	readonly id: string;
	/** The caller in the catalog: a client, a service, `anyone`. */
	readonly caller: string | undefined;
	readonly kind: 'grant' | 'other';
	readonly origin: Origin;
	/** Where the consumer asks for it. */
	readonly requested: Origin | undefined;
}

/** Who can call what was found, among the requests that are asked for. */
export function whoCan(ground: Ground, found: Found, asked: Asked): Who {
	const receiver = nameOf(found, ground.catalog !== undefined);
	const waypoint = ground.scene.found.find(({ namespace, name }) => `${namespace}/${name}` === found.waypoint);
	const notes = [...ground.scene.assumptions, ...found.assumptions];
	const doubts = [...doubtsIn(ground, [found.namespace, ...(waypoint === undefined ? [] : [waypoint.namespace])])];
	if (found.enforcer === undefined)
		return { receiver, gates: [{ at: receiver, proxy: 'none', entries: [] }], notes, doubts };
	const gates = [...(waypoint === undefined ? [] : [waypoint]), found].map((gate): Gate => {
		const entries = placesOf(ground, gate, found, asked).flatMap((place) => {
			const { ways, doubts: more } = waysInto(ground.world, place.at, {
				asked: predicateOf(asked),
				known: asked.known,
			});
			doubts.push(...more);
			return ways.filter(({ speaks }) => speaksAs(speaks, asked)).map((way) => entryOf(ground, gate, place, way));
		});
		return { at: nameOf(gate, ground.catalog !== undefined), proxy: gate.enforcer?.kind ?? 'none', entries };
	});
	const aliases = ground.scene.mesh.trustDomainAliases;
	return {
		receiver,
		gates,
		notes: [
			...notes,
			...(aliases.length === 0 ? [] : [`identities of ${aliases.join(', ')} count like the mesh’s own`]),
		],
		doubts: [...new Set(doubts)],
	};
}

interface PlaceIn {
	readonly at: At;
	readonly name: string | undefined;
	readonly isNamed: boolean;
}

const speaksAs = (speaks: Way['speaks'], { request }: Asked): boolean =>
	request === undefined || (request.kind === 'tcp') === (speaks === 'tcp');

function predicateOf({ request, among = everything }: Asked): Predicate {
	if (request === undefined || request.kind === 'tcp') return among;
	const text = (attribute: 'method' | 'path', value: string): Predicate => ({
		kind: 'text',
		attribute,
		pattern: pattern(value),
	});
	return all([text('method', request.method), text('path', request.path.replace(/[?#].*$/s, '')), among]);
}

/** The ports of a proxy before what was found: those that are named, those of policies, and one for all others. */
function placesOf({ world }: Ground, gate: Found, found: Found, { port }: Asked): readonly PlaceIn[] {
	const { enforcer } = gate;
	if (enforcer === undefined) return [];
	if (enforcer.kind === 'waypoint') {
		const names = new Set(found.services.map(({ name }) => name));
		return enforcer.services
			.filter((service) => names.has(service.name) && (service.namespace ?? gate.namespace) === found.namespace)
			.flatMap((service) =>
				service.ports
					.filter((one) => port === undefined || one.port === port || isNamed(found, one.port, port))
					.map((one) => ({
						at: { enforcer, port: one.port, service: service.name },
						name: service.name,
						isNamed: true,
					})),
			);
	}
	const names = new Map(gate.services.flatMap(({ ports }) => ports.map((one) => [one.enforced, one] as const)));
	const declared = new Map(enforcer.ports.map((one) => [one.port, one]));
	const others = enforcer.kind === 'gateway' ? [] : otherPorts(world, enforcer, declared);
	const last = others.at(-1);
	const numbers = port === undefined ? [...declared.keys(), ...others] : wantedPorts(gate, port);
	return numbers.map((number) => ({
		at: { enforcer, port: number },
		name: names.get(number)?.name,
		isNamed: port !== undefined || number !== last || enforcer.kind === 'gateway',
	}));
}

const isNamed = (found: Found, number: number, port: number | string): boolean =>
	found.services.some(({ ports }) =>
		ports.some((one) => one.port === number && (one.name === port || one.enforced === port)),
	);

/** The container ports that a number or name means. */
function wantedPorts(gate: Found, port: number | string): readonly number[] {
	const ports = gate.services.flatMap((service) => service.ports);
	const byService = ports.filter((one) => one.name === port || one.port === port).map(({ enforced }) => enforced);
	if (byService.length > 0) return [...new Set(byService)];
	const byName = gate.portNames.get(String(port));
	if (byName !== undefined) return [byName];
	return typeof port === 'number' ? [port] : [];
}

function entryOf(ground: Ground, gate: Found, place: PlaceIn, way: Way): Entry {
	const intents = intentsAt(ground, gate, place.at.port);
	const operations = way.operations.map((operation) => {
		const holding = intents.filter(({ admits }) => compile(admits)(operation.facts));
		const grants = holding.flatMap((intent) => refsOf(intent));
		return { ...operation, text: catalogText(ground, gate, place, holding, operation) ?? operation.text, grants };
	});
	const texts = new Set<string>();
	return {
		...way,
		operations: operations.filter(({ text }) => !texts.has(text) && texts.add(text)),
		port: place.isNamed ? place.at.port : undefined,
		portName: place.isNamed ? place.name : undefined,
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

const known = new WeakMap<Ground, Map<string, readonly Intent[]>>();

/** What the catalog means to let in at a port. */
function intentsAt(ground: Ground, gate: Found, port: number): readonly Intent[] {
	if (ground.catalog === undefined) return [];
	const memory = known.get(ground) ?? new Map<string, readonly Intent[]>();
	known.set(ground, memory);
	const key = `${gate.namespace}/${gate.name} ${port}`;
	const before = memory.get(key);
	if (before !== undefined) return before;
	const { model } = ground.catalog;
	const concern = concerns(model).find(({ workload }) => workload === workloadOf(ground, gate));
	const wanted =
		concern &&
		intended(
			model,
			concern,
			concern.workload.ports.find((one) => one.targetPort === port),
		);
	const intents = (wanted?.intents ?? []).map((intent) => ({
		...intent,
		admits: all([intent.admits, wanted?.always ?? everything]),
	}));
	memory.set(key, intents);
	return intents;
}

const refsOf = ({ name, grants, origin }: Intent): readonly GrantRef[] => {
	const [only] = grants;
	if (only === undefined || only.id !== name) {
		return [{ id: name, caller: undefined, kind: 'other', origin, requested: undefined }];
	}
	return [{ id: name, caller: only.caller.name, kind: 'grant', origin, requested: only.requested }];
};

/** The operation of the grant that covers it, in the catalog's words. At a gateway, where paths may be others, none. */
function catalogText(
	ground: Ground,
	gate: Found,
	{ at }: PlaceIn,
	intents: readonly Intent[],
	{ facts }: OperationIn,
): string | undefined {
	const workload = workloadOf(ground, gate);
	const port = workload?.ports.find(({ targetPort }) => targetPort === at.port);
	if (workload === undefined || workload.kind === 'gateway' || port === undefined) return undefined;
	const offered: readonly Operation[] = intents.flatMap(({ grants }) =>
		grants.flatMap(({ scope }) => scope.operations),
	);
	const covering = offered.find((one) => one.port === port.name && compile(operationPredicate(one))(facts));
	return covering === undefined ? undefined : printOperation(covering);
}
