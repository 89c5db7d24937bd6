// Grants: one for each caller, actor and scope on which provider and consumer agree.
import type { Actor, Caller, Client, Grant, Scope, TenantRule, Workload } from '../../access/model.ts';
import type { CallerData, CatalogData, ExceptionData } from '../../catalog/index.ts';
import { actorOf as actorKind } from '../../catalog/index.ts';
import { invariant, unreachable } from '../../core/invariant.ts';
import type { Locate, Origin } from '../../core/origin.ts';
import type { Placed } from './exceptions.ts';
import { workloadOf } from './workloads.ts';

export interface Parts {
	readonly data: CatalogData;
	readonly locate: Locate;
	readonly workloads: ReadonlyMap<string, Workload>;
	readonly clients: ReadonlyMap<string, Client>;
	readonly scopes: ReadonlyMap<string, Scope>;
}

/** Every grant whose caller, carrier and receiver are active, in no particular order. */
export function lowerGrants(parts: Parts): readonly Grant[] {
	const requests = requestedOrigins(parts);
	const off = disabledNames(parts.data);
	return Object.entries(parts.data.services).flatMap(([receiver, service]) =>
		(service.callers ?? []).flatMap((caller, index) => {
			if (off.has(receiver) || off.has(caller.from) || off.has(caller.via ?? '')) return [];
			const origin = parts.locate(['services', receiver, 'callers', index]);
			return caller.scopes.map((scope) => grantOf(parts, receiver, caller, scope, origin, requests));
		}),
	);
}

/** What callers with an API key may do at the receiver: whoever the external authorizer let through at the gateway. */
export function apiKeyGrants(
	parts: Parts,
	exceptions: readonly Placed<Extract<ExceptionData, { kind: 'api-key' }>>[],
): readonly Grant[] {
	return exceptions.flatMap((exception) => {
		const receiver = workloadOf(parts.workloads, exception.to);
		const gateway = workloadOf(parts.workloads, exception.gateway);
		if (receiver.state.kind === 'disabled' || gateway.state.kind === 'disabled') return [];
		return exception.scopes.map((name) => ({
			id: `${exception.to}/${name}/api-key@${exception.gateway}/anyone`,
			presenter: gateway,
			caller: { kind: 'anyone', name: 'anyone' },
			receiver,
			scope: scopeOf(parts, name),
			actor: { kind: 'anyone', because: exception.reason },
			tenant: { kind: 'none' },
			because: exception.reason,
			origin: exception.origin,
			requested: exception.origin,
		}));
	});
}

function grantOf(
	parts: Parts,
	receiver: string,
	caller: CallerData,
	scopeName: string,
	origin: Origin,
	requests: ReadonlyMap<string, Origin>,
): Grant {
	const scope = scopeOf(parts, scopeName);
	const actor = actorOf(parts, caller);
	const via = caller.via === undefined ? '' : `@${caller.via}`;
	return {
		id: `${receiver}/${scopeName}/${caller.from}${via}/${actor.kind}`,
		presenter: workloadOf(parts.workloads, caller.via ?? caller.from),
		caller: callerOf(parts, caller),
		receiver: workloadOf(parts.workloads, receiver),
		scope,
		actor,
		tenant: tenantRule(scope, actor, caller),
		because: caller.because ?? '',
		origin,
		requested: requests.get(requestKey(caller.from, receiver, scopeName, caller.via)) ?? origin,
	};
}

function callerOf(parts: Parts, caller: CallerData): Caller {
	if (caller.from === 'anyone') return { kind: 'anyone', name: 'anyone' };
	if (parts.data.clients?.[caller.from] === undefined) return { kind: 'workload', name: caller.from };
	return { kind: 'client', name: caller.from, client: clientOf(parts, caller.from) };
}

function actorOf(parts: Parts, caller: CallerData): Actor {
	const kind = actorKind(parts.data, caller);
	switch (kind) {
		case 'service':
			return { kind, client: clientOf(parts, caller.from) };
		case 'user':
			return { kind, client: clientOf(parts, caller.from), obtained: howObtained(parts.data, caller) };
		case 'identity':
		case 'anyone':
			return { kind, because: caller.because ?? parts.data.withoutTokens ?? '' };
		default:
			return unreachable(kind);
	}
}

function howObtained(data: CatalogData, caller: CallerData): 'login' | 'exchange' | 'forwarded' {
	if (caller.via !== undefined) return data.gateways?.[caller.via] === undefined ? 'forwarded' : 'login';
	return data.services[caller.from]?.login === undefined ? 'exchange' : 'login';
}

function tenantRule(scope: Scope, actor: Actor, caller: CallerData): TenantRule {
	if (scope.tenant === 'none') return { kind: 'none' };
	if (caller.crossTenant !== undefined) return { kind: 'crossing', because: caller.crossTenant };
	if (actor.kind === 'service' && actor.client.tenant.kind === 'fixed')
		return { kind: 'fixed', tenant: actor.client.tenant.tenant };
	return { kind: 'any-claimed' };
}

/** Names of everything that is switched off. */
function disabledNames({ services, clients = {}, gateways = {} }: CatalogData): ReadonlySet<string> {
	const named = [services, clients, gateways].flatMap((group) => Object.entries(group));
	return new Set(named.filter(([, written]) => written.disabled !== undefined).map(([name]) => name));
}

/** Where consumers ask: (who, receiver, scope, carrier) → their line. */
function requestedOrigins({ data, locate }: Parts): ReadonlyMap<string, Origin> {
	const origins = new Map<string, Origin>();
	for (const [group, members] of [['services', data.services] as const, ['clients', data.clients ?? {}] as const]) {
		for (const [name, member] of Object.entries(members)) {
			for (const [index, call] of (member.calls ?? []).entries()) {
				if (call.forwards !== undefined) continue;
				const origin = locate([group, name, 'calls', index]);
				for (const scope of call.scopes) origins.set(requestKey(name, call.to, scope, call.via), origin);
			}
		}
	}
	return origins;
}

const requestKey = (from: string, to: string, scope: string, via: string | undefined): string =>
	`${from} ${to} ${scope} ${via ?? ''}`;

function scopeOf(parts: Parts, name: string): Scope {
	const scope = parts.scopes.get(name);
	invariant(scope !== undefined, `no scope ${name}`);
	return scope;
}

function clientOf(parts: Parts, name: string): Client {
	const client = parts.clients.get(name);
	invariant(client !== undefined, `no client ${name}`);
	return client;
}
