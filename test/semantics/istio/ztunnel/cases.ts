// Cases for a ztunnel: policies of everything that a connection can tell, with a little HTTP among it, and chains of
// PeerAuthentications over all modes; and the connections by which two readers are told apart.
import { type Dice, fromSeed } from '../../../engines/generators/dice.ts';
import {
	type JsonObject,
	type MeshObject,
	securityObject,
	writeManifests,
} from '../../../engines/generators/objects.ts';
import type { MeshCase } from '../../../engines/mesh/case.ts';
import type { Connection } from './rbac.ts';

const root = 'istio-system';
const home = 'foo';
const labels = { app: 'shop', version: 'v1' };

export function ztunnelCase(seed: number): MeshCase {
	const objects = fromSeed((dice) => [...peerChain(dice), ...policies(dice)], seed);
	return {
		v: 1,
		id: `ztunnel/${seed}`,
		manifests: writeManifests(objects),
		mesh: { trustDomain: 'mesh.example', trustDomainAliases: ['old.example'] },
		enforcer: {
			kind: 'ztunnel',
			workload: { namespace: home, labels, serviceAccount: 'shop' },
			services: [{ name: 'shop', ports: [{ port: 8080, protocol: 'http' }] }],
		},
		requests: [],
	};
}

const peers = ['foo/sa/web', 'foo/sa/web-2', 'bar/sa/web', 'fo/sa/shop', 'foo-bar/sa/we'];
const connectionPeers = [undefined, ...peers.map((peer) => `spiffe://mesh.example/ns/${peer}`)];

/** Every caller at every port, from and to different addresses. */
export const connections: readonly Connection[] = connectionPeers.flatMap((peer) =>
	[8080, 8081, 9000].flatMap((port) =>
		['127.0.0.1', '10.1.2.3', '2001:db8::7'].map((sourceAddress, index) => ({
			peer,
			port,
			sourceAddress,
			destinationAddress: index === 1 ? '10.9.9.9' : '127.0.0.9',
		})),
	),
);

function peerChain(dice: Dice): readonly MeshObject[] {
	// Of equally old objects istiod sends ztunnel any one, and not the same one each time.
	let day = 15;
	const peer = (name: string, namespace: string, fields: JsonObject): MeshObject => {
		const object = securityObject('PeerAuthentication', name, namespace, { ...fields, ...mtls(dice) });
		day += dice.pick([1, -1]) * dice.pick([1, 3]);
		const metadata = { ...object.metadata, creationTimestamp: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z` };
		return { ...object, metadata };
	};
	const selector = { matchLabels: dice.chance(85) ? { app: 'shop' } : { app: 'cart' } };
	const ports = Object.fromEntries(
		dice.some(['8080', '8081', '9000'], 1, 3).map((port) => [port, { mode: mode(dice) }]),
	);
	const scopes = [
		dice.chance(65) ? peer('mesh', root, {}) : undefined,
		dice.chance(60)
			? peer(
					'namespace',
					home,
					dice.pick([{}, {}, {}, {}, {}, {}, { selector: {} }, { selector: { matchLabels: {} } }]),
				)
			: undefined,
		dice.chance(10) ? peer('another', home, {}) : undefined,
		dice.chance(70)
			? peer('workload', home, { selector, ...(dice.chance(75) ? { portLevelMtls: ports } : {}) })
			: undefined,
		dice.chance(10) ? peer('second', home, { selector: { matchLabels: labels }, portLevelMtls: ports }) : undefined,
		dice.chance(6) ? peer('ignored', root, { selector }) : undefined,
	];
	return dice.chance(80) ? scopes.filter((object) => object !== undefined) : [];
}

const mtls = (dice: Dice): JsonObject => (dice.chance(75) ? { mtls: dice.chance(90) ? { mode: mode(dice) } : {} } : {});
const mode = (dice: Dice): string => dice.pick(['STRICT', 'STRICT', 'PERMISSIVE', 'UNSET', 'DISABLE']);

const policies = (dice: Dice): readonly MeshObject[] =>
	Array.from({ length: dice.below(4) }, (_, index) => {
		const action = dice.pick(['ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT']);
		const count = action === 'DENY' ? 1 + dice.below(2) : dice.below(3);
		const rules = Array.from({ length: count }, () => rule(dice));
		const place = dice.pick([
			{},
			{},
			{ selector: { matchLabels: { app: 'shop' } } },
			{ selector: { matchLabels: { app: 'cart' } } },
			{ selector: {} },
			{ selector: { matchLabels: {} } },
			{ targetRefs: [{ group: '', kind: 'Service', name: 'shop' }] },
		]);
		const spec = { ...place, action, ...(rules.length > 0 ? { rules } : {}) };
		const object = securityObject('AuthorizationPolicy', `policy-${index}`, dice.pick([home, home, root, 'bar']), spec);
		const dryRun = action !== 'AUDIT' && dice.chance(8);
		return dryRun
			? { ...object, metadata: { ...object.metadata, annotations: { 'istio.io/dry-run': 'true' } } }
			: object;
	});

const rule = (dice: Dice): JsonObject => ({
	...(dice.chance(65) ? { from: Array.from({ length: 1 + dice.below(2) }, () => ({ source: source(dice) })) } : {}),
	...(dice.chance(45) ? { to: Array.from({ length: 1 + dice.below(2) }, () => ({ operation: operation(dice) })) } : {}),
	...(dice.chance(30) ? { when: Array.from({ length: 1 + dice.below(2) }, () => condition(dice)) } : {}),
});

const words = {
	principals: [
		'mesh.example/ns/foo/sa/web',
		'cluster.local/ns/foo/sa/web',
		'old.example/ns/foo/sa/web',
		'*',
		'*web',
		'mesh.example/ns/foo/*',
		'*/sa/we*',
	],
	namespaces: ['foo', 'bar', '*', 'fo*', '*oo', 'f*o', '*o-b*', 'foo/sa/web'],
	serviceAccounts: ['web', 'foo/web', 'bar/web', 'shop'],
	ipBlocks: ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32', '0.0.0.0/0'],
	trustDomains: ['mesh.example', 'old.*'],
	requestPrincipals: ['*'],
	remoteIpBlocks: ['10.0.0.0/8'],
	ports: ['8080', '8081', '09000'],
	methods: ['GET'],
	paths: ['/a'],
	hosts: ['*'],
} as const;

/** One or two fields of those, or of their negations. */
function fields(dice: Dice, names: readonly (keyof typeof words)[]): JsonObject {
	const chosen = dice.some(names, 1, 2);
	return Object.fromEntries(
		chosen.map((name) => {
			const not = `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
			return [dice.chance(75) ? name : not, dice.some<string>(words[name], 1, 2)];
		}),
	);
}

const source = (dice: Dice): JsonObject =>
	fields(
		dice,
		dice.pick([
			['principals', 'namespaces', 'ipBlocks'],
			['principals', 'ipBlocks'],
			['serviceAccounts', 'ipBlocks'],
			['namespaces', 'trustDomains'],
			['principals', 'requestPrincipals', 'remoteIpBlocks'],
		] as const),
	);

const operation = (dice: Dice): JsonObject =>
	fields(dice, dice.pick([['ports'], ['ports'], ['ports', 'methods'], ['paths', 'hosts', 'ports']] as const));

function condition(dice: Dice): JsonObject {
	const [key, values] = dice.pick([
		['source.principal', words.principals],
		['source.namespace', words.namespaces],
		['source.ip', words.ipBlocks],
		['destination.ip', ['127.0.0.0/8', '10.9.9.9']],
		['destination.port', words.ports],
		['source.serviceAccount', words.serviceAccounts],
		['source.trustDomain', words.trustDomains],
		['connection.sni', ['*']],
		['request.headers[x-a]', ['*']],
	] as const);
	return { key, [dice.chance(75) ? 'values' : 'notValues']: dice.some<string>(values, 1, 2) };
}
