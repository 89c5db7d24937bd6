// What a realm says beside clients, scopes and roles. `fresh-settings.json` is what Keycloak 26.7.5 exported of a realm that
// had just been made (partial export), without clients, scopes, roles and ids; flows, actions and policies by name only.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Problem, readRealm } from '../../../src/semantics/keycloak/index.ts';
import { client } from './small-realm.ts';

const fresh = JSON.parse(readFileSync(new URL('./fresh-settings.json', import.meta.url), 'utf8'));

const problems = (change: object): readonly Problem[] => readRealm({ ...fresh, ...change }, { form: 'whole' }).problems;
const places = (change: object): readonly string[] => problems(change).map(({ where }) => where);

const registration = 'components.org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy';
const quiet = { authenticationFlows: [], authenticatorConfig: [], components: {} };

test('of a fresh realm’s export only flows and the registration of clients are not understood', () => {
	expect(Object.keys(fresh).length).toBeGreaterThan(100);
	expect(new Set(places({}).map((where) => where.replace(/(Policy)\..*/, '$1')))).toEqual(
		new Set(['authenticationFlows', 'authenticatorConfig', registration]),
	);
	expect(problems(quiet)).toEqual([]);
});

test('a key that nobody knows is a problem wherever it stands', () => {
	expect(places({ ...quiet, surprise: 1 })).toEqual(['surprise']);
	expect(places({ ...quiet, surprise: null })).toEqual([]);
	expect(places({ ...quiet, attributes: { surprise: '1' } })).toEqual(['attributes.surprise']);
	expect(places({ ...quiet, clients: [client('a', { surprise: {} })] })).toEqual(['clients.a.surprise']);
	const account = { username: 'service-account-a', serviceAccountClientId: 'a', surprise: true };
	expect(places({ ...quiet, clients: [client('a')], users: [account] })).toEqual(['users.service-account-a.surprise']);
});

test.each<[string, unknown, unknown]>([
	['registrationAllowed', false, true],
	['registrationAllowed', 'false', 'true'],
	['identityProviderMappers', [], [{ name: 'a' }]],
	['browserFlow', 'browser', 'browser 2'],
	['clientAuthenticationFlow', 'clients', 'none'],
	['firstBrokerLoginFlow', 'first broker login', 'x'],
	['defaultGroups', [], ['/a']],
	['groups', [{ name: 'a', path: '/a', attributes: {}, realmRoles: [] }], [{ name: 'a', realmRoles: ['x'] }]],
	['groups', [{ name: 'a', subGroups: [] }], [{ name: 'a', subGroups: [{ name: 'b', clientRoles: { c: ['d'] } }] }]],
	['groups', [], 'a'],
	['organizationsEnabled', false, true],
	['adminPermissionsEnabled', false, true],
	['sslRequired', 'all', 'none'],
	['defaultSignatureAlgorithm', 'PS512', 'HS256'],
	['smtpServer', {}, { host: 'mail.example' }],
])('%s: %j changes nothing, %j could', (key, harmless, other) => {
	expect(places({ ...quiet, [key]: harmless })).toEqual([]);
	expect(places({ ...quiet, [key]: other })).toEqual([key]);
});

const keys = (...list: readonly object[]) => ({ ...quiet, components: { 'org.keycloak.keys.KeyProvider': list } });

test('keys: those that the server makes, and none that the definitions bring', () => {
	const made = { name: 'k', providerId: 'ecdsa-generated', config: { ecdsaEllipticCurveKey: ['P-256'] } };
	expect(places(keys(made))).toEqual([]);
	const where = 'components.org.keycloak.keys.KeyProvider.k';
	expect(places(keys({ ...made, config: { privateKey: ['MII'] } }))).toEqual([where]);
	expect(places(keys({ ...made, providerId: 'rsa' }))).toEqual([where]);
	expect(places(keys({ ...made, providerId: 'java-keystore' }))).toEqual([where]);
});

test('accounts: of clients only, one each, and nobody signs in as one', () => {
	const of = (change: object, more: readonly object[] = []) =>
		places({
			...quiet,
			clients: [client('a')],
			users: [{ username: 'service-account-a', serviceAccountClientId: 'a', ...change }, ...more],
		});
	expect(of({ credentials: [], realmRoles: [] })).toEqual([]);
	expect(of({ credentials: [{ type: 'password', value: 'x' }] })).toEqual(['users.service-account-a.credentials']);
	expect(of({}, [{ username: 'eve' }])).toEqual(['users.eve']);
	expect(of({}, [{ username: 'other', serviceAccountClientId: 'a' }])).toEqual(['users.other']);
});

test('roles that administer, directly or through others, and roles that nobody knows', () => {
	const roles = {
		realm: [
			{ name: 'boss', composites: { realm: ['chief'] } },
			{ name: 'chief', composites: { client: { 'realm-management': ['manage-clients'] } } },
			{ name: 'plain' },
		],
	};
	const having = (realmRoles: readonly string[], form: 'whole' | 'part') => {
		const users = [{ username: 'service-account-a', serviceAccountClientId: 'a', realmRoles }];
		const realm = { realm: 'r', enabled: true, roles, clients: [client('a')], users };
		return readRealm(realm, { form }).problems.map(({ where, what }) => `${where} ${what}`);
	};
	const boss = 'users.service-account-a has a role that can change the realm';
	expect([having(['boss'], 'whole'), having(['boss'], 'part')]).toEqual([[boss], [boss]]);
	expect([having(['plain'], 'whole'), having(['plain', 'offline_access'], 'part')]).toEqual([[], []]);
	// A realm that lives may have made anything of it.
	expect(having(['elsewhere'], 'part')).toEqual([
		'users.service-account-a has a role that these definitions do not hold',
	]);
	const told = { ...quiet, roles: { application: {} }, defaultRole: { name: 'default-roles-fresh', composites: {} } };
	expect(places(told)).toEqual(['roles.application', 'defaultRole.composites']);
	const everybody = { ...quiet, roles, defaultRole: { name: 'boss' } };
	expect(problems(everybody)).toEqual([
		{ where: 'defaultRole', what: 'gives everybody a role that can change the realm' },
	]);
});

test('identity providers: a cluster vouches for clients, whatever else is a problem while it is on', () => {
	const provider = { alias: 'k', providerId: 'kubernetes', config: { issuer: 'https://a.example' } };
	const of = (...identityProviders: readonly object[]) => places({ ...quiet, identityProviders });
	expect(of(provider, { ...provider, alias: 'l', config: { issuer: 'https://b.example' } })).toEqual([]);
	expect(of(provider, { ...provider, alias: 'l' })).toEqual(['identityProviders.l']);
	expect(of(provider, { ...provider, config: {} })).toEqual(['identityProviders.k']);
	expect(of({ ...provider, config: { issuer: 'https://a.example', clockSkew: '9' } })).toEqual(['identityProviders.k']);
	expect(of({ ...provider, providerId: 'oidc' })).toEqual(['identityProviders.k']);
	expect(of({ ...provider, providerId: 'oidc', enabled: false })).toEqual([]);
});

test('a client knows its provider: its kind, its issuer, and where its keys are', () => {
	const read = (config: object) => {
		const identityProviders = [{ alias: 'k', providerId: 'kubernetes', config }];
		const attributes = { 'jwt.credential.issuer': 'k', 'jwt.credential.sub': 's' };
		const clients = [client('a', { clientAuthenticatorType: 'federated-jwt', attributes })];
		return readRealm({ ...fresh, ...quiet, identityProviders, clients }).realm.clients.get('a')?.proof;
	};
	const provider = { alias: 'k', kind: 'kubernetes', enabled: true, issuer: 'https://a.example', keys: '' };
	const proof = { kind: 'federated', alias: 'k', subject: 's' };
	expect(read({ issuer: 'https://a.example' })).toEqual({ ...proof, provider });
	expect(read({ issuer: 'https://a.example', jwksUrl: 'https://b.example' })).toEqual({
		...proof,
		provider: { ...provider, keys: 'https://b.example' },
	});
	expect(read({})).toEqual({
		...proof,
		provider: { ...provider, issuer: 'https://kubernetes.default.svc.cluster.local' },
	});
});
