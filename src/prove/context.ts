// What a proof and every property of it look at, worked out once: each place at which requests are judged, with what the
// catalog grants there and what the manifests admit.
import type { AccessModel } from '../access/model.ts';
import {
	defaultSettings,
	hangingOnPatch,
	type MeshSettings,
	type Problem,
	readWorld,
	type World,
} from '../semantics/istio/index.ts';
import { all, any, type Predicate } from '../traffic/predicate.ts';
import { meshOf } from './domains.ts';
import { podsIn } from './effective/labels.ts';
import { type Passing, passingAt } from './effective/passing.ts';
import { enforcerOf, type Judged, placesOf, strangersIn } from './effective/places.ts';
import { type Concern, concerns, type Intended, intended } from './intended/index.ts';

/** What is the same at all places. */
export interface Ground {
	readonly model: AccessModel;
	readonly world: World;
	readonly mesh: MeshSettings;
	/** What is not understood of the manifests. */
	readonly problems: readonly Problem[];
}

export interface Context extends Ground {
	/** As `sitesOf` gives them. */
	readonly sites: readonly Site[];
}

/** One place with both readings of it. */
export interface Site extends Judged, Passing {
	/** Undefined for pods that the catalog does not name. */
	readonly concern: Concern | undefined;
	readonly wanted: Intended;
	/** What the catalog grants. */
	readonly granted: Predicate;
}

/** The context of one environment. `isNear`: namespaces to look at; default all. */
export function contextOf(
	model: AccessModel,
	objects: readonly unknown[],
	isNear: (namespace: string) => boolean = () => true,
): Context {
	const ground = groundOf(model, objects);
	return { ...ground, sites: [...sitesOf(ground, isNear)] };
}

/** Reads the manifests of one environment. */
export function groundOf(model: AccessModel, objects: readonly unknown[]): Ground {
	const mesh = meshOf(model, defaultSettings);
	const [world, problems] = readWorld(objects, mesh);
	return { model, world, mesh, problems: [...problems, ...hangingOnPatch(world)] };
}

/** By workload as in the model, then pods that the catalog does not name. One after the other, since all together are large. */
export function* sitesOf(
	{ model, world }: Ground,
	isNear: (namespace: string) => boolean = () => true,
): Iterable<Site> {
	const pods = podsIn(world, model);
	for (const concern of concerns(model, isNear)) {
		const intendedAt = new Map<Judged['declared'], Intended>();
		for (const judged of placesOf(world, enforcerOf(model, concern), concern, pods)) {
			const wanted = intendedAt.get(judged.declared) ?? intended(model, concern, judged.declared);
			intendedAt.set(judged.declared, wanted);
			yield siteOf(world, judged, concern, wanted);
		}
	}
	const near = { ...model, namespaces: model.namespaces.filter(({ name }) => isNear(name)) };
	for (const judged of strangersIn(world, near, pods)) yield siteOf(world, judged, undefined, nobody);
}

function siteOf(world: World, judged: Judged, concern: Concern | undefined, wanted: Intended): Site {
	const { chain, enforcer, place } = judged;
	return {
		...judged,
		...passingAt(world, { enforcer, port: place.port }, chain),
		concern,
		wanted,
		granted: all([wanted.always, any(wanted.intents.map(({ admits }) => admits))]),
	};
}

const nobody: Intended = { intents: [], always: { kind: 'all', of: [] }, tokens: [] };
