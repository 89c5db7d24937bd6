// Who is meant by the names in a question: the caller, who hands the request on, and the receiver.
import type { AccessModel, Client, Gateway, Grant, Workload } from '../../access/model.ts';
import { ExpectedError } from '../../core/expected.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { quote, quoteList } from '../../core/quote.ts';
import type { ShortQuestion } from '../../questions/index.ts';
import type { Request } from '../../semantics/istio/index.ts';
import { spiffeOf } from '../../traffic/principal.ts';
import type { CatalogScene } from './scene.ts';

export type Caller =
	| { readonly kind: 'workload'; readonly name: string; readonly workload: Workload }
	| { readonly kind: 'client'; readonly name: string; readonly client: Client }
	| { readonly kind: 'anyone'; readonly name: 'anyone' }
	/** Somebody of whom the catalog knows nothing but what the connection shows. */
	| { readonly kind: 'stranger'; readonly name: string; readonly from: Request['from'] };

export interface Parties {
	readonly caller: Caller;
	/** Whose certificate the receiver sees; undefined: the caller's own. */
	readonly via: Workload | undefined;
	readonly receiver: Workload;
}

/** The parties of a question; throws an ExpectedError, with the nearest names, for one that the catalog does not know. */
export function partiesOf({ model, data }: CatalogScene, { from, to, via }: ShortQuestion): Parties {
	const receiver = workloadNamed(model, to, 'service or gateway');
	const caller = callerNamed(model, data.clients ?? {}, from);
	if (caller.kind !== 'client' && caller.kind !== 'anyone') {
		if (via !== undefined) {
			throw new ExpectedError(
				`${quote(from)} calls by itself, so nothing goes \`via\``,
				'leave it out, or ask for the client whose token is handed on',
			);
		}
		return { caller, via: undefined, receiver };
	}
	if (via !== undefined) return { caller, via: workloadNamed(model, via, 'gateway or service'), receiver };
	return { caller, via: receiver.kind === 'gateway' ? receiver : usualWay(model, caller, receiver), receiver };
}

/** All grants of a caller at a receiver. */
export const grantsBetween = ({ model }: CatalogScene, { caller, via, receiver }: Parties): readonly Grant[] =>
	model.grants.filter(
		(grant) =>
			grant.receiver === receiver &&
			grant.caller.name === caller.name &&
			grant.presenter === (via ?? (caller.kind === 'workload' ? caller.workload : undefined)),
	);

/** The gateway of a workload; undefined for a service. */
export const gatewayOf = (model: AccessModel, workload: Workload | undefined): Gateway | undefined =>
	model.gateways.find((gateway) => gateway.workload === workload);

function callerNamed(model: AccessModel, clients: Readonly<Record<string, unknown>>, from: string): Caller {
	if (from === 'anyone') return { kind: 'anyone', name: 'anyone' };
	if (from === 'plaintext' || from === 'tls') return { kind: 'stranger', name: from, from };
	if (from.startsWith('spiffe://')) {
		const known = model.workloads.find(({ principal }) => spiffeOf(principal) === from);
		if (known !== undefined) return { kind: 'workload', name: known.name, workload: known };
		return { kind: 'stranger', name: from, from: `spiffe://${from.slice('spiffe://'.length)}` };
	}
	const workload = model.workloads.find(({ name }) => name === from);
	if (workload !== undefined) return { kind: 'workload', name: from, workload };
	const client = Object.hasOwn(clients, from) ? model.clients.find(({ id }) => id === from) : undefined;
	if (client !== undefined) return { kind: 'client', name: from, client };
	const known = [...model.workloads.map(({ name }) => name), ...Object.keys(clients), 'anyone', 'plaintext', 'tls'];
	throw unknown(
		'caller',
		from,
		known,
		'a pod that is not in the catalog is `spiffe://…`, or `plaintext` where it has no sidecar',
	);
}

function workloadNamed(model: AccessModel, name: string, what: string): Workload {
	const workload = model.workloads.find((one) => one.name === name || `${one.namespace.name}/${one.name}` === name);
	if (workload !== undefined) return workload;
	throw unknown(
		what,
		name,
		model.workloads.map((one) => one.name),
		'`meshgrant check` lists what there is',
	);
}

const unknown = (what: string, name: string, known: readonly string[], otherwise: string): ExpectedError =>
	new ExpectedError(`the catalog has no ${what} ${quote(name)}`, didYouMean(nearest(name, known), otherwise));

/** Through whom a caller from outside comes, where only one way could be meant. */
function usualWay(model: AccessModel, caller: Caller, receiver: Workload): Workload {
	const granted = model.grants.filter((grant) => grant.receiver === receiver && grant.caller.name === caller.name);
	const leading = model.gateways.filter(({ routes }) => routes.some((route) => route.receiver === receiver));
	const ways = [
		new Set(granted.map(({ presenter }) => presenter)),
		new Set(leading.map(({ workload }) => workload)),
		new Set(model.gateways.map(({ workload }) => workload)),
	];
	for (const way of ways) {
		const [only, ...others] = way;
		if (only === undefined) continue;
		if (others.length === 0) return only;
		const names = [...way].map(({ name }) => name);
		throw new ExpectedError(
			`${quote(caller.name)} could reach ${quote(receiver.name)} through ${quoteList(names, 'or')}`,
			'say which with `--via`',
		);
	}
	throw new ExpectedError(
		`${quote(caller.name)} stands outside, and the catalog has no gateway`,
		'ask for a service, or for `spiffe://…`',
	);
}
