// Which NetworkPolicies the API server takes (kubernetes/pkg/apis/networking/validation, 1.34). One that it refuses is not
// there, while the others are: then nothing lets pass what it was to let pass.
import { isWithin, readRange } from '../../traffic/address.ts';
import { isPortName } from '../kubernetes/names.ts';
import { labelSelector, list, map, one } from '../kubernetes/shape.ts';

const oneOf = (...words: readonly string[]) =>
	one((value) => typeof value === 'string' && words.includes(value), `one of ${words.join(', ')}`);

const isPort = (value: unknown): value is number =>
	typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536;

const port = map(
	{
		protocol: oneOf('TCP', 'UDP', 'SCTP'),
		port: one((value) => isPort(value) || (typeof value === 'string' && isPortName(value)), 'a port'),
		endPort: one(isPort, 'a port'),
	},
	({ port: first, endPort: last }) =>
		last === undefined || (isPort(first) && isPort(last) && first <= last)
			? undefined
			: '`endPort` comes after a `port` that is a number',
);

const rangeOf = (value: unknown) => (typeof value === 'string' && value.includes('/') ? readRange(value) : undefined);
const range = one((value) => rangeOf(value) !== undefined, 'an address range');

const block = map({ cidr: range, except: list(range) }, ({ cidr, except }) => {
	const whole = rangeOf(cidr);
	if (whole === undefined) return 'it has a `cidr`';
	const isInside = (value: unknown): boolean => {
		const inner = rangeOf(value);
		return inner !== undefined && isWithin(inner, whole) && inner.length > whole.length;
	};
	return Array.isArray(except) && !except.every(isInside) ? '`except` lies inside of `cidr`' : undefined;
});

const peer = map(
	{ podSelector: labelSelector, namespaceSelector: labelSelector, ipBlock: block },
	({ ipBlock, ...selectors }) =>
		Object.keys(selectors).length > 0 === (ipBlock !== undefined) ? 'it is pods, or addresses' : undefined,
);

const policy = map({
	podSelector: labelSelector,
	policyTypes: (value, path) =>
		list(oneOf('Ingress', 'Egress'))(value, path) ??
		(Array.isArray(value) && value.length > 2 ? `\`${path}\` has more than two` : undefined),
	ingress: list(map({ from: list(peer), ports: list(port) })),
	egress: list(map({ to: list(peer), ports: list(port) })),
});

/** Why the API server may refuse a NetworkPolicy with this spec, or what of it is not judged; undefined: neither. */
export const networkPolicyDoubt = (spec: unknown): string | undefined => policy(spec, 'spec');
