// A small bank as an access model, built by hand: reports are tested without the stages before them.
import type {
	AccessModel,
	Actor,
	Caller,
	Client,
	Entrance,
	Gateway,
	Grant,
	Issuer,
	Namespace,
	Scope,
	TenantRule,
	Workload,
} from '../../src/access/model.ts';
import type { Origin } from '../../src/core/origin.ts';
import type { HttpMethod, Operation } from '../../src/traffic/operation.ts';

export const originAt = (path: string, line = 1, column = 1, file = 'services.catalog.ts'): Origin => ({
	file,
	line,
	column,
	path,
});

export function http(method: HttpMethod, path: string): Operation {
	const segments = path
		.split('/')
		.filter((step) => step !== '')
		.map((step) =>
			step.startsWith('{')
				? { kind: 'parameter' as const, name: step.slice(1, -1) }
				: { kind: 'literal' as const, text: step },
		);
	const pattern = { segments, trailingSlash: false, below: false };
	return { kind: 'http', port: 'http', method: { kind: 'exactly', method }, path: pattern };
}

const namespace = (name: string): Namespace => ({ name, kind: 'owned', origin: originAt(`namespaces.${name}`) });

export function workload(name: string, over: Partial<Workload> = {}): Workload {
	return {
		name,
		kind: 'service',
		owner: `team-${name}`,
		description: '',
		namespace: namespace(name),
		principal: { trustDomain: 'bank.example', namespace: name, serviceAccount: name },
		selector: { app: name },
		ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'http' }],
		probes: { kind: 'rewritten' },
		external: [],
		state: { kind: 'active' },
		origin: originAt(`services.${name}`),
		...over,
	};
}

const issuer: Issuer = {
	name: 'bank',
	issuer: 'https://idp.bank.example/realms/bank',
	jwksUri: 'https://idp.bank.example/realms/bank/protocol/openid-connect/certs',
	realm: 'bank',
	url: 'https://idp.bank.example',
	kubernetes: { kind: 'none' },
	network: { kind: 'unknown' },
	origin: originAt('issuers.bank'),
};

export function client(id: string, kind: Client['kind'] = 'workload', over: Partial<Client> = {}): Client {
	return {
		id,
		kind,
		owner: `team-${id}`,
		description: '',
		issuer,
		authentication: { kind: 'none' },
		login: { kind: 'none' },
		lifetimeSeconds: 300,
		tenant: { kind: 'none' },
		state: { kind: 'active' },
		origin: originAt(kind === 'workload' ? `services.${id}` : `clients.${id}`),
		...over,
	};
}

export function scope(name: string, receiver: Workload, operations: readonly Operation[]): Scope {
	const origin = originAt(`services.${receiver.name}.scopes["${name}"]`);
	return { name, description: '', receiver, audience: receiver.name, operations, tenant: 'none', origin };
}

export function grant(of: Scope, presenter: Workload, actor: Actor, over: Partial<Grant> = {}): Grant {
	const caller: Caller = over.caller ?? { kind: 'workload', name: presenter.name };
	const via = caller.kind === 'workload' ? '' : `@${presenter.name}`;
	return {
		id: `${of.receiver.name}/${of.name}/${caller.name}${via}/${actor.kind}`,
		presenter,
		receiver: of.receiver,
		scope: of,
		actor,
		tenant: { kind: 'none' },
		because: '',
		origin: originAt(`services.${of.receiver.name}.callers[0]`),
		requested: originAt(`services.${presenter.name}.calls[0]`),
		...over,
		caller,
	};
}

export const service = (id: string): Actor => ({ kind: 'service', client: client(id) });

function entrance(gateway: Gateway, of: Grant, operations: readonly Operation[]): Entrance {
	const [route] = gateway.routes;
	if (route === undefined) throw new Error('the sample gateway has a route');
	return {
		gateway,
		grant: of,
		operations: operations.map((operation) => ({ hosts: route.hosts, operation, route })),
	};
}

/** Accounts, payments, statements, a closed service, a disabled one, a gateway, an app, and everything special. */
export function bank(): AccessModel {
	const accounts = workload('accounts');
	const payments = workload('payments');
	const statements = workload('statements');
	const auditor = workload('auditor');
	const calculator = workload('calculator');
	const archive = workload('archive', { state: { kind: 'disabled', because: 'replaced by statements' } });
	const ledger = workload('ledger', { ports: [{ name: 'db', port: 5432, targetPort: 5432, protocol: 'tcp' }] });
	const edge = workload('edge', { kind: 'gateway', owner: 'team-platform', origin: originAt('gateways.edge') });
	const app = client('mobile-app', 'public');
	const old = client('old-app', 'public', { state: { kind: 'disabled', because: 'lost its signing key' } });
	const read = scope('accounts.read', accounts, [
		http('GET', '/accounts/{id}'),
		http('GET', '/accounts/{id}/transactions'),
	]);
	const close = scope('accounts.close', accounts, [http('POST', '/accounts/{id}/close')]);
	const quote = scope('deposits.quote', calculator, [http('POST', '/quotes')]);
	const post = scope('ledger.post', ledger, [{ kind: 'tcp', port: 'db' }]);
	const tenant: TenantRule = { kind: 'any-claimed' };
	const login: Actor = { kind: 'user', client: app, obtained: 'login' };
	const anyone: Actor = { kind: 'anyone', because: 'the calculator is on the public site' };
	const viaEdge = grant(read, edge, login, { caller: { kind: 'client', name: app.id, client: app }, tenant });
	const open = grant(quote, edge, anyone, { caller: { kind: 'anyone', name: 'anyone' } });
	const grants = [
		grant(read, statements, service('statements'), { because: 'monthly statements', tenant }),
		grant(read, payments, { kind: 'user', client: client('payments'), obtained: 'exchange' }, { tenant }),
		viaEdge,
		grant(close, auditor, service('auditor'), { tenant: { kind: 'crossing', because: 'court orders' } }),
		grant(close, statements, service('statements'), { tenant: { kind: 'fixed', tenant: 'acme' } }),
		grant(post, accounts, { kind: 'identity', because: 'the database speaks no HTTP' }),
		open,
	];
	const gateway: Gateway = {
		workload: edge,
		attachment: { kind: 'selector' },
		routes: [
			{
				hosts: ['api.bank.example'],
				prefix: ['api'],
				rewrite: [],
				receiver: accounts,
				preflight: { kind: 'refused' },
				origin: originAt('gateways.edge.routes[0]'),
			},
		],
	};
	return {
		catalog: 'bank',
		environment: 'prod',
		mesh: {
			trustDomain: 'bank.example',
			istio: '1.30',
			rootNamespace: 'istio-system',
			istiodNamespace: 'istio-system',
			egress: 'open',
			networkPolicies: 'none',
		},
		tenancy: { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' },
		namespaces: [namespace('accounts')],
		issuers: [issuer],
		workloads: [accounts, archive, auditor, calculator, edge, ledger, payments, statements],
		gateways: [gateway],
		clients: [app, old],
		scopes: [close, read, quote, post],
		grants: grants.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
		entrances: [
			entrance(gateway, viaEdge, [http('GET', '/api/accounts/{id}')]),
			entrance(gateway, open, [http('POST', '/api/quotes')]),
		],
		plaintext: [
			{
				workload: accounts,
				operations: [http('GET', '/metrics')],
				owner: 'team-platform',
				because: 'the scraper has no certificate yet',
				expires: '2027-01-31',
				origin: originAt('exceptions[0]'),
			},
		],
		apiKeys: [],
	};
}
