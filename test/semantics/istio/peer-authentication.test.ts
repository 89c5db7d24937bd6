// Modes of mutual TLS at a sidecar: plain inheritance over every chain of scopes, held to the sentence of the reference.
import { expect, test } from 'vitest';
import { rivals, sidecarMutualTls } from '../../../src/semantics/istio/peer-authentication.ts';
import { peers, worldOf } from './objects.ts';

const workload = { namespace: 'shop', labels: { app: 'cart' } };
const selector = { matchLabels: { app: 'cart' } };
const at = (objects: readonly unknown[], port = 8080, of = workload) => sidecarMutualTls(worldOf(objects), of, port);
const mtls = (mode: string | undefined) => (mode === undefined ? {} : { mtls: { mode } });

const names = { STRICT: 'required', PERMISSIVE: 'optional', DISABLE: 'disabled' } as const;
const modes = [undefined, 'UNSET', 'STRICT', 'PERMISSIVE', 'DISABLE'] as const;

test('port over workload over namespace over mesh, UNSET inherits: every chain', () => {
	const absent = 'absent' as const;
	for (const mesh of [absent, ...modes]) {
		for (const namespace of [absent, ...modes]) {
			for (const own of [absent, ...modes]) {
				for (const port of modes) {
					const objects = [
						...(mesh === absent ? [] : [peers('m', mtls(mesh), 'istio-system')]),
						...(namespace === absent ? [] : [peers('n', mtls(namespace))]),
						...(own === absent
							? []
							: [
									peers('w', {
										selector,
										...mtls(own),
										...(port === undefined ? {} : { portLevelMtls: { 8080: { mode: port } } }),
									}),
								]),
					];
					const chain = [own === absent ? undefined : port, own, namespace, mesh];
					const first = chain.find((mode) => mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE');
					const wanted = first === undefined ? 'optional' : names[first as keyof typeof names];
					expect(at(objects).mode, JSON.stringify([mesh, namespace, own, port])).toBe(wanted);
				}
			}
		}
	}
});

test('without any object: optional, by nobody', () => {
	expect(at([])).toEqual({ mode: 'optional', object: undefined });
});

test.each<readonly [what: string, objects: readonly unknown[], mode: string, object: string | undefined]>([
	[
		'the object that decides is named',
		[peers('n', {}), peers('m', mtls('STRICT'), 'istio-system')],
		'required',
		'istio-system/m',
	],
	['another port', [peers('w', { selector, portLevelMtls: { 9090: { mode: 'STRICT' } } })], 'optional', undefined],
	[
		'another workload',
		[peers('w', { selector: { matchLabels: { app: 'x' } }, ...mtls('STRICT') })],
		'optional',
		undefined,
	],
	['another namespace', [peers('n', mtls('STRICT'), 'other')], 'optional', undefined],
	[
		'a selector in the root namespace',
		[peers('m', { selector, ...mtls('STRICT') }, 'istio-system')],
		'optional',
		undefined,
	],
	['an empty selector is the namespace', [peers('n', { selector: {}, ...mtls('STRICT') })], 'required', 'shop/n'],
	['the first by name', [peers('b', mtls('PERMISSIVE')), peers('a', mtls('STRICT'))], 'required', 'shop/a'],
	[
		'the oldest before the first by name',
		[
			peers('a', mtls('PERMISSIVE'), 'shop', { creationTimestamp: '2026-01-02T00:00:00Z' }),
			peers('b', mtls('STRICT'), 'shop', { creationTimestamp: '2026-01-01T00:00:00Z' }),
		],
		'required',
		'shop/b',
	],
	['only one of a scope counts, UNSET or not', [peers('a', {}), peers('b', mtls('STRICT'))], 'optional', undefined],
])('%s', (_, objects, mode, object) => {
	expect(at(objects)).toEqual({ mode, object });
});

test('workloads of the root namespace have the mode of the mesh, selectors or not', () => {
	const inRoot = { namespace: 'istio-system', labels: { app: 'cart' } };
	const objects = [
		peers('m', mtls('STRICT'), 'istio-system'),
		peers('a', { selector, ...mtls('DISABLE') }, 'istio-system'),
	];
	expect(at(objects, 8080, inRoot)).toEqual({ mode: 'required', object: 'istio-system/m' });
});

test('objects of one scope that differ, by scope, in the order in which they count', () => {
	const named = (objects: readonly unknown[]) =>
		rivals(worldOf(objects), workload).map((group) => group.map(({ name }) => name));
	const strict = mtls('STRICT');
	const open = mtls('PERMISSIVE');
	expect(named([peers('a', strict), peers('m', open, 'istio-system'), peers('w', { selector, ...open })])).toEqual([]);
	expect(named([peers('b', open), peers('a', strict)])).toEqual([['a', 'b']]);
	expect(named([peers('b', strict), peers('a', strict)])).toEqual([]);
	expect(named([peers('b', open, 'istio-system'), peers('a', strict, 'istio-system')])).toEqual([['a', 'b']]);
	expect(named([peers('w', { selector, ...strict }), peers('v', { selector: { matchLabels: { app: 'x' } } })])).toEqual(
		[],
	);
	const ports = { portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } };
	expect(named([peers('w', { selector, ...strict }), peers('v', { selector, ...strict, ...ports })])).toEqual([
		['v', 'w'],
	]);
});
