// The generated negative cases: how many there are, that every requirement is tried, and that each bites when the output has
// the fault that it is for.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Access, access, negativeCases, requirements, withstands } from '../../src/testing/plain.ts';
import { models } from '../generators/model.ts';
import { isWithinIssuers } from '../prove/mutants/subject.ts';
import { at, bank } from './bank.ts';
import { accessOfModel } from './model-access.ts';
import { overlapping } from './overlapping.ts';

const failing = (asked: Access) => negativeCases(asked).cases.filter((one) => !withstands(asked, one).holds);

const tokens = [
	'services.catalog.ts',
	'examples/car-rental/services.catalog.ts',
	'examples/orders/services.catalog.ts',
];

test.each(tokens)('every requirement is tried on %s, or left out with a reason', async (file) => {
	const asked = await access(new URL(`../../${file}`, import.meta.url), { environment: 'prod', today: '2026-11-24' });
	const { cases, leftOut } = negativeCases(asked);
	const names = new Set([...cases, ...leftOut].map(({ name }) => name));
	expect(names.size).toBe(new Set([...cases, ...leftOut]).size);
	expect(leftOut.filter(({ why }) => why === '')).toEqual([]);
	for (const grant of asked.model.grants) {
		const own = [...cases, ...leftOut].filter((line) => line.grant === grant.id && line.side === 'receiver');
		expect(new Set(own.map(({ requirement }) => requirement)), grant.id).toEqual(new Set(Object.keys(requirements)));
	}
	expect(cases.filter(({ lacking }) => lacking !== undefined)).toEqual([]);
	expect(Object.keys(requirements).filter((each) => !cases.some(({ requirement }) => requirement === each))).toEqual(
		[],
	);
	const counts = Object.keys(requirements).map((each) => [
		each,
		cases.filter(({ requirement }) => requirement === each).length,
	]);
	expect(Object.fromEntries(counts)).toMatchSnapshot();
});

describe('what is proved withstands every case', () => {
	test.each(Object.entries(overlapping))('%s', async (_what, { catalog, leftOut }) => {
		const asked = await access(catalog, { today: '2026-11-24' });
		expect(asked.findings).toBe('');
		expect(failing(asked).map((one) => withstands(asked, one).message())).toEqual([]);
		const found = negativeCases(asked).leftOut.map(({ requirement, why }) => `${requirement}: ${why}`);
		expect(leftOut.filter((line) => !found.includes(line))).toEqual([]);
	});

	test('generated', () => {
		let tried = 0;
		fc.assert(
			fc.property(models.filter(isWithinIssuers), (model) => {
				const asked = accessOfModel(model);
				if (asked.proof.findings.length > 0) return;
				const { cases, leftOut } = negativeCases(asked);
				const names = [...cases, ...leftOut].map(({ name }) => name);
				expect(new Set(names).size).toBe(names.length);
				expect(failing(asked).map((one) => withstands(asked, one).message())).toEqual([]);
				tried += cases.length;
			}),
			{ numRuns: 150, seed: 20261124 },
		);
		expect(tried).toBeGreaterThan(5000);
	});
});

type Rule = {
	from?: unknown;
	when?: { key: string; values: string[] }[];
	to?: { operation: Record<string, unknown> }[];
};

const rules = (spec: { rules?: unknown[] }): Rule[] => (spec.rules ?? []) as Rule[];
const accounts = (change: (rule: Rule) => void) =>
	at('AuthorizationPolicy', 'accounts/accounts', (spec) => rules(spec).forEach(change));
const without = (key: string) =>
	accounts((rule) => {
		if (rule.when !== undefined) rule.when = rule.when.filter((condition) => condition.key !== key);
	});

describe('planted faults', () => {
	test.each([
		['issuers', 'N1', at('RequestAuthentication', 'accounts/accounts', (spec) => void delete spec.jwtRules)],
		[
			'audiences',
			'N2',
			at('RequestAuthentication', 'accounts/accounts', (spec) => {
				for (const rule of spec.jwtRules as { audiences?: string[] }[]) delete rule.audiences;
			}),
		],
		['the scope', 'N4', without('request.auth.claims[scope]')],
		[
			'the guard of the tenant header',
			'N5',
			at('AuthorizationPolicy', 'edge/edge-tenant-guard', (spec) => void Object.assign(spec, { rules: [] })),
		],
		['the tenant', 'N5', without('request.auth.claims[tenant]')],
		[
			'mutual TLS',
			'N10',
			at(
				'PeerAuthentication',
				'accounts/default',
				(spec) => void Object.assign(spec, { mtls: { mode: 'PERMISSIVE' } }),
			),
		],
		[
			'every condition',
			'N7',
			accounts((rule) => {
				delete rule.when;
				for (const { source } of (rule.from ?? []) as { source: Record<string, unknown> }[])
					delete source.requestPrincipals;
			}),
		],
		['the presenter', 'N8', without('request.auth.presenter')],
		['the caller', 'N9', accounts((rule) => void delete rule.from)],
		['whose call it is', 'N11', without('request.auth.claims[sid]')],
		[
			'paths',
			'N12',
			accounts(({ to = [] }) => {
				for (const { operation } of to) operation.paths = ['/accounts*'];
			}),
		],
		[
			'methods',
			'N12',
			accounts(({ to = [] }) => {
				for (const { operation } of to) delete operation.methods;
			}),
		],
		['a rule', 'granted', at('AuthorizationPolicy', 'accounts/accounts', (spec) => void spec.rules?.pop())],
	] as const)('without %s, %s fails', async (_what, requirement, change) => {
		const failed = failing(await bank(change));
		expect(failed.map((one) => one.requirement)).toContain(requirement);
	});

	test('a client without its scope: the token that the grant needs cannot be had, and its cases fail', async () => {
		const asked = await bank(({ clients = [] }) => {
			for (const client of clients) if (client.clientId === 'statements') client.optionalClientScopes = [];
		});
		const failed = failing(asked);
		expect(failed.every(({ grant }) => grant?.includes('/statements/service'))).toBe(true);
		expect(failed.some(({ requirement }) => requirement === 'granted')).toBe(true);
		expect(failed.map((one) => withstands(asked, one).message())[0]).toContain('cannot be had');
	});
});
