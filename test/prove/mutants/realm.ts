// Changes of the Keycloak definitions, in each of the forms in which they are written.
import type { Client } from '../../../src/access/model.ts';
import type { DocumentFile, Json } from '../../../src/manifests/object.ts';
import { type Fields, isFields, listAt, textAt, textsAt, valueAt, withAt } from './edit.ts';
import type { Change, Operator, Truth } from './operator.ts';
import type { Subject } from './subject.ts';

type Changed = readonly [what: string, content: Json];

/** Changes each file of definitions. */
export const operator = (
	name: string,
	truth: Truth,
	of: (content: Fields, subject: Subject) => Iterable<Changed>,
): Operator => ({
	name: `realm: ${name}`,
	truth,
	changes: (subject) =>
		subject.documents.flatMap((file, index) => {
			if (!isFields(file.content)) return [];
			return [...of(file.content, subject)].map(([what, content]): Change => {
				const documents = subject.documents.map(
					(one, place): DocumentFile => (place === index ? { ...one, content } : one),
				);
				return { kind: 'realm', what: `${file.path}: ${what}`, documents };
			});
		}),
});

/** Changes of one entry of a list of the realm. */
export function* entries(
	content: Fields,
	list: string,
	of: (entry: Json) => Iterable<readonly [what: string, changed: Json | undefined]>,
): Iterable<Changed> {
	for (const [index, entry] of listAt(content, list.split('.')).entries()) {
		for (const [what, changed] of of(entry)) {
			yield [`${list}[${index}] ${nameOf(entry)}: ${what}`, withAt(content, [...list.split('.'), index], changed)];
		}
	}
}

const nameOf = (entry: Json): string =>
	textAt(entry, ['clientId']) || textAt(entry, ['name']) || textAt(entry, ['username']);

/** Clients of the catalog that are on, and whose tokens some grant needs. */
function party(entry: Json, { model }: Subject): Client | undefined {
	const id = textAt(entry, ['clientId']);
	const client = model.clients.find((each) => each.id === id && each.state.kind === 'active');
	const isUsed = model.grants.some(({ actor }) => 'client' in actor && actor.client === client);
	return isUsed ? client : undefined;
}

export const clients = (
	name: string,
	truth: Truth,
	of: (entry: Json, client: Client | undefined, subject: Subject) => readonly (readonly [string, Json | undefined])[],
): Operator =>
	operator(name, truth, (content, subject) =>
		entries(content, 'clients', (entry) => of(entry, party(entry, subject), subject)),
	);

const mapper = (protocolMapper: string, config: Readonly<Record<string, string>>): Json => ({
	name: 'added',
	protocol: 'openid-connect',
	protocolMapper,
	config: { 'access.token.claim': 'true', 'lightweight.claim': 'true', ...config },
});

const hardcoded = (claim: string, value: string): Json =>
	mapper('oidc-hardcoded-claim-mapper', { 'claim.name': claim, 'claim.value': value, 'jsonType.label': 'String' });

const withMapper = (entry: Json, added: Json): Json =>
	withAt(entry, ['protocolMappers'], [...listAt(entry, ['protocolMappers']), added]);

const mappers = ({ model }: Subject): readonly (readonly [string, Json])[] => [
	...model.scopes
		.slice(0, 1)
		.map(
			({ audience }) =>
				[`audience ${audience}`, mapper('oidc-audience-mapper', { 'included.client.audience': audience })] as const,
		),
	[
		'a free audience',
		mapper('oidc-audience-mapper', { 'included.custom.audience': model.scopes.at(-1)?.audience ?? 'x' }),
	],
	['sid', hardcoded('sid', 'x')],
	['client_id', hardcoded('client_id', 'x')],
	['aud', hardcoded('aud', model.scopes[0]?.audience ?? 'x')],
	['azp', hardcoded('azp', 'x')],
	['role', hardcoded('role', 'admin')],
	['the tenant', hardcoded(model.tenancy.kind === 'claim' ? model.tenancy.claim : 'tenant', 'another')],
];

const isOurs = (entry: Json, { model }: Subject): boolean =>
	model.scopes.some(({ name }) => name === textAt(entry, ['name']));

const scopes = (
	name: string,
	truth: Truth,
	of: (entry: Json, subject: Subject) => readonly (readonly [string, Json | undefined])[],
): Operator =>
	operator(name, truth, (content, subject) =>
		entries(content, 'clientScopes', (entry) => (isOurs(entry, subject) ? of(entry, subject) : [])),
	);

const set = (entry: Json, path: readonly (string | number)[], to: Json | undefined): Json => withAt(entry, path, to);

export const realmOperators: readonly Operator[] = [
	scopes('mapper added to a scope', 'depends', (entry, subject) =>
		mappers(subject).map(([what, added]) => [what, withMapper(entry, added)]),
	),
	clients('mapper added to a client', 'depends', (entry, client, subject) =>
		client === undefined ? [] : mappers(subject).map(([what, added]) => [what, withMapper(entry, added)]),
	),
	scopes('scope without its audience', 'depends', (entry) => [['no mapper', set(entry, ['protocolMappers'], [])]]),
	scopes('scope with another audience', 'depends', (entry, { model }) =>
		model.scopes
			.filter(({ name }) => name !== textAt(entry, ['name']))
			.slice(0, 2)
			.map(({ audience }) => [
				audience,
				set(entry, ['protocolMappers', 0, 'config', 'included.client.audience'], audience),
			]),
	),
	scopes('scope that is not named', 'depends', (entry) => [
		['not in scope', set(entry, ['attributes', 'include.in.token.scope'], 'false')],
	]),
	scopes('scope dropped', 'depends', () => [['dropped', undefined]]),
	clients('optional scope too many', 'depends', (entry, _, { model }) => {
		const known = textsAt(entry, ['optionalClientScopes']);
		return model.scopes
			.filter(({ name }) => !known.includes(name))
			.slice(0, 4)
			.map(({ name }) => [name, set(entry, ['optionalClientScopes'], [...known, name])]);
	}),
	clients('optional scope too few', 'depends', (entry) => {
		const known = textsAt(entry, ['optionalClientScopes']);
		return known.map((name) => [
			name,
			set(
				entry,
				['optionalClientScopes'],
				known.filter((each) => each !== name),
			),
		]);
	}),
	clients('scope by default', 'depends', (entry, _, { model }) =>
		model.scopes
			.slice(0, 3)
			.map(({ name }) => [
				name,
				set(entry, ['defaultClientScopes'], [...textsAt(entry, ['defaultClientScopes']), name]),
			]),
	),
	clients('default scope too few', 'depends', (entry) => {
		const known = textsAt(entry, ['defaultClientScopes']);
		return known.map((name) => [
			name,
			set(
				entry,
				['defaultClientScopes'],
				known.filter((each) => each !== name),
			),
		]);
	}),
	clients('built-in scope added', 'depends', (entry) =>
		['roles', 'service_account', 'profile', 'offline_access'].map((name) => [
			name,
			set(entry, ['defaultClientScopes'], [...textsAt(entry, ['defaultClientScopes']), name]),
		]),
	),
	clients('full scope', 'depends', (entry) => [['full scope', set(entry, ['fullScopeAllowed'], true)]]),
	clients('flow switched', 'depends', (entry) => [
		...['standardFlowEnabled', 'implicitFlowEnabled', 'directAccessGrantsEnabled', 'serviceAccountsEnabled'].map(
			(name) => [name, set(entry, [name], valueAt(entry, [name]) !== true)] as const,
		),
		...[
			'standard.token.exchange.enabled',
			'oauth2.device.authorization.grant.enabled',
			'oidc.ciba.grant.enabled',
			'oauth2.jwt.authorization.grant.enabled',
			'client_credentials.use_refresh_token',
		].map(
			(name) =>
				[
					name,
					set(entry, ['attributes', name], textAt(entry, ['attributes', name]) === 'true' ? 'false' : 'true'),
				] as const,
		),
	]),
	clients('enabled or not', 'depends', (entry) => [
		['switched', set(entry, ['enabled'], valueAt(entry, ['enabled']) !== true)],
	]),
	clients('shared secret', 'changes', (entry, client) =>
		client === undefined || client.kind === 'public'
			? []
			: [['a secret', set(set(entry, ['clientAuthenticatorType'], 'client-secret'), ['secret'], 'x')]],
	),
	clients('public', 'depends', (entry, client) =>
		client === undefined || client.kind === 'public' ? [] : [['public', set(entry, ['publicClient'], true)]],
	),
	clients("another's account", 'changes', (entry, client) =>
		client?.authentication.kind === 'federated'
			? [['another namespace', set(entry, ['attributes', 'jwt.credential.sub'], 'system:serviceaccount:elsewhere:x')]]
			: [],
	),
	clients('redirect address added', 'changes', (entry, client) =>
		client?.login.kind === 'browser' && valueAt(entry, ['standardFlowEnabled']) === true
			? ['https://evil.example/x', '*', 'https://evil.example/*'].map((uri) => [
					uri,
					set(entry, ['redirectUris'], [...textsAt(entry, ['redirectUris']), uri]),
				])
			: [],
	),
	clients('lifetime raised', 'changes', (entry, client) =>
		client === undefined ? [] : [['a day', set(entry, ['attributes', 'access.token.lifespan'], '86400')]],
	),
	clients('dropped', 'depends', () => [['dropped', undefined]]),
	operator('policy dropped', 'depends', (content) =>
		entries(content, 'clientPolicies.policies', () => [['dropped', undefined]]),
	),
	operator('policy off', 'depends', (content) =>
		entries(content, 'clientPolicies.policies', (entry) => [['off', set(entry, ['enabled'], false)]]),
	),
	operator('policy not strict', 'depends', (content) =>
		entries(content, 'clientPolicies.policies', (entry) => [['lenient', set(entry, ['mode'], undefined)]]),
	),
	operator('policy without a profile', 'depends', (content) =>
		entries(content, 'clientPolicies.policies', (entry) => [['no profile', set(entry, ['profiles'], [])]]),
	),
	operator('policy with another condition', 'depends', (content) =>
		entries(content, 'clientPolicies.policies', (entry) =>
			listAt(entry, ['conditions']).flatMap((condition, index): (readonly [string, Json])[] => {
				const at = ['conditions', index, 'configuration'];
				const scopesOf = textsAt(condition, ['configuration', 'scopes']);
				const grants = textsAt(condition, ['configuration', 'grant_types']);
				return [
					[`condition ${index} negated`, set(entry, [...at, 'is-negative-logic'], true)],
					[`condition ${index} dropped`, set(entry, ['conditions', index], undefined)],
					...scopesOf.map(
						(scope) =>
							[
								`without ${scope}`,
								set(
									entry,
									[...at, 'scopes'],
									scopesOf.filter((each) => each !== scope),
								),
							] as const,
					),
					...grants.map(
						(grant) =>
							[
								`without ${grant}`,
								set(
									entry,
									[...at, 'grant_types'],
									grants.filter((each) => each !== grant),
								),
							] as const,
					),
				];
			}),
		),
	),
	operator('profile without an executor', 'depends', (content) =>
		entries(content, 'clientProfiles.profiles', (entry) =>
			listAt(entry, ['executors']).map(
				(_, index) => [`without executor ${index}`, set(entry, ['executors', index], undefined)] as const,
			),
		),
	),
	operator('account of another tenant', 'changes', (content, { model }) =>
		model.tenancy.kind === 'none'
			? []
			: entries(content, 'users', (entry) =>
					Object.keys(valueAt(entry, ['attributes']) ?? {}).map((name) => [
						name,
						set(entry, ['attributes', name], ['another']),
					]),
				),
	),
	operator('account dropped', 'depends', (content) => entries(content, 'users', () => [['dropped', undefined]])),
	operator('account off', 'depends', (content) =>
		entries(content, 'users', (entry) => [['off', set(entry, ['enabled'], false)]]),
	),
	operator('tenant from another attribute', 'changes', (content, subject) =>
		entries(content, 'clientScopes', (entry) => {
			const at = ['protocolMappers', 0, 'config', 'user.attribute'];
			const isTenant = textAt(entry, ['name']) === 'meshgrant-tenant' && isCarried(content);
			return isTenant && subject.model.tenancy.kind === 'claim'
				? ['locale', 'department', 'username'].map((to) => [to, set(entry, at, to)] as const)
				: [];
		}),
	),
	operator('tenant the same for everyone', 'changes', (content, { model: { tenancy } }) =>
		entries(content, 'clientScopes', (entry) =>
			textAt(entry, ['name']) === 'meshgrant-tenant' && isCarried(content) && tenancy.kind === 'claim'
				? [['fixed', set(entry, ['protocolMappers'], [hardcoded(tenancy.claim, 'retail')])] as const]
				: [],
		),
	),
	operator('tenant that users may edit', 'changes', (content) => {
		const text = JSON.stringify(content);
		const locked = String.raw`\"permissions\":{\"view\":[\"admin\"],\"edit\":[\"admin\"]}`;
		const open = String.raw`\"permissions\":{\"view\":[\"admin\"],\"edit\":[\"admin\",\"user\"]}`;
		return text.includes(locked) && isCarried(content) ? [['editable', JSON.parse(text.replaceAll(locked, open))]] : [];
	}),
	operator('named otherwise', 'changes', (content) => [['another realm', { ...content, realm: 'another' }]]),
	operator('realm off', 'changes', (content, { model }) =>
		model.grants.some(({ actor }) => 'client' in actor && actor.client.issuer.realm === content.realm)
			? [['off', { ...content, enabled: false }]]
			: [],
	),
	operator('same: lists in another order', 'same', (content) =>
		['clients', 'clientScopes', 'users', 'clientPolicies.policies'].map(
			(name): Changed => [name, withAt(content, name.split('.'), [...listAt(content, name.split('.'))].reverse())],
		),
	),
	clients('same: words for people', 'same', (entry) => [
		['description', set(entry, ['description'], 'something else')],
	]),
	clients('same: scopes twice, in another order', 'same', (entry) => [
		['optional', set(entry, ['optionalClientScopes'], [...textsAt(entry, ['optionalClientScopes'])].reverse())],
	]),
];

/** Some client with a way for users has the tenant in its tokens. */
const isCarried = (content: Json): boolean =>
	listAt(content, ['clients']).some(
		(entry) =>
			textsAt(entry, ['defaultClientScopes']).includes('meshgrant-tenant') &&
			(valueAt(entry, ['standardFlowEnabled']) === true ||
				textAt(entry, ['attributes', 'standard.token.exchange.enabled']) === 'true'),
	);
