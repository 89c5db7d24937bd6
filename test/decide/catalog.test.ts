// Questions in the names of a catalog: every grant is answered by `allow` with that grant, and every change that is shown
// works as it is printed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AccessModel, Grant } from '../../src/access/model.ts';
import type { CatalogData, ServiceData } from '../../src/catalog/index.ts';
import { type Compile, catalogScene, type Edit, inquire, refusalOf } from '../../src/decide/index.ts';
import { loadCatalog } from '../../src/load/index.ts';
import { synthesize } from '../../src/pipeline.ts';
import type { ShortQuestion } from '../../src/questions/index.ts';
import { printOperation } from '../../src/traffic/operation.ts';
import { packageFolder } from '../cli/console.ts';

const today = '2026-11-24';

async function compiled(file: string) {
	const { catalog } = await loadCatalog(join(packageFolder, file));
	const { catalog: read, models, files } = synthesize(catalog?.value, catalog?.locate ?? neverAsked, today);
	if (read === undefined) throw new Error(`${file} has errors`);
	return { read, models, sceneOf: (model: AccessModel) => catalogScene({ ...read, model, files }) };
}

const neverAsked = () => ({ file: '', line: 0, column: 0, path: '' });
const question = (words: Partial<ShortQuestion> & Pick<ShortQuestion, 'from' | 'to' | 'request'>): ShortQuestion => ({
	kind: 'short',
	id: undefined,
	manifests: undefined,
	mesh: {},
	...words,
});

/** One concrete request for each operation of the grant's scope, as the receiver sees it. */
const requestsOf = ({ scope }: Grant): readonly string[] =>
	scope.operations.map((operation) =>
		printOperation(operation)
			.replace(/^ANY /, 'GET ')
			.replaceAll(/\{[^}]*\}/g, 'p-1')
			.replace('/**', '/below'),
	);

const catalogs = [
	'services.catalog.ts',
	'examples/orders/services.catalog.ts',
	'examples/car-rental/services.catalog.ts',
	'examples/token-issuer/services.catalog.ts',
];

test.each(catalogs)('every grant of %s is answered by allow, and by no other grant', async (file) => {
	const { models, sceneOf } = await compiled(file);
	let asked = 0;
	for (const model of models) {
		const scene = sceneOf(model);
		for (const grant of model.grants) {
			const via = grant.caller.kind === 'workload' ? undefined : grant.presenter.name;
			const token = grant.actor.kind === 'service' || grant.actor.kind === 'user' ? grant.actor.kind : 'none';
			for (const request of requestsOf(grant)) {
				const port = grant.scope.operations[0]?.port;
				const words = { from: grant.caller.name, to: grant.receiver.name, via, request, token, port } as const;
				const { answer, route } = inquire(
					scene,
					question({ ...words, ...(token === 'none' ? {} : { scopes: [grant.scope.name] }) }),
				);
				// A gateway leads to a part of what is behind it only.
				if (route === 'none') continue;
				expect([grant.id, request, answer.verdict]).toEqual([grant.id, request, 'allow']);
				expect(answer.hops.at(-1)?.grant?.id.split('/').slice(0, 2)).toEqual(grant.id.split('/').slice(0, 2));
				asked += 1;
			}
		}
	}
	expect(asked).toBeGreaterThan(4);
});

/** Applies what is printed, read as TypeScript, to the catalog's value. */
function applied(data: CatalogData, edits: readonly Edit[], scopeOfEntry: (entry: unknown) => string): CatalogData {
	const copy: CatalogData = structuredClone(data);
	for (const { list, part, act, text } of edits) {
		const services: Record<string, ServiceData> = copy.services;
		const parts = [services, copy.clients ?? {}, copy.gateways ?? {}].find((some) => part in some) ?? {};
		const holder: Record<string, unknown> = { ...(parts as Record<string, object>)[part] };
		const entry: unknown = new Function(`return (${list === 'scopes' ? `{${text}}` : text})`)();
		const there: unknown[] = Array.isArray(holder[list]) ? [...holder[list]] : [];
		if (list === 'scopes') holder[list] = { ...services[part]?.scopes, ...(entry as object) };
		else if (act === 'add') holder[list] = [...there, entry];
		else holder[list] = there.map((one) => (scopeOfEntry(one) === scopeOfEntry(entry) ? entry : one));
		Object.assign(parts, { [part]: holder });
	}
	return copy;
}

/** What tells one entry from another: all but its scopes, or what is public of a route. */
const identity = (entry: unknown): string => {
	const { scopes: _, because: __, public: ___, ...rest } = entry as Readonly<Record<string, unknown>>;
	return JSON.stringify(Object.entries(rest).sort());
};

describe('changes work as they are printed', () => {
	test.each([
		[question({ from: 'scheduler', to: 'accounts', request: 'GET /accounts/1' }), ['callers', 'calls']],
		[
			question({ from: 'statements', to: 'accounts', request: 'GET /accounts/1/limits' }),
			['scopes', 'callers', 'calls'],
		],
		[
			question({ from: 'mobile-app', to: 'accounts', via: 'edge', request: 'POST /accounts/1/freeze' }),
			['callers', 'calls'],
		],
		[question({ from: 'payments', to: 'ledger', request: 'TCP' }), ['callers', 'calls']],
		[
			question({ from: 'mobile-app', to: 'customer', via: 'payments', request: 'GET /customers/1' }),
			['callers', 'calls', 'calls'],
		],
		[question({ from: 'anyone', to: 'deposit-calculator', request: 'GET /nope' }), ['scopes', 'callers', 'routes']],
		[
			question({ from: 'anyone', to: 'deposit-calculator', request: 'GET /public/deposits/history' }),
			['scopes', 'callers', 'routes'],
		],
		[question({ from: 'mobile-app', to: 'notifications', request: 'POST /messages' }), ['callers', 'calls', 'routes']],
	])('%j', async (asked, lists) => {
		const { read, models, sceneOf } = await compiled('services.catalog.ts');
		const model = models.find(({ environment }) => environment === 'prod');
		if (model === undefined) throw new Error('the bank has an environment prod');
		const sceneFor = (data: CatalogData) => {
			const again = synthesize(data, read.locate, today);
			const changed = again.models.find(({ environment }) => environment === 'prod');
			return again.verdict === 'proved' && again.catalog !== undefined && changed !== undefined
				? { scene: catalogScene({ ...again.catalog, model: changed, files: again.files }) }
				: { errors: again.diagnostics };
		};
		const compile: Compile = sceneFor;
		const scene = sceneOf(model);
		const inquiry = inquire(scene, asked);
		expect(inquiry.answer.verdict).toBe('deny');
		const { remedy } = refusalOf(scene, inquiry, compile);
		if (remedy.kind !== 'change') throw new Error(`no change: ${JSON.stringify(remedy)}`);
		expect(remedy.edits.map(({ list }) => list)).toEqual(lists);
		const source = readFileSync(join(packageFolder, 'services.catalog.ts'), 'utf8').split('\n');
		for (const { act, list, part, origin } of remedy.edits) {
			const line = source[origin.line - 1] ?? '';
			expect(line).toMatch(act === 'add' ? new RegExp(`${list}|${part}`) : /\{/);
		}
		const changed = sceneFor(applied(read.data, remedy.edits, identity));
		if ('errors' in changed) throw new Error(changed.errors.map(({ message }) => message).join('\n'));
		expect(inquire(changed.scene, { ...asked, token: inquiry.token.kind }).answer.verdict).toBe('allow');
	});
});

describe('tokens', () => {
	test('for a grant across tenants none is built into the token', async () => {
		const { models, sceneOf } = await compiled('services.catalog.ts');
		const crossing = models.flatMap((model) =>
			model.grants.filter(({ tenant }) => tenant.kind === 'crossing').map((grant) => ({ model, grant })),
		);
		expect(crossing.length).toBeGreaterThan(0);
		for (const { model, grant } of crossing) {
			const [request = ''] = requestsOf(grant);
			const { token, answer } = inquire(
				sceneOf(model),
				question({ from: grant.caller.name, to: grant.receiver.name, request }),
			);
			expect([answer.verdict, Object.keys(token.tokens[0]?.claims ?? {}).includes('tenant')]).toEqual(['allow', false]);
		}
	});
});
