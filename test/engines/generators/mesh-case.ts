// A whole case from a seed: a world, witnesses, policies around them, and requests at the edges of the policies.
import type fc from 'fast-check';
import type { MeshCase, MeshRequest, MeshSettings } from '../mesh/case.ts';
import { meshCaseVersion } from '../mesh/case.ts';
import { aim, type Targets, targetsIn } from './aim.ts';
import { type Action, authorizationPolicy, providers } from './authorization.ts';
import { type Dice, drawn, fromSeed } from './dice.ts';
import { mutate } from './mutate.ts';
import { type MeshObject, writeManifests } from './objects.ts';
import { peerAuthentications } from './peer-authentication.ts';
import { requestAuthentication } from './request-authentication.ts';
import { isHttp, witness } from './requests.ts';
import { type World, type WorldKind, world } from './worlds.ts';

export type MeshCaseOptions = {
	/** Requests in each case. Default 24. */
	readonly requests?: number;
	/** Which enforcers, by weight. Default: mostly sidecars, as they are the cheapest to ask. */
	readonly worlds?: readonly (readonly [weight: number, kind: WorldKind])[];
	/** Default `loopback`. `any` needs an oracle with a network of its own. */
	readonly addresses?: World['addresses'];
	/** Percent of cases whose allowed requests come back as received. Default 25. */
	readonly echo?: number;
};

/** The case of a seed, `id` = `random/<seed>`. The same seed and options give the same case, to the byte. */
export function meshCase(seed: number, options: MeshCaseOptions = {}): MeshCase {
	return { ...fromSeed((dice) => draw(dice, options), seed), id: `random/${seed}` };
}

/** The same as a fast-check arbitrary. Shrink what fails with `shrinkCase`. */
export function meshCases(options: MeshCaseOptions = {}): fc.Arbitrary<MeshCase> {
	return drawn((dice) => draw(dice, options));
}

const usualWorlds = [
	[80, 'sidecar'],
	[6, 'istio-gateway'],
	[5, 'kubernetes-gateway'],
	[9, 'waypoint'],
] as const satisfies MeshCaseOptions['worlds'];

function draw(dice: Dice, options: MeshCaseOptions): MeshCase {
	const around = world(dice, dice.weighted(options.worlds ?? usualWorlds), options.addresses ?? 'loopback');
	const witnesses = Array.from({ length: 1 + dice.below(3) }, () => witness(dice, around));
	const objects = policies(dice, around, witnesses);
	const targets = targetsIn(objects);
	const requests = different(options.requests ?? 24, (index) => request(dice, around, witnesses, targets, index));
	return {
		v: meshCaseVersion,
		id: 'random',
		manifests: writeManifests(objects),
		mesh: settings(around.mesh, objects),
		enforcer: around.enforcer,
		...(dice.chance(options.echo ?? 25) ? { upstream: 'echo' as const } : {}),
		requests,
	};
}

/** So many values, equal ones left out as far as a few more tries help. */
function different<T>(count: number, make: (index: number) => T): readonly T[] {
	const seen = new Map<string, T>();
	for (let tries = 0; seen.size < count && tries < count * 3; tries++) {
		const value = make(tries);
		seen.set(JSON.stringify(value), value);
	}
	return [...seen.values()];
}

/** Each witness once as it is, then one or two steps away from one of them. */
function request(
	dice: Dice,
	around: World,
	witnesses: readonly MeshRequest[],
	targets: Targets,
	index: number,
): MeshRequest {
	const own = witnesses[index];
	if (own !== undefined) return own;
	const one = dice.pick(witnesses);
	return dice.weighted<() => MeshRequest>([
		[34, () => aim(dice, around, one, targets)],
		[50, () => mutate(dice, around, one)],
		[16, () => mutate(dice, around, mutate(dice, around, one))],
	])();
}

function policies(dice: Dice, around: World, witnesses: readonly MeshRequest[]): readonly MeshObject[] {
	const objects: MeshObject[] = [...peerAuthentications(dice, around)];
	const tokens = witnesses.some((request) => isHttp(request) && request.http.tokens !== undefined);
	const authentications = dice.chance(tokens ? 92 : 25) ? 1 + (dice.chance(22) ? 1 : 0) : 0;
	for (let index = 0; index < authentications; index++) {
		objects.push(requestAuthentication(dice, around, `tokens-${index}`, witnesses));
	}
	const add = (action: Action, about: MeshRequest) =>
		objects.push(
			authorizationPolicy(dice, around, `${action.toLowerCase()}-${objects.length}`, action, about, witnesses),
		);
	for (const about of witnesses) if (dice.chance(85)) add('ALLOW', about);
	if (dice.chance(25)) add('ALLOW', dice.pick(witnesses));
	// A DENY around a witness would leave nothing to see of the other policies: most are made around its neighbours.
	while (dice.chance(35)) {
		const about = dice.pick(witnesses);
		add('DENY', dice.chance(80) ? mutate(dice, around, about) : about);
	}
	if (dice.chance(14)) add('CUSTOM', dice.pick(witnesses));
	if (dice.chance(3)) add('CUSTOM', dice.pick(witnesses));
	if (dice.chance(12)) add('AUDIT', dice.pick(witnesses));
	return objects;
}

/** Declares the providers only where a policy asks for one, so that most cases share their mesh settings. */
function settings(mesh: MeshSettings, objects: readonly MeshObject[]): MeshSettings {
	if (!objects.some(({ spec }) => spec.action === 'CUSTOM')) return mesh;
	const extensionProviders = [
		{ name: providers.http, protocol: 'http' as const, headersToUpstreamOnAllow: ['x-oracle-external'] },
		{ name: providers.grpc, protocol: 'grpc' as const },
	];
	return { ...mesh, extensionProviders };
}
