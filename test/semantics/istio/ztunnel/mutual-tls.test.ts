// Modes of mutual TLS at a ztunnel: plain inheritance, but for the three departures.
import { expect, test } from 'vitest';
import { ztunnelMutualTls } from '../../../../src/semantics/istio/ztunnel/mutual-tls.ts';
import { peers, worldOf } from '../objects.ts';

const workload = { namespace: 'shop', labels: { app: 'cart' } };
const mtls = (mode: string | undefined) => (mode === undefined ? {} : { mtls: { mode } });

interface Modes {
	readonly mesh?: string;
	readonly namespace?: string | 'no mode';
	readonly own?: string | 'no mode';
	readonly ports?: Readonly<Record<string, string>>;
}

const given = (mode: string | undefined) => mtls(mode === 'no mode' ? undefined : mode);

function modeAt(port: number, { mesh, namespace, own, ports }: Modes): string {
	const portLevelMtls = Object.fromEntries(Object.entries(ports ?? {}).map(([at, mode]) => [at, { mode }]));
	const selector = { matchLabels: { app: 'cart' } };
	const objects = [
		...(mesh === undefined ? [] : [peers('m', given(mesh), 'istio-system')]),
		...(namespace === undefined ? [] : [peers('n', given(namespace))]),
		...(own === undefined
			? []
			: [peers('w', { selector, ...given(own), ...(ports === undefined ? {} : { portLevelMtls }) })]),
	];
	return ztunnelMutualTls(worldOf(objects), workload, port).mode;
}

test.each<readonly [what: string, modes: Modes, at80: string, at81: string]>([
	['nothing', {}, 'optional', 'optional'],
	['strict mesh', { mesh: 'STRICT' }, 'required', 'required'],
	['permissive namespace in a strict mesh', { mesh: 'STRICT', namespace: 'PERMISSIVE' }, 'optional', 'optional'],
	['a namespace without a mode inherits', { mesh: 'STRICT', namespace: 'no mode' }, 'required', 'required'],
	['DISABLE is no more than not STRICT', { mesh: 'STRICT', namespace: 'DISABLE' }, 'optional', 'optional'],
	['strict workload', { own: 'STRICT' }, 'required', 'required'],
	['strict workload, open port', { own: 'STRICT', ports: { 80: 'PERMISSIVE' } }, 'optional', 'required'],
	['strict workload, port on DISABLE', { own: 'STRICT', ports: { 80: 'DISABLE' } }, 'optional', 'required'],
	['strict port', { own: 'PERMISSIVE', ports: { 80: 'STRICT' } }, 'required', 'optional'],
	[
		'strict port in a strict namespace',
		{ namespace: 'STRICT', own: 'PERMISSIVE', ports: { 80: 'STRICT' } },
		'required',
		'optional',
	],
	[
		'inherited strictness, open port',
		{ namespace: 'STRICT', own: 'no mode', ports: { 80: 'PERMISSIVE' } },
		'optional',
		'required',
	],
	[
		'1: below a strict mesh, strict ports of an open workload are open',
		{ mesh: 'STRICT', own: 'PERMISSIVE', ports: { 80: 'STRICT' } },
		'optional',
		'optional',
	],
	[
		'1: also below a namespace without a mode',
		{ mesh: 'STRICT', namespace: 'no mode', own: 'DISABLE', ports: { 80: 'STRICT' } },
		'optional',
		'optional',
	],
	[
		'1: not below a strict namespace',
		{ mesh: 'STRICT', namespace: 'STRICT', own: 'PERMISSIVE', ports: { 80: 'STRICT' } },
		'required',
		'optional',
	],
	[
		'2: below a strict mesh and a namespace without a mode, an open port opens all',
		{ mesh: 'STRICT', namespace: 'no mode', own: 'no mode', ports: { 80: 'PERMISSIVE', 81: 'STRICT' } },
		'optional',
		'optional',
	],
	[
		'2: not without the namespace object',
		{ mesh: 'STRICT', own: 'no mode', ports: { 80: 'PERMISSIVE', 81: 'STRICT' } },
		'optional',
		'required',
	],
	[
		'3: inherited strictness, port on DISABLE: stays strict',
		{ mesh: 'STRICT', own: 'no mode', ports: { 80: 'DISABLE' } },
		'required',
		'required',
	],
	[
		'3: unless another port is permissive',
		{ mesh: 'STRICT', own: 'no mode', ports: { 80: 'DISABLE', 81: 'PERMISSIVE' } },
		'optional',
		'optional',
	],
])('%s', (_, modes, at80, at81) => {
	expect([modeAt(80, modes), modeAt(81, modes)]).toEqual([at80, at81]);
});

test('the object that decides is named', () => {
	const world = worldOf([
		peers('m', mtls('STRICT'), 'istio-system'),
		peers('w', {
			selector: { matchLabels: { app: 'cart' } },
			...mtls('STRICT'),
			portLevelMtls: { 80: { mode: 'PERMISSIVE' } },
		}),
	]);
	expect(ztunnelMutualTls(world, workload, 80)).toEqual({ mode: 'optional', object: 'shop/w' });
	expect(ztunnelMutualTls(world, { namespace: 'x', labels: {} }, 80)).toEqual({
		mode: 'required',
		object: 'istio-system/m',
	});
	expect(ztunnelMutualTls(worldOf([]), workload, 80)).toEqual({ mode: 'optional', object: undefined });
});

test('selectors in the root namespace count for nothing', () => {
	const root = { namespace: 'istio-system', labels: { app: 'cart' } };
	const selected = peers('w', { selector: { matchLabels: { app: 'cart' } }, ...mtls('STRICT') }, 'istio-system');
	expect(ztunnelMutualTls(worldOf([selected]), root, 80).mode).toBe('optional');
	expect(ztunnelMutualTls(worldOf([selected]), workload, 80).mode).toBe('optional');
});
