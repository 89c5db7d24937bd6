// Small models with actors mixed at random: four services, two scopes each, an app and a machine, every one of which may
// ask for any scope in any way. Names are few, so that one scope is used by services here and for users there.
import fc from 'fast-check';
import type { AccessModel, Grant } from '../../../src/access/model.ts';
import { clientGrant, clientOf, gateway, grant, modelOf, outsideClient, scope, service } from '../../compile/model.ts';

const names = ['a', 'b', 'c', 'd'] as const;
const actions = ['read', 'write'] as const;
const ways = ['service', 'exchange', 'login'] as const;

const wish = fc.record({
	from: fc.constantFrom(...names, 'app' as const, 'machine' as const),
	to: fc.constantFrom(...names),
	action: fc.constantFrom(...actions),
	way: fc.constantFrom(...ways),
});
type Wish = typeof wish extends fc.Arbitrary<infer T> ? T : never;

/** Every wish granted, except a service's to itself; a service signs users in where one of its wishes says so. */
function modelOfWishes(wishes: readonly Wish[]): AccessModel {
	const services = new Map(names.map((name) => [name, service(name)]));
	const serviceOf = (name: string) => services.get(name as (typeof names)[number]) ?? service(name);
	const signsIn = new Set(wishes.filter(({ way }) => way === 'login').map(({ from }) => from));
	const clients = new Map(
		names.map((name) => [name, clientOf(serviceOf(name), signsIn.has(name) ? { login: browserAt(name) } : {})]),
	);
	const scopes = new Map(
		names.flatMap((name) =>
			actions.map((action) => [
				`${name}.${action}`,
				scope(serviceOf(name), `${name}.${action}`, [`GET /${action}`], {
					tenant: action === 'write' ? 'required' : 'none',
				}),
			]),
		),
	);
	const edge = gateway('edge');
	const tenant = { kind: 'fixed', tenant: 'business' } as const;
	const grants = wishes.flatMap(({ from, to, action, way }): Grant[] => {
		const wanted = scopes.get(`${to}.${action}`);
		if (wanted === undefined || from === to) return [];
		if (from === 'app') return [clientGrant(outsideClient('app'), edge.workload, wanted)];
		const crossing = { tenant: { kind: 'crossing', because: 'all of them' } } as const;
		if (from === 'machine') {
			const machine = outsideClient('machine', { kind: 'machine', tenant });
			return [clientGrant(machine, edge.workload, wanted, wanted.tenant === 'required' ? { tenant } : {})];
		}
		const client = clients.get(from) ?? clientOf(serviceOf(from));
		const rule = way === 'service' && wanted.tenant === 'required' ? crossing : {};
		return [grant(serviceOf(from), wanted, way, { client, ...rule })];
	});
	return modelOf({
		catalog: 'random',
		tenancy: { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' },
		clients: [...clients.values()],
		scopes: [...scopes.values()],
		gateways: [edge],
		grants: [...new Map(grants.map((each) => [each.id, each])).values()],
	});
}

const browserAt = (name: string) =>
	({
		kind: 'browser',
		redirectUris: [`https://${name}.example/signed-in`],
		webOrigins: [],
		postLogoutRedirectUris: [],
	}) as const;

/** So many models; the same seed gives the same ones. */
export const randomActors = (count: number, seed: number): readonly AccessModel[] =>
	fc.sample(fc.array(wish, { minLength: 14, maxLength: 24 }).map(modelOfWishes), { numRuns: count, seed });
