// Random access models that are valid by construction. Names come from small pools, so that they collide: one caller
// with two actors for one scope, several scopes at one receiver, two routes to one service.
import fc from 'fast-check';
import type {
	AccessModel,
	ApiKeyEntrance,
	Client,
	Entrance,
	Gateway,
	Grant,
	Preflight,
	Route,
	Scope,
	Workload,
} from '../../src/access/model.ts';
import {
	apiKey,
	bankIssuer,
	clientGrant,
	clientOf,
	entrance,
	gateway,
	grant,
	issuer,
	modelOf,
	namespace,
	operation,
	originOf,
	outsideClient,
	plaintext,
	publicGrant,
	route,
	scope,
	service,
} from '../compile/model.ts';

const namespaces = [namespace('alpha'), namespace('beta', 'shared'), namespace('gamma')];
const issuers = [bankIssuer, issuer('partners', { network: { kind: 'cidr', cidr: '10.9.0.0/16', port: 443 } })];
const ports = ['http 80->8080', 'admin 81->8081', 'grpc 9000 grpc', 'tcp 5432 tcp'];
/** The port is the first word of a line of `ports`. */
const operations: Readonly<Record<string, readonly string[]>> = {
	http: ['GET /a', 'POST /a/{id}', 'ANY /static/**', 'GET /{id}/x/**', 'DELETE /a/', 'ANY /**', 'GET /'],
	admin: ['GET /metrics on admin', 'POST /reload on admin'],
	grpc: ['shop.Cart/Add', 'shop.Cart/Get'],
	tcp: ['TCP'],
};
const preflights: readonly Preflight[] = [
	{ kind: 'refused' },
	{ kind: 'answered', by: 'gateway', origins: ['https://app.example'] },
	{ kind: 'answered', by: 'service', origins: ['https://b.example', 'https://a.example'] },
];

const index = fc.nat({ max: 11 });
const at = <T>(items: readonly T[], position: number): T => {
	const item = items[position % items.length];
	if (item === undefined) throw new Error('a pool is empty');
	return item;
};

const serviceArbitrary = fc.record({
	namespace: index,
	ports: fc.subarray(ports, { minLength: 1 }),
	issuer: fc.nat({ max: 1 }),
	disabled: fc.integer({ min: 0, max: 6 }).map((n) => n === 0),
	probed: fc.boolean(),
	external: fc.boolean(),
	scopes: fc.array(fc.record({ picks: fc.array(index, { minLength: 1, maxLength: 4 }), tenant: fc.boolean() }), {
		minLength: 1,
		maxLength: 3,
	}),
});

const gatewayArbitrary = fc.record({
	namespace: index,
	byName: fc.boolean(),
	routes: fc.array(fc.record({ receiver: index, preflight: index, host: index }), { minLength: 1, maxLength: 4 }),
});

const grantArbitrary = fc.record({ from: index, scope: index, actor: index, via: index });

const plan = fc.record({
	tenancy: fc.boolean(),
	scoped: fc.boolean(),
	networkPolicies: fc.boolean(),
	services: fc.array(serviceArbitrary, { minLength: 1, maxLength: 5 }),
	gateways: fc.array(gatewayArbitrary, { maxLength: 2 }),
	grants: fc.array(grantArbitrary, { maxLength: 14 }),
	openings: fc.array(index, { maxLength: 2 }),
	apiKeys: fc.array(fc.record({ gateway: index, scope: index }), { maxLength: 2 }),
});

type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

interface Parts {
	readonly services: readonly Workload[];
	readonly clients: ReadonlyMap<Workload, Client>;
	readonly scopes: readonly Scope[];
	readonly gateways: readonly Gateway[];
	readonly outside: readonly Client[];
}

function partsOf(given: Plan): Parts {
	const services = given.services.map((each, position) =>
		service(`svc${position}`, {
			namespace: at(namespaces, each.namespace),
			ports: each.ports,
			state: each.disabled ? { kind: 'disabled', because: 'it is off' } : { kind: 'active' },
			probes: each.probed
				? {
						kind: 'direct',
						operations: [textsFor(each.ports)[0] ?? 'TCP'].map(operation),
						because: 'no rewriting',
						origin: originOf(`services.svc${position}.probes`),
					}
				: { kind: 'rewritten' },
			external: each.external ? [{ kind: 'cidr', cidr: '192.0.2.0/24', port: 5000, because: 'a bureau' }] : [],
		}),
	);
	const scopes = given.services.flatMap((each, position) =>
		each.scopes.map(({ picks, tenant }, number) => {
			const texts = [...new Set(picks.map((pick) => at(textsFor(each.ports), pick)))];
			const needsTenant = tenant && given.tenancy && !texts.includes('TCP');
			const receiver = at(services, position);
			return scope(receiver, `svc${position}.do${number}`, texts, { tenant: needsTenant ? 'required' : 'none' });
		}),
	);
	const gateways = given.gateways.map((each, position) => {
		const workload = service(`gw${position}`, {
			kind: 'gateway',
			namespace: at(namespaces, each.namespace),
			ports: ['http 80->8080', 'https 443->8443'],
			origin: originOf(`gateways.gw${position}`),
		});
		const routes = each.routes.map((line, number) =>
			route(`h${line.host % 3}.example`, `/r${number}`, at(services, line.receiver), {
				rewrite: [],
				preflight: at(preflights, line.preflight),
				origin: originOf(`gateways.gw${position}.routes[${number}]`),
			}),
		);
		return gateway(`gw${position}`, routes, {
			workload,
			attachment: each.byName ? { kind: 'gateway-api', name: `gw${position}` } : { kind: 'selector' },
		});
	});
	const clients = new Map(
		services.map((each, position) => [
			each,
			clientOf(each, { issuer: at(issuers, given.services[position]?.issuer ?? 0) }),
		]),
	);
	const outside = [outsideClient('app'), outsideClient('partner', { kind: 'machine', issuer: at(issuers, 1) })];
	return { services, clients, scopes, gateways, outside };
}

const textsFor = (lines: readonly string[]): readonly string[] =>
	lines.flatMap((line) => operations[line.split(' ')[0] ?? ''] ?? []);

const isPlain = (to: Scope): boolean => to.operations.some(({ kind }) => kind === 'tcp');
const isActive = ({ state }: Workload): boolean => state.kind === 'active';

function grantsOf(given: Plan, parts: Parts): readonly Grant[] {
	const all = given.grants.flatMap(({ from, scope: number, actor, via }): Grant[] => {
		const caller = at(parts.services, from);
		const to = at(parts.scopes, number);
		if (caller === to.receiver || !isActive(caller) || !isActive(to.receiver)) return [];
		if (isPlain(to)) return [grant(caller, to, 'identity')];
		const tenant =
			to.tenant === 'required' && actor % 3 === 0 ? ({ kind: 'fixed', tenant: 'one' } as const) : undefined;
		const change = { ...(tenant === undefined ? {} : { tenant }) };
		const client = parts.clients.get(caller);
		const own = client === undefined ? {} : { client };
		const door = parts.gateways.length === 0 ? undefined : at(parts.gateways, via).workload;
		switch (actor % 7) {
			case 0:
				return [grant(caller, to, 'service', { ...own, ...change })];
			case 1:
				return [grant(caller, to, 'exchange', { ...own, ...change })];
			case 2:
				return [grant(caller, to, 'identity', { tenant: { kind: 'none' } })];
			case 3:
				return [clientGrant(at(parts.outside, via), caller, to, change)];
			case 4:
				return door === undefined ? [] : [{ ...publicGrant(door, to), tenant: { kind: 'none' } }];
			default:
				return door === undefined ? [] : [clientGrant(at(parts.outside, from), door, to, change)];
		}
	});
	return [...new Map(all.map((each) => [each.id, each])).values()];
}

function entrancesOf(grants: readonly Grant[], gateways: readonly Gateway[]): readonly Entrance[] {
	return grants.flatMap((given) => {
		const door = gateways.find((each) => each.workload === given.presenter);
		if (door === undefined) return [];
		const routes = door.routes.filter((each) => each.receiver === given.receiver);
		const through = (each: Route) => entrance(door, each, given).operations;
		return [{ gateway: door, grant: given, operations: routes.flatMap(through) }];
	});
}

function apiKeysOf(given: Plan, parts: Parts): readonly ApiKeyEntrance[] {
	const all = given.apiKeys.flatMap((line): ApiKeyEntrance[] => {
		const to = at(parts.scopes, line.scope);
		if (parts.gateways.length === 0 || isPlain(to) || !isActive(to.receiver)) return [];
		const door = at(parts.gateways, line.gateway);
		const through = door.routes.find((each) => each.receiver === to.receiver);
		return through === undefined ? [] : [apiKey(door, through, to)];
	});
	return [...new Map(all.map((each) => [`${each.gateway.workload.name} ${each.scope.name}`, each])).values()];
}

function build(given: Plan): AccessModel {
	const parts = partsOf(given);
	const grants = grantsOf(given, parts);
	const openings = [...new Set(given.openings.map((position) => at(parts.scopes, position)))];
	return modelOf({
		namespaces,
		issuers,
		tenancy: given.tenancy
			? { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' }
			: { kind: 'none' },
		mesh: {
			egress: given.scoped ? 'scoped' : 'open',
			networkPolicies: given.networkPolicies ? 'emit' : 'none',
		},
		workloads: parts.services,
		gateways: parts.gateways,
		scopes: parts.scopes,
		clients: [...parts.clients.values(), ...parts.outside],
		grants,
		entrances: entrancesOf(grants, parts.gateways),
		plaintext: openings
			.filter((to) => isActive(to.receiver))
			.map((to) => ({
				...plaintext(to.receiver, []),
				operations: to.operations,
				origin: originOf(`exceptions ${to.name}`),
			})),
		apiKeys: apiKeysOf(given, parts),
	});
}

/** Valid models of up to five services, two gateways and fourteen grants. */
export const models: fc.Arbitrary<AccessModel> = plan.map(build);
