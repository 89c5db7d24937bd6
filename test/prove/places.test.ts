// Where requests are judged, and as what: hard points of attachment, one by one.
import { describe, expect, test } from 'vitest';
import type { AccessModel } from '../../src/access/model.ts';
import { contextOf, type Finding, meshFindings } from '../../src/prove/index.ts';
import {
	apiKey,
	clientGrant,
	clientOf,
	entrance,
	gateway,
	grant,
	modelOf,
	namespace,
	outsideClient,
	plaintext,
	publicGrant,
	route,
	scope,
	service,
} from '../compile/model.ts';
import { added, bank, found, planted } from './bank.ts';
import { listAt, withAt } from './mutants/edit.ts';
import { type MeshObject, subjectOf } from './mutants/subject.ts';

const placesOf = (model: AccessModel): readonly string[] =>
	contextOf(model, subjectOf('', model).objects).sites.map(
		({ place: { workload, port, speaks } }) => `${workload}:${port} ${speaks}`,
	);

const findingsOf = (
	model: AccessModel,
	change: (objects: readonly MeshObject[]) => readonly MeshObject[] = (all) => all,
): readonly Finding[] => {
	const objects = change(subjectOf('', model).objects);
	return meshFindings(contextOf(model, objects), objects);
};

const kinds = (findings: readonly Finding[]): readonly string[] =>
	[...new Set(findings.map(({ kind }) => kind))].sort();

const store = service('store', { ports: ['tcp 5432->5432 tcp'] });
const web = service('web');
const use = scope(store, 'store.use', ['TCP']);

describe('ports', () => {
	test('declared ones, those that a policy names, and one that nothing names', () => {
		const model = modelOf({
			workloads: [store, web],
			clients: [],
			scopes: [use],
			grants: [grant(web, use, 'identity')],
		});
		expect(placesOf(model)).toEqual([
			'store:5432 tcp',
			'store:9 http',
			'store:9 tcp',
			'web:8080 http',
			'web:9 http',
			'web:9 tcp',
			'any other pod in store:9 http',
			'any other pod in store:9 tcp',
			'any other pod in web:9 http',
			'any other pod in web:9 tcp',
		]);
	});

	test('a rule that opens a port nobody declares is seen', () => {
		const findings = found(
			added('AuthorizationPolicy', 'payments', { rules: [{ to: [{ operation: { ports: ['9999'] } }] }] }),
		);
		expect(new Set(findings.map((finding) => ('place' in finding ? finding.place.port : 0)))).toEqual(new Set([9999]));
		expect(kinds(findings)).toEqual(['excess']);
	});

	test('TCP: an HTTP field in an ALLOW rule takes the rule away, one in a DENY rule is passed over', () => {
		const model = modelOf({
			workloads: [store, web],
			clients: [],
			scopes: [use],
			grants: [grant(web, use, 'identity')],
		});
		const methods = findingsOf(model, (all) =>
			all.map((object) =>
				object.metadata.name === 'store' && object.kind === 'AuthorizationPolicy'
					? (withAt(object, ['spec', 'rules', 0, 'to', 0, 'operation', 'methods'], ['GET']) as MeshObject)
					: object,
			),
		);
		expect(kinds(methods)).toEqual(['missing']);
		const deny = findingsOf(model, (all) => [
			...all,
			{
				...firstOf(all),
				metadata: { ...firstOf(all).metadata, name: 'deny', namespace: 'store' },
				spec: { action: 'DENY', rules: [{ to: [{ operation: { methods: ['GET'] } }] }] },
			},
		]);
		expect(kinds(deny)).toEqual(['missing']);
	});
});

const firstOf = (all: readonly MeshObject[]): MeshObject => {
	const first = all.find(({ kind }) => kind === 'AuthorizationPolicy');
	if (first === undefined) throw new Error('no policy');
	return first;
};

describe('listeners of a gateway, which are its user’s', () => {
	const rules = (object: MeshObject) => listAt(object, ['spec', 'rules']);
	const edge = (change: (object: MeshObject) => MeshObject) => found(planted('AuthorizationPolicy edge/edge', change));
	const withRule = (rule: object) => (object: MeshObject) =>
		withAt(object, ['spec', 'rules'], [...rules(object), rule as never]) as MeshObject;

	test('rules without ports open every listener', () => {
		const findings = edge((object) =>
			JSON.parse(JSON.stringify(object, (key, value) => (key === 'ports' ? undefined : value))),
		);
		expect(kinds(findings)).toEqual(['excess']);
		expect(findings).toMatchObject([{ place: { workload: 'edge', port: 9, speaks: 'http' } }]);
	});

	test('a rule for a port that the catalog does not declare opens it, for HTTP and for bytes', () => {
		const findings = edge(withRule({ to: [{ operation: { ports: ['9090'] } }] }));
		expect(findings).toMatchObject([
			{ kind: 'excess', place: { port: 9090, speaks: 'http' } },
			{ kind: 'excess', place: { port: 9090, speaks: 'tcp' } },
		]);
	});

	test('a rule about certificates is undecided, since a listener may ask for them', () => {
		const principals = ['bank.example/ns/messages/sa/statements'];
		const findings = edge(withRule({ from: [{ source: { principals } }] }));
		expect(kinds(findings)).toEqual(['undecided']);
		expect(findings[0]).toMatchObject({ why: expect.stringContaining('a rule asks for the caller’s certificate') });
	});
});

describe('what only some protocols let anybody send', () => {
	const opened = (rule: object) =>
		found(
			planted(
				'AuthorizationPolicy accounts/accounts',
				(object) =>
					withAt(object, ['spec', 'rules'], [...listAt(object, ['spec', 'rules']), rule as never]) as MeshObject,
			),
		).filter((finding) => !('place' in finding) || finding.place.port === 8080);

	test('a dot segment with parameters, sent with escaped dots', () => {
		expect(opened({ to: [{ operation: { paths: ['/a/..;x/b'], ports: ['8080'] } }] })).toMatchObject([
			{ kind: 'excess', request: { http: { path: '/a/%2e%2e;x/b' } } },
		]);
	});

	test('a method in lower case, which HTTP/2 takes: undecided, since the evaluator speaks HTTP/1.1', () => {
		const findings = opened({ to: [{ operation: { methods: ['get', 'post'], ports: ['8080'] } }] });
		expect(kinds(findings)).toEqual(['undecided']);
	});

	test('what cannot be sent does not hide what can', () => {
		expect(opened({ to: [{ operation: { methods: ['get', 'LOCK'], ports: ['8080'] } }] })).toMatchObject([
			{ kind: 'excess', request: { http: { method: 'LOCK' } } },
		]);
	});

	test('a tab in a header', () => {
		expect(
			opened({
				to: [{ operation: { ports: ['8080'] } }],
				when: [{ key: 'request.headers[x-any]', values: ['a\tb'] }],
			}),
		).toMatchObject([{ kind: 'excess', request: { http: { headers: [['x-any', 'a\tb']] } } }]);
	});
});

describe('gateways', () => {
	const shop = service('shop');
	const read = scope(shop, 'shop.read', ['GET /items/{id}']);
	const app = outsideClient('app');
	const line = route('shop.example', '/', shop, {
		preflight: { kind: 'answered', by: 'service', origins: ['https://app.example'] },
	});
	const modelWith = (change: Parameters<typeof gateway>[2], more: Partial<AccessModel> = {}) => {
		const door = gateway('door', [line], change);
		const use = clientGrant(app, door.workload, read);
		return modelOf({
			workloads: [shop],
			gateways: [door],
			clients: [clientOf(shop), app],
			scopes: [read],
			grants: [use],
			entrances: [entrance(door, line, use)],
			...more,
		});
	};

	test('a Gateway API gateway is found by its name, and is not opened by another target', () => {
		const model = modelWith({ attachment: { kind: 'gateway-api', name: 'door' } });
		expect(findingsOf(model)).toEqual([]);
		const moved = findingsOf(model, (all) =>
			all.map((object) =>
				listAt(object, ['spec', 'targetRefs']).length > 0
					? (withAt(object, ['spec', 'targetRefs', 0, 'name'], 'other') as MeshObject)
					: object,
			),
		);
		expect(kinds(moved)).toEqual(['excess', 'undecided']);
	});

	test('preflight that the service answers is let in at both, and with a tenant header at neither', () => {
		const tenancy = { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' } as const;
		expect(findingsOf(modelWith({}))).toEqual([]);
		const model = modelWith({}, { tenancy });
		expect(findingsOf(model)).toEqual([]);
		const unguarded = findingsOf(model, (all) => all.filter(({ metadata }) => !metadata.name.endsWith('tenant-guard')));
		const preflights = unguarded.flatMap((finding) =>
			finding.kind === 'excess' ? [finding.request.http?.method] : [],
		);
		expect(new Set(preflights)).toEqual(new Set(['OPTIONS']));
	});

	test('API keys: the authorizer is asked before tokens are verified, so its rules see none', () => {
		const key = (door: ReturnType<typeof gateway>) => apiKey(door, line, read);
		const door = gateway('door', [line]);
		const model = modelOf({
			workloads: [shop],
			gateways: [door],
			clients: [clientOf(shop)],
			scopes: [read],
			grants: [publicGrant(door.workload, read)],
			entrances: [entrance(door, line, publicGrant(door.workload, read))],
			apiKeys: [key(door)],
		});
		expect(findingsOf(model)).toEqual([]);
		const onlyWithout = findingsOf(model, (all) =>
			all.map((object) =>
				object.spec.action === 'CUSTOM'
					? (withAt(object, ['spec', 'rules', 0, 'from'], [{ source: { requestPrincipals: ['*'] } }]) as MeshObject)
					: object,
			),
		);
		expect(kinds(onlyWithout)).toContain('excess');
	});

	test('several issuers at one gateway: each token at its own operations', () => {
		const partners = {
			...clientOf(service('stock'), {}),
			issuer: {
				...clientOf(shop).issuer,
				name: 'partners',
				issuer: 'https://idp.example/realms/partners',
				realm: 'partners',
			},
		};
		const stock = service('stock');
		const list = scope(stock, 'stock.list', ['GET /stock']);
		const partner = outsideClient('partner', { kind: 'machine', issuer: partners.issuer });
		const second = route('stock.example', '/', stock);
		const door = gateway('door', [line, second]);
		const [one, two] = [clientGrant(app, door.workload, read), clientGrant(partner, door.workload, list)];
		const model = modelOf({
			issuers: [clientOf(shop).issuer, partners.issuer],
			workloads: [shop, stock],
			gateways: [door],
			clients: [clientOf(shop), partners, app, partner],
			scopes: [read, list],
			grants: [one, two],
			entrances: [entrance(door, line, one), entrance(door, second, two)],
		});
		expect(findingsOf(model)).toEqual([]);
		const anyIssuer = findingsOf(model, (all) =>
			all.map((object) =>
				object.metadata.name === 'door' && object.kind === 'AuthorizationPolicy'
					? (withAt(object, ['spec', 'rules', 0, 'from', 0, 'source', 'requestPrincipals'], ['*']) as MeshObject)
					: object,
			),
		);
		expect(kinds(anyIssuer)).toEqual(['excess']);
	});
});

describe('pods', () => {
	test('two workloads whose selectors overlap: the narrower one has both policies', () => {
		const wide = service('wide', { namespace: namespace('both'), selector: { app: 'x' } });
		const narrow = service('narrow', { namespace: namespace('both'), selector: { app: 'x', tier: 'y' } });
		const read = scope(wide, 'wide.read', ['GET /a']);
		const model = modelOf({
			workloads: [wide, narrow, web],
			clients: [],
			scopes: [read],
			grants: [grant(web, read, 'identity')],
		});
		expect(findingsOf(model)).toMatchObject([{ kind: 'excess', place: { workload: 'narrow' } }]);
	});

	test('a PeerAuthentication in the root namespace: with a selector it opens nothing, and it is in doubt all the same', () => {
		const permissive = { mtls: { mode: 'PERMISSIVE' } };
		const selector = { selector: { matchLabels: { app: 'limits' } } };
		for (const spec of [{ ...permissive, ...selector }, permissive]) {
			expect(kinds(found(added('PeerAuthentication', 'istio-system', spec)))).toEqual(['undecided']);
		}
		const findings = found([
			...added('PeerAuthentication', 'istio-system', permissive).filter(
				({ kind, metadata }) => kind !== 'PeerAuthentication' || metadata.namespace !== 'accounts',
			),
		]);
		expect(kinds(findings)).toEqual(['handling', 'undecided']);
	});

	test('probes and exceptions without TLS: their operations, their port, and nothing else', () => {
		const probed = service('probed', { ports: ['http 80->8080', 'admin 81->8081'] });
		const read = scope(probed, 'probed.read', ['GET /a', 'GET /b on admin']);
		const model = modelOf({
			workloads: [probed, web],
			clients: [],
			scopes: [read],
			grants: [grant(web, read, 'identity')],
			plaintext: [{ ...plaintext(probed, []), operations: read.operations.slice(0, 1) }],
		});
		expect(findingsOf(model)).toEqual([]);
		const both = findingsOf(model, (all) =>
			all.map((object) =>
				object.kind === 'PeerAuthentication' && object.metadata.name === 'probed'
					? (withAt(object, ['spec', 'portLevelMtls', '8081'], { mode: 'PERMISSIVE' }) as MeshObject)
					: object,
			),
		);
		expect(both).toMatchObject([{ kind: 'handling', place: { workload: 'probed', port: 8081 } }]);
	});

	test('policies split at the limits of one object are one policy', () => {
		const many = service('many');
		const callers = Array.from({ length: 40 }, (_, index) => service(`caller${index}`));
		const each = scope(
			many,
			'many.use',
			Array.from({ length: 60 }, (_, index) => `GET /${'x'.repeat(90)}/${index}`),
		);
		const model = modelOf({
			workloads: [many, ...callers],
			clients: [],
			scopes: [each],
			grants: callers.map((caller) => grant(caller, each, 'identity')),
		});
		const { objects } = subjectOf('', model);
		const shards = objects.filter(
			({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.name.startsWith('many'),
		);
		expect(shards.length).toBeGreaterThan(1);
		expect(findingsOf(model)).toEqual([]);
		expect(kinds(findingsOf(model, (all) => all.filter((object) => object.metadata.name !== 'many-2')))).toEqual([
			'missing',
		]);
	});
});

describe('audiences and claims', () => {
	test('an audience as a URL is the same audience for the proxy, and another one for a rule', () => {
		const title = 'RequestAuthentication';
		const spelled = bank.objects.map((object) =>
			object.kind === title && object.metadata.name === 'accounts'
				? (withAt(object, ['spec', 'jwtRules', 0, 'audiences'], ['http://accounts']) as MeshObject)
				: object,
		);
		expect(found(spelled)).toEqual([]);
		const rule = bank.objects.map((object) =>
			object.kind === 'AuthorizationPolicy' && object.metadata.name === 'limits'
				? (withAt(object, ['spec', 'rules', 0, 'when', 0, 'values'], ['http://limits']) as MeshObject)
				: object,
		);
		expect(kinds(found(rule))).toEqual(['excess', 'missing']);
	});

	test('a client that is one of a list in the token is not the client', () => {
		const prefix = bank.objects.map((object) =>
			object.kind === 'AuthorizationPolicy' && object.metadata.name === 'limits'
				? (withAt(object, ['spec', 'rules', 0, 'when', 4, 'values'], ['payments', 'payroll']) as MeshObject)
				: object,
		);
		expect(kinds(found(prefix))).toContain('excess');
	});
});
