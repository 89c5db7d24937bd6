import { load, loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { settingsOf } from '../../../../src/semantics/istio/surroundings/index.ts';
import { defaultSettings, type MeshSettings } from '../../../../src/semantics/istio/world.ts';

const parse = (text: string): unknown => (text.startsWith('!') ? undefined : load(text));
const read = (yaml: string, over: Partial<MeshSettings> = {}) => settingsOf(loadAll(yaml), parse, over);

const meshConfig = `trustDomain: shop.example
trustDomainAliases: [old.example]
rootNamespace: istio-config
pathNormalization: { normalization: MERGE_SLASHES }
extensionProviders:
  - { name: tracing, zipkin: { service: z, port: 1 } }
  - { name: keys, envoyExtAuthzHttp: { service: a, port: 1 } }
  - { name: more, envoyExtAuthzGrpc: { service: a, port: 1 } }
`;
const wanted = {
	trustDomain: 'shop.example',
	trustDomainAliases: ['old.example'],
	rootNamespace: 'istio-config',
	pathNormalization: 'MERGE_SLASHES',
	extensionProviders: [
		{ name: 'keys', protocol: 'http' },
		{ name: 'more', protocol: 'grpc' },
	],
};
const indented = (spaces: number): string => meshConfig.replace(/^(?=.)/gm, ' '.repeat(spaces));

test('nothing said: Istio’s defaults, and that is said', () => {
	const { mesh, assumptions } = read('');
	expect(mesh).toEqual(defaultSettings);
	expect(assumptions).toEqual([
		'the mesh has Istio’s default settings: trust domain `cluster.local`, root namespace `istio-system`, path normalization `BASE`',
	]);
});

test.each([
	['ConfigMap', `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio-canary }\ndata:\n  mesh: |\n${indented(4)}`],
	['IstioOperator', `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  meshConfig:\n${indented(4)}`],
	[
		'IstioOperator, values',
		`apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec:\n  values:\n    meshConfig:\n${indented(6)}`,
	],
	['Istio', `apiVersion: sailoperator.io/v1\nkind: Istio\nspec:\n  values:\n    meshConfig:\n${indented(6)}`],
])('%s', (_what, yaml) => {
	const { mesh, assumptions } = read(yaml);
	expect(mesh).toEqual({ ...defaultSettings, ...wanted });
	expect(assumptions).toEqual([]);
});

test('options come first', () => {
	const yaml = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio }\ndata:\n  mesh: |\n${indented(4)}`;
	expect(read(yaml, { trustDomain: 'other.example' }).mesh).toMatchObject({
		trustDomain: 'other.example',
		rootNamespace: 'istio-config',
	});
	const all = { trustDomain: 'a', rootNamespace: 'b', pathNormalization: 'NONE' } as const;
	expect(read('', all).assumptions).toEqual([]);
});

test('a ConfigMap that cannot be read is said to be that', () => {
	const { mesh, assumptions } = read('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: istio }\ndata: { mesh: "!" }');
	expect(mesh).toEqual(defaultSettings);
	expect(assumptions[0]).toBe('the settings in ConfigMap `istio` cannot be read, so Istio’s defaults hold');
});

test('another ConfigMap is none of istiod', () => {
	expect(
		read('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\ndata: { mesh: "trustDomain: x" }').mesh,
	).toEqual(defaultSettings);
});

test('version and flags of istiod', () => {
	const { mesh } = read(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: istiod, namespace: istio-system }
spec:
  template:
    spec:
      containers:
        - name: discovery
          image: docker.io/istio/pilot:1.30.2-distroless
          env:
            - { name: PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS, value: "true" }
            - { name: ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY, value: "false" }
            - { name: REVISION, value: canary }
`);
	expect(mesh).toMatchObject({
		istio: '1.30.2',
		revision: 'canary',
		manyCustomProviders: true,
		selectorsAtGateways: false,
	});
});

test.each([
	['spec: { revision: canary }', 'canary'],
	['spec: { values: { revision: blue } }', 'blue'],
	['spec: { revision: "" }', 'default'],
	['spec: {}', 'default'],
])('the revision of an installation: %s', (spec, revision) => {
	const { mesh } = read(`apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n${spec}`);
	expect(mesh.revision).toBe(revision);
});
