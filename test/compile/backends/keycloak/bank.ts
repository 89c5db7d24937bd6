// A small bank that has every case at once: both actors on one scope, a client that acts as itself and for users, all
// three ways to authenticate, tenants, and one service that is off. Tried on a real Keycloak 26.7.5.
import type { AccessModel, Client } from '../../../../src/access/model.ts';
import { bootstrapRealm } from '../../../../src/compile/backends/keycloak/bootstrap.ts';
import { realmNeeds } from '../../../../src/compile/backends/keycloak/needs.ts';
import { realmPart } from '../../../../src/compile/backends/keycloak/realm.ts';
import type { BootstrapRealm, Client as KeycloakClient, RealmPart } from '../../../../src/manifests/keycloak.ts';
import { clientGrant, clientOf, gateway, grant, modelOf, outsideClient, scope, service } from '../../model.ts';

const off = { kind: 'disabled', because: 'moved to the new ledger' } as const;
const receives = { authentication: { kind: 'none' } } as const;

const accounts = service('accounts');
const payments = service('payments');
const statements = service('statements');
const scheduler = service('scheduler');
const limits = service('limits');
const desk = service('desk');
const reports = service('reports');
const archive = service('archive', { state: off });
const edge = gateway('edge');

const clients: Record<string, Client> = {
	accounts: clientOf(accounts, receives),
	payments: clientOf(payments),
	statements: clientOf(statements, { tenant: { kind: 'fixed', tenant: 'retail' } }),
	scheduler: clientOf(scheduler, { authentication: { kind: 'mtls', subject: 'CN=scheduler,O=Bank' } }),
	limits: clientOf(limits, receives),
	desk: clientOf(desk, {
		login: {
			kind: 'browser',
			redirectUris: ['https://desk.example/cb'],
			webOrigins: [],
			postLogoutRedirectUris: ['https://desk.example/bye', 'https://desk.example/out'],
		},
	}),
	reports: clientOf(reports),
	archive: clientOf(archive, { state: off, tenant: { kind: 'fixed', tenant: 'retail' } }),
};
const client = (name: string): Client => clients[name] ?? outsideClient(name);

export const mobile = outsideClient('mobile-app', { lifetimeSeconds: 120 });
const partner = outsideClient('partner', { kind: 'machine', tenant: { kind: 'fixed', tenant: 'business' } });

const read = scope(accounts, 'accounts.read', ['GET /accounts/{id}'], { tenant: 'required' });
const close = scope(accounts, 'accounts.close', ['POST /accounts/{id}/close']);
const audit = scope(accounts, 'accounts.audit', ['GET /audit']);
const create = scope(payments, 'payments.create', ['POST /payments']);
const settle = scope(payments, 'payments.settle', ['POST /settlements']);
const check = scope(limits, 'limits.check', ['POST /checks']);
const use = scope(reports, 'reports.use', ['GET /reports']);
const unused = scope(limits, 'limits.raise', ['POST /limits']);

const crossing = { tenant: { kind: 'crossing', because: 'nightly, for all brands' } } as const;
const fixed = (tenant: string) => ({ tenant: { kind: 'fixed', tenant } }) as const;

export const bank: AccessModel = modelOf({
	tenancy: { kind: 'claim', claim: 'tenant', header: 'x-tenant-id', attribute: 'tenant' },
	clients: [...Object.values(clients), mobile, partner],
	workloads: [archive],
	scopes: [unused],
	gateways: [edge],
	grants: [
		grant(statements, read, 'service', { client: client('statements'), ...fixed('retail') }),
		grant(scheduler, read, 'service', { client: client('scheduler'), ...crossing }),
		grant(scheduler, settle, 'service', { client: client('scheduler') }),
		grant(payments, read, 'exchange', { client: client('payments') }),
		grant(payments, close, 'exchange', { client: client('payments') }),
		grant(payments, check, 'service', { client: client('payments') }),
		grant(desk, read, 'login', { client: client('desk') }),
		grant(desk, audit, 'service', { client: client('desk') }),
		// As itself it may read; for users it may only close. The server has to tell these apart at an exchange.
		grant(reports, read, 'service', { client: client('reports'), ...crossing }),
		grant(reports, close, 'exchange', { client: client('reports') }),
		clientGrant(mobile, edge.workload, read),
		clientGrant(mobile, edge.workload, create),
		clientGrant(mobile, edge.workload, use),
		clientGrant(mobile, payments, check),
		clientGrant(partner, edge.workload, create, fixed('business')),
	],
});

const first = <T>(items: readonly T[]): T => {
	const [item] = items;
	if (item === undefined) throw new Error('the model has no issuer');
	return item;
};

export const partOf = (model: AccessModel): RealmPart => realmPart(first(realmNeeds(model)));
export const realmOf = (model: AccessModel): BootstrapRealm => bootstrapRealm(first(realmNeeds(model)));

export function clientIn(part: RealmPart, id: string): KeycloakClient {
	const found = part.clients.find((each) => each.clientId === id);
	if (found === undefined) throw new Error(`no client ${id}`);
	return found;
}
