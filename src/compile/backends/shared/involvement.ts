// All that one workload has to do with: what it may be asked, what it may ask, what is declared for it. Worked out once
// for the whole model, so that each backend stays linear in the number of grants.
import type {
	AccessModel,
	ApiKeyEntrance,
	Client,
	Entrance,
	Gateway,
	Grant,
	Issuer,
	PlaintextOpening,
	Workload,
} from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import { sortedBy } from '../../../core/order.ts';

export interface Involvement {
	readonly workload: Workload;
	/** Grants to it, sorted by id. */
	readonly received: readonly Grant[];
	/** Grants in which receivers see its certificate, sorted by id. */
	readonly presented: readonly Grant[];
	/** Issuers that it asks for tokens or at which it signs users in, sorted by name. */
	readonly asks: readonly Issuer[];
	/** Of a gateway: those that start at it; of a service: those that lead to it. Sorted by grant. */
	readonly entrances: readonly Entrance[];
	readonly plaintext: readonly PlaintextOpening[];
	/** Only at a gateway. */
	readonly apiKeys: readonly ApiKeyEntrance[];
	/** Only for a gateway. */
	readonly gateway: Gateway | undefined;
}

/** One involvement for each workload of the model, sorted by its name. */
export function involvements(model: AccessModel): readonly Involvement[] {
	const grants = sortedBy(model.grants, (each) => each.id);
	const received = listsBy(grants, (grant) => grant.receiver);
	const presented = listsBy(grants, (grant) => grant.presenter);
	const entrances = sortedBy(model.entrances, (each) => each.grant.id);
	const entered = listsBy(entrances, (entrance) => entrance.gateway.workload);
	const led = listsBy(entrances, (entrance) => entrance.grant.receiver);
	const plaintext = listsBy(model.plaintext, (opening) => opening.workload);
	const apiKeys = listsBy(model.apiKeys, (key) => key.gateway.workload);
	const gateways = new Map(model.gateways.map((gateway) => [gateway.workload.name, gateway]));
	const signingIn = new Map(model.clients.filter(isSigningService).map((client) => [client.origin.path, client]));
	return sortedBy(model.workloads, (workload) => workload.name).map((workload) => {
		const gateway = gateways.get(workload.name);
		invariant(
			(gateway !== undefined) === (workload.kind === 'gateway'),
			`gateway and workload ${workload.name} differ`,
		);
		return {
			workload,
			received: received(workload),
			presented: presented(workload),
			asks: issuersAsked(presented(workload), signingIn.get(workload.origin.path)),
			entrances: gateway === undefined ? led(workload) : entered(workload),
			plaintext: plaintext(workload),
			apiKeys: apiKeys(workload),
			gateway,
		};
	});
}

/** A client and its service stand at one place in the catalog; the client's id may be another than the service's name. */
const isSigningService = ({ kind, login }: Client): boolean => kind === 'workload' && login.kind === 'browser';

/** Where the presenter gets its own tokens; one that it only hands on is a client's affair. */
function issuersAsked(presented: readonly Grant[], signsIn: Client | undefined): readonly Issuer[] {
	const issuers = new Map<string, Issuer>();
	if (signsIn !== undefined) issuers.set(signsIn.issuer.name, signsIn.issuer);
	for (const { caller, actor } of presented) {
		if (caller.kind !== 'workload' || (actor.kind !== 'service' && actor.kind !== 'user')) continue;
		issuers.set(actor.client.issuer.name, actor.client.issuer);
	}
	return sortedBy(issuers.values(), (issuer) => issuer.name);
}

function listsBy<T>(items: readonly T[], of: (item: T) => Workload): (workload: Workload) => readonly T[] {
	const lists = new Map<string, T[]>();
	for (const item of items) {
		const { name } = of(item);
		const list = lists.get(name);
		if (list === undefined) lists.set(name, [item]);
		else list.push(item);
	}
	return ({ name }) => lists.get(name) ?? [];
}
