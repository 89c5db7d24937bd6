// Which port of the receiver an operation means.
import { nearest } from '../core/nearest.ts';
import { sortedBy } from '../core/order.ts';
import type { Protocol } from '../traffic/principal.ts';
import type { PortInput, ServiceData } from './input.ts';
import type { WrongOperation } from './parsed.ts';

interface Wanted {
	readonly text: string;
	/** The text without ` on <port>`. */
	readonly call: string;
	readonly portName: string | undefined;
	readonly protocol: Protocol;
}

/** The name of the one port that can be meant: the named one if it speaks the protocol, else the only one that does. */
export function portFor(
	{ text, call, portName, protocol }: Wanted,
	ports: ServiceData['ports'],
): { readonly kind: 'ok'; readonly name: string } | WrongOperation {
	const all = sortedBy(Object.entries(ports ?? {}), ([name]) => name);
	const fitting = all.filter(([, port]) => port.protocol === protocol);
	const on = (name: string | undefined): string => (name === undefined ? '' : `${call} on ${name}`);
	if (portName !== undefined) {
		const named = all.find(([name]) => name === portName)?.[1];
		if (named === undefined) {
			const near = nearest(
				portName,
				all.map(([name]) => name),
			);
			const only = fitting.length === 1 ? fitting[0]?.[0] : undefined;
			return wrong('CAT054', text, portName, on(near[0] ?? only), all);
		}
		if (named.protocol !== protocol) {
			const only = fitting.length === 1 ? fitting[0]?.[0] : undefined;
			return wrong('CAT055', text, `the ${named.protocol} port \`${portName}\``, on(only), all);
		}
		return { kind: 'ok', name: portName };
	}
	const [first, second] = fitting;
	if (first === undefined) {
		const [only] = all;
		if (only === undefined || all.length > 1) return wrong('CAT056', text, protocol, '', all);
		return wrong('CAT055', text, `the ${only[1].protocol} port \`${only[0]}\``, '', all);
	}
	return second === undefined ? { kind: 'ok', name: first[0] } : wrong('CAT053', text, call, on(first[0]), fitting);
}

function wrong(
	code: WrongOperation['code'],
	text: string,
	part: string,
	repair: string,
	ports: readonly (readonly [string, PortInput])[],
): WrongOperation {
	const listed = ports.map(([name, { protocol }]) => `\`${name}\` (${protocol})`).join(', ');
	return { kind: 'wrong', code, parameters: { text, part, repair, ports: listed } };
}
