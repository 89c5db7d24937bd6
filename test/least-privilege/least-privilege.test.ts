// Least privilege, structurally: for every catalog we ship and for generated ones, the final text holds each grant once
// and nothing else, and each workload denies by default. Order of input changes no byte.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { locateByPath } from '../../src/core/origin.ts';
import { emit } from '../../src/emit/index.ts';
import { loadCatalog } from '../../src/load/index.ts';
import { type Synthesis, synthesize } from '../../src/pipeline.ts';
import { violations } from '../compile/violations.ts';
import { generateCatalog } from '../generators/catalog.ts';
import { expectedMintable, expectedPermissions } from './expected.ts';
import { attachmentOf, manifestsIn, mintableIn, permissionsIn } from './found.ts';

const today = '2026-11-24';
const root = join(import.meta.dirname, '../..');
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('services.catalog.ts'))
	.map((path) => `examples/${path}`)
	.sort();

const files = ['services.catalog.ts', ...examples];

async function fromFile(path: string): Promise<Synthesis> {
	const { catalog, diagnostics } = await loadCatalog(join(root, path));
	if (catalog === undefined) throw new Error(JSON.stringify(diagnostics));
	return synthesize(catalog.value, catalog.locate, today);
}

const generated = (services: number, edges: number, seed: number) => async () =>
	synthesize(generateCatalog({ services, edges, seed }), locateByPath('services.catalog.ts'), today);

const catalogs: readonly [name: string, make: () => Promise<Synthesis>][] = [
	...files.map((path) => [path, () => fromFile(path)] as const),
	...[1, 2, 3, 4, 5].map((seed) => [`generated, seed ${seed}`, generated(30, 120, seed)] as const),
].map(([name, make]) => [name, make]);

test('all examples are here', () => {
	expect(examples.length).toBeGreaterThanOrEqual(7);
});

describe.each(catalogs)('%s', (_name, make) => {
	test('grants appear once, and nothing else does', async () => {
		const { models, files, diagnostics } = await make();
		expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
		expect(models.length).toBeGreaterThan(0);
		for (const model of models) {
			const own = files.filter(({ path }) => path.startsWith(`${model.environment}/`));
			const manifests = manifestsIn(emit(own));
			const isPreflight = (line: string): boolean => line.includes('access-control-request-method');
			const found = permissionsIn(manifests).filter((line) => !isPreflight(line));
			expect(found.sort()).toEqual(expectedPermissions(model).sort());
		}
	});

	test('a client may ask for the scopes of its grants, each with one audience, and for no others', async () => {
		const { models, files } = await make();
		for (const model of models) {
			const scopes = new Set(model.scopes.map((scope) => scope.name));
			for (const issuer of model.issuers) {
				const path = `${model.environment}/keycloak/${issuer.realm}.realm.json`;
				const realm = JSON.parse(emit(files).get(path) ?? 'null');
				expect(mintableIn(realm, scopes).sort()).toEqual(expectedMintable(model, issuer.name).sort());
			}
		}
	});

	test('every workload has one attachment that denies by default, and no principal is a wildcard', async () => {
		const { models, files } = await make();
		for (const model of models) {
			const own = files.filter(({ path }) => path.startsWith(`${model.environment}/`));
			const manifests = manifestsIn(emit(own));
			const allow = manifests.filter(({ kind, spec }) => kind === 'AuthorizationPolicy' && spec.action === 'ALLOW');
			expect(new Set(allow.map(attachmentOf)).size).toBe(model.workloads.length);
			for (const namespace of model.namespaces.filter(({ kind }) => kind === 'owned')) {
				const inIt = manifests.filter(({ metadata }) => metadata.namespace === namespace.name);
				expect(inIt).toContainEqual(
					expect.objectContaining({
						kind: 'AuthorizationPolicy',
						metadata: expect.objectContaining({ name: 'default-deny' }),
						spec: {},
					}),
				);
				expect(inIt).toContainEqual(
					expect.objectContaining({ kind: 'PeerAuthentication', spec: { mtls: { mode: 'STRICT' } } }),
				);
			}
			for (const line of permissionsIn(manifests)) expect(line.split(' | ')[1]?.split(' with ')[0]).not.toContain('*');
		}
	});
});

describe.each(files)('%s', (path) => {
	test('the order of the input changes no byte', async () => {
		const { catalog } = await loadCatalog(join(root, path));
		const locate = () => ({ file: 'services.catalog.ts', line: 0, column: 0, path: '' });
		const [written, turned] = [catalog?.value, turn(catalog?.value)].map((value) => synthesize(value, locate, today));
		expect(written?.files.length).toBeGreaterThan(0);
		expect(emit(turned?.files ?? [])).toEqual(emit(written?.files ?? []));
	});

	test('every object holds to the rules of its definition', async () => {
		const { files: written } = await fromFile(path);
		for (const file of written) if (file.kind === 'kubernetes') expect(file.objects.flatMap(violations)).toEqual([]);
	});
});

/** The same catalog with keys and lists the other way round. */
function turn(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(turn).reverse();
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.map(([key, item]) => [key, turn(item)])
			.reverse(),
	);
}
