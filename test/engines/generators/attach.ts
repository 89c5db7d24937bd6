// Where a policy lies and what it selects: mostly the enforcer of the world, sometimes its neighbour or nobody.
import type { Dice } from './dice.ts';
import { type JsonObject, type MeshObject, securityObject } from './objects.ts';
import type { World } from './worlds.ts';

type Attachment = { readonly namespace: string; readonly fields: JsonObject };

/** The object with a namespace and a selector or targetRefs added to its spec. */
export function attach(dice: Dice, world: World, kind: string, name: string, spec: JsonObject): MeshObject {
	const { namespace, fields } = dice.weighted(attachments(dice, world))();
	return securityObject(kind, name, namespace, { ...fields, ...spec });
}

/** Which of these have an effect differs between the enforcers; all of them occur at each. */
function attachments(dice: Dice, world: World): readonly (readonly [number, () => Attachment])[] {
	const waypoint = world.enforcer.kind === 'waypoint';
	const targets = waypoint ? 60 : world.enforcer.kind === 'gateway' && world.enforcer.api === 'kubernetes' ? 35 : 4;
	const label = dice.pick(Object.entries(world.labels));
	return [
		[waypoint ? 6 : 34, () => ({ namespace: world.home, fields: {} })],
		[waypoint ? 5 : 34, () => ({ namespace: world.home, fields: selector(Object.fromEntries([label])) })],
		[waypoint ? 4 : 12, () => ({ namespace: world.root, fields: {} })],
		[4, () => ({ namespace: world.root, fields: selector(Object.fromEntries([label])) })],
		[3, () => ({ namespace: world.home, fields: selector({ ...world.labels, [label[0]]: `${label[1]}2` }) })],
		[3, () => ({ namespace: 'bar', fields: {} })],
		[targets, () => ({ namespace: world.home, fields: { targetRefs: dice.some(world.targets, 1, 2) } })],
		[
			world.enforcer.kind === 'sidecar' ? 2 : 6,
			() => ({ namespace: world.home, fields: { targetRef: dice.pick(world.targets) } }),
		],
		[waypoint ? 4 : 1, () => ({ namespace: world.home, fields: { targetRefs: [dice.pick(elsewhere)] } })],
		[waypoint ? 12 : 1, () => ({ namespace: world.root, fields: { targetRefs: [waypointClass] } })],
	];
}

const selector = (matchLabels: Readonly<Record<string, string>>): JsonObject => ({ selector: { matchLabels } });

const waypointClass = { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' };

const elsewhere = [
	{ group: '', kind: 'Service', name: 'cart' },
	{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'outside' },
	{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'other' },
] as const;
