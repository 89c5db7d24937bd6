// Changes of a realm beside its clients and scopes: whose word says who a client is, what tokens are called, who is a user.
// Each hands tokens to somebody else, or takes them from everybody, so that it changes access by how it is made.
import type { Client } from '../../../src/access/model.ts';
import type { Json } from '../../../src/manifests/object.ts';
import { type Fields, listAt, textAt, valueAt, withAt } from './edit.ts';
import type { Operator } from './operator.ts';
import { operator } from './realm.ts';
import type { Subject } from './subject.ts';

/** Clients of this realm by which some grant gets its tokens. */
function users({ model }: Subject, { realm }: Fields): readonly Client[] {
	const used = model.grants.flatMap(({ actor }) => ('client' in actor ? [actor.client] : []));
	return [...new Set(used)].filter(({ issuer }) => issuer.realm === realm);
}

const cluster = (config: Fields): Json => ({
	alias: 'evil',
	providerId: 'kubernetes',
	enabled: true,
	hideOnLogin: true,
	config,
});

const people: Json = { alias: 'evil', providerId: 'oidc', enabled: true, config: { issuer: 'https://evil.example' } };

const withProvider = (content: Fields, provider: Json): Fields => ({
	...content,
	identityProviders: [...listAt(content, ['identityProviders']), provider],
});

/** All clients that the cluster vouches for, by another alias. */
const vouchedBy = (content: Fields, alias: string): Fields => ({
	...content,
	clients: listAt(content, ['clients']).map((entry) =>
		textAt(entry, ['attributes', 'jwt.credential.issuer']) === ''
			? entry
			: withAt(entry, ['attributes', 'jwt.credential.issuer'], alias),
	),
});

const first = ['identityProviders', 0];

const vouching = (
	name: string,
	of: (content: Fields) => readonly (readonly [what: string, changed: Json])[],
): Operator =>
	operator(name, 'changes', (content, subject) => {
		const isFederated = users(subject, content).some(({ authentication }) => authentication.kind === 'federated');
		return isFederated ? of(content) : [];
	});

/** Settings of which each lets somebody in whom nobody counted. */
const settings: readonly (readonly [what: string, change: (content: Fields) => Json])[] = [
	['accounts for anybody', (content) => ({ ...content, registrationAllowed: true })],
	['people of another provider', (content) => withProvider(content, people)],
	[
		'what is made of such people',
		(content) => ({
			...withProvider(content, people),
			identityProviderMappers: [{ name: 'tenant', identityProviderAlias: 'evil', config: { attribute: 'tenant' } }],
		}),
	],
	[
		'a flow without a password',
		(content) => ({ ...content, browserFlow: 'open', authenticationFlows: [{ alias: 'open', topLevel: true }] }),
	],
	[
		'a key that somebody knows',
		(content) =>
			withAt(
				content,
				['components', 'org.keycloak.keys.KeyProvider'],
				[{ name: 'known', providerId: 'rsa', config: { privateKey: ['MII'], priority: ['1000'] } }],
			),
	],
	[
		'a directory of users',
		(content) =>
			withAt(
				content,
				['components', 'org.keycloak.storage.UserStorageProvider'],
				[{ name: 'ldap', providerId: 'ldap' }],
			),
	],
	[
		'a group for everybody, with a tenant',
		(content) => ({
			...content,
			groups: [{ name: 'all', path: '/all', attributes: { tenant: ['retail'] } }],
			defaultGroups: ['/all'],
		}),
	],
	[
		'an account with a password',
		(content) => ({
			...content,
			users: [
				...listAt(content, ['users']),
				{ username: 'eve', enabled: true, credentials: [{ type: 'password', value: 'x' }] },
			],
		}),
	],
];

export const realmSettingOperators: readonly Operator[] = [
	vouching('another issuer says who clients are', (content) => [
		['the issuer', withAt(content, [...first, 'config', 'issuer'], 'https://evil.example')],
		['no issuer', withAt(content, [...first, 'config'], {})],
		['keys', withAt(content, [...first, 'config', 'jwksUrl'], 'https://evil.example/keys')],
		['a second one', vouchedBy(withProvider(content, cluster({ issuer: 'https://evil.example' })), 'evil')],
	]),
	vouching('nobody says who clients are', (content) => [
		['dropped', withAt(content, first, undefined)],
		['off', withAt(content, [...first, 'enabled'], false)],
		['another name', vouchedBy(content, 'elsewhere')],
	]),
	operator('tokens of another issuer', 'changes', (content, subject) =>
		users(subject, content).length === 0
			? []
			: [['frontendUrl', withAt(content, ['attributes', 'frontendUrl'], 'https://evil.example')]],
	),
	operator('somebody else is a user', 'changes', (content) =>
		settings.map(([what, change]) => [what, change(content)] as const),
	),
	operator('tenant that no user can have', 'changes', (content, subject) => {
		const isNeeded = subject.model.grants.some(
			({ actor, tenant }) =>
				actor.kind === 'user' && actor.client.issuer.realm === content.realm && tenant.kind === 'any-claimed',
		);
		if (!isNeeded || valueAt(content, ['components']) === undefined) return [];
		const text = JSON.stringify(content);
		const renamed: Json = JSON.parse(
			text.replaceAll(String.raw`{\"name\":\"tenant\"`, String.raw`{\"name\":\"other\"`),
		);
		return [
			['not in the profile', renamed],
			['no profile', withAt(content, ['components'], {})],
			['no components', withAt(content, ['components'], undefined)],
		];
	}),
	operator('same: settings that let nobody in', 'same', (content) => [
		['words', { ...content, displayName: 'Something', loginTheme: 'dark', internationalizationEnabled: true }],
		['events', { ...content, eventsEnabled: true, eventsListeners: ['jboss-logging'], bruteForceProtected: true }],
		['said as it is', { ...content, registrationAllowed: false, groups: [], browserFlow: 'browser' }],
	]),
];
