// A bank made by hand so that every way to a token meets every other on few scopes: clients that only act as themselves,
// only exchange, only sign in, or mix two of these on scopes that others use the other way round; tenants fixed, claimed
// and crossed; a forwarded token; a client that is off.
import type { AccessModel, Client, Workload } from '../../../src/access/model.ts';
import { clientGrant, clientOf, gateway, grant, modelOf, outsideClient, scope, service } from '../../compile/model.ts';

const off = { kind: 'disabled', because: 'moved to the new ledger' } as const;
const receives = { authentication: { kind: 'none' } } as const;

const accounts = service('accounts');
const payments = service('payments');
const statements = service('statements');
const desk = service('desk');
const reports = service('reports');
const archive = service('archive', { state: off });
const edge = gateway('edge');

const own = (workload: Workload, change: Partial<Client> = {}) => ({ client: clientOf(workload, change) });
const browserAt = (address: string): Client['login'] => ({
	kind: 'browser',
	redirectUris: [`${address}/signed-in`],
	webOrigins: [],
	postLogoutRedirectUris: [],
});
const crossing = { tenant: { kind: 'crossing', because: 'nightly, for all brands' } } as const;
const fixed = (tenant: string) => ({ tenant: { kind: 'fixed', tenant } }) as const;

const asStatements = own(statements, fixed('retail'));
const asPayments = own(payments);
const asDesk = own(desk, { login: browserAt('https://desk.example') });
const asReports = own(reports);
const mobile = outsideClient('mobile-app', { lifetimeSeconds: 120 });
const office = outsideClient('office', {
	kind: 'confidential',
	authentication: { kind: 'private-key-jwt', jwksUrl: 'https://office.example/keys' },
});
const partner = outsideClient('partner', { kind: 'machine', ...fixed('business') });

const read = scope(accounts, 'accounts.read', ['GET /accounts/{id}'], { tenant: 'required' });
const close = scope(accounts, 'accounts.close', ['POST /accounts/{id}/close']);
const audit = scope(accounts, 'accounts.audit', ['GET /audit']);
const create = scope(payments, 'payments.create', ['POST /payments'], { tenant: 'required' });
const settle = scope(payments, 'payments.settle', ['POST /settlements']);
const use = scope(reports, 'reports.use', ['GET /reports']);

export const actors: AccessModel = modelOf({
	catalog: 'actors',
	tenancy: { kind: 'claim', claim: 'tenant', header: 'x-tenant-id', attribute: 'tenant' },
	clients: [clientOf(accounts, receives), clientOf(archive, { state: off })],
	workloads: [archive],
	gateways: [edge],
	grants: [
		grant(statements, read, 'service', { ...asStatements, ...fixed('retail') }),
		grant(payments, read, 'exchange', asPayments),
		grant(payments, close, 'exchange', asPayments),
		grant(desk, read, 'login', asDesk),
		grant(desk, audit, 'service', asDesk),
		// As itself it may read; for users it may only close.
		grant(reports, read, 'service', { ...asReports, ...crossing }),
		grant(reports, close, 'exchange', asReports),
		clientGrant(mobile, edge.workload, create),
		clientGrant(mobile, edge.workload, use),
		clientGrant(mobile, payments, read),
		clientGrant(office, edge.workload, close),
		clientGrant(partner, edge.workload, create, fixed('business')),
		clientGrant(partner, edge.workload, settle),
	],
});
