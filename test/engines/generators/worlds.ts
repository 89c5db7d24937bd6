// The meshes and enforcers for which cases are made. Few and fixed, because an oracle builds its topology once for each.
import type { Enforcer, Labels, MeshCase, MeshSettings } from '../mesh/case.ts';
import type { Dice } from './dice.ts';

export type World = {
	readonly mesh: MeshSettings;
	readonly enforcer: Enforcer;
	readonly namespaces?: MeshCase['namespaces'];
	/** The namespace of the enforcer, in which its policies lie. */
	readonly home: string;
	readonly root: string;
	readonly labels: Labels;
	/** Whose certificates the enforcer accepts: the trust domain first, then its aliases. */
	readonly trustDomains: readonly [string, ...string[]];
	/** As requests name them; `undeclared` ports are in both lists. */
	readonly httpPorts: readonly number[];
	readonly tcpPorts: readonly number[];
	/** Ports as policies may name them that no request reaches. */
	readonly otherPorts: readonly number[];
	/** What targetRefs may name so that the enforcer, or one of its services, is meant. */
	readonly targets: readonly TargetRef[];
	/** Whose addresses requests use: those of the loopback net, or any, for which the oracle needs a network of its own. */
	readonly addresses: 'loopback' | 'any';
	/** How a caller comes: with a certificate, or as a stranger by these ways. */
	readonly callers: 'identities' | 'strangers';
};

export type TargetRef = { readonly group: string; readonly kind: string; readonly name: string };

export type WorldKind = 'sidecar' | 'istio-gateway' | 'kubernetes-gateway' | 'waypoint';

/** A world of the wanted kind; mostly with default mesh settings. */
export function world(dice: Dice, kind: WorldKind, addresses: World['addresses']): World {
	const mesh = dice.weighted(meshes);
	const trustDomains = [mesh.trustDomain ?? 'cluster.local', ...(mesh.trustDomainAliases ?? [])] as const;
	return { mesh, addresses, root: mesh.rootNamespace ?? 'istio-system', trustDomains, ...enforced[kind] };
}

const aliased = { trustDomain: 'mesh.example', trustDomainAliases: ['old.example'] };

const meshes: readonly (readonly [number, MeshSettings])[] = [
	[45, {}],
	[25, aliased],
	[5, { trustDomain: 'mesh.example', rootNamespace: 'mesh-root' }],
	[7, { pathNormalization: 'NONE' }],
	[4, { ...aliased, pathNormalization: 'BASE' }],
	[7, { pathNormalization: 'MERGE_SLASHES' }],
	[7, { pathNormalization: 'DECODE_AND_MERGE_SLASHES' }],
];

const workload = { namespace: 'foo', labels: { app: 'shop', version: 'v1' }, serviceAccount: 'shop' };
const gatewayApi = 'gateway.networking.k8s.io';

/** The same listeners for both kinds of gateway: Service ports 80 and 443, pod ports 8080 and 8443. */
const listeners = [
	{ port: 80, targetPort: 8080, protocol: 'http' },
	{ port: 443, targetPort: 8443, protocol: 'https' },
] as const;

const gatewayPorts = { httpPorts: [8080, 8443], tcpPorts: [], otherPorts: [80, 443] };

const enforced: Record<WorldKind, Omit<World, 'mesh' | 'root' | 'trustDomains' | 'addresses'>> = {
	sidecar: {
		enforcer: {
			kind: 'sidecar',
			workload,
			services: [
				{
					name: 'shop',
					ports: [
						{ port: 80, targetPort: 8080, protocol: 'http' },
						{ port: 8081, protocol: 'grpc' },
						{ port: 9000, protocol: 'tcp' },
						{ port: 9001, protocol: 'undeclared' },
					],
				},
			],
		},
		home: 'foo',
		labels: workload.labels,
		httpPorts: [8080, 8081, 9001],
		tcpPorts: [9000, 9001],
		otherPorts: [80, 8079],
		targets: [{ group: '', kind: 'Service', name: 'shop' }],
		callers: 'identities',
	},
	'istio-gateway': {
		enforcer: {
			kind: 'gateway',
			api: 'istio',
			name: 'edge',
			workload: { namespace: 'foo', labels: { istio: 'edge' }, serviceAccount: 'edge' },
			listeners,
		},
		home: 'foo',
		labels: { istio: 'edge' },
		...gatewayPorts,
		targets: [{ group: gatewayApi, kind: 'Gateway', name: 'edge' }],
		callers: 'strangers',
	},
	'kubernetes-gateway': {
		enforcer: {
			kind: 'gateway',
			api: 'kubernetes',
			name: 'edge',
			workload: { namespace: 'foo', labels: { istio: 'edge' }, serviceAccount: 'edge' },
			listeners,
		},
		home: 'foo',
		labels: { istio: 'edge' },
		...gatewayPorts,
		targets: [{ group: gatewayApi, kind: 'Gateway', name: 'edge' }],
		callers: 'strangers',
	},
	waypoint: {
		enforcer: {
			kind: 'waypoint',
			name: 'waypoint',
			namespace: 'foo',
			services: [
				{ name: 'shop', ports: [{ port: 80, targetPort: 8080, protocol: 'http' }] },
				{ name: 'cart', ports: [{ port: 81, targetPort: 8081, protocol: 'http' }] },
			],
			workload,
		},
		home: 'foo',
		labels: workload.labels,
		httpPorts: [80],
		tcpPorts: [],
		otherPorts: [81, 8080],
		targets: [
			{ group: '', kind: 'Service', name: 'shop' },
			{ group: gatewayApi, kind: 'Gateway', name: 'waypoint' },
		],
		callers: 'identities',
	},
};
