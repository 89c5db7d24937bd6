// Small words of a realm by which somebody else gets tokens, or those who should get none: each was once read otherwise than
// the server reads it, and was proved. In both files unless one is named.
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/manifests/object.ts';
import { type Fields, isFields, listAt, textAt, textsAt, withAt } from './mutants/edit.ts';
import { type Change, clientAt, entry, judged, part, said, set, whole, withProfile } from './realm.ts';

type Case = readonly [name: string, change: Change, wanted: string];

const client = (id: string, change: (found: Json) => Json): Change => entry('clients', id, change);
const scope = (name: string, change: (found: Json) => Json): Change => entry('clientScopes', name, change);

const to =
	(path: readonly (string | number)[], value: Json | undefined) =>
	(found: Json): Json =>
		withAt(found, path, value);

const attribute = (id: string, name: string, value: Json | undefined): Change =>
	client(id, to(['attributes', name], value));

const more =
	(list: string, value: Json) =>
	(found: Json): Json =>
		withAt(found, [list], [...listAt(found, [list]), value]);

const profile = (name: string, executor: string, configuration: Json = {}): Change =>
	entry('clientProfiles.profiles', name, more('executors', { executor, configuration }));

/** A copy of the sign-in of customers, under another name. */
const evil =
	(change: Fields): Change =>
	(realm) => {
		const found = listAt(realm, ['clients'])[clientAt(realm, 'mobile-app')];
		if (!isFields(found)) throw new Error('no mobile-app');
		return more('clients', { ...found, clientId: 'evil', redirectUris: [], attributes: {}, ...change })(realm);
	};

const check = (endings: readonly string[], cases: readonly Case[]): void => {
	test.each(cases)('%s', (_name, change, wanted) => {
		for (const ending of endings) {
			const found = said(ending, change);
			expect([ending, found.some((each) => each.includes(wanted)) || found]).toEqual([ending, true]);
		}
	});
};

describe('a root address makes a redirect address, where the Admin REST API makes the client', () => {
	check(
		[part],
		[
			['of a new client', evil({ rootUrl: 'https://evil.example' }), 'it says the scope `accounts.read`'],
			['one that ends in a slash', evil({ rootUrl: 'https://evil.example/' }), 'it says the scope `accounts.read`'],
			[
				'of a service that may sign people in all of a sudden',
				client('statements', (found) =>
					to(['rootUrl'], 'https://evil.example')(to(['standardFlowEnabled'], true)(found)),
				),
				'it says the scope `accounts.read`',
			],
			['an empty one', client('statements', to(['standardFlowEnabled'], true)), 'it says the scope `accounts.read`'],
			['an empty one, by default', client('statements', to(['standardFlowEnabled'], undefined)), 'is not said'],
			[
				'of the client of a person',
				client('mobile-app', (found) => to(['rootUrl'], 'https://evil.example')(to(['redirectUris'], [])(found))),
				'a sign-in may end at `https://evil.example/*`',
			],
		],
	);

	test('an import makes none', () => {
		expect(said(whole, client('statements', to(['standardFlowEnabled'], true)))).toEqual([]);
	});
});

describe('switches are read without regard to case, and whatever is not true is off', () => {
	check(
		[part, whole],
		[
			[
				'a service with sessions of its own',
				attribute('scheduler', 'client_credentials.use_refresh_token', 'TRUE'),
				'it says `sid`, as if a user had signed in',
			],
			['exchange', attribute('statements', 'standard.token.exchange.enabled', 'TRUE'), 'it says the scope'],
			['devices', attribute('mobile-app', 'oauth2.device.authorization.grant.enabled', 'True'), 'it says the scope'],
			['backchannel', attribute('mobile-app', 'oidc.ciba.grant.enabled', 'tRUE'), 'it says the scope'],
			['assertions', attribute('mobile-app', 'oauth2.jwt.authorization.grant.enabled', 'TRUE'), 'it says the scope'],
			[
				'tokens that say less',
				attribute('payments', 'client.use.lightweight.access.token.enabled', 'TRUE'),
				'it does not say',
			],
			['tokens bound to a key', attribute('mobile-app', 'dpop.bound.access.tokens', 'TRUE'), 'it says `cnf`'],
			...['False', 'no', '', '0'].map(
				(value): Case => [
					`a scope that is not named, \`${value}\``,
					scope('accounts.read', to(['attributes', 'include.in.token.scope'], value)),
					'no such token can be had for `accounts`',
				],
			),
			[
				'neither',
				attribute('payments', 'standard.token.exchange.enabled', 'yes'),
				'enabled` is neither `true` nor `false`',
			],
		],
	);

	test('the same in capitals is the same', () => {
		const off = attribute('scheduler', 'client_credentials.use_refresh_token', 'FALSE');
		const on = scope('accounts.read', to(['attributes', 'include.in.token.scope'], 'TRUE'));
		for (const ending of [part, whole]) expect([said(ending, off), said(ending, on)]).toEqual([[], []]);
	});
});

describe('a realm that lives has what a part does not hold', () => {
	const without = (key: string): Case => [
		`a client without ${key}`,
		client('payments', to([key], undefined)),
		`\`clients.payments.${key}\` is not said, so that it stays as the realm has it`,
	];
	const withoutAttribute = (name: string): Case => [
		`a client without ${name}`,
		attribute('payments', name, undefined),
		`\`clients.payments.attributes.${name}\` is not said`,
	];
	check(
		[part],
		[
			...['defaultClientScopes', 'optionalClientScopes'].map(
				(list): Case => [
					`a scope of the realm among ${list}`,
					client('mobile-app', more(list, 'corp-scope')),
					`\`clients.mobile-app.${list}\` has \`corp-scope\`, which these definitions do not hold`,
				],
			),
			...['implicitFlowEnabled', 'serviceAccountsEnabled', 'protocolMappers', 'bearerOnly', 'protocol'].map(without),
			...[
				'access.token.lifespan',
				'standard.token.exchange.enabled',
				'oauth2.device.authorization.grant.enabled',
				'oidc.ciba.grant.enabled',
				'oauth2.jwt.authorization.grant.enabled',
				'client_credentials.use_refresh_token',
				'client.use.lightweight.access.token.enabled',
			].map(withoutAttribute),
			['a scope without mappers', scope('meshgrant-exchange', to(['protocolMappers'], undefined)), 'is not said'],
			['no word whether it is on', set(['enabled'], undefined), '`enabled` is not said'],
			['text that is filled in', client('statements', to(['description'], '$(env:X)')), 'is filled in from outside'],
		],
	);
});

describe('text that an import fills in', () => {
	const filled = (place: string): string => `\`clients.statements.${place}\` is filled in from outside`;
	check(
		[whole],
		[
			[
				'the name of an attribute',
				attribute('statements', `\${x:standard.token.exchange.enabled}`, 'true'),
				filled(`attributes.\${x:standard.token.exchange.enabled}`),
			],
			[
				'the name of a scope',
				client('statements', more('optionalClientScopes', `\${X:accounts.book}`)),
				'optionalClientScopes.',
			],
			['words for people', client('statements', to(['description'], `\${X}`)), filled('description')],
			[
				'beside words of the server',
				client('statements', to(['description'], `\${client_account}\${X}`)),
				filled('description'),
			],
		],
	);
});

describe('clients that nobody has made yet', () => {
	check(
		[part, whole],
		['defaultDefaultClientScopes', 'defaultOptionalClientScopes'].map((list) => [
			list,
			(realm) => withAt(realm, [list], [...textsAt(realm, [list]), 'accounts.read']),
			'every client that is made later gets `accounts.read`',
		]),
	);
});

describe('strings attached to a token, and gates', () => {
	const executors = ['clientProfiles', 'profiles'];
	const allowed: Change = (realm) => {
		const at = listAt(realm, executors).findIndex((each) => textAt(each, ['name']) === 'meshgrant-exchange');
		return withAt(realm, [...executors, at, 'executors', 0, 'configuration', 'allowed-value'], 'nope');
	};
	check(
		[part, whole],
		[
			['one session', allowed, 'a policy asks for `sid` in what is exchanged'],
			[
				'another claim',
				profile('meshgrant-exchange', 'jwt-claim-enforcer', { 'claim-name': 'azp', 'allowed-value': 'nobody' }),
				'a policy asks for `azp` in what is exchanged',
			],
			[
				'all its scopes',
				profile('meshgrant-exchange', 'downscope-assertion-grant-enforcer'),
				'a policy asks for all its scopes in what is exchanged',
			],
			[
				'another way to sign in',
				profile('meshgrant-login', 'auth-flow-enforcer', { 'auth-flow-alias': 'registration' }),
				'is an executor that is not understood, `auth-flow-enforcer`',
			],
			[
				'a condition on nothing',
				entry(
					'clientPolicies.policies',
					'meshgrant-login',
					to(['conditions', 0, 'configuration', 'attributes'], '[null]'),
				),
				'has attributes that are no pairs of key and value',
			],
			[
				'a role of the realm',
				more('scopeMappings', { clientScope: 'accounts.freeze', roles: ['vip'] }) as Change,
				'only users with a role of its own have `accounts.freeze` in it',
			],
			[
				'a role of a client',
				set(['clientScopeMappings', 'payments'], [{ clientScope: 'accounts.freeze', roles: ['x'] }]),
				'only users with a role of its own have `accounts.freeze` in it',
			],
		],
	);

	test('a role that everybody has is no gate', () => {
		const gate = more('scopeMappings', { clientScope: 'accounts.freeze', roles: ['offline_access'] });
		for (const ending of [part, whole]) expect(said(ending, gate as Change)).toEqual([]);
	});
});

describe('how a client asks, and what it speaks', () => {
	const asked = 'asks for sign-ins in a form that is not understood';
	check(
		[part, whole],
		[
			['pushed requests', attribute('mobile-app', 'require.pushed.authorization.requests', 'true'), asked],
			['request objects', attribute('mobile-app', 'request.object.required', 'request or request_uri'), asked],
			[
				'a proof by a shared key',
				attribute('payroll', 'token.endpoint.auth.signing.alg', 'HS256'),
				'asks for proofs in a way that is not understood',
			],
			[
				'a proof of no length',
				attribute('payroll', 'token.endpoint.auth.signing.max.exp', '0'),
				'leaves no time for a proof',
			],
			['an attribute that nobody knows', attribute('payroll', 'a.new.one', 'x'), 'a.new.one` is not understood'],
			...['saml', 'docker-v2'].map(
				(protocol): Case => [
					protocol,
					client('mobile-app', to(['protocol'], protocol)),
					'no such token can be had for',
				],
			),
			['consent', client('payments', to(['consentRequired'], true)), 'asks people first, who may say no'],
		],
	);
});

describe('lengths', () => {
	const life = (value: string): Change => attribute('mobile-app', 'access.token.lifespan', value);
	const late = 'makes tokens of before that time worthless';
	check(
		[part, whole],
		[
			...['0', '-5'].map((value): Case => [value, life(value), 'it is over when it is made']),
			...['0x10', '3e2', ' 300', '2147483648'].map(
				(value): Case => [value, life(value), `has a lifetime that is no number, \`${value}\``],
			),
			['tokens from later on', set(['notBefore'], 2_000_000_000), late],
			['tokens of one client from later on', client('payments', to(['notBefore'], 2_000_000_000)), late],
			['codes that are over at once', set(['accessCodeLifespan'], 0), 'leaves no time for a sign-in'],
			['sessions of a second', set(['ssoSessionMaxLifespan'], 1), 'leaves no time for a session'],
		],
	);
});

describe('a tenant that is none', () => {
	check(
		[part, whole],
		['int', 'boolean', 'JSON'].map((type) => [
			`made a value of the type ${type}`,
			scope('meshgrant-tenant', to(['protocolMappers', 0, 'config', 'jsonType.label'], type)),
			'nobody knows which tenant it says',
		]),
	);
	const declared = (key: string, value: Json): Change =>
		withProfile((attributes) =>
			attributes.map((each) => (textAt(each, ['name']) === 'tenant' ? withAt(each, [key], value) : each)),
		);
	const unclear = 'the user profile says more of `tenant` than is understood';
	check(
		[whole],
		[
			['only with a scope', declared('selector', { scopes: ['nosuch'] }), unclear],
			['with a few values', declared('validations', { options: { options: ['none'] } }), unclear],
			['short', declared('validations', { length: { max: 3 } }), unclear],
			['the same for everybody', declared('defaultValue', 'retail'), unclear],
			[
				'by another kind of profile',
				set(['components', 'org.keycloak.userprofile.UserProfileProvider', 0, 'providerId'], 'x'),
				'is a user profile of a kind that is not understood',
			],
		],
	);
});

describe('what is there twice', () => {
	const twice = (list: string, name: string): Case => [
		name,
		(realm) => {
			const path = list.split('.');
			const found = listAt(realm, path);
			const again = found.filter((each) => [textAt(each, ['name']), textAt(each, ['clientId'])].includes(name));
			return withAt(realm, path, [...again, ...found]);
		},
		`undecided: \`${list}.${name}\` is there twice`,
	];
	check(
		[part, whole],
		[
			twice('clients', 'payments'),
			twice('clientScopes', 'accounts.read'),
			twice('clientProfiles.profiles', 'meshgrant-refuse'),
			twice('clientPolicies.policies', 'meshgrant-login'),
		],
	);
});

test('what is odd at any place of a realm is read without a throw', () => {
	const odd: readonly Json[] = [null, [], {}, '', 0, true, [null], [[]], { a: null }, '[null]', 'null', '{}'];
	const deep: readonly (readonly (string | number)[])[] = [
		['clients', 0],
		['clients', 0, 'attributes'],
		['clientScopes', 0, 'protocolMappers'],
		['clientPolicies', 'policies', 0, 'conditions', 0, 'configuration', 'attributes'],
		['clientProfiles', 'profiles', 0, 'executors'],
		['identityProviders', 0, 'config'],
		['users', 0, 'attributes'],
		['attributes'],
		['scopeMappings'],
	];
	for (const ending of [part, whole]) {
		for (const path of deep) {
			for (const value of odd) expect(() => judged(ending, set(path, value))).not.toThrow();
		}
	}
});
