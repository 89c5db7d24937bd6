// The fields of an AuthorizationPolicy's rule: which values of each hold for a request, which others exist, and how values
// become patterns. The one table from which sources, operations and conditions are made.
import type { MeshRequest } from '../mesh/case.ts';
import type { Dice } from './dice.ts';
import { pathPatternOf, patternOf } from './patterns.ts';
import { claimsOf, identityOf } from './requests.ts';
import * as words from './words.ts';
import type { World } from './worlds.ts';

export type Field = {
	/** As `source`, `operation` or `when` write it; a condition's key may have brackets. */
	readonly name: string;
	/** Values that hold for the request; none when it lacks the attribute. */
	readonly holding: (request: MeshRequest, world: World) => readonly string[];
	/** Others of the same kind. */
	readonly pool: readonly string[];
	readonly pattern: (dice: Dice, value: string) => string;
	/** Fields that CUSTOM may not use. */
	readonly identity?: true;
};

const plain = (_: Dice, value: string): string => value;

/** Names without a letter that a pattern may open; at most one `*`, at an end. */
const domainPattern = (dice: Dice, value: string): string =>
	dice.chance(70) ? value : dice.pick(['*', `${value.slice(0, 4)}*`, `*${value.slice(-4)}`]);

const text = (value: unknown): readonly string[] =>
	typeof value === 'string' ? [value] : Array.isArray(value) ? value.flatMap(text) : [];

const claim = (request: MeshRequest, name: string): unknown => claimsOf(request)?.[name];

const principals = words.namespaces.flatMap((ns) =>
	words.serviceAccounts.slice(0, 2).map((sa) => `cluster.local/ns/${ns}/sa/${sa}`),
);

const serviceAccounts = words.namespaces.flatMap((ns) => words.serviceAccounts.map((sa) => `${ns}/${sa}`));

const requestPrincipals = words.issuers.flatMap((issuer) => words.subjects.map((subject) => `${issuer}/${subject}`));

/** What `requestPrincipals` and `request.auth.principal` compare; a pattern for all of one issuer is most common. */
function requestPrincipalOf(request: MeshRequest): readonly string[] {
	const { iss, sub } = claimsOf(request) ?? {};
	return typeof iss === 'string' && typeof sub === 'string' ? [`${iss}/${sub}`] : [];
}

const requestPrincipalPattern = (dice: Dice, value: string): string =>
	dice.weighted<() => string>([
		[35, () => `${value.slice(0, value.lastIndexOf('/'))}/*`],
		[12, () => '*'],
		[8, () => `*/${value.slice(value.lastIndexOf('/') + 1)}`],
		[2, () => '*/*'],
		[2, () => value.slice(value.lastIndexOf('/') + 1)],
		[41, () => patternOf(dice, value)],
	])();

function principalPattern(dice: Dice, value: string): string {
	const [td = '', , ns = ''] = value.split('/');
	return dice.weighted<() => string>([
		[68, () => value],
		[6, () => value.replace(td, 'cluster.local')],
		[6, () => `${td}/ns/${ns}/*`],
		[2, () => `spiffe://${value}`],
		[18, () => patternOf(dice, value)],
	])();
}

const source = (request: MeshRequest): readonly string[] => [request.sourceAddress ?? '127.0.0.1'];

/** The address that a sidecar believes: the last of X-Forwarded-For, or the peer's own. */
function remote(request: MeshRequest): readonly string[] {
	const forwarded = request.http?.headers?.find(([name]) => name.toLowerCase() === 'x-forwarded-for')?.[1];
	return forwarded === undefined ? source(request) : [forwarded.split(',').at(-1)?.trim() ?? ''];
}

const blockPattern = (dice: Dice, value: string): string =>
	value.includes('/') || dice.chance(60) ? value : `${value}${value.includes(':') ? '/64' : '/24'}`;

const nameOf = (identity: ReturnType<typeof identityOf>): readonly string[] =>
	identity === undefined ? [] : [`${identity.td}/ns/${identity.ns}/sa/${identity.sa}`];

const port = (request: MeshRequest): readonly string[] => [String(request.port)];

const principal = {
	holding: (request: MeshRequest) => nameOf(identityOf(request)),
	pool: principals,
	identity: true,
} as const;
const namespace = {
	holding: (request: MeshRequest) => text(identityOf(request)?.ns),
	pool: words.namespaces,
	pattern: patternOf,
	identity: true,
} as const;
const serviceAccount = {
	holding: (request: MeshRequest) => accountOf(request),
	pool: serviceAccounts,
	pattern: (dice: Dice, value: string) => (value.startsWith('foo/') && dice.chance(40) ? value.slice(4) : value),
	identity: true,
} as const;
const trustDomain = {
	holding: (request: MeshRequest) => text(identityOf(request)?.td),
	pool: words.trustDomains,
	pattern: domainPattern,
	identity: true,
} as const;
const requestPrincipal = {
	holding: requestPrincipalOf,
	pool: requestPrincipals,
	pattern: requestPrincipalPattern,
	identity: true,
} as const;
const sourceBlock = { holding: source, pool: words.blocks, pattern: blockPattern } as const;
const remoteBlock = { holding: remote, pool: words.farBlocks, pattern: blockPattern } as const;

function accountOf(request: MeshRequest): readonly string[] {
	const identity = identityOf(request);
	return identity === undefined ? [] : [`${identity.ns}/${identity.sa}`];
}

export const sourceFields: readonly Field[] = [
	{ name: 'principals', ...principal, pattern: principalPattern },
	{ name: 'requestPrincipals', ...requestPrincipal },
	{ name: 'namespaces', ...namespace },
	{ name: 'serviceAccounts', ...serviceAccount },
	{ name: 'trustDomains', ...trustDomain },
	{ name: 'ipBlocks', ...sourceBlock },
	{ name: 'remoteIpBlocks', ...remoteBlock },
];

export const operationFields: readonly Field[] = [
	{ name: 'hosts', holding: ({ http }) => text(http?.host), pool: words.hosts, pattern: patternOf },
	{ name: 'ports', holding: port, pool: ['8080', '8081', '9000', '9001', '80', '8443'], pattern: plain },
	{
		name: 'methods',
		holding: ({ http }) => (http === undefined ? [] : [http.method ?? 'GET']),
		pool: words.methods,
		pattern: patternOf,
	},
	{
		name: 'paths',
		holding: ({ http }) => (http === undefined ? [] : [http.path.replace(/[?#].*$/, '')]),
		pool: [...words.paths, ...words.templates],
		pattern: (dice, value) => (value.includes('*') ? value : pathPatternOf(dice, value)),
	},
];

const header = (name: string): Field => ({
	name: `request.headers[${name}]`,
	holding: ({ http }) =>
		(http?.headers ?? []).filter(([n]) => n.toLowerCase() === name.toLowerCase()).map(([, value]) => value),
	pool: [...words.tenants, ...words.headerValues.filter((value) => value !== '')],
	pattern: patternOf,
});

const ofClaim = (key: string, holding: (request: MeshRequest) => unknown, pool: readonly string[]): Field => ({
	name: key,
	holding: (request) => text(holding(request)),
	pool,
	pattern: patternOf,
	identity: true,
});

const spaced = (value: unknown): unknown => (typeof value === 'string' ? value.split(' ') : value);

const nested = (request: MeshRequest): unknown => {
	const access = claim(request, 'realm_access');
	return typeof access === 'object' && access !== null && 'roles' in access ? access.roles : undefined;
};

export const conditionFields: readonly Field[] = [
	...words.headerNames.map(header),
	{ name: 'source.ip', ...sourceBlock },
	{ name: 'remote.ip', ...remoteBlock },
	{ name: 'source.namespace', ...namespace },
	{ name: 'source.serviceAccount', ...serviceAccount },
	{ name: 'source.trustDomain', ...trustDomain },
	{ name: 'source.principal', ...principal, pattern: principalPattern },
	{ name: 'request.auth.principal', ...requestPrincipal },
	ofClaim('request.auth.audiences', (request) => claim(request, 'aud'), words.audiences),
	ofClaim('request.auth.presenter', (request) => claim(request, 'azp'), words.clients),
	ofClaim('request.auth.claims[scope]', (request) => spaced(claim(request, 'scope')), [...words.scopes, 'read write']),
	ofClaim('request.auth.claims[roles]', (request) => claim(request, 'roles'), words.roles),
	ofClaim('request.auth.claims[realm_access][roles]', nested, words.roles),
	ofClaim('request.auth.claims[tenant]', (request) => claim(request, 'tenant'), words.tenants),
	ofClaim('request.auth.claims[groups]', (request) => spaced(claim(request, 'groups')), [
		...words.roles,
		'admin clerk',
	]),
	ofClaim(
		'request.auth.claims[https://shop.example/role]',
		(request) => claim(request, 'https://shop.example/role'),
		words.roles,
	),
	ofClaim('request.auth.claims[level]', (request) => claim(request, 'level'), ['3', 'true', '*', '{"a":"b"}']),
	ofClaim('request.auth.claims[iss]', (request) => claim(request, 'iss'), words.issuers),
	{
		name: 'destination.ip',
		holding: ({ destinationAddress }) => [destinationAddress ?? '127.0.0.0/8'],
		pool: ['127.0.0.0/8', '10.0.0.0/8', '10.9.9.0/24', '2001:db8::/64'],
		pattern: plain,
	},
	{ name: 'destination.port', holding: port, pool: ['8080', '8081', '9000', '80', '8443'], pattern: plain },
	{
		name: 'connection.sni',
		holding: ({ sni }, { enforcer }) =>
			text(sni ?? (enforcer.kind === 'sidecar' ? 'outbound_.80_._.shop.foo.svc.cluster.local' : undefined)),
		pool: ['shop.example', 'outbound_.80_._.shop.foo.svc.cluster.local', 'outbound_.*'],
		pattern: patternOf,
	},
	{
		name: 'experimental.envoy.filters.network.mysql_proxy[shop.orders]',
		holding: () => [],
		pool: ['select', 'insert'],
		pattern: patternOf,
	},
];
