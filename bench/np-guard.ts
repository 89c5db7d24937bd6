// Beside np-guard's network-config-analyzer (PyPI `network-config-analyzer`, its command `nca` found through the variable
// NCA): who can talk to whom, from the same Istio policies in the same YAML file. It knows no tokens and no templates, so
// these are taken out of the policies for both. Prints a JSON line for one number of services.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, loadAll } from 'js-yaml';
import type { AccessModel, Workload } from '../src/access/model.ts';
import { readCatalog } from '../src/catalog/index.ts';
import { compile } from '../src/compile/index.ts';
import { lower } from '../src/compile/lower.ts';
import { locateByPath } from '../src/core/origin.ts';
import type { AuthorizationPolicy } from '../src/manifests/istio.ts';
import type { KubernetesObject } from '../src/manifests/object.ts';
import { contextOf } from '../src/prove/index.ts';
import { cut, isUndecided, region } from '../src/regions/index.ts';
import { generateCatalog } from '../test/generators/catalog.ts';

/** Seconds; `nca` is what it says of its own run, without the start of Python. */
export interface Beside {
	readonly services: number;
	readonly policies: number;
	readonly ours: number;
	readonly nca: number;
}

const services = Number(process.argv[2] ?? 12);
const nca = process.env.NCA ?? 'nca';

const generated = generateCatalog({ services, edges: Math.round(services * 6.2), seed: 20261124 });
// The only trust domain that nca knows.
const input = { ...generated, mesh: { ...generated.mesh, trustDomain: 'cluster.local' } };
const [catalog] = readCatalog(input, locateByPath('services.catalog.ts'), '2026-11-24');
if (catalog === undefined) throw new Error('the generated catalog has errors');
const model = lower(catalog, 'prod');
const policies = compile(model)
	.flatMap((file) => (file.kind === 'kubernetes' ? file.objects : []))
	.filter(isPolicy)
	.map(withoutTokens);

const folder = mkdtempSync(join(tmpdir(), 'meshgrant-nca-'));
const file = join(folder, 'all.yaml');
writeFileSync(file, [...surroundings(model), ...policies].map((object) => dump(object)).join('---\n'));
const said = execFileSync(nca, ['--connectivity', folder, '-r', folder, '--return_0', '-o', 'txt'], {
	encoding: 'utf8',
	stdio: ['ignore', 'pipe', 'pipe'],
});
const [, seconds] = /Total run time:\s*([\d.]+) seconds/.exec(said) ?? [];
if (seconds === undefined) throw new Error(`nca said no time: ${said.slice(-500)}`);

const start = performance.now();
const objects = loadAll(readFileSync(file, 'utf8'));
let admitted = 0;
for (const { effective, domains } of contextOf(model, objects).sites) {
	const made = cut([effective], domains);
	const found = isUndecided(made) ? made : region(made, effective);
	if (isUndecided(found)) throw new Error(found.why);
	admitted += found.boxes.length;
}
if (admitted === 0) throw new Error('nobody can talk to anybody');
const beside: Beside = {
	services,
	policies: policies.length,
	ours: (performance.now() - start) / 1000,
	nca: Number(seconds),
};
rmSync(folder, { recursive: true });
process.stdout.write(JSON.stringify(beside));

function isPolicy(object: KubernetesObject): object is AuthorizationPolicy {
	return object.kind === 'AuthorizationPolicy';
}

function withoutTokens({ apiVersion, kind, metadata: { name, namespace }, spec }: AuthorizationPolicy): object {
	const rules = (spec.rules ?? []).map(({ from = [], to = [] }) => {
		const sources = from.flatMap(({ source: { principals } }) => (principals ? [{ source: { principals } }] : []));
		const operations = to.map(({ operation: { paths, ...rest } }) => ({
			operation: { ...rest, ...(paths ? { paths: paths.map((path) => path.replaceAll(/\{\*\*?\}/g, 'x')) } : {}) },
		}));
		return { ...(sources.length > 0 ? { from: sources } : {}), to: operations };
	});
	const { selector, action } = spec;
	return {
		apiVersion,
		kind,
		metadata: { name, namespace },
		spec: { ...(selector ? { selector } : {}), ...(action ? { action } : {}), ...(rules.length > 0 ? { rules } : {}) },
	};
}

function surroundings({ namespaces, workloads }: AccessModel): readonly object[] {
	return [
		...namespaces.map(({ name }) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
		...workloads.flatMap(running),
	];
}

function running({ name, namespace, principal, selector, ports }: Workload): readonly object[] {
	const metadata = { name, namespace: namespace.name };
	const containers = [{ name, image: name, ports: ports.map(({ targetPort }) => ({ containerPort: targetPort })) }];
	const { serviceAccount } = principal;
	const pod = { metadata: { labels: { ...selector } }, spec: { serviceAccountName: serviceAccount, containers } };
	const listed = ports.map(({ name: port, port: number, targetPort }) => ({ name: port, port: number, targetPort }));
	return [
		{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata, name: serviceAccount } },
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata,
			spec: { replicas: 1, selector: { matchLabels: { ...selector } }, template: pod },
		},
		...(listed.length === 0
			? []
			: [{ apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { ...selector }, ports: listed } }]),
	];
}
