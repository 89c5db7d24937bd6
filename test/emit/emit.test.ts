// What emit prints is what cdk8s itself would write, and nothing gets lost on the way.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch, type ResolutionContext } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import bank from '../../services.catalog.ts';
import { locateByPath } from '../../src/core/origin.ts';
import { addObjects, emit } from '../../src/emit/index.ts';
import type { KubernetesObject, ManifestFile } from '../../src/manifests/object.ts';
import { synthesize } from '../../src/pipeline.ts';
import { generateCatalog } from '../generators/catalog.ts';

const today = '2026-11-24';
const catalogs = [
	['the bank', bank],
	...[1, 2, 3].map((seed) => [`generated, seed ${seed}`, generateCatalog({ services: 30, edges: 150, seed })] as const),
] as const;
const filesOf = (catalog: unknown) => synthesize(catalog, locateByPath('services.catalog.ts'), today).files;
const kubernetes = (files: readonly ManifestFile[]) => files.filter((file) => file.kind === 'kubernetes');

describe.each(catalogs)('%s', (_name, catalog) => {
	test('has the bytes that App.synth writes for the same objects', () => {
		const outdir = mkdtempSync(join(tmpdir(), 'meshgrant-emit-'));
		const app = new App({ outdir });
		const files = kubernetes(filesOf(catalog));
		const texts = emit(files);
		const names = files.map((file, index) => {
			const chart = new Chart(app, `chart-${index}`);
			for (const object of file.objects) {
				new ApiObject(chart, `${object.kind} ${object.metadata.name}`, { ...object, metadata: { ...object.metadata } });
			}
			return [file.path, `chart-${index}.k8s.yaml`] as const;
		});
		app.synth();
		expect(names.length).toBeGreaterThan(0);
		for (const [path, name] of names) expect(texts.get(path)).toBe(readFileSync(join(outdir, name), 'utf8'));
		rmSync(outdir, { recursive: true });
	});

	test('loses no key: what is read back is what went in', () => {
		const texts = emit(filesOf(catalog));
		for (const file of kubernetes(filesOf(catalog))) expect(loadAll(texts.get(file.path) ?? '')).toEqual(file.objects);
	});
});

const policy = (spec: object): KubernetesObject => ({
	apiVersion: 'security.istio.io/v1',
	kind: 'AuthorizationPolicy',
	metadata: { name: 'orders', namespace: 'shop', labels: {}, annotations: {} },
	spec,
});

test.each([
	['undefined', { rules: [{ from: undefined }] }],
	['null', { rules: [{ from: null }] }],
	['an empty item', { rules: [undefined] }],
])('refuses an object with %s, which cdk8s would drop and so open the rule', (_what, spec) => {
	const file = { kind: 'kubernetes', path: 'a.yaml', objects: [policy(spec)] } as const;
	expect(() => emit([file])).toThrow(/empty value at AuthorizationPolicy shop orders\.spec\.rules\[0\]/);
});

test('a patched object, changed metadata and resolvers of the app go the way of cdk8s', () => {
	const spec = { action: 'ALLOW', rules: [{ to: [{ operation: { ports: ['8080'] } }] }] };
	const resolver = {
		resolve: (context: ResolutionContext) => void (context.value === '8080' && context.replaceValue('9090')),
	};
	const [plain, patched, resolved] = [new App(), new App(), new App({ resolvers: [resolver] })].map((app) => {
		const [object] = addObjects(new Chart(app, 'chart'), [policy(spec)]);
		if (object === undefined) throw new Error('nothing was added');
		return object;
	});
	patched?.addJsonPatch(JsonPatch.replace('/spec/action', 'DENY'));
	plain?.metadata.addLabel('team', 'shop');
	expect(plain?.toJson()).toMatchObject({ metadata: { labels: { team: 'shop' } }, spec });
	expect(patched?.toJson()).toMatchObject({ spec: { ...spec, action: 'DENY' } });
	expect(resolved?.toJson()).toMatchObject({ spec: { rules: [{ to: [{ operation: { ports: ['9090'] } }] }] } });
});

test('keeps empty maps, which mean something: `spec: {}` admits nobody', () => {
	expect(emit([{ kind: 'kubernetes', path: 'a.yaml', objects: [policy({})] }]).get('a.yaml')).toContain('spec: {}\n');
});

test.each([
	['a range of ports', { protocol: 'TCP', port: 1, endPort: 65_535 }],
	['a port by name', { port: 'http' }],
	['no port, which is all ports', { protocol: 'TCP' }],
	['a field that cdk8s does not know', { protocol: 'TCP', port: 8080, later: true }],
])('a NetworkPolicy with %s is printed as it is', (_what, port) => {
	const spec = { ingress: [{ ports: [port] }], podSelector: {}, policyTypes: ['Ingress'] };
	const object = { ...policy(spec), apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
	const text = emit([{ kind: 'kubernetes', path: 'a.yaml', objects: [object] }]).get('a.yaml') ?? '';
	expect(loadAll(text)).toMatchObject([{ kind: 'NetworkPolicy', spec }]);
});
