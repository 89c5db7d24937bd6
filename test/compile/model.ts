// Builds small access models by hand, for tests of what comes after `lower`. Each part has the plainest defaults; a
// test writes only what it is about. `modelOf` gathers every node that the grants and the rest refer to, and sorts.
import type {
	AccessModel,
	Actor,
	ApiKeyEntrance,
	Authentication,
	Caller,
	Client,
	Entrance,
	ExternalOperation,
	Gateway,
	Grant,
	Issuer,
	Namespace,
	PlaintextOpening,
	Route,
	Scope,
	TenantRule,
	Workload,
} from '../../src/access/model.ts';
import { sortedBy } from '../../src/core/order.ts';
import type { Origin } from '../../src/core/origin.ts';
import { httpMethods, type Operation, type PathPattern } from '../../src/traffic/operation.ts';
import type { Port, Protocol } from '../../src/traffic/principal.ts';

export const originOf = (path: string): Origin => ({ file: 'services.catalog.ts', line: 1, column: 1, path });

export const namespace = (name: string, kind: Namespace['kind'] = 'owned'): Namespace => ({
	name,
	kind,
	origin: originOf(`namespaces.${name}`),
});

/** `port('http 80->8080')`, `port('grpc 9000 grpc')`: name, Service port, target port, protocol (http unless said). */
function port(text: string): Port {
	const [name = '', numbers = '', protocol = 'http'] = text.split(' ');
	const [service = '', target = service] = numbers.split('->');
	return { name, port: Number(service), targetPort: Number(target), protocol: protocol as Protocol };
}

/** `/accounts/{id}`, `/static/**`, `/x/`. */
export function path(text: string): PathPattern {
	const parts = text.split('/').slice(1);
	const below = parts.at(-1) === '**';
	const trailingSlash = !below && parts.length > 1 && parts.at(-1) === '';
	const steps = (below || trailingSlash ? parts.slice(0, -1) : parts).filter((part) => part !== '');
	const segments = steps.map((part) =>
		part.startsWith('{')
			? { kind: 'parameter' as const, name: part.slice(1, -1) }
			: { kind: 'literal' as const, text: part },
	);
	return { segments, trailingSlash, below };
}

/** `GET /a/{id}`, `ANY /x/**`, `shop.Cart/Add`, `TCP`; ` on <port>` after it, else the port named http, grpc or tcp. */
export function operation(text: string): Operation {
	const [what = '', named] = text.split(' on ');
	if (what === 'TCP') return { kind: 'tcp', port: named ?? 'tcp' };
	const [first = '', second] = what.split(' ');
	if (second === undefined) {
		const [service = '', method = ''] = first.split('/');
		return { kind: 'grpc', port: named ?? 'grpc', service, method };
	}
	const method = httpMethods.find((known) => known === first);
	return {
		kind: 'http',
		port: named ?? 'http',
		method: method === undefined ? { kind: 'any' } : { kind: 'exactly', method },
		path: path(second),
	};
}

export const issuer = (name: string, change: Partial<Issuer> = {}): Issuer => ({
	name,
	issuer: `https://idp.example/realms/${name}`,
	jwksUri: `https://idp.example/realms/${name}/protocol/openid-connect/certs`,
	realm: name,
	url: 'https://idp.example',
	kubernetes: { kind: 'issuer', issuer: 'https://oidc.cluster.example' },
	network: { kind: 'unknown' },
	origin: originOf(`issuers.${name}`),
	...change,
});

export const bankIssuer = issuer('bank');

/** Ports as texts of `port`; the namespace is owned and has the service's name, unless given. */
export function service(
	name: string,
	change: Partial<Omit<Workload, 'ports'>> & { readonly ports?: readonly string[] } = {},
): Workload {
	const { ports = ['http 80->8080'], ...rest } = change;
	const place = rest.namespace ?? namespace(name);
	return {
		name,
		kind: 'service',
		owner: `team-${name}`,
		description: '',
		namespace: place,
		principal: { trustDomain: 'bank.example', namespace: place.name, serviceAccount: name },
		selector: { app: name },
		ports: sortedBy(ports.map(port), (each) => each.name),
		probes: { kind: 'rewritten' },
		external: [],
		state: { kind: 'active' },
		origin: originOf(`services.${name}`),
		...rest,
	};
}

/** A gateway with two listeners, 8080 and 8443 at the pod; routes are texts like `api.bank.example /api -> accounts`. */
export function gateway(
	name: string,
	routes: readonly Route[] = [],
	change: Partial<Gateway> & { readonly workload?: Workload } = {},
): Gateway {
	const workload =
		change.workload ??
		service(name, {
			kind: 'gateway',
			namespace: namespace('ingress', 'shared'),
			ports: ['http 80->8080', 'https 443->8443'],
			origin: originOf(`gateways.${name}`),
		});
	return { attachment: { kind: 'selector' }, routes, ...change, workload };
}

/** A route that hands `prefix` on as `rewrite` (the same unless given). */
export function route(host: string, prefix: string, receiver: Workload, change: Partial<Route> = {}): Route {
	const steps = prefix.split('/').filter((step) => step !== '');
	return {
		hosts: [host],
		prefix: steps,
		rewrite: steps,
		receiver,
		preflight: { kind: 'refused' },
		origin: originOf(`gateways.edge.routes[${prefix}]`),
		...change,
	};
}

const federated = (workload: Workload): Authentication => ({
	kind: 'federated',
	namespace: workload.principal.namespace,
	serviceAccount: workload.principal.serviceAccount,
});

const machineAuthentication: Authentication = { kind: 'private-key-jwt', jwksUrl: 'https://partner.example/jwks' };

/** The client of a service; its id is the service's name. */
export const clientOf = (workload: Workload, change: Partial<Client> = {}): Client => ({
	id: workload.name,
	kind: 'workload',
	owner: workload.owner,
	description: '',
	issuer: bankIssuer,
	authentication: federated(workload),
	login: { kind: 'none' },
	lifetimeSeconds: 300,
	tenant: { kind: 'none' },
	state: { kind: 'active' },
	origin: workload.origin,
	...change,
});

/** A client outside the mesh: `public` unless given. */
export const outsideClient = (id: string, change: Partial<Client> = {}): Client => ({
	id,
	kind: 'public',
	owner: `team-${id}`,
	description: '',
	issuer: bankIssuer,
	authentication: change.kind === 'machine' ? machineAuthentication : { kind: 'none' },
	login:
		change.kind === 'machine'
			? { kind: 'none' }
			: {
					kind: 'browser',
					redirectUris: [`https://${id}.example/callback`],
					webOrigins: [`https://${id}.example`],
					postLogoutRedirectUris: [],
				},
	lifetimeSeconds: 300,
	tenant: { kind: 'none' },
	state: { kind: 'active' },
	origin: originOf(`clients.${id}`),
	...change,
});

/** Operations as texts of `operation`; the audience is the receiver's name unless given. */
export function scope(
	receiver: Workload,
	name: string,
	operations: readonly string[],
	change: Partial<Omit<Scope, 'operations'>> = {},
): Scope {
	return {
		name,
		description: '',
		receiver,
		audience: receiver.name,
		operations: operations.map(operation),
		tenant: 'none',
		origin: originOf(`services.${receiver.name}.scopes["${name}"]`),
		...change,
	};
}

interface GrantChange {
	readonly tenant?: TenantRule;
	readonly because?: string;
}

function grantOf(presenter: Workload, caller: Caller, to: Scope, actor: Actor, change: GrantChange): Grant {
	const via = caller.name === presenter.name ? '' : `@${presenter.name}`;
	return {
		id: `${to.receiver.name}/${to.name}/${caller.name}${via}/${actor.kind}`,
		presenter,
		caller,
		receiver: to.receiver,
		scope: to,
		actor,
		tenant: to.tenant === 'required' ? { kind: 'any-claimed' } : { kind: 'none' },
		because: '',
		origin: originOf(`services.${to.receiver.name}.callers[0]`),
		requested: originOf(`services.${caller.name}.calls[0]`),
		...change,
	};
}

/** What a service may do: as itself, for a user by exchange or by its own login, or by identity alone. */
export function grant(
	from: Workload,
	to: Scope,
	actor: 'service' | 'exchange' | 'login' | 'identity',
	change: GrantChange & { readonly client?: Client } = {},
): Grant {
	const { client = clientOf(from), ...rest } = change;
	const meant: Actor =
		actor === 'identity'
			? { kind: 'identity', because: 'no tokens here' }
			: actor === 'service'
				? { kind: 'service', client }
				: { kind: 'user', client, obtained: actor };
	return grantOf(from, { kind: 'workload', name: from.name }, to, meant, rest);
}

/** What a client outside may do through a gateway, or through a service that forwards its token (`via` a service). */
export function clientGrant(client: Client, via: Workload, to: Scope, change: GrantChange = {}): Grant {
	const caller: Caller = { kind: 'client', name: client.id, client };
	const obtained = via.kind === 'gateway' ? 'login' : 'forwarded';
	const actor: Actor = client.kind === 'machine' ? { kind: 'service', client } : { kind: 'user', client, obtained };
	return grantOf(via, caller, to, actor, change);
}

/** What anyone may do through a gateway. */
export const publicGrant = (via: Workload, to: Scope): Grant =>
	grantOf(via, { kind: 'anyone', name: 'anyone' }, to, { kind: 'anyone', because: 'it is public' }, {});

/** The operations of a scope as they look at the route, by putting the route's prefix before what it is rewritten to. */
function external(through: Route, operations: readonly Operation[]): readonly ExternalOperation[] {
	return operations.map((each) => {
		if (each.kind !== 'http') return { hosts: through.hosts, operation: each, route: through };
		const rest = each.path.segments.slice(through.rewrite.length);
		const prefix = through.prefix.map((text) => ({ kind: 'literal' as const, text }));
		return {
			hosts: through.hosts,
			operation: { ...each, path: { ...each.path, segments: [...prefix, ...rest] } },
			route: through,
		};
	});
}

export const entrance = (at: Gateway, through: Route, given: Grant): Entrance => ({
	gateway: at,
	grant: given,
	operations: external(through, given.scope.operations),
});

export const plaintext = (workload: Workload, operations: readonly string[]): PlaintextOpening => ({
	workload,
	operations: operations.map(operation),
	owner: workload.owner,
	because: 'an old monitor',
	expires: '2026-12-31',
	origin: originOf('exceptions[0]'),
});

export const apiKey = (at: Gateway, through: Route, to: Scope, provider = 'legacy-keys'): ApiKeyEntrance => ({
	gateway: at,
	provider,
	network: { kind: 'unknown' },
	scope: to,
	operations: external(through, to.operations),
	owner: 'team-partners',
	because: 'a partner without OAuth',
	expires: '2026-12-31',
	origin: originOf('exceptions[1]'),
});

type ModelParts = Partial<Omit<AccessModel, 'mesh'>> & { readonly mesh?: Partial<AccessModel['mesh']> };

/** Sorted; of several with one key the first counts, which is the one that the test listed itself. */
const distinct = <T>(items: readonly T[], key: (item: T) => string): T[] => [
	...new Map(sortedBy([...items].reverse(), key).map((item) => [key(item), item])).values(),
];

const clientsOfActors = (grants: readonly Grant[]): Client[] =>
	grants.flatMap(({ actor }) => (actor.kind === 'service' || actor.kind === 'user' ? [actor.client] : []));

/** A whole model from its parts. Nodes that grants, entrances and exceptions refer to need not be listed again. */
export function modelOf(parts: ModelParts): AccessModel {
	const { mesh = {}, grants = [], entrances = [], plaintext: openings = [], apiKeys = [], ...rest } = parts;
	const gateways = [
		...(rest.gateways ?? []),
		...entrances.map((each) => each.gateway),
		...apiKeys.map((k) => k.gateway),
	];
	const clients = [...(rest.clients ?? []), ...clientsOfActors(grants)];
	const workloads = distinct(
		[
			...(rest.workloads ?? []),
			...gateways.map((each) => each.workload),
			...grants.flatMap((each) => [each.presenter, each.receiver]),
			...openings.map((each) => each.workload),
			...apiKeys.map((each) => each.scope.receiver),
		],
		(each) => each.name,
	);
	const scopes = [...(rest.scopes ?? []), ...grants.map((each) => each.scope), ...apiKeys.map((each) => each.scope)];
	return {
		catalog: 'bank',
		environment: 'prod',
		tenancy: { kind: 'none' },
		...rest,
		mesh: {
			trustDomain: 'bank.example',
			istio: '1.30',
			rootNamespace: 'istio-system',
			istiodNamespace: 'istio-system',
			egress: 'open',
			networkPolicies: 'none',
			...mesh,
		},
		namespaces: distinct([...(rest.namespaces ?? []), ...workloads.map((each) => each.namespace)], (n) => n.name),
		issuers: distinct([...(rest.issuers ?? []), ...clients.map((each) => each.issuer)], (each) => each.name),
		workloads,
		gateways: distinct(gateways, (each) => each.workload.name),
		clients: distinct(clients, (each) => each.id),
		scopes: distinct(scopes, (each) => each.name),
		grants: sortedBy(grants, (each) => each.id),
		entrances: sortedBy(entrances, (each) => `${each.gateway.workload.name} ${each.grant.id}`),
		plaintext: openings,
		apiKeys,
	};
}
