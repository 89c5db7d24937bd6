// The shape of one line of a file of questions, version 1, described in docs/questions.md and published as
// schema/question.schema.json.
import { z } from 'zod';
import { readAddress } from '../traffic/address.ts';

/** A line with another `v` is refused. A change that an old reader would misread raises it. */
export const questionVersion = 1;

const labels = z.record(z.string(), z.string());
const texts = z.array(z.string());
/** True for an IP address as policies read it; another text would be taken for unknown. */
export const isAddress = (text: string): boolean => readAddress(text) !== undefined;

const address = z.string().refine(isAddress, 'must be an IP address, such as `10.0.0.7`');
const portNumber = z.int().min(1).max(65_535);

const port = z.strictObject({
	port: portNumber.describe(
		'As the enforcer counts: container port, pod port of a gateway, Service port of a waypoint.',
	),
	protocol: z.enum(['http', 'http2', 'grpc', 'https', 'tcp', 'tls', 'undeclared']),
});
const ports = z
	.array(port)
	.describe('A port that is not listed counts as undeclared; gateways and waypoints do not listen there.');
const workload = z.strictObject({ namespace: z.string(), labels });

const enforcer = z.union([
	z
		.string()
		.describe(
			'`namespace/name` of a workload, Service, Gateway or waypoint among the manifests, or a name of the catalog.',
		),
	z.discriminatedUnion('kind', [
		z.strictObject({ kind: z.literal('sidecar'), workload, ports }),
		z.strictObject({
			kind: z.literal('gateway'),
			api: z.enum(['istio', 'kubernetes']),
			name: z.string(),
			workload,
			ports,
		}),
		z.strictObject({
			kind: z.literal('waypoint'),
			name: z.string(),
			namespace: z.string(),
			services: z.array(
				z.strictObject({
					name: z.string(),
					namespace: z.string().exactOptional().describe('Default: the waypoint’s.'),
					kind: z.enum(['Service', 'ServiceEntry']).exactOptional(),
					ports,
				}),
			),
		}),
		z.strictObject({ kind: z.literal('ztunnel'), workload, ports }),
	]),
]);

const mesh = z
	.strictObject({
		trustDomain: z.string().exactOptional(),
		trustDomainAliases: texts.exactOptional(),
		rootNamespace: z.string().exactOptional(),
		pathNormalization: z.enum(['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES']).exactOptional(),
		extensionProviders: z
			.array(z.strictObject({ name: z.string(), protocol: z.enum(['http', 'grpc']) }))
			.exactOptional(),
		istio: z
			.string()
			.regex(/^\d+\.\d+(?:\.\d+)?$/)
			.exactOptional()
			.describe('Version of the control plane, such as `1.30` or `1.30.4`.'),
		revision: z
			.string()
			.exactOptional()
			.describe('Of the control plane: objects with the label `istio.io/rev` of another one count for nothing.'),
		manyCustomProviders: z.boolean().exactOptional().describe('PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS'),
		selectorsAtGateways: z.boolean().exactOptional().describe('ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY'),
	})
	.describe('What is left out is as the manifests say it, else as Istio’s defaults.');

const from = z.union([
	z.templateLiteral(['spiffe://', z.string()]).describe('A certificate of the mesh’s CA for this identity.'),
	z.enum(['plaintext', 'tls']).describe('No TLS; TLS without a client certificate.'),
]);

const place = z.union([
	z.strictObject({ header: z.string(), prefix: z.string().default('') }),
	z.strictObject({ parameter: z.string() }),
	z.strictObject({ cookie: z.string() }),
]);

const token = z.strictObject({
	in: place.default({ header: 'Authorization', prefix: 'Bearer ' }),
	claims: z.record(z.string(), z.unknown()).exactOptional().describe('The payload. Left out: the text is no JWT.'),
	state: z
		.enum(['valid', 'expired', 'not-yet-valid', 'wrong-signature', 'unreadable'])
		.default('valid')
		.describe('What a verifier with the issuer’s keys finds, apart from issuer and audience.'),
	signedBy: z
		.union([z.literal('published'), z.strictObject({ jwks: z.string() })])
		.exactOptional()
		.describe('Whose key signed it, where rules of one issuer have different keys. Left out: every rule has the key.'),
});

const http = z.strictObject({
	method: z.string(),
	path: z.string().describe('The raw request target, query included.'),
	host: z.string(),
	headers: z
		.array(z.tuple([z.string(), z.string()]))
		.default([])
		.describe('In order; names may repeat. Tokens stand in `tokens`.'),
	tokens: z.array(token).default([]),
	external: z
		.union([z.literal('agrees'), z.strictObject({ refuses: z.int() })])
		.default('agrees')
		.describe('What an external authorizer (`action: CUSTOM`) answers, with its status where it refuses.'),
});

const request = z.strictObject({
	from,
	port: portNumber,
	service: z.string().exactOptional().describe('Waypoint: the Service asked for; else its first.'),
	sourceAddress: address.exactOptional().describe('Left out: unknown, so that no range holds it.'),
	destinationAddress: address.exactOptional().describe('Left out: unknown, so that no range holds it.'),
	serverName: z.string().exactOptional().describe('SNI; an empty text for none.'),
	http: http.exactOptional().describe('Left out: bytes that are no HTTP.'),
	external: z
		.enum(['agrees', 'refuses'])
		.exactOptional()
		.describe('What an external authorizer answers about a connection. Left out: it agrees.'),
});

const version = z.literal(questionVersion);
const id = z.string().exactOptional().describe('Comes back with the answer.');
const manifests = z
	.union([z.string().describe('YAML documents.'), z.array(z.record(z.string(), z.unknown()))])
	.exactOptional()
	.describe('Only these count for this line. Left out: those that the command was given.');

export const exactQuestion = z
	.strictObject({ v: version, id, manifests, mesh: mesh.exactOptional(), enforcer, request })
	.describe('One request at one proxy, with nothing left to guess.');

export const shortQuestion = z
	.strictObject({
		v: version,
		id,
		manifests,
		mesh: mesh.exactOptional(),
		environment: z.string().exactOptional().describe('Of the catalog.'),
		from: z.string().describe('A name of the catalog, `anyone`, `spiffe://…`, `plaintext`, or `tls`.'),
		to: z.string().describe('A name of the catalog, or `namespace/name`.'),
		via: z
			.string()
			.exactOptional()
			.describe('Who hands the request on: a gateway, or a service that forwards a token.'),
		request: z.string().describe('`GET /accounts/1`, `shop.Cart/Add`, or `TCP`.'),
		port: z.union([portNumber, z.string()]).exactOptional(),
		host: z.string().exactOptional(),
		headers: z.array(z.tuple([z.string(), z.string()])).exactOptional(),
		sourceAddress: address.exactOptional(),
		token: z.enum(['service', 'user', 'none']).exactOptional(),
		scopes: texts.exactOptional(),
		tenant: z.string().exactOptional(),
		claims: z
			.record(z.string(), z.unknown())
			.exactOptional()
			.describe('The payload; on a catalog, over what the token would say.'),
		state: token.shape.state.unwrap().exactOptional(),
	})
	.describe('The same words as on the command line.');

/** JSON Schema 2020-12 of one line. */
export const questionJsonSchema = (): Readonly<Record<string, unknown>> => {
	const { $schema, ...schema } = z.toJSONSchema(z.union([exactQuestion, shortQuestion]), { io: 'input' });
	return { $schema, $id: 'urn:meshgrant:schema:question', title: 'One question to `meshgrant decide`', ...schema };
};
