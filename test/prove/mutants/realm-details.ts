// Small changes of a realm: a switch in capitals, a word left out, a name twice, a string attached. What a tool or the server
// makes of it is not what the definitions say, or nobody gets the token any more, so that most change access as they are made.
import type { Client, Grant } from '../../../src/access/model.ts';
import type { Json } from '../../../src/manifests/object.ts';
import { type Fields, listAt, textAt, valueAt, withAt } from './edit.ts';
import type { Operator, Truth } from './operator.ts';
import { clients, entries, operator } from './realm.ts';
import type { Subject } from './subject.ts';

type Changed = readonly [what: string, content: Json];

const isPart = (content: Fields): boolean => valueAt(content, ['defaultDefaultClientScopes']) === undefined;

const set = (entry: Json, path: readonly (string | number)[], to: Json | undefined): Json => withAt(entry, path, to);
const added = (entry: Json, path: readonly string[], value: Json): Json =>
	set(entry, path, [...listAt(entry, path), value]);

/** Grants to users by tokens of this realm. */
const ofUsers = ({ model }: Subject, content: Fields): readonly (Grant & { readonly actor: { kind: 'user' } })[] =>
	model.grants.flatMap((grant) => {
		const { actor } = grant;
		return actor.kind === 'user' && actor.client.issuer.realm === content.realm ? [{ ...grant, actor }] : [];
	});

/** Those that files of a living realm alone have. */
const inPart = (name: string, of: (content: Fields, subject: Subject) => Iterable<Changed>): Operator =>
	operator(name, 'changes', (content, subject) => (isPart(content) ? of(content, subject) : []));

/** Clients of the catalog that some grant needs. */
const used = (name: string, of: (entry: Json, client: Client) => readonly Changed[]): Operator =>
	clients(name, 'changes', (entry, client) => (client === undefined ? [] : of(entry, client)));

const switches = [
	'standard.token.exchange.enabled',
	'oauth2.device.authorization.grant.enabled',
	'oidc.ciba.grant.enabled',
	'oauth2.jwt.authorization.grant.enabled',
	'client_credentials.use_refresh_token',
	'client.use.lightweight.access.token.enabled',
];

const switched = (name: string, truth: Truth, turn: (text: string) => string): Operator =>
	clients(name, truth, (entry) =>
		switches.flatMap((attribute): Changed[] => {
			const text = textAt(entry, ['attributes', attribute]);
			return text === '' ? [] : [[attribute, set(entry, ['attributes', attribute], turn(text))]];
		}),
	);

const named = (name: string, truth: Truth, to: string): Operator =>
	operator(name, truth, (content) =>
		entries(content, 'clientScopes', (entry) =>
			textAt(entry, ['attributes', 'include.in.token.scope']) === 'true'
				? [[to, set(entry, ['attributes', 'include.in.token.scope'], to)]]
				: [],
		),
	);

/** Executors, put into a profile of ours. */
const executing = (
	name: string,
	profile: string,
	obtained: 'exchange' | 'login',
	executors: readonly Json[],
): Operator =>
	operator(name, 'changes', (content, subject) =>
		ofUsers(subject, content).some(({ actor }) => 'obtained' in actor && actor.obtained === obtained)
			? entries(content, 'clientProfiles.profiles', (entry) =>
					textAt(entry, ['name']) === profile
						? executors.map((executor) => [textAt(executor, ['executor']), added(entry, ['executors'], executor)])
						: [],
				)
			: [],
	);

const told = ['protocol', 'implicitFlowEnabled', 'serviceAccountsEnabled', 'protocolMappers', 'optionalClientScopes'];

export const realmDetailOperators: readonly Operator[] = [
	switched('switches turned, in capitals', 'depends', (text) => (text === 'true' ? 'FALSE' : 'TRUE')),
	switched('same: switches in capitals', 'same', (text) => text.toUpperCase()),
	named('scope that is not named, by another word', 'depends', 'no'),
	named('same: scope that is named in capitals', 'same', 'TRUE'),
	inPart('left as the realm has it', (content) =>
		entries(content, 'clients', (entry) => [
			...told.map((key): Changed => [key, set(entry, [key], undefined)]),
			...switches.map((name): Changed => [name, set(entry, ['attributes', name], undefined)]),
		]),
	),
	inPart('a scope that the realm may have', (content) =>
		entries(content, 'clients', (entry) => [['optional', added(entry, ['optionalClientScopes'], 'corp-scope')]]),
	),
	inPart('an address made of the root', (content, { model }) =>
		entries(content, 'clients', (entry) => {
			const client = model.clients.find(({ id }) => id === textAt(entry, ['clientId']));
			const isSigning = client?.login.kind === 'browser' && client.state.kind === 'active';
			if (!isSigning || valueAt(entry, ['standardFlowEnabled']) !== true) return [];
			if (listAt(entry, ['optionalClientScopes']).length === 0) return [];
			return [['root', set(set(entry, ['redirectUris'], []), ['rootUrl'], 'https://evil.example')]];
		}),
	),
	operator('filled in from outside', 'changes', (content) =>
		entries(content, 'clients', (entry) => [
			['description', set(entry, ['description'], isPart(content) ? '$(env:X)' : `\${X}`)],
			['attribute', set(entry, ['attributes', isPart(content) ? '$(env:X)' : `\${X:y}`], 'true')],
		]),
	),
	operator('for clients that come later', 'changes', (content, { model }) =>
		model.scopes
			.filter(({ name }) => listAt(content, ['clientScopes']).some((entry) => textAt(entry, ['name']) === name))
			.map(({ name }) => [name, added(content, ['defaultOptionalClientScopes'], name)]),
	),
	executing('exchange with strings attached', 'meshgrant-exchange', 'exchange', [
		{ executor: 'jwt-claim-enforcer', configuration: { 'claim-name': 'azp', 'allowed-value': 'nobody' } },
		{ executor: 'jwt-claim-enforcer', configuration: { 'claim-name': 'sid', 'allowed-value': 'nope' } },
		{ executor: 'downscope-assertion-grant-enforcer', configuration: {} },
	]),
	executing('another way to sign in', 'meshgrant-login', 'login', [
		{ executor: 'auth-flow-enforcer', configuration: { 'auth-flow-alias': 'registration' } },
	]),
	operator('scope behind a role', 'changes', (content, subject) =>
		[...new Set(ofUsers(subject, content).map(({ scope }) => scope.name))].map((name) => [
			name,
			added(content, ['scopeMappings'], { clientScope: name, roles: ['vip'] }),
		]),
	),
	used('sign-in in another form', (entry, { login }) =>
		login.kind !== 'browser'
			? []
			: [
					['pushed', set(entry, ['attributes', 'require.pushed.authorization.requests'], 'true')],
					['an object', set(entry, ['attributes', 'request.object.required'], 'request')],
				],
	),
	used('another protocol', (entry) => [['saml', set(entry, ['protocol'], 'saml')]]),
	used('no time', (entry) => [
		...['0', '-5', '3e2'].map((text): Changed => [text, set(entry, ['attributes', 'access.token.lifespan'], text)]),
		['not before', set(entry, ['notBefore'], 2_000_000_000)],
	]),
	operator('there twice', 'changes', (content) =>
		['clients', 'clientScopes', 'clientProfiles.profiles', 'clientPolicies.policies'].flatMap((list): Changed[] => {
			const [first] = listAt(content, list.split('.'));
			return first === undefined ? [] : [[list, added(content, list.split('.'), first)]];
		}),
	),
];
