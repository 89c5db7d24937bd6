// What a ztunnel does with the messages that istiod sends it, as its own code says (ztunnel src/rbac.rs and src/state.rs, 2026):
// a second reading, from the other end, against which ours is held. Groups (there: rules) are ORed, their rules (clauses)
// ANDed, matches ORed, fields ANDed; an empty match never holds.
import { isWithin, readAddress } from '../../../../src/traffic/address.ts';
import type { ZtunnelConversion } from '../../../engines/mesh/case.ts';

export interface Connection {
	readonly peer: string | undefined;
	readonly port: number;
	readonly sourceAddress: string;
	readonly destinationAddress: string;
}

/** protojson: empty fields are left out. */
interface Message {
	readonly name: string;
	readonly namespace: string;
	/** GLOBAL where left out. */
	readonly scope?: 'NAMESPACE' | 'WORKLOAD_SELECTOR';
	/** ALLOW where left out. */
	readonly action?: 'DENY';
	readonly groups?: readonly { readonly rules?: readonly { readonly matches?: readonly Match[] }[] }[];
}

type Text = { readonly exact?: string; readonly prefix?: string; readonly suffix?: string; readonly presence?: object };
type Account = { readonly namespace: string; readonly serviceAccount: string };
type Net = { readonly address: string; readonly length?: number };

interface Match {
	readonly namespaces?: readonly Text[];
	readonly notNamespaces?: readonly Text[];
	readonly principals?: readonly Text[];
	readonly notPrincipals?: readonly Text[];
	readonly serviceAccounts?: readonly Account[];
	readonly notServiceAccounts?: readonly Account[];
	readonly sourceIps?: readonly Net[];
	readonly notSourceIps?: readonly Net[];
	readonly destinationIps?: readonly Net[];
	readonly notDestinationIps?: readonly Net[];
	readonly destinationPorts?: readonly number[];
	readonly notDestinationPorts?: readonly number[];
}

/** Whether the connection to a workload of the namespace passes. */
export function passes(conversion: ZtunnelConversion, namespace: string, connection: Connection): boolean {
	const named = conversion.workloadPolicies ?? [];
	const mine = ((conversion.policies ?? []) as readonly Message[]).filter((policy) => {
		if (policy.scope === 'WORKLOAD_SELECTOR') return named.includes(`${policy.namespace}/${policy.name}`);
		return policy.scope === undefined || policy.namespace === namespace;
	});
	const matching = mine.filter((policy) => matches(policy, connection));
	if (matching.some(({ action }) => action === 'DENY')) return false;
	return matching.length > 0 || !mine.some(({ action }) => action !== 'DENY');
}

const matches = ({ groups = [] }: Message, connection: Connection): boolean =>
	groups.some(({ rules = [] }) =>
		rules.every(({ matches: all = [] }) => all.length === 0 || all.some((match) => holds(match, connection))),
	);

function holds(match: Match, { peer, port, sourceAddress, destinationAddress }: Connection): boolean {
	if (Object.values(match).every((list) => list.length === 0)) return false;
	const id = peer ?? '';
	const [, , , , namespace = '', , account = ''] = id.split('/');
	const both = <T>(values: readonly T[] = [], notValues: readonly T[] = [], is: (value: T) => boolean): boolean =>
		(values.length === 0 || values.some(is)) && !notValues.some(is);
	const principal = (text: Text) => id.startsWith('spiffe://') && fits(text, id.slice('spiffe://'.length));
	return (
		both(match.namespaces, match.notNamespaces, (text) => fits(text, namespace)) &&
		both(match.principals, match.notPrincipals, principal) &&
		both(match.serviceAccounts, match.notServiceAccounts, (one) => {
			return peer !== undefined && one.namespace === namespace && one.serviceAccount === account;
		}) &&
		both(match.sourceIps, match.notSourceIps, (net) => contains(net, sourceAddress)) &&
		both(match.destinationIps, match.notDestinationIps, (net) => contains(net, destinationAddress)) &&
		both(match.destinationPorts, match.notDestinationPorts, (one) => one === port)
	);
}

function fits({ exact, prefix, suffix, presence }: Text, text: string): boolean {
	if (presence !== undefined) return text !== '';
	if (exact !== undefined) return text === exact;
	if (prefix !== undefined) return text.startsWith(prefix);
	return suffix !== undefined && text.endsWith(suffix);
}

function contains({ address, length = 0 }: Net, text: string): boolean {
	const bytes = Buffer.from(address, 'base64');
	const family = bytes.length === 4 ? 4 : 6;
	const found = readAddress(text);
	return found !== undefined && isWithin(found, { family, bits: BigInt(`0x${bytes.toString('hex')}`), length });
}
