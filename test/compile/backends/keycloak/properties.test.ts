// Laws that hold for every model: what can be minted is what was granted, and the order of anything changes no byte.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessModel, Grant } from '../../../../src/access/model.ts';
import { keycloak } from '../../../../src/compile/backends/keycloak/index.ts';
import type { RealmPart } from '../../../../src/manifests/keycloak.ts';
import { clientGrant, clientOf, gateway, grant, modelOf, outsideClient, scope, service } from '../../model.ts';
import { partOf } from './bank.ts';

const names = ['a', 'b', 'c', 'd'] as const;
const scopesEach = ['read', 'write'] as const;
const services = new Map(names.map((name) => [name, service(name)] as const));
const login = {
	kind: 'browser',
	redirectUris: ['https://x.example/cb'],
	webOrigins: [],
	postLogoutRedirectUris: [],
} as const;

interface Wish {
	readonly from: (typeof names)[number] | 'app' | 'machine';
	readonly to: (typeof names)[number];
	readonly scope: (typeof scopesEach)[number];
	readonly actor: 'service' | 'exchange' | 'login';
}

const wish: fc.Arbitrary<Wish> = fc.record({
	from: fc.constantFrom(...names, 'app' as const, 'machine' as const),
	to: fc.constantFrom(...names),
	scope: fc.constantFrom(...scopesEach),
	actor: fc.constantFrom('service' as const, 'exchange' as const, 'login' as const),
});

function serviceOf(name: (typeof names)[number]) {
	const found = services.get(name);
	if (found === undefined) throw new Error(name);
	return found;
}

function modelFrom(wishes: readonly Wish[], off: ReadonlySet<string> = new Set()): AccessModel {
	const state = (name: string) =>
		off.has(name) ? ({ kind: 'disabled', because: 'off' } as const) : ({ kind: 'active' } as const);
	const signsIn = (name: string) => wishes.some((each) => each.from === name && each.actor === 'login');
	const clients = new Map(
		names.map((name) => [
			name as string,
			clientOf(serviceOf(name), { state: state(name), login: signsIn(name) ? login : { kind: 'none' } }),
		]),
	);
	const app = outsideClient('app', { state: state('app') });
	const machine = outsideClient('machine', { kind: 'machine', state: state('machine') });
	const edge = gateway('edge').workload;
	const grants = new Map<string, Grant>();
	for (const { from, to, scope: kind, actor } of wishes) {
		if (from === to || off.has(from) || off.has(to)) continue;
		const wanted = scope(serviceOf(to), `${to}.${kind}`, ['GET /']);
		const made =
			from === 'app'
				? clientGrant(app, edge, wanted)
				: from === 'machine'
					? clientGrant(machine, edge, wanted)
					: grant(serviceOf(from), wanted, actor, { client: clients.get(from) ?? app });
		grants.set(`${made.id} ${actor}`, made);
	}
	return modelOf({ clients: [...clients.values(), app, machine], grants: [...grants.values()] });
}

const mixed = fc.array(wish, { maxLength: 14 });
const options = { seed: 20261124, numRuns: 150 };

/** What a client can obtain, by the rules of the server: (client, actor, scope) for each grant type that is open. */
function mintable(part: RealmPart): Set<string> {
	const tokens = new Set<string>();
	for (const client of part.clients.filter((each) => each.enabled)) {
		const ways: [string, string, boolean][] = [
			['service', 'client_credentials', client.serviceAccountsEnabled],
			['user', 'authorization_code', client.standardFlowEnabled],
			[
				'user',
				'urn:ietf:params:oauth:grant-type:token-exchange',
				client.attributes['standard.token.exchange.enabled'] === 'true',
			],
		];
		for (const [actor, grantType, open] of ways) {
			for (const asked of open ? client.optionalClientScopes : []) {
				if (!isRefused(part, client.defaultClientScopes, grantType, asked))
					tokens.add(`${client.clientId} ${actor} ${asked}`);
			}
		}
	}
	return tokens;
}

const listed = (value: unknown, item: string): boolean => Array.isArray(value) && value.includes(item);

function isRefused(part: RealmPart, worn: readonly string[], grantType: string, asked: string): boolean {
	return part.clientPolicies.policies
		.filter((policy) => policy.profiles.includes('meshgrant-refuse'))
		.some((policy) =>
			policy.conditions.every(({ condition, configuration }) => {
				if (condition === 'grant-type') return listed(configuration.grant_types, grantType);
				if (configuration.type === 'Optional') return listed(configuration.scopes, asked);
				return worn.some((mark) => listed(configuration.scopes, mark));
			}),
		);
}

const granted = (model: AccessModel): Set<string> =>
	new Set(
		model.grants.flatMap(({ actor, scope: { name } }) =>
			actor.kind === 'service' || actor.kind === 'user' ? [`${actor.client.id} ${actor.kind} ${name}`] : [],
		),
	);

test('whatever the server would mint was granted, for that client, scope and actor; and all of it', () => {
	fc.assert(
		fc.property(mixed, (wishes) => {
			const model = modelFrom(wishes);
			expect(mintable(partOf(model))).toEqual(granted(model));
		}),
		options,
	);
});

test('each catalog scope brings its receiver into `aud`, and no other client', () => {
	fc.assert(
		fc.property(mixed, (wishes) => {
			const model = modelFrom(wishes);
			const audiences = new Map(model.scopes.map((each) => [each.name, each.audience]));
			for (const each of partOf(model).clientScopes) {
				const included = each.protocolMappers.map((mapper) => mapper.config['included.client.audience']);
				expect(included).toEqual(audiences.has(each.name) ? [audiences.get(each.name)] : []);
			}
		}),
		options,
	);
});

test('the order of the catalog changes no byte', () => {
	fc.assert(
		fc.property(mixed, fc.nat(), (wishes, turn) => {
			const by = wishes.length === 0 ? 0 : turn % wishes.length;
			const turned = [...wishes.slice(by), ...wishes.slice(0, by)].reverse();
			const model = modelFrom(wishes);
			const other = modelFrom(turned);
			const shuffled = {
				...other,
				grants: [...other.grants].reverse(),
				clients: [...other.clients].reverse(),
				scopes: [...other.scopes].reverse(),
			};
			expect(JSON.stringify(keycloak(shuffled))).toBe(JSON.stringify(keycloak(model)));
		}),
		options,
	);
});

test('a disabled client can obtain nothing, whatever it was granted', () => {
	fc.assert(
		fc.property(mixed, fc.constantFrom<string>(...names, 'app', 'machine'), (wishes, name) => {
			const part = partOf(modelFrom(wishes, new Set([name])));
			expect(
				[...mintable(part)].filter((token) => token.startsWith(`${name} `) || token.endsWith(`${name}.read`)),
			).toEqual([]);
		}),
		options,
	);
});

test('one more grant takes nothing away', () => {
	fc.assert(
		fc.property(mixed, wish, (wishes, one) => {
			const before = mintable(partOf(modelFrom(wishes)));
			const after = mintable(partOf(modelFrom([...wishes, one])));
			expect([...before].filter((token) => !after.has(token))).toEqual([]);
		}),
		options,
	);
});
