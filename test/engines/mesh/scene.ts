// Short words for tests of the mesh engines: policies as objects, one workload `shop/cart`, and rows of requests with the
// verdict that each must have.
import { expect } from 'vitest';
import type {
	CaseVerdicts,
	Enforcer,
	HttpRequest,
	MeshCase,
	MeshRequest,
	MeshSettings,
	SpiffeId,
	Token,
	TokenState,
	Verdict,
} from './case.ts';
import type { MeshOracle } from './oracle.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A YAML stream of objects; JSON is YAML. */
export const manifests = (...objects: readonly Fields[]): string =>
	objects.map((o) => JSON.stringify(o)).join('\n---\n');

const object = (kind: string, name: string, namespace: string, spec: Fields): Fields => ({
	apiVersion: 'security.istio.io/v1',
	kind,
	metadata: { name, namespace },
	spec,
});

export const policy = (name: string, spec: Fields, namespace = 'shop'): Fields =>
	object('AuthorizationPolicy', name, namespace, spec);

export const tokensOf = (name: string, ...jwtRules: readonly Fields[]): Fields =>
	object('RequestAuthentication', name, 'shop', { jwtRules });

export const peers = (mode: string, spec: Fields = {}, namespace = 'shop'): Fields =>
	object('PeerAuthentication', 'default', namespace, { mtls: { mode }, ...spec });

/** One rule: from these sources, to these operations, when these conditions hold. */
export const rule = (parts: { from?: Fields; to?: Fields; when?: readonly Fields[] }): Fields => ({
	...(parts.from === undefined ? {} : { from: [{ source: parts.from }] }),
	...(parts.to === undefined ? {} : { to: [{ operation: parts.to }] }),
	...(parts.when === undefined ? {} : { when: parts.when }),
});

export const issuer = 'https://idp.example';
export const jwtRule = (more: Fields = {}): Fields => ({ issuer, jwksUri: `${issuer}/keys`, ...more });
export const checkout: SpiffeId = 'spiffe://cluster.local/ns/shop/sa/checkout';
export const stranger: SpiffeId = 'spiffe://cluster.local/ns/other/sa/stranger';

/** The workload shop/cart: HTTP on 8080 (Service port 80), gRPC on 9090, TCP on 5432, an undeclared protocol on 7000. */
const cart: Enforcer = {
	kind: 'sidecar',
	workload: { namespace: 'shop', labels: { app: 'cart' }, serviceAccount: 'cart' },
	services: [
		{
			name: 'cart',
			ports: [
				{ port: 80, targetPort: 8080, protocol: 'http' },
				{ port: 9090, protocol: 'grpc' },
				{ port: 5432, protocol: 'tcp' },
				{ port: 7000, protocol: 'undeclared' },
			],
		},
	],
};

export const get = (
	path: string,
	more: Partial<HttpRequest> = {},
	from: MeshRequest['from'] = checkout,
): MeshRequest => ({
	from,
	port: 8080,
	http: { path, ...more },
});

export const bytes = (from: MeshRequest['from'] = checkout, port = 5432): MeshRequest => ({ from, port, tcp: 'hello' });

export const token = (claims: Fields = {}, state: TokenState = 'valid', place?: Token['in']): Token => ({
	...(place === undefined ? {} : { in: place }),
	state,
	claims: { iss: issuer, sub: 'ann', ...claims },
});

export interface Scene {
	readonly policies: readonly Fields[];
	readonly mesh?: MeshSettings;
	readonly enforcer?: Enforcer;
	readonly upstream?: 'none' | 'echo';
}

type Row = readonly [what: string, request: MeshRequest, verdict: Verdict['verdict']];

export const caseOf = (scene: Scene, requests: readonly MeshRequest[], id = 'scene'): MeshCase => ({
	v: 1,
	id,
	manifests: manifests(...scene.policies),
	...(scene.mesh === undefined ? {} : { mesh: scene.mesh }),
	...(scene.upstream === undefined ? {} : { upstream: scene.upstream }),
	enforcer: scene.enforcer ?? cart,
	requests,
});

/** The verdicts of a scene that must be judged. */
export async function judged(
	oracle: MeshOracle,
	scene: Scene,
	requests: readonly MeshRequest[],
): Promise<Extract<CaseVerdicts, { kind: 'judged' }>> {
	const answer = await oracle.ask(caseOf(scene, requests));
	if (answer.kind !== 'judged') throw new Error(`${answer.kind}: ${answer.why}`);
	return answer;
}

/** Expects each row's verdict. A difference shows all rows by name, with Envoy's reasons where they differ. */
export async function expectRows(oracle: MeshOracle, scene: Scene, rows: readonly Row[]): Promise<void> {
	const { verdicts } = await judged(
		oracle,
		scene,
		rows.map(([, request]) => request),
	);
	const said = rows.map(([what, , wanted], n) => {
		const { verdict, why } = verdicts[n] ?? { verdict: 'none' };
		return [what, verdict === wanted || why === undefined ? verdict : `${verdict}: ${why}`];
	});
	expect(said).toEqual(rows.map(([what, , wanted]) => [what, wanted]));
}
