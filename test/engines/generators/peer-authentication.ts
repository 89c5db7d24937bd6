// PeerAuthentications at every scope, with modes of single ports. Mostly open to mutual TLS, so that requests get further.
import type { Dice } from './dice.ts';
import { type JsonObject, type MeshObject, securityObject } from './objects.ts';
import type { World } from './worlds.ts';

/** At most one mesh-wide, two in the namespace and two for the workload; often none. */
export function peerAuthentications(dice: Dice, world: World): readonly MeshObject[] {
	if (world.enforcer.kind !== 'sidecar' && dice.chance(90)) return [];
	const scopes = [
		dice.chance(14) ? peer(dice, 'mesh', world.root, {}) : undefined,
		dice.chance(18) ? peer(dice, 'namespace', world.home, {}) : undefined,
		dice.chance(4) ? peer(dice, 'another', world.home, {}) : undefined,
		dice.chance(24) ? peer(dice, 'workload', world.home, selecting(dice, world)) : undefined,
		dice.chance(5) ? peer(dice, 'second', world.home, selecting(dice, world)) : undefined,
		dice.chance(3) ? peer(dice, 'ignored', world.root, selecting(dice, world)) : undefined,
	];
	return scopes.filter((object) => object !== undefined);
}

function peer(dice: Dice, name: string, namespace: string, fields: JsonObject): MeshObject {
	const ports = [...new Set([8080, ...dice.some([8081, 9000, 9001, 80], 0, 2)])];
	const portLevelMtls = Object.fromEntries(ports.map((port) => [String(port), { mode: mode(dice) }]));
	return securityObject('PeerAuthentication', name, namespace, {
		...fields,
		...(dice.chance(80) ? { mtls: dice.chance(94) ? { mode: mode(dice) } : {} } : {}),
		...('selector' in fields && dice.chance(55) ? { portLevelMtls } : {}),
	});
}

const mode = (dice: Dice): string =>
	dice.weighted([
		[45, 'STRICT'],
		[37, 'PERMISSIVE'],
		[11, 'UNSET'],
		[7, 'DISABLE'],
	] as const);

function selecting(dice: Dice, world: World): JsonObject {
	const [key, value] = dice.pick(Object.entries(world.labels));
	return { selector: { matchLabels: { [key]: dice.chance(92) ? value : `${value}2` } } };
}
