// Never is never: what is allowed in any spelling, from outside as well, is not said to be impossible.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Access, accessOfManifests, allows, type Call, letsNever, type Never } from '../../src/testing/plain.ts';
import { printOperation } from '../../src/traffic/operation.ts';
import { models } from '../generators/model.ts';
import { isWithinIssuers } from '../prove/mutants/subject.ts';
import { bank as bankWith } from './bank.ts';
import { accessOfModel } from './model-access.ts';

const bank = await bankWith();

describe('from outside', () => {
	test.each<[string, Never]>([
		['anyone, through the gateway', { from: 'anyone', to: 'payments' }],
		['anyone, by one request', { from: 'anyone', to: 'payments', request: 'POST /settlements' }],
		['anyone, by another service', { from: 'anyone', to: 'deposit-calculator', request: 'GET /deposits/quote' }],
		['a client without its token', { from: 'mobile-app', to: 'payments', request: 'POST /settlements' }],
		['a client with its token', { from: 'mobile-app', to: 'payments', request: 'POST /payments' }],
	])('%s gets in', (_what, never) => {
		expect(letsNever(bank, never).holds).toBe(false);
	});

	test.each<[string, Never]>([
		['where no token means no access', { from: 'anyone', to: 'accounts' }],
		['where the gateway lets no such request in', { from: 'anyone', to: 'payments', request: 'DELETE /settlements' }],
		['where bytes have no route', { from: 'anyone', to: 'ledger' }],
	])('anyone does not, %s', (_what, never) => {
		const outcome = letsNever(bank, never);
		expect(outcome.holds, outcome.message()).toBe(true);
	});
});

describe('spellings', () => {
	test('a path is asked about as policies see it', () => {
		const to = { from: 'statements', to: 'accounts' };
		for (const request of ['GET /%61ccounts/1', 'GET /x/../accounts/1', 'GET /accounts/1?full', 'GET /accounts/./1']) {
			expect(letsNever(bank, { ...to, request }).holds, request).toBe(false);
		}
		expect(letsNever(bank, { ...to, request: 'GET /accounts/../other' }).holds).toBe(true);
		for (const request of ['GET /é', 'GET /%00', 'PROPFIND2 /accounts/1']) {
			expect(() => letsNever(bank, { ...to, request }), request).toThrow('no proxy reads');
		}
	});

	test('a request to a port for bytes is bytes', () => {
		expect(letsNever(bank, { from: 'accounts', to: 'ledger', request: 'GET /x' }).holds).toBe(false);
		expect(letsNever(bank, { from: 'accounts', to: 'ledger', request: 'TCP' }).holds).toBe(false);
		expect(letsNever(bank, { from: 'statements', to: 'ledger', request: 'GET /x' }).holds).toBe(true);
	});
});

test('the name of a Service means all its pods', () => {
	const pods = (name: string, labels: Record<string, string>) => ({
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: { name, namespace: 'shop' },
		spec: { template: { metadata: { labels }, spec: { serviceAccountName: 'web', containers: [] } } },
	});
	const cluster = accessOfManifests([
		{
			apiVersion: 'v1',
			kind: 'Service',
			metadata: { name: 'web', namespace: 'shop' },
			spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
		},
		pods('web', { app: 'web', v: '1' }),
		pods('web-canary', { app: 'web', v: '2' }),
		{
			apiVersion: 'security.istio.io/v1',
			kind: 'AuthorizationPolicy',
			metadata: { name: 'none', namespace: 'shop' },
			spec: { selector: { matchLabels: { v: '1' } } },
		},
	]);
	expect(letsNever(cluster, { from: 'plaintext', to: 'deployment/shop/web' }).holds).toBe(true);
	expect(letsNever(cluster, { from: 'plaintext', to: 'shop/web' }).holds).toBe(false);
});

/** Requests that the receiver offers, and some that nobody does, in several spellings. */
function requestsTo(access: Access, to: string): readonly string[] {
	const offered = access.model.scopes
		.filter(({ receiver }) => receiver.name === to)
		.flatMap(({ operations }) => operations)
		.map((operation) =>
			printOperation(operation)
				.replace(/ on .*$/, '')
				.replace(/\{\w+\}/g, '1')
				.replace(/\*\*/g, 'x/y'),
		)
		.map((text) => text.replace(/^ANY /, 'PATCH '));
	const odd = offered.flatMap((text) => (/^\w+ \//.test(text) ? [text.replace(' /', ' /./'), `${text}?q`] : []));
	return [...new Set([...offered, ...odd, 'GET /nothing', 'TCP'])];
}

/** `allows`, where the question can be asked at all. */
function passes(access: Access, call: Call): boolean {
	try {
		return allows(access, call).holds;
	} catch {
		return false;
	}
}

/** What is allowed although it is said never to be; and how much of it was allowed. */
function contradictions(access: Access): { found: string[]; allowed: number; outside: number } {
	const callers = [...access.model.workloads.map(({ name }) => name), ...Object.keys(access.scene.data.clients ?? {})];
	const asked = access.model.workloads.flatMap(({ name: to }) =>
		[...callers, 'anyone', 'plaintext'].flatMap((from) =>
			requestsTo(access, to).map((request) => ({ from, to, request })),
		),
	);
	const allowed = asked.filter((call) => passes(access, call));
	const found = allowed.filter((call) => letsNever(access, call).holds);
	const outside = allowed.filter(({ from }) => !access.model.workloads.some(({ name }) => name === from));
	const texts = found.map(({ from, to, request }) => `${from} → ${to}: ${request}`);
	return { found: texts, allowed: allowed.length, outside: outside.length };
}

describe('nothing is both allowed and never', () => {
	test('in the bank', () => {
		const { found, allowed } = contradictions(bank);
		expect(found).toEqual([]);
		expect(allowed).toBeGreaterThan(40);
	});

	test('in generated catalogs', () => {
		let allowed = 0;
		let outside = 0;
		fc.assert(
			fc.property(models.filter(isWithinIssuers), (model) => {
				const made = accessOfModel(model);
				// Names of clients are looked up in what was written.
				const clients = Object.fromEntries(model.clients.map(({ id }) => [id, {}])) as NonNullable<
					Access['scene']['data']['clients']
				>;
				const access = { ...made, scene: { ...made.scene, data: { ...made.scene.data, clients } } };
				const one = contradictions(access);
				expect(one.found).toEqual([]);
				allowed += one.allowed;
				outside += one.outside;
			}),
			{ numRuns: 40, seed: 11 },
		);
		expect(allowed).toBeGreaterThan(400);
		expect(outside).toBeGreaterThan(100);
	});
});
