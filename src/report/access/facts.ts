// What a model grants, as rows for people: words instead of references, in the order in which they are read.

import type { AccessModel, Actor, Client, Grant, Scope, TenantRule, Workload } from '../../access/model.ts';
import { groupBy, sortedBy } from '../../core/order.ts';
import type { Origin } from '../../core/origin.ts';
import { hostsOf, type OpenFact, openFacts, operationTexts, outsideTexts } from './open.ts';

/** A declared departure from the rules, as the catalog states it. */
export interface ExceptionFact {
	readonly kind: string;
	/** Names of the services, clients or gateways concerned. */
	readonly parts: readonly string[];
	/** Whom or what it is about, such as `accounts, GET /metrics`. */
	readonly about: string;
	readonly owner: string;
	readonly reason: string;
	/** Last day, `YYYY-MM-DD`. */
	readonly expires: string;
}

export interface GrantFact {
	readonly id: string;
	readonly receiver: string;
	readonly scope: string;
	readonly caller: string;
	/** The gateway or service that hands the request on; null where the caller itself calls. */
	readonly via: string | null;
	readonly actor: Actor['kind'];
	/** `login`, `exchange` or `forwarded` for a user's token; else null. */
	readonly obtained: string | null;
	readonly tenant: TenantRule['kind'];
	/** The one tenant of a `fixed` rule; else null. */
	readonly tenantName: string | null;
	readonly operations: readonly string[];
	/** Empty where the catalog gives no reason. */
	readonly because: string;
	readonly origin: Origin;
}

export interface PublicFact {
	readonly gateway: string;
	readonly receiver: string;
	readonly scope: string;
	readonly hosts: readonly string[];
	/** As a client outside sends them. */
	readonly operations: readonly string[];
	readonly because: string;
}

interface DisabledFact {
	readonly kind: 'service' | 'gateway' | 'client';
	readonly name: string;
	readonly because: string;
}

export interface AccessFacts {
	readonly environment: string;
	readonly receivers: readonly ReceiverFact[];
	readonly grants: readonly GrantFact[];
	readonly public: readonly PublicFact[];
	/** By kind: API keys, preflights, plaintext, probes; then by receiver. */
	readonly open: readonly OpenFact[];
	readonly exceptions: readonly ExceptionFact[];
	readonly disabled: readonly DisabledFact[];
	/** Services that nobody may call, not even without an identity. */
	readonly closed: readonly string[];
}

export interface ReceiverFact {
	readonly name: string;
	readonly owner: string;
	readonly namespace: string;
	readonly scopes: readonly ScopeFact[];
}

export interface ScopeFact {
	readonly name: string;
	readonly tenant: Scope['tenant'];
	readonly operations: readonly string[];
	readonly grants: readonly GrantFact[];
}

/** The facts of one environment; `exceptions` are those that hold there. Sorted by receiver, scope, caller. */
export function accessFacts(model: AccessModel, exceptions: readonly ExceptionFact[]): AccessFacts {
	const grants = sortedBy(model.grants, (grant) => grant.id);
	const byReceiver = groupBy(grants, (grant) => grant.receiver.name);
	const services = model.workloads.filter((workload) => workload.kind === 'service');
	const open = openFacts(model);
	const reached = new Set([...byReceiver.keys(), ...open.map((fact) => fact.receiver)]);
	return {
		environment: model.environment,
		receivers: services.flatMap((workload) => {
			const own = byReceiver.get(workload.name);
			return own === undefined ? [] : [receiverFact(workload, own)];
		}),
		grants: grants.map(grantFact),
		public: publicFacts(model),
		open,
		exceptions: sortedBy(exceptions, (exception) => `${exception.expires} ${exception.kind} ${exception.about}`),
		disabled: disabledFacts(model),
		closed: services
			.filter((workload) => workload.state.kind === 'active' && !reached.has(workload.name))
			.map((workload) => workload.name),
	};
}

function receiverFact(workload: Workload, grants: readonly Grant[]): ReceiverFact {
	const byScope = groupBy(grants, (grant) => grant.scope.name);
	const scopes = [...byScope].flatMap(([name, members]) => {
		const [first] = members;
		if (first === undefined) return [];
		const operations = operationTexts(first.scope.operations, workload);
		return [{ name, tenant: first.scope.tenant, operations, grants: members.map(grantFact) }];
	});
	return { name: workload.name, owner: workload.owner, namespace: workload.namespace.name, scopes };
}

function grantFact(grant: Grant): GrantFact {
	return {
		id: grant.id,
		receiver: grant.receiver.name,
		scope: grant.scope.name,
		caller: grant.caller.name,
		via: grant.caller.kind === 'workload' ? null : grant.presenter.name,
		actor: grant.actor.kind,
		obtained: grant.actor.kind === 'user' ? grant.actor.obtained : null,
		tenant: grant.tenant.kind,
		tenantName: grant.tenant.kind === 'fixed' ? grant.tenant.tenant : null,
		operations: operationTexts(grant.scope.operations, grant.receiver),
		because: reasonOf(grant),
		origin: grant.origin,
	};
}

/** The reason of the actor or of a tenant crossing comes first: it is the one that a reviewer must judge. */
function reasonOf(grant: Grant): string {
	if (grant.tenant.kind === 'crossing') return grant.tenant.because;
	if (grant.actor.kind === 'identity' || grant.actor.kind === 'anyone') return grant.actor.because || grant.because;
	return grant.because;
}

function publicFacts(model: AccessModel): PublicFact[] {
	const open = model.entrances.filter((entrance) => entrance.grant.actor.kind === 'anyone');
	return open.map((entrance) => ({
		gateway: entrance.gateway.workload.name,
		receiver: entrance.grant.receiver.name,
		scope: entrance.grant.scope.name,
		hosts: hostsOf(entrance.operations),
		operations: outsideTexts(entrance.operations),
		because: reasonOf(entrance.grant),
	}));
}

function disabledFacts(model: AccessModel): DisabledFact[] {
	const workloads = model.workloads.flatMap((workload) =>
		workload.state.kind === 'disabled'
			? [{ kind: workload.kind, name: workload.name, because: workload.state.because }]
			: [],
	);
	const outside = (client: Client): boolean => client.kind !== 'workload';
	const clients = model.clients
		.filter(outside)
		.flatMap((client) =>
			client.state.kind === 'disabled'
				? [{ kind: 'client' as const, name: client.id, because: client.state.because }]
				: [],
		);
	return [...workloads, ...clients];
}
