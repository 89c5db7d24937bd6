// Which NetworkPolicies the API server takes, value by value.
import { expect, test } from 'vitest';
import { networkPolicyDoubt } from '../../../src/semantics/network-policy/index.ts';

const ports = (...list: readonly unknown[]) => ({ podSelector: {}, ingress: [{ ports: list }] });
const from = (...list: readonly unknown[]) => ({ podSelector: {}, ingress: [{ from: list }] });
const expressions = (...list: readonly unknown[]) => ({ podSelector: { matchExpressions: list } });

test.each<readonly [what: string, spec: unknown]>([
	['nothing', {}],
	['all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] }],
	['ports', ports({}, { port: 1 }, { port: 65_535, protocol: 'SCTP' }, { port: 'http' }, { port: 80, endPort: 80 })],
	['peers', from({ podSelector: {} }, { namespaceSelector: {}, podSelector: { matchLabels: { a: '' } } })],
	[
		'blocks',
		from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }, { ipBlock: { cidr: '2001:db8::/32' } }),
	],
	['expressions', expressions({ key: 'a/b', operator: 'In', values: ['x'] }, { key: 'a', operator: 'Exists' })],
])('taken: %s', (_, spec) => {
	expect(networkPolicyDoubt(spec)).toBe(undefined);
});

test.each<readonly [spec: unknown, why: string]>([
	['x', '`spec` is `x`, not a map'],
	[{ ingres: [] }, '`spec.ingres` is not judged'],
	[{ podSelector: [] }, '`spec.podSelector` is a list, not a map'],
	[{ podSelector: { matchLabels: { a: 5 } } }, '`spec.podSelector.matchLabels` has `a: 5`, no label'],
	[{ podSelector: { matchLabels: { 'a b': 'c' } } }, '`spec.podSelector.matchLabels` has `a b: c`, no label'],
	[{ policyTypes: ['Nonsense'] }, '`spec.policyTypes[0]` is `Nonsense`, not one of Ingress, Egress'],
	[{ policyTypes: ['Ingress', 'Egress', 'Ingress'] }, '`spec.policyTypes` has more than two'],
	[{ ingress: {} }, '`spec.ingress` is a map, not a list'],
	[{ ingress: [{ to: [] }] }, '`spec.ingress[0].to` is not judged'],
	[ports({ port: 0 }), '`spec.ingress[0].ports[0].port` is `0`, not a port'],
	[ports({ port: 1.5 }), '`spec.ingress[0].ports[0].port` is `1.5`, not a port'],
	[ports({ port: 65_536 }), '`spec.ingress[0].ports[0].port` is `65536`, not a port'],
	[ports({ port: 'HTTP' }), '`spec.ingress[0].ports[0].port` is `HTTP`, not a port'],
	[ports({ protocol: 'XYZ' }), '`spec.ingress[0].ports[0].protocol` is `XYZ`, not one of TCP, UDP, SCTP'],
	[ports({ port: 80, endPort: 79 }), '`spec.ingress[0].ports[0]`: `endPort` comes after a `port` that is a number'],
	[ports({ endPort: 79 }), '`spec.ingress[0].ports[0]`: `endPort` comes after a `port` that is a number'],
	[from({}), '`spec.ingress[0].from[0]`: it is pods, or addresses'],
	[from({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }), '`spec.ingress[0].from[0]`: it is pods, or addresses'],
	[from({ ipBlock: {} }), '`spec.ingress[0].from[0].ipBlock`: it has a `cidr`'],
	[
		from({ ipBlock: { cidr: '10.0.0.1' } }),
		'`spec.ingress[0].from[0].ipBlock.cidr` is `10.0.0.1`, not an address range',
	],
	[
		from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }),
		'`spec.ingress[0].from[0].ipBlock`: `except` lies inside of `cidr`',
	],
	[
		from({ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] } }),
		'`spec.ingress[0].from[0].ipBlock`: `except` lies inside of `cidr`',
	],
	[expressions({ key: 'a' }), '`spec.podSelector.matchExpressions[0]`: it has a key and an operator'],
	[
		expressions({ key: 'a', operator: 'In', values: [] }),
		'`spec.podSelector.matchExpressions[0]`: its operator and its values do not go together',
	],
	[
		expressions({ key: 'a', operator: 'Exists', values: ['x'] }),
		'`spec.podSelector.matchExpressions[0]`: its operator and its values do not go together',
	],
	[
		expressions({ key: 'a', operator: 'Is' }),
		'`spec.podSelector.matchExpressions[0].operator` is `Is`, not an operator',
	],
])('%j: %s', (spec, why) => {
	expect(networkPolicyDoubt(spec)).toBe(why);
});
