// Reading anybody's definitions: what absent fields mean in each form, and that nothing which could change a token is
// passed over in silence.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { editorOf, type Mintable, mintable, readRealm } from '../../../src/semantics/keycloak/index.ts';
import { client, document, mapper, read, type SmallRealm, scope } from './small-realm.ts';

const dist = join(import.meta.dirname, '../../../dist');

test.each(['prod', 'staging'])(
	'the committed output of the sample, %s: both forms are understood and give the same to our clients',
	(environment) => {
		const text = (ending: string) => readFileSync(join(dist, environment, `keycloak/bank.${ending}`), 'utf8');
		const part = readRealm(load(text('config-cli.yaml')));
		const whole = readRealm(JSON.parse(text('realm.json')));
		expect([part.problems, whole.problems]).toEqual([[], []]);
		const shown = (all: readonly Mintable[]) =>
			all
				.filter((entry) => part.realm.clients.has(entry.client))
				.map(({ content, ...entry }) => ({
					...entry,
					audiences: [...content.audiences],
					claims: [...content.claims.keys()].sort(),
				}));
		const entries = shown(mintable(part.realm));
		expect(entries).toEqual(shown(mintable(whole.realm)));
		expect(entries.length).toBeGreaterThan(20);
	},
);

test('absent fields: an import takes a client as it is, the Admin REST API opens it', () => {
	const bare = { realm: 'r', enabled: true, clients: [{ clientId: 'a' }] };
	const flows = (form: 'whole' | 'part') => {
		const a = readRealm(bare, { form }).realm.clients.get('a');
		return [a?.kind, a?.flows.code, a?.flows.password, a?.flows.implicit, a?.flows.serviceAccount, a?.fullScope];
	};
	expect(flows('whole')).toEqual(['confidential', true, false, false, false, true]);
	expect(flows('part')).toEqual(['public', true, true, false, false, true]);
});

test('scopes: given lists clear the realm’s own; a whole realm that lists scopes has no built-in ones', () => {
	const names = (definitions: object, form: 'whole' | 'part') =>
		readRealm({ realm: 'r', enabled: true, ...definitions }, { form })
			.realm.clients.get('a')
			?.defaults.map(({ name }) => name);
	const bare = { clients: [{ clientId: 'a' }] };
	const asking = { clients: [{ clientId: 'a', defaultClientScopes: ['basic'] }] };
	expect(names(bare, 'part')).toEqual(['acr', 'basic', 'email', 'profile', 'roles', 'web-origins']);
	expect(names({ ...bare, clients: [{ clientId: 'a', optionalClientScopes: [] }] }, 'part')).toEqual([]);
	expect(names(asking, 'part')).toEqual(['basic']);
	expect(names(asking, 'whole')).toEqual(['basic']);
	expect(names({ ...asking, clientScopes: [scope('other')] }, 'whole')).toEqual([]);
	expect(names({ ...asking, clientScopes: [scope('other')] }, 'part')).toEqual(['basic']);
});

test('our built-in scopes are those that the bootstrap file holds, as far as tokens go', () => {
	const whole = readRealm(JSON.parse(readFileSync(join(dist, 'prod/keycloak/bank.realm.json'), 'utf8'))).realm;
	const builtIn = readRealm(
		{
			realm: 'bank',
			clients: [
				{
					clientId: 'a',
					defaultClientScopes: [
						'acr',
						'address',
						'basic',
						'email',
						'microprofile-jwt',
						'offline_access',
						'organization',
						'phone',
						'profile',
						'roles',
						'service_account',
						'web-origins',
					],
				},
			],
		},
		{ form: 'part' },
	).realm;
	const ofWhole = new Map(
		[...whole.clients.values()]
			.flatMap(({ defaults, optionals }) => [...defaults, ...optionals.values()])
			.map((each) => [each.name, each]),
	);
	const shown = ({
		mappers,
		named,
		roles,
	}: {
		mappers: readonly object[];
		named: boolean;
		roles: ReadonlySet<string>;
	}) => [named, [...roles], mappers.map((each) => JSON.stringify(each)).sort()];
	for (const each of builtIn.clients.get('a')?.defaults ?? []) {
		const found = ofWhole.get(each.name);
		if (found !== undefined) expect([each.name, shown(each)]).toEqual([each.name, shown(found)]);
	}
	expect(builtIn.clients.get('a')?.defaults).toHaveLength(12);
});

test.each<[string, SmallRealm, string]>([
	[
		'a mapper',
		{ clients: [client('a', { protocolMappers: [mapper('oidc-script-based-protocol-mapper')] })] },
		'clients.a.protocolMappers.oidc-script-based-protocol-mapper',
	],
	['a mapper of a scope', { scopes: [scope('s', [mapper('made-up')])] }, 'clientScopes.s.protocolMappers.made-up'],
	[
		'a hardcoded role',
		{ scopes: [scope('s', [mapper('oidc-hardcoded-role-mapper', { role: 'x' })])] },
		'clientScopes.s.protocolMappers.oidc-hardcoded-role-mapper',
	],
	['a client authenticator', { clients: [client('a', { clientAuthenticatorType: 'attestation' })] }, 'clients.a'],
	[
		'authorization services',
		{ clients: [client('a', { authorizationServicesEnabled: true })] },
		'clients.a.authorizationServicesEnabled',
	],
	['a lifetime', { clients: [client('a', { attributes: { 'access.token.lifespan': 'long' } })] }, 'clients.a'],
	[
		'a condition',
		{ policies: [{ conditions: [['made-up', {}]], executors: [] }] },
		'clientPolicies.policies.policy-0.conditions.made-up',
	],
	[
		'an executor',
		{ policies: [{ conditions: [], executors: [['made-up', {}]] }] },
		'clientProfiles.profiles.profile-0.executors.made-up',
	],
	[
		'attributes of a condition',
		{ policies: [{ conditions: [['client-attributes', { attributes: 'x' }]], executors: [] }] },
		'clientPolicies.policies.policy-0.conditions.client-attributes',
	],
	['a mode', { policies: [{ mode: 'LAX', conditions: [], executors: [] }] }, 'clientPolicies.policies.policy-0'],
	[
		'a user profile',
		{
			more: {
				components: {
					'org.keycloak.userprofile.UserProfileProvider': [
						{ providerId: 'declarative-user-profile', config: { 'kc.user.profile.config': ['{'] } },
					],
				},
			},
		},
		'components.org.keycloak.userprofile.UserProfileProvider.declarative-user-profile',
	],
	['an account that is none', { more: { users: [{ username: 'service-account-a' }] } }, 'users.service-account-a'],
	[
		'an account with groups',
		{ more: { users: [{ username: 'service-account-a', serviceAccountClientId: 'a', groups: ['/admins'] }] } },
		'users.service-account-a.groups',
	],
	[
		'a parameterized scope',
		{ scopes: [{ ...scope('s'), attributes: { 'is.dynamic.scope': 'true' } }] },
		'clientScopes.s.attributes.is.dynamic.scope',
	],
	['a client twice', { clients: [client('a'), client('a')] }, 'clients.a'],
])('not understood: %s', (_name, small, where) => {
	expect(read(small).problems.map((problem) => problem.where)).toEqual([where]);
});

test.each<[string, unknown]>([
	['nothing', undefined],
	['text', 'realm: x'],
	['a list', [1, 2]],
	[
		'numbers for lists',
		{ realm: 7, clients: 5, clientScopes: { a: 1 }, roles: 'x', clientPolicies: [], users: [null, 3] },
	],
	['clients that are none', { realm: 'r', clients: [1, 'two', null, { clientId: 3 }] }],
])('%s is read without a throw, and with a problem', (_name, definitions) => {
	expect(readRealm(definitions).problems.length).toBeGreaterThan(0);
});

test('a policy of the server’s own profiles is not understood; a disabled policy is not read', () => {
	const policy = (enabled: boolean) => ({
		name: 'fapi',
		enabled,
		conditions: [{ condition: 'any-client', configuration: {} }],
		profiles: ['fapi-1-baseline'],
	});
	const problems = (enabled: boolean) =>
		readRealm({ ...document({}), clientPolicies: { policies: [policy(enabled)] } }).problems;
	expect(problems(true)).toHaveLength(1);
	expect(problems(false)).toEqual([]);
});

test('who may set what', () => {
	const profile = (text: object) => ({
		more: {
			components: {
				'org.keycloak.userprofile.UserProfileProvider': [
					{ providerId: 'declarative-user-profile', config: { 'kc.user.profile.config': [JSON.stringify(text)] } },
				],
			},
		},
	});
	const editor = (small: SmallRealm, attribute: string) => editorOf(read(small).realm.editors, attribute);
	const attributes = [
		{ name: 'tenant', permissions: { edit: ['admin'] } },
		{ name: 'mood', permissions: { edit: ['admin', 'user'] } },
	];
	expect(editor(profile({ attributes }), 'tenant')).toBe('administrators');
	expect(editor(profile({ attributes }), 'mood')).toBe('users');
	expect(editor(profile({ attributes }), 'other')).toBe('nobody');
	expect(editor(profile({ attributes, unmanagedAttributePolicy: 'ENABLED' }), 'other')).toBe('users');
	expect(editor(profile({ attributes, unmanagedAttributePolicy: 'ADMIN_EDIT' }), 'other')).toBe('administrators');
	expect(editor({}, 'tenant')).toBe('nobody');
	expect(editorOf(readRealm({ realm: 'r' }).realm.editors, 'tenant')).toBe('not said');
});

test('the issuer: by the realm’s public address, or else as told', () => {
	const attributes = { frontendUrl: 'https://idp.example/' };
	expect(readRealm({ realm: 'r', attributes }).realm.issuer).toBe('https://idp.example/realms/r');
	expect(readRealm({ realm: 'r', attributes }, { issuer: 'https://told' }).realm.issuer).toBe(
		'https://idp.example/realms/r',
	);
	expect(readRealm({ realm: 'r' }, { issuer: 'https://told' }).realm.issuer).toBe('https://told');
	expect(readRealm({ realm: 'r' }).realm.issuer).toBeUndefined();
});
