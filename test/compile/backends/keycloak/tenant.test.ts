// The tenant: who carries it, and that nobody chooses it.
import { expect, test } from 'vitest';
import { clientGrant, clientOf, gateway, modelOf, outsideClient, scope, service } from '../../model.ts';
import { bank, clientIn, partOf, realmOf } from './bank.ts';

const part = partOf(bank);

test('one mapper reads the attribute for users and service accounts alike', () => {
	const carrying = part.clientScopes.filter((each) =>
		each.protocolMappers.some((mapper) => mapper.protocolMapper !== 'oidc-audience-mapper'),
	);
	expect(carrying.map((each) => each.name)).toEqual(['meshgrant-tenant']);
	expect(carrying[0]?.protocolMappers).toMatchObject([
		{
			protocolMapper: 'oidc-usermodel-attribute-mapper',
			config: { 'user.attribute': 'tenant', 'claim.name': 'tenant', multivalued: 'false', 'aggregate.attrs': 'false' },
		},
	]);
});

test('no hardcoded claim: a client’s own tenant would go into its users’ tokens', () => {
	expect(JSON.stringify(part).match(/hardcoded/g)).toBeNull();
});

test('the fixed tenant is on the client’s own account, which only its service tokens speak for', () => {
	expect(part.users).toEqual([
		{
			username: 'service-account-partner',
			enabled: true,
			serviceAccountClientId: 'partner',
			attributes: { tenant: ['business'] },
		},
		{
			username: 'service-account-statements',
			enabled: true,
			serviceAccountClientId: 'statements',
			attributes: { tenant: ['retail'] },
		},
	]);
});

test('only clients whose tokens need the tenant carry it; a crossing one does not', () => {
	const carrying = part.clients.filter((client) => client.defaultClientScopes.includes('meshgrant-tenant'));
	expect(carrying.map((client) => client.clientId)).toEqual([
		'desk',
		'mobile-app',
		'partner',
		'payments',
		'statements',
	]);
});

test('users cannot set their tenant: the attribute is declared, and only administrators see and edit it', () => {
	const components = realmOf(bank).components['org.keycloak.userprofile.UserProfileProvider'] ?? [];
	const written: unknown = JSON.parse(components[0]?.config['kc.user.profile.config']?.[0] ?? '{}');
	expect(written).toMatchObject({
		attributes: expect.arrayContaining([
			expect.objectContaining({ name: 'tenant', permissions: { view: ['admin'], edit: ['admin'] } }),
		]),
	});
	expect(written).not.toHaveProperty('unmanagedAttributePolicy');
});

test('a dot in the claim’s name would nest it: it is escaped', () => {
	const claim = {
		kind: 'claim',
		claim: 'https://bank.example/tenant',
		header: 'x-tenant-id',
		attribute: 'tenant',
	} as const;
	const tenant = partOf({ ...bank, tenancy: claim }).clientScopes.find((each) => each.name === 'meshgrant-tenant');
	expect(tenant?.protocolMappers[0]?.config['claim.name']).toBe('https://bank\\.example/tenant');
});

test('without tenancy there is no scope, no account and no profile for it', () => {
	const to = scope(service('to'), 'to.read', ['GET /']);
	const machine = outsideClient('partner', { kind: 'machine', tenant: { kind: 'fixed', tenant: 'business' } });
	const model = modelOf({
		clients: [clientOf(to.receiver, { authentication: { kind: 'none' } })],
		grants: [clientGrant(machine, gateway('edge').workload, to)],
	});
	expect(partOf(model).users).toEqual([]);
	expect(partOf(model).clientScopes.map((each) => each.name)).toEqual(['to.read']);
	expect(realmOf(model).components).toEqual({});
});

test('a client with upper-case letters: Keycloak keeps its account in lower case', () => {
	const to = scope(service('to'), 'to.read', ['GET /'], { tenant: 'required' });
	const machine = outsideClient('Partner', { kind: 'machine', tenant: { kind: 'fixed', tenant: 'business' } });
	const model = modelOf({
		tenancy: { kind: 'claim', claim: 'tenant', header: 'x-tenant-id', attribute: 'tenant' },
		clients: [clientOf(to.receiver, { authentication: { kind: 'none' } })],
		grants: [clientGrant(machine, gateway('edge').workload, to)],
	});
	const [user] = partOf(model).users;
	expect([user?.username, user?.serviceAccountClientId]).toEqual(['service-account-partner', 'Partner']);
	expect(clientIn(partOf(model), 'Partner').enabled).toBe(true);
});
