import { expect, test } from 'vitest';
import type { AccessModel, ApiKeyEntrance, Preflight, Workload } from '../../src/access/model.ts';
import { accessFacts, renderAccess } from '../../src/report/index.ts';
import { bank, http, originAt, workload } from './sample.ts';

const plain = { color: false, width: 80, most: 200, rest: '' };
const probed = (over: Partial<Workload> = {}): Workload =>
	workload('probed', {
		probes: {
			kind: 'direct',
			operations: [http('GET', '/healthz')],
			because: 'the kubelet has no certificate',
			origin: originAt('services.probed.probes'),
		},
		...over,
	});

/** The bank without what it leaves open, with the parts in place of its own. */
const closedBank = (over: Partial<AccessModel>): AccessModel => ({ ...bank(), plaintext: [], ...over });

/** The text of the block about what is open, without the bank's public route. */
function openText(model: AccessModel): string {
	const [, after = ''] = renderAccess(accessFacts(model, []), plain).split('Open to anyone, without a token');
	const [, rest = ''] = (after.split('\n\n')[0] ?? '').split('on the public site\n');
	return rest;
}

test('a probe that asks the application is open to anyone in the network, and its service is not closed', () => {
	const model = closedBank({ workloads: [probed(), workload('shut')], grants: [], entrances: [] });
	const facts = accessFacts(model, []);
	expect(facts.closed).toEqual(['shut']);
	expect(facts.open).toMatchObject([
		{ kind: 'probe', receiver: 'probed', gateway: null, hosts: [], operations: ['GET /healthz'], expires: null },
	]);
	expect(renderAccess(facts, plain)).toContain(`Open to anyone, without a token (1)
  GET /healthz at the pods of probed
    health probe: in plaintext, to anyone in the network
    because: the kubelet has no certificate
`);
});

test('a service with a plaintext exception and no caller is not closed', () => {
	const pay = workload('pay');
	const [opening] = bank().plaintext;
	const plaintext = opening === undefined ? [] : [{ ...opening, workload: pay }];
	const facts = accessFacts(closedBank({ workloads: [pay], grants: [], entrances: [], plaintext }), []);
	expect(facts.closed).toEqual([]);
	expect(facts.open).toMatchObject([
		{ kind: 'plaintext', receiver: 'pay', operations: ['GET /metrics'], expires: '2027-01-31' },
	]);
});

test('openings at a pod name the port where there are several', () => {
	const ports = ['admin', 'http'].map((name, index) => ({
		name,
		port: 80 + index,
		targetPort: 80 + index,
		protocol: 'http' as const,
	}));
	const facts = accessFacts(closedBank({ workloads: [probed({ ports })] }), []);
	expect(facts.open.map((fact) => fact.operations)).toEqual([['GET /healthz on http']]);
});

test('a disabled service answers no probe', () => {
	const state = { kind: 'disabled', because: 'stolen' } as const;
	expect(accessFacts(closedBank({ workloads: [probed({ state })] }), []).open).toEqual([]);
});

const answered = (by: 'gateway' | 'service', origins = ['https://app.bank.example']): Preflight => ({
	kind: 'answered',
	by,
	origins,
});

/** The bank, its one route with this answer to preflight requests. */
function withPreflight(preflight: Preflight): AccessModel {
	const model = closedBank({});
	const entrances = model.entrances.map((entrance) => ({
		...entrance,
		operations: entrance.operations.map((each) => ({ ...each, route: { ...each.route, preflight } })),
	}));
	// One route, one object: entrances of a route share it.
	const [first] = entrances.flatMap((entrance) => entrance.operations.map((each) => each.route));
	if (first === undefined) throw new Error('the sample has a route');
	const operations = entrances.map((entrance) => ({
		...entrance,
		operations: entrance.operations.map((each) => ({ ...each, route: first })),
	}));
	return { ...model, entrances: operations };
}

test('an answered preflight names its route, who answers, and the pages', () => {
	expect(openText(withPreflight(answered('service')))).toBe(
		`  OPTIONS /api/accounts/{id}, OPTIONS /api/quotes at api.bank.example
    edge → accounts: preflight, answered by the service, for pages of
      https://app.bank.example`,
	);
	expect(accessFacts(withPreflight(answered('gateway')), []).open).toMatchObject([
		{ kind: 'preflight', answeredBy: 'gateway', origins: ['https://app.bank.example'], expires: null },
	]);
});

test('a preflight is open only where it is declared and a browser comes that way', () => {
	expect(accessFacts(withPreflight({ kind: 'refused' }), []).open).toEqual([]);
	const model = withPreflight(answered('service'));
	const machines = model.entrances.map((entrance) => ({
		...entrance,
		grant: { ...entrance.grant, actor: { kind: 'identity', because: 'a machine' } as const },
	}));
	expect(accessFacts({ ...model, entrances: machines }, []).open).toEqual([]);
});

test('API keys name the authorizer and their last day', () => {
	const model = closedBank({});
	const [entrance] = model.entrances;
	const [scope] = model.scopes;
	if (entrance === undefined || scope === undefined) throw new Error('the sample has an entrance and a scope');
	const { gateway, operations } = entrance;
	const terms = { owner: 'team-old', because: 'its callers retire', expires: '2027-03-31', origin: originAt('x') };
	const key: ApiKeyEntrance = {
		gateway,
		provider: 'legacy-keys',
		network: { kind: 'unknown' },
		scope,
		operations,
		...terms,
	};
	expect(openText({ ...model, apiKeys: [key] })).toBe(`  GET /api/accounts/{id} at api.bank.example, until 2027-03-31
    edge → accounts, accounts.close: API keys, judged by legacy-keys
    because: its callers retire`);
	expect(accessFacts({ ...model, apiKeys: [{ ...key, operations: [] }] }, []).open).toEqual([]);
});
