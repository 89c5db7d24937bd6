// The words in which named cases are written: a fact, the policies that show it, and each request beside its verdict.
import { type JsonObject, type MeshObject, securityObject } from '../../engines/generators/objects.ts';
import { bytes, expiresAt, issuedAt } from '../../engines/generators/words.ts';
import type {
	Enforcer,
	Gateway,
	HttpRequest,
	MeshCase,
	MeshRequest,
	MeshSettings,
	SpiffeId,
	Token,
	TokenPlace,
	TokenState,
	Verdict,
} from '../../engines/mesh/case.ts';

export type NamedCase = {
	/** Unique, and stable: `0.7 tcp: …` says where the fact comes from and what it is about. */
	readonly name: string;
	/** The number of the fact in the README's list. */
	readonly fact: string;
	/** One sentence, true of every row. */
	readonly says: string;
	readonly policies: readonly MeshObject[];
	readonly enforcer?: Enforcer;
	readonly mesh?: MeshSettings;
	readonly keys?: MeshCase['keys'];
	readonly rows: readonly NamedRow[];
};

export type NamedRow = {
	readonly request: MeshRequest;
	readonly expected: Verdict['verdict'];
	/** Headers at the upstream; undefined for one that must not be there. */
	readonly upstream?: Readonly<Record<string, string | undefined>>;
};

export function caseOf(
	{ name, policies, enforcer, mesh, keys, rows }: NamedCase,
	write: (objects: readonly MeshObject[]) => string,
): MeshCase {
	return {
		v: 1,
		id: `named/${name}`,
		manifests: write(policies),
		...(mesh === undefined ? {} : { mesh }),
		enforcer: enforcer ?? sidecar,
		...(keys === undefined ? {} : { keys }),
		...(rows.some(({ upstream }) => upstream !== undefined) ? { upstream: 'echo' as const } : {}),
		requests: rows.map(({ request }) => request),
	};
}

const workload = { namespace: 'foo', labels: { app: 'shop' }, serviceAccount: 'shop' };

const sidecar: Enforcer = {
	kind: 'sidecar',
	workload,
	services: [
		{
			name: 'shop',
			ports: [
				{ port: 80, targetPort: 8080, protocol: 'http' },
				{ port: 81, targetPort: 8081, protocol: 'http' },
				{ port: 9000, protocol: 'tcp' },
				{ port: 9001, protocol: 'undeclared' },
			],
		},
	],
};

const listeners = [
	{ port: 80, targetPort: 8080, protocol: 'http' },
	{ port: 443, targetPort: 8443, protocol: 'https' },
] as const;
const edge = { namespace: 'foo', labels: { istio: 'edge' }, serviceAccount: 'edge' };
export const istioGateway: Gateway = { kind: 'gateway', api: 'istio', name: 'edge', workload: edge, listeners };
export const kubernetesGateway: Gateway = { ...istioGateway, api: 'kubernetes' };

export const waypoint: Enforcer = {
	kind: 'waypoint',
	name: 'waypoint',
	namespace: 'foo',
	services: [
		{ name: 'shop', ports: [{ port: 80, targetPort: 8080, protocol: 'http' }] },
		{ name: 'cart', ports: [{ port: 81, targetPort: 8081, protocol: 'http' }] },
	],
	workload,
};

/** Policies in the namespace `foo`, or another one. */
export const authorization = (name: string, spec: JsonObject, namespace = 'foo'): MeshObject =>
	securityObject('AuthorizationPolicy', name, namespace, spec);
export const allow = (name: string, ...rules: readonly JsonObject[]): MeshObject => authorization(name, { rules });
export const deny = (name: string, ...rules: readonly JsonObject[]): MeshObject =>
	authorization(name, { action: 'DENY', rules });
export const custom = (provider: string, ...rules: readonly JsonObject[]): MeshObject =>
	authorization(`custom-${provider}`, { action: 'CUSTOM', provider: { name: provider }, rules });
export const dryRun = (object: MeshObject): MeshObject => ({
	...object,
	metadata: { ...object.metadata, annotations: { 'istio.io/dry-run': 'true' } },
});
export const authentication = (name: string, ...jwtRules: readonly JsonObject[]): MeshObject =>
	securityObject('RequestAuthentication', name, 'foo', { jwtRules });
export const peer = (name: string, spec: JsonObject, namespace = 'foo'): MeshObject =>
	securityObject('PeerAuthentication', name, namespace, spec);

/** Parts of rules. */
export const from = (source: JsonObject): JsonObject => ({ from: [{ source }] });
export const to = (operation: JsonObject): JsonObject => ({ to: [{ operation }] });
export const when = (key: string, ...values: readonly string[]): JsonObject => ({ when: [{ key, values }] });
export const whenNot = (key: string, ...notValues: readonly string[]): JsonObject => ({ when: [{ key, notValues }] });

/** Sorted: rules for `first` come before those for `second`. */
export const first = 'https://idp.example/realms/shop';
export const second = 'https://login.example/realms/staff';
export const jwtRule = (issuer: string, more: JsonObject = {}): JsonObject => ({
	issuer,
	jwksUri: `${issuer}/certs`,
	...more,
});

export const web: SpiffeId = 'spiffe://cluster.local/ns/foo/sa/web';
export const other: SpiffeId = 'spiffe://cluster.local/ns/bar/sa/other';

type HttpChange = Partial<Omit<HttpRequest, 'path'>> & {
	readonly from?: MeshRequest['from'];
	readonly port?: number;
	readonly sourceAddress?: string;
	readonly sni?: string;
};

/** A request from `web` to port 8080 with Host `shop.example`, unless said otherwise. */
export function get(
	path: string,
	{ from = web, port = 8080, sourceAddress, sni, ...http }: HttpChange = {},
): MeshRequest {
	return {
		from,
		port,
		...(sourceAddress === undefined ? {} : { sourceAddress }),
		...(sni === undefined ? {} : { sni }),
		http: { path, host: 'shop.example', ...http },
	};
}

export const tcp = (port: number, from: MeshRequest['from'] = web): MeshRequest => ({ from, port, tcp: bytes });

/** A token of `first` for `ann`, with more or other claims; undefined takes one away. */
export function jwt(
	claims: Readonly<Record<string, unknown>> = {},
	state: TokenState = 'valid',
	place?: TokenPlace,
): Token {
	const all = { iss: first, sub: 'ann', iat: issuedAt, exp: expiresAt, ...claims };
	const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
	return { state, claims: kept, ...(place === undefined ? {} : { in: place }) };
}

/** A row. */
export const row = (request: MeshRequest, expected: Verdict['verdict'], upstream?: NamedRow['upstream']): NamedRow => ({
	request,
	expected,
	...(upstream === undefined ? {} : { upstream }),
});

/** Callers of the mesh `mesh.example` with the alias `old.example`. */
export const spiffeIds = {
	mesh: 'spiffe://mesh.example/ns/foo/sa/web',
	old: 'spiffe://old.example/ns/foo/sa/web',
	meshOther: 'spiffe://mesh.example/ns/bar/sa/other',
} as const satisfies Readonly<Record<string, SpiffeId>>;
