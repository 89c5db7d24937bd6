// Actors are kept apart in the server: for all clients where a scope has one kind of actor, client by client where not.
import { expect, test } from 'vitest';
import { clientGrant, clientOf, gateway, grant, modelOf, outsideClient, scope, service } from '../../model.ts';
import { bank, partOf } from './bank.ts';

const part = partOf(bank);
const names = part.clientPolicies.policies.map((policy) => policy.name);
const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

function conditionsOf(name: string) {
	const policy = part.clientPolicies.policies.find((each) => each.name === name);
	const configurations = policy?.conditions.map((each) => each.configuration) ?? [];
	return {
		grants: configurations.flatMap((each) => each.grant_types ?? []),
		asked: configurations.filter((each) => each.type === 'Optional').flatMap((each) => each.scopes ?? []),
		worn: configurations.filter((each) => each.type === 'Default').flatMap((each) => each.scopes ?? []),
		profiles: policy?.profiles,
	};
}

test('the policies of the bank, and no others', () => {
	expect(names).toEqual([
		'meshgrant-clients',
		'meshgrant-confidential',
		'meshgrant-exchange',
		'meshgrant-login',
		'meshgrant-only-services',
		'meshgrant-only-services payments',
		'meshgrant-only-services reports',
		'meshgrant-only-users',
		'meshgrant-only-users desk',
		'meshgrant-only-users payments',
	]);
});

test('scopes that are for users only cannot be had by client credentials', () => {
	expect(conditionsOf('meshgrant-only-users')).toEqual({
		grants: ['client_credentials'],
		asked: ['accounts.close', 'reports.use'],
		worn: [],
		profiles: ['meshgrant-refuse'],
	});
});

test('scopes that are for services only cannot be had by any grant that brings a user', () => {
	const { grants, asked, worn } = conditionsOf('meshgrant-only-services');
	expect(asked).toEqual(['accounts.audit', 'payments.settle']);
	expect(worn).toEqual([]);
	expect(grants).toContain(exchange);
	expect(grants).toContain('authorization_code');
	expect(grants).not.toContain('client_credentials');
});

test('where a scope is for both, the client that may use it one way only is named by the mark it wears', () => {
	expect(conditionsOf('meshgrant-only-users payments')).toMatchObject({
		grants: ['client_credentials'],
		asked: ['accounts.read'],
		worn: ['meshgrant-client-payments'],
	});
	expect(conditionsOf('meshgrant-only-users desk')).toMatchObject({
		asked: ['accounts.read'],
		worn: ['meshgrant-client-desk'],
	});
	// `limits.check` is for services at payments, and for users of the phone whose token payments hands on.
	expect(conditionsOf('meshgrant-only-services payments')).toMatchObject({
		asked: ['limits.check'],
		worn: ['meshgrant-client-payments'],
	});
	expect(conditionsOf('meshgrant-only-services reports')).toMatchObject({
		asked: ['accounts.read'],
		worn: ['meshgrant-client-reports'],
	});
});

test('policies that speak of grants find clients by what they wear, and attributes are for the others', () => {
	for (const { conditions } of part.clientPolicies.policies) {
		const kinds = conditions.map((each) => each.condition);
		if (kinds.includes('grant-type')) expect(kinds).not.toContain('client-attributes');
	}
});

test('every mark that a policy looks for is worn by a client, and the other way round', () => {
	const looked = part.clientPolicies.policies.flatMap((policy) => conditionsOf(policy.name).worn);
	const worn = part.clients
		.flatMap((client) => client.defaultClientScopes)
		.filter((name) => /^meshgrant-(client-|exchange)/.test(name));
	expect(new Set(worn)).toEqual(new Set(looked));
});

test('a mark puts nothing into a token', () => {
	for (const each of part.clientScopes.filter(({ name }) => /^meshgrant-(client-|exchange)/.test(name))) {
		expect(each.protocolMappers).toEqual([]);
		expect(each.attributes['include.in.token.scope']).toBe('false');
	}
});

test('a client that can act one way only needs no mark', () => {
	const to = scope(service('to'), 'to.read', ['GET /']);
	const model = modelOf({
		clients: [clientOf(to.receiver, { authentication: { kind: 'none' } })],
		grants: [grant(service('job'), to, 'service'), clientGrant(outsideClient('app'), gateway('edge').workload, to)],
	});
	const policies = partOf(model).clientPolicies.policies.map((policy) => policy.name);
	expect(policies).toEqual(['meshgrant-clients', 'meshgrant-confidential', 'meshgrant-login']);
	expect(partOf(model).clientScopes.map((each) => each.name)).toEqual(['to.read']);
});

test('a client that may use a scope both ways is not refused either way', () => {
	const to = scope(service('to'), 'to.read', ['GET /']);
	const both = service('both');
	const model = modelOf({
		clients: [clientOf(to.receiver, { authentication: { kind: 'none' } })],
		grants: [grant(both, to, 'service'), grant(both, to, 'exchange')],
	});
	const policies = partOf(model).clientPolicies.policies;
	expect(policies.map((policy) => policy.name)).toEqual([
		'meshgrant-clients',
		'meshgrant-confidential',
		'meshgrant-exchange',
		'meshgrant-login',
	]);
});
