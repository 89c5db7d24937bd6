// Changes of the realm by which somebody else gets the tokens, or nobody gets them, in both files in which it is written.
import { expect, test } from 'vitest';
import type { Json } from '../../src/manifests/object.ts';
import { bank } from './bank.ts';
import { type Fields, isFields, listAt, textAt, withAt } from './mutants/edit.ts';
import { type Change, clientAt, judged, part, said, set, whole, withProfile } from './realm.ts';

const everyClient =
	(attribute: string, to: string): Change =>
	(realm) => ({
		...realm,
		clients: listAt(realm, ['clients']).map((client) =>
			textAt(client, ['attributes', attribute]) === '' ? client : withAt(client, ['attributes', attribute], to),
		),
	});

const evil = {
	alias: 'evil',
	providerId: 'kubernetes',
	enabled: true,
	hideOnLogin: true,
	config: { issuer: 'https://evil.example' },
};

const andEvil =
	(more: Fields = {}): Change =>
	(realm) => ({ ...realm, identityProviders: [...listAt(realm, ['identityProviders']), { ...evil, ...more }] });

const cluster = 'https://oidc.bank.example';
const provider = ['identityProviders', 0];

test.each([part, whole])('nothing is found in %s as it is compiled', (ending) => {
	expect(judged(ending, (realm) => realm).findings).toEqual([]);
});

test.each<[string, Change, readonly string[]]>([
	[
		'another issuer vouches for clients',
		set([...provider, 'config', 'issuer'], 'https://evil.example'),
		[`\`https://evil.example\` says who it is, not \`${cluster}\``],
	],
	[
		'a second provider vouches for all clients',
		(realm) => everyClient('jwt.credential.issuer', 'evil')(andEvil()(realm) as Fields),
		[`\`https://evil.example\` says who it is, not \`${cluster}\``],
	],
	[
		'the provider’s own cluster instead of the named one',
		set([...provider, 'config'], {}),
		[`\`https://kubernetes.default.svc.cluster.local\` says who it is, not \`${cluster}\``],
	],
	[
		'keys from elsewhere',
		set([...provider, 'config', 'jwksUrl'], 'https://evil.example/keys'),
		['keys from `https://evil.example/keys` say who it is'],
	],
	[
		'a provider of another kind, by which people can sign in, too',
		set([...provider, 'providerId'], 'oidc'),
		[
			'undecided: `identityProviders.kubernetes` lets in whom somebody else vouches for, which is not understood',
			'`kubernetes` says who it is, and is no cluster',
		],
	],
	[
		'a setting of the provider that nobody knows',
		set([...provider, 'config', 'allowedClockSkew'], '31536000'),
		['undecided: `identityProviders.kubernetes` has a setting that is not understood, `allowedClockSkew`'],
	],
	[
		'a second provider with the issuer of the first',
		andEvil({ config: { issuer: cluster } }),
		['undecided: `identityProviders.evil` has the issuer of another identity provider'],
	],
])('who vouches for clients: %s', (_name, change, wanted) => {
	for (const ending of [part, whole]) expect([ending, ...said(ending, change)]).toEqual([ending, ...wanted]);
});

test('who vouches for clients: nobody does', () => {
	const kinds = (ending: string, change: Change) => [
		...new Set(
			judged(ending, change).findings.map(({ kind, ...finding }) => ('what' in finding ? finding.what : kind)),
		),
	];
	const missing = /^no such token can be had for `/;
	const off = set([...provider, 'enabled'], false);
	const dropped = set(provider, undefined);
	for (const found of [kinds(part, off), kinds(whole, off), kinds(whole, dropped)]) {
		expect(found.length).toBeGreaterThan(0);
		expect(found.filter((each) => !missing.test(each))).toEqual([]);
	}
	// A realm that lives may have one.
	expect(kinds(part, dropped).filter((each) => !each.startsWith('`clients.'))).toEqual([
		'undecided',
		'`kubernetes` says who it is, and is no identity provider here',
	]);
});

test('a realm whose tokens say another issuer', () => {
	for (const ending of [part, whole]) {
		expect(said(ending, set(['attributes'], { frontendUrl: 'https://evil.example' }))).toEqual([
			'undecided: its tokens say `https://evil.example/realms/bank`, and receivers expect `https://idp.bank.example/realms/bank`',
		]);
		expect(said(ending, set(['attributes'], { frontendUrl: 'https://idp.bank.example/' }))).toEqual([]);
	}
});

const component = (kind: string, content: Json): Change => set(['components', kind], [content]);
const keys = 'org.keycloak.keys.KeyProvider';
const administer = { 'realm-management': ['realm-admin'] };

test.each<[string, Change, string]>([
	[
		'people who come from elsewhere',
		andEvil({ providerId: 'oidc' }),
		'`identityProviders.evil` lets in whom somebody else vouches for, which is not understood',
	],
	[
		'what is made of them',
		set(['identityProviderMappers'], [{ name: 'tenant', identityProviderAlias: 'evil' }]),
		'`identityProviderMappers` changes people who come from elsewhere',
	],
	[
		'another way to sign in',
		set(['browserFlow'], 'mine'),
		'`browserFlow` changes how people sign in, which is not understood',
	],
	[
		'what a way to sign in does',
		set(['authenticationFlows'], [{ alias: 'browser', builtIn: true }]),
		'`authenticationFlows` changes how people sign in, which is not understood',
	],
	['accounts for anybody', set(['registrationAllowed'], true), '`registrationAllowed` lets anybody make an account'],
	[
		'a key that somebody knows',
		component(keys, { name: 'known', providerId: 'rsa', config: { privateKey: ['MII'], priority: ['1000'] } }),
		'`components.org.keycloak.keys.KeyProvider.known` brings a key of its own, by which tokens are signed',
	],
	[
		'users of somebody else’s directory',
		component('org.keycloak.storage.UserStorageProvider', { name: 'ldap', providerId: 'ldap', config: {} }),
		'`components.org.keycloak.storage.UserStorageProvider.ldap` is a component of a kind that is not understood',
	],
	['groups for everybody', set(['defaultGroups'], ['/retail']), '`defaultGroups` gives groups to everybody'],
	[
		'groups with a tenant',
		set(['groups'], [{ name: 'a', subGroups: [{ name: 'b', attributes: { tenant: ['retail'] } }] }]),
		'`groups` have attributes or roles, which their members share',
	],
	[
		'an account with a password',
		(realm) => ({ ...realm, users: [...listAt(realm, ['users']), { username: 'eve', credentials: [{ value: 'x' }] }] }),
		'`users.eve` is an account of somebody, who may sign in with whatever it has',
	],
	[
		'an account of a client that can change the realm',
		(realm) => ({
			...realm,
			users: [
				...listAt(realm, ['users']),
				{ username: 'service-account-statements', serviceAccountClientId: 'statements', clientRoles: administer },
			],
		}),
		'`users.service-account-statements` has a role that can change the realm',
	],
	[
		'a default role that can change the realm',
		(realm) => ({
			...realm,
			roles: { realm: [{ name: 'default-roles-bank', composite: true, composites: { client: administer } }] },
		}),
		'`defaultRole` gives everybody a role that can change the realm',
	],
	['mail', set(['smtpServer'], { host: 'evil.example' }), '`smtpServer` sends mail that lets people in'],
	['plaintext', set(['sslRequired'], 'none'), '`sslRequired` lets tokens be asked for in plaintext'],
	[
		'a key to sign with that is shared',
		set(['defaultSignatureAlgorithm'], 'HS256'),
		'`defaultSignatureAlgorithm` signs in a way that is not understood',
	],
	[
		'policies where nobody looks for them',
		set(['attributes'], { 'client-policies.policies': '{}' }),
		'`attributes.client-policies.policies` is not understood',
	],
	['a key that nobody knows', set(['tokenGiveaway'], true), '`tokenGiveaway` is not understood'],
	[
		'another way to sign in at one client',
		(realm) =>
			withAt(realm, ['clients', clientAt(realm, 'mobile-app'), 'authenticationFlowBindingOverrides'], { browser: 'x' }),
		'`clients.mobile-app.authenticationFlowBindingOverrides` changes how people sign in, which is not understood',
	],
	[
		'a key that lets somebody change one client',
		(realm) => withAt(realm, ['clients', clientAt(realm, 'mobile-app'), 'registrationAccessToken'], 'x'),
		'`clients.mobile-app.registrationAccessToken` is not understood',
	],
])('who is a user, how one signs in, who administers: %s', (_name, change, wanted) => {
	for (const ending of [part, whole]) expect([ending, ...said(ending, change)]).toContain(`undecided: ${wanted}`);
});

test('settings that let nobody in are no findings', () => {
	const quiet = {
		displayName: 'Bank',
		loginTheme: 'bank',
		internationalizationEnabled: true,
		bruteForceProtected: true,
		registrationAllowed: false,
		identityProviderMappers: [],
		groups: [{ name: 'staff', attributes: {}, subGroups: [] }],
		browserFlow: 'browser',
		defaultSignatureAlgorithm: 'ES256',
		passwordPolicy: 'length(12)',
	};
	for (const ending of [part, whole]) expect(said(ending, (realm) => ({ ...realm, ...quiet }))).toEqual([]);
	const made = { name: 'made', providerId: 'rsa-generated', config: { priority: ['100'], algorithm: ['RS256'] } };
	expect(said(whole, component(keys, made))).toEqual([]);
});

const noTenant = 'no user has `tenant`, which the user profile does not let anybody set';

test.each<[string, Change]>([
	['no user profile', set(['components'], {})],
	['no components', set(['components'], undefined)],
	[
		'no components, and no default scopes by which a whole realm could be known',
		(realm) => {
			const { components: _c, defaultDefaultClientScopes: _d, defaultOptionalClientScopes: _o, ...others } = realm;
			return others;
		},
	],
	[
		'a user profile without it',
		withProfile((attributes) => attributes.filter((each) => textAt(each, ['name']) !== 'tenant')),
	],
	[
		'a user profile in which nobody may set it',
		withProfile((attributes) =>
			attributes.map((each) =>
				textAt(each, ['name']) === 'tenant' ? withAt(each, ['permissions', 'edit'], []) : each,
			),
		),
	],
])('a tenant that no user can have: %s', (_name, change) => {
	expect(said(whole, change)).toEqual([noTenant]);
});

test('what is taken for granted of a realm that lives', () => {
	const same: Change = (realm) => realm;
	expect(judged(part, same).living).toEqual({ attribute: 'tenant' });
	expect(judged(whole, same).living).toBeUndefined();
	const file = bank.documents.find(({ path }) => path.endsWith(whole));
	const components = isFields(file?.content) ? file.content.components : undefined;
	expect(judged(part, set(['components'], components)).living).toEqual({ attribute: undefined });
});
