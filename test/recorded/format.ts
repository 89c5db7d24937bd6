// The lines of the recorded verdicts: what was asked, where the question comes from, and what the engine did. Data of this
// repository, read in tests only: a line of another shape is our own mistake and throws.
import { z } from 'zod';
import type { CaseVerdicts, Enforcer, MeshCase, MeshRequest, Token, Verdict } from '../engines/mesh/case.ts';

/** Of the whole line; the case in it has the version of case.ts besides. A line with another is refused. */
export const recordVersion = 1;

export type RecordedCase = {
	readonly v: typeof recordVersion;
	readonly origin: RecordOrigin;
	readonly asked: MeshCase;
	/** What the oracle changed so that the engine could be asked. */
	readonly adapted: readonly string[];
	/** One for each request, in order. Tokens in what the upstream received are written `<token>`. */
	readonly verdicts: readonly Verdict[];
};

export type RecordOrigin =
	/** Made by `meshCase(seed)`. */
	| { readonly kind: 'random'; readonly seed: number }
	/** Made by `casesOfModel` from a catalog of this repository; the first `granted` requests are its grants. */
	| { readonly kind: 'example'; readonly catalog: string; readonly workload: string; readonly granted: number }
	/** Written by hand, in named/. */
	| { readonly kind: 'named'; readonly fact: string; readonly says: string };

export type Judged = Extract<CaseVerdicts, { readonly kind: 'judged' }>;

const labels = z.record(z.string(), z.string());
const texts = z.array(z.string());
const pair = z.tuple([z.string(), z.string()]);
const workload = z.strictObject({ namespace: z.string(), labels, serviceAccount: z.string().exactOptional() });
const servicePort = z.strictObject({
	port: z.int(),
	targetPort: z.int().exactOptional(),
	protocol: z.enum(['http', 'http2', 'grpc', 'tcp', 'tls', 'undeclared']),
});
const services = z.array(z.strictObject({ name: z.string(), ports: z.array(servicePort) }));

const enforcer = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('sidecar'), workload, services }),
	z.strictObject({
		kind: z.literal('gateway'),
		api: z.enum(['istio', 'kubernetes']),
		name: z.string(),
		workload,
		listeners: z.array(
			z.strictObject({
				port: z.int(),
				targetPort: z.int().exactOptional(),
				protocol: z.enum(['http', 'https', 'tcp']),
			}),
		),
	}),
	z.strictObject({ kind: z.literal('waypoint'), name: z.string(), namespace: z.string(), services, workload }),
	z.strictObject({ kind: z.literal('ztunnel'), workload, services }),
]) satisfies z.ZodType<Enforcer>;

const mesh = z.strictObject({
	trustDomain: z.string().exactOptional(),
	trustDomainAliases: texts.exactOptional(),
	rootNamespace: z.string().exactOptional(),
	pathNormalization: z.enum(['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES']).exactOptional(),
	extensionProviders: z
		.array(
			z.strictObject({
				name: z.string(),
				protocol: z.enum(['http', 'grpc']),
				includeRequestHeaders: texts.exactOptional(),
				headersToUpstreamOnAllow: texts.exactOptional(),
			}),
		)
		.exactOptional(),
	istiod: labels.exactOptional(),
}) satisfies z.ZodType<MeshCase['mesh']>;

const place = z.union([
	z.strictObject({ header: z.string(), prefix: z.string().exactOptional() }),
	z.strictObject({ query: z.string() }),
	z.strictObject({ cookie: z.string() }),
]);

const tokenStates = [
	'valid',
	'idToken',
	'expired',
	'expiredInSkew',
	'notYetValid',
	'withoutExpiry',
	'forged',
	'wrongKeyId',
	'otherKey',
	'unknownIssuer',
	'unsigned',
	'confused',
	'garbage',
] as const;

const token = z.union([
	z.strictObject({
		in: place.exactOptional(),
		state: z.enum(tokenStates),
		claims: z.record(z.string(), z.unknown()),
		key: z.string().exactOptional(),
		algorithm: z.enum(['ES256', 'RS256']).exactOptional(),
	}),
	z.strictObject({ in: place.exactOptional(), raw: z.string() }),
]) satisfies z.ZodType<Token>;

const spiffe = z.custom<`spiffe://${string}`>((value) => typeof value === 'string' && value.startsWith('spiffe://'));

const sender = {
	from: z.union([spiffe, z.enum(['plaintext', 'tls'])]),
	port: z.int(),
	service: z.string().exactOptional(),
	sourceAddress: z.string().exactOptional(),
	destinationAddress: z.string().exactOptional(),
	sni: z.string().exactOptional(),
	alpn: texts.exactOptional(),
};

const http = z.strictObject({
	method: z.string().exactOptional(),
	path: z.string(),
	host: z.string().exactOptional(),
	headers: z.array(pair).exactOptional(),
	tokens: z.array(token).exactOptional(),
});

const request = z.union([
	z.strictObject({ ...sender, http }),
	z.strictObject({ ...sender, tcp: z.string() }),
]) satisfies z.ZodType<MeshRequest>;

const asked = z.strictObject({
	v: z.literal(1),
	id: z.string(),
	manifests: z.string(),
	mesh: mesh.exactOptional(),
	enforcer,
	namespaces: z.record(z.string(), labels).exactOptional(),
	keys: labels.exactOptional(),
	upstream: z.enum(['none', 'echo']).exactOptional(),
	requests: z.array(request),
}) satisfies z.ZodType<MeshCase>;

const verdict = z.strictObject({
	verdict: z.union([z.literal('allow'), z.literal('refused'), z.int()]),
	why: z.string().exactOptional(),
	received: z
		.strictObject({
			method: z.string().exactOptional(),
			path: z.string().exactOptional(),
			host: z.string().exactOptional(),
			headers: z.array(pair).exactOptional(),
			bytes: z.string().exactOptional(),
		})
		.exactOptional(),
}) satisfies z.ZodType<Verdict>;

const origin = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('random'), seed: z.int() }),
	z.strictObject({ kind: z.literal('example'), catalog: z.string(), workload: z.string(), granted: z.int() }),
	z.strictObject({ kind: z.literal('named'), fact: z.string(), says: z.string() }),
]) satisfies z.ZodType<RecordOrigin>;

const line = z.strictObject({
	v: z.literal(recordVersion),
	origin,
	asked,
	adapted: texts,
	verdicts: z.array(verdict),
}) satisfies z.ZodType<RecordedCase>;

/** One JSON line as a recorded case. Throws for anything that the format does not name. */
export function readLine(text: string): RecordedCase {
	const read = line.parse(JSON.parse(text));
	if (read.verdicts.length !== read.asked.requests.length) throw new Error(`${read.asked.id}: a verdict is missing`);
	return read;
}

/** The line of a recorded case, without its line break. */
export const writeLine = (recorded: RecordedCase): string => JSON.stringify(recorded);
