// The constructs put the same objects into a user's own app as `synth` writes, and refuse a catalog with errors.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { load, loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import bank from '../services.catalog.ts';
import { CatalogError, KeycloakClients, MeshPolicies } from '../src/constructs.ts';
import { generateCatalog } from './generators/catalog.ts';
import { copyCheckout, filesIn, root, run } from './synth/checkout.ts';

const today = '2026-11-24';
const dist = filesIn(join(root, 'dist'));

test('MeshPolicies adds the objects of dist/', () => {
	const chart = new Chart(new App(), 'policies');
	new MeshPolicies(chart, 'mesh', { catalog: bank, environment: 'prod', today });
	const committed = [...dist].filter(([path]) => path.startsWith('prod/mesh/')).flatMap(([, text]) => loadAll(text));
	expect(Testing.synth(chart)).toEqual(committed);
});

test('MeshPolicies can add one namespace only', () => {
	const chart = new Chart(new App(), 'policies');
	new MeshPolicies(chart, 'mesh', { catalog: bank, environment: 'prod', namespace: 'accounts', today });
	expect(Testing.synth(chart)).toEqual(loadAll(dist.get('prod/mesh/accounts.yaml') ?? ''));
});

test('a patch in the app is proved when the app is synthesised', () => {
	const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'meshgrant-app-')) });
	const chart = new Chart(app, 'policies');
	const mesh = new MeshPolicies(chart, 'mesh', { catalog: bank, environment: 'prod', namespace: 'accounts', today });
	const policy = mesh.node.findChild('AuthorizationPolicy accounts accounts');
	if (!ApiObject.isApiObject(policy)) throw new Error('no such object');
	policy.addJsonPatch(JsonPatch.add('/metadata/labels/team', 'accounts'));
	expect(app.synthYaml()).toContain('team: accounts');
	policy.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/*'));
	expect(() => app.synth()).toThrow(/PRV001.*`accounts` admits `POST \//s);
	expect(() => app.synthYaml()).toThrow(/PRV001/);
});

test.each([
	['a line break of YAML 1.1', '/metadata/annotations/note', 'team\u2028    istio.io/dry-run:\u2028      "true"'],
	['a number', '/metadata/labels/part', '0o17'],
])('%s that a patch in the app brings, and that cdk8s prints plainly, is refused', (_what, place, text) => {
	const chart = new Chart(new App({ outdir: mkdtempSync(join(tmpdir(), 'meshgrant-app-')) }), 'policies');
	const mesh = new MeshPolicies(chart, 'mesh', { catalog: bank, environment: 'prod', namespace: 'accounts', today });
	const policy = mesh.node.findChild('AuthorizationPolicy accounts default-deny');
	if (!ApiObject.isApiObject(policy)) throw new Error('no such object');
	policy.addJsonPatch(JsonPatch.add(place, text));
	expect(() => App.of(chart).synthYaml()).toThrow(
		/AuthorizationPolicy accounts\/default-deny holds text that cdk8s prints/,
	);
});

test('a policy elsewhere in the app is proved with them', () => {
	const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'meshgrant-app-')) });
	new MeshPolicies(new Chart(app, 'policies'), 'mesh', {
		catalog: bank,
		environment: 'prod',
		namespace: 'accounts',
		today,
	});
	new MeshPolicies(new Chart(app, 'staging'), 'mesh', { catalog: bank, environment: 'staging', today });
	const own = new Chart(app, 'own');
	const security = (kind: string, namespace: string, name: string, spec: object) =>
		new ApiObject(own, name, { apiVersion: 'security.istio.io/v1', kind, metadata: { namespace, name }, spec });
	const open = { rules: [{}] };
	// What others have for their own pods, or changes nothing for ours.
	security('AuthorizationPolicy', 'elsewhere', 'theirs', open);
	security('AuthorizationPolicy', 'monitoring', 'grafana', { selector: { matchLabels: { app: 'grafana' } }, ...open });
	security('AuthorizationPolicy', 'accounts', 'nobody', {});
	security('PeerAuthentication', 'istio-system', 'strict', { mtls: { mode: 'STRICT' } });
	new ApiObject(own, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'accounts', name: 'a' } });
	expect(app.synthYaml()).toContain('name: nobody');
	const refused = (kind: string, namespace: string, name: string, spec: object, why: RegExp) => {
		const id = security(kind, namespace, name, spec).node.id;
		expect(() => app.synthYaml()).toThrow(why);
		own.node.tryRemoveChild(id);
	};
	const by = /PRV001.*admitted by: AuthorizationPolicy .*open, rule 1/s;
	refused('AuthorizationPolicy', 'payments', 'open', open, by);
	refused('AuthorizationPolicy', 'istio-system', 'open', open, by);
	refused(
		'AuthorizationPolicy',
		'accounts',
		'accounts',
		open,
		/PRV003.*AuthorizationPolicy accounts\/accounts`: a second/s,
	);
	refused('PeerAuthentication', 'accounts', 'open', { mtls: { mode: 'DISABLE' } }, /PRV003.*only the\s+oldest/s);
	const broken = { rules: [{ from: [{ source: { principals: ['x\u2028              - "*"'] } }] }] };
	refused('AuthorizationPolicy', 'accounts', 'broken', broken, /accounts\/broken holds text that cdk8s prints/);
	expect(app.synthYaml()).toContain('name: nobody');
});

test('Keycloak definitions that a patch in the app changes are not written', () => {
	const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'meshgrant-app-')) });
	const chart = new Chart(app, 'keycloak');
	const clients = new KeycloakClients(chart, 'c', { catalog: bank, environment: 'prod', namespace: 'keycloak', today });
	const map = clients.node.findAll().find((node) => ApiObject.isApiObject(node));
	if (map === undefined) throw new Error('no such object');
	map.addJsonPatch(JsonPatch.add('/metadata/labels/team', 'identity'));
	expect(app.synthYaml()).toContain('team: identity');
	map.addJsonPatch(JsonPatch.replace('/data/bank.config-cli.yaml', 'realm: bank'));
	expect(() => app.synthYaml()).toThrow(/no longer those that were proved in ConfigMap `keycloak-definitions`/);
});

test('KeycloakClients carries the keycloak-config-cli files', () => {
	const chart = new Chart(new App(), 'keycloak');
	new KeycloakClients(chart, 'clients', { catalog: bank, environment: 'prod', namespace: 'keycloak', today });
	const [map] = Testing.synth(chart);
	expect(map.metadata).toMatchObject({ name: 'keycloak-definitions', namespace: 'keycloak' });
	expect(Object.keys(map.data)).toEqual(['bank.config-cli.yaml']);
	expect(map.data['bank.config-cli.yaml']).toBe(dist.get('prod/keycloak/bank.config-cli.yaml'));
	expect(load(map.data['bank.config-cli.yaml'])).toBeTypeOf('object');
});

test('a catalog with errors adds nothing and says what `check` says', () => {
	const chart = new Chart(new App(), 'policies');
	const broken = { ...bank, namespaces: {} };
	const add = () => new MeshPolicies(chart, 'mesh', { catalog: broken, environment: 'prod', today });
	expect(add).toThrow(CatalogError);
	expect(add).toThrow(/namespaces/);
	expect(Testing.synth(chart)).toEqual([]);
});

test('an unknown environment is told with those that exist', () => {
	const chart = new Chart(new App(), 'policies');
	const add = () => new MeshPolicies(chart, 'mesh', { catalog: bank, environment: 'production', today });
	expect(add).toThrow('the catalog has no environment `production`; it has prod, staging');
});

test('a namespace without objects is told with those that have some', () => {
	const chart = new Chart(new App(), 'policies');
	const add = () =>
		new MeshPolicies(chart, 'mesh', { catalog: bank, environment: 'prod', namespace: 'acounts', today });
	expect(add).toThrow('nothing in namespace `acounts`; it has accounts, customers');
	expect(Testing.synth(chart)).toEqual([]);
});

test('definitions beyond the size of a ConfigMap are refused with a remedy', () => {
	const chart = new Chart(new App(), 'keycloak');
	const catalog = generateCatalog({ services: 300, edges: 1800, seed: 1 });
	const add = () =>
		new KeycloakClients(chart, 'clients', { catalog, environment: 'prod', namespace: 'keycloak', today });
	expect(add).toThrow(/have \d\.\d MiB, and Kubernetes lets it hold 1: run keycloak-config-cli on the files/);
});

test('the example app runs under `cdk8s synth`', () => {
	const copy = copyCheckout(['src', 'examples/cdk8s-app', 'services.catalog.ts', 'package.json', 'tsconfig.json']);
	const app = join(copy, 'examples/cdk8s-app');
	const { status, stderr } = run(app, 'cdk8s', ['synth']);
	expect(status, stderr).toBe(0);
	const files = filesIn(join(app, 'dist'));
	const kinds = loadAll(files.get('accounts.k8s.yaml') ?? '').map((object) => (object as { kind: string }).kind);
	expect(kinds).toEqual(
		expect.arrayContaining(['Deployment', 'Service', 'AuthorizationPolicy', 'RequestAuthentication']),
	);
	rmSync(copy, { recursive: true });
});
