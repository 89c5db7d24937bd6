// What the checks look at: the catalog with its names resolved once. An entry whose names do not hold is `sound: false`;
// only the check of references speaks about it, so that one mistake gives one diagnostic.
import type { CatalogPath, Locate, Origin } from '../../core/origin.ts';
import type { Operation } from '../../traffic/operation.ts';
import { actorOf } from '../actor.ts';
import { overlay } from '../environment.ts';
import type { ActorInput, CallData, CallerData, CatalogData, ClientData, GatewayData, ServiceData } from '../input.ts';
import { parseOperation } from '../operation.ts';
import { operationsOf } from '../operations.ts';

export type Kind = 'service' | 'client' | 'gateway';

export interface PlacedOperation {
	readonly text: string;
	readonly operation: Operation;
	readonly path: CatalogPath;
}

export interface Scope {
	readonly name: string;
	readonly receiver: string;
	readonly needsTenant: boolean;
	/** Those that can be read; another stage speaks about the others. */
	readonly operations: readonly PlacedOperation[];
	readonly path: CatalogPath;
}

/** A scope that an entry names, and where it names it. */
export interface NamedScope {
	readonly scope: Scope;
	readonly path: CatalogPath;
}

/** One entry of `callers`. */
export interface Grant {
	readonly receiver: string;
	readonly caller: CallerData;
	readonly actor: ActorInput;
	readonly path: CatalogPath;
	/** Names are known and of a kind that may stand there. */
	readonly sound: boolean;
	/** Those that the receiver offers. */
	readonly scopes: readonly NamedScope[];
}

/** One entry of `calls`. */
export interface Request {
	readonly asker: string;
	readonly call: CallData;
	readonly path: CatalogPath;
	readonly sound: boolean;
	readonly scopes: readonly NamedScope[];
}

export interface CheckContext {
	readonly data: CatalogData;
	readonly locate: Locate;
	readonly at: (...path: CatalogPath) => Origin;
	readonly today: string;
	readonly services: ReadonlyMap<string, ServiceData>;
	readonly clients: ReadonlyMap<string, ClientData>;
	readonly gateways: ReadonlyMap<string, GatewayData>;
	/** Environment → the catalog as it is there. */
	readonly environments: ReadonlyMap<string, CatalogData>;
	/** Service → its scopes. */
	readonly scopes: ReadonlyMap<string, ReadonlyMap<string, Scope>>;
	readonly grants: readonly Grant[];
	readonly requests: readonly Request[];
	readonly kindOf: (name: string) => Kind | undefined;
}

/** Resolves the names of a catalog whose shape is good. */
export function contextOf(data: CatalogData, locate: Locate, today: string): CheckContext {
	const services = new Map(Object.entries(data.services));
	const clients = new Map(Object.entries(data.clients ?? {}));
	const gateways = new Map(Object.entries(data.gateways ?? {}));
	const kindOf = (name: string): Kind | undefined =>
		services.has(name) ? 'service' : gateways.has(name) ? 'gateway' : clients.has(name) ? 'client' : undefined;
	const scopes = new Map([...services].map(([name, service]) => [name, scopesOf(name, service)] as const));
	return {
		data,
		locate,
		at: (...path) => locate(path),
		today,
		services,
		clients,
		gateways,
		environments: new Map(Object.keys(data.environments).map((name) => [name, overlay(data, name)])),
		scopes,
		grants: [...services].flatMap(([name, service]) => grantsOf(data, name, service, scopes, kindOf)),
		requests: [
			...[...services].flatMap(([name, { calls }]) => requestsOf('services', name, calls ?? [], scopes, kindOf)),
			...[...clients].flatMap(([name, { calls }]) => requestsOf('clients', name, calls, scopes, kindOf)),
		],
		kindOf,
	};
}

function scopesOf(receiver: string, service: ServiceData): ReadonlyMap<string, Scope> {
	const scopes = new Map<string, Scope>();
	for (const [name, written] of Object.entries(service.scopes ?? {})) {
		const path = ['services', receiver, 'scopes', name];
		const listed = 'operations' in written ? [...path, 'operations'] : path;
		scopes.set(name, {
			name,
			receiver,
			needsTenant: 'operations' in written && written.tenant === 'required',
			operations: placedOperations(operationsOf(written), service.ports, listed),
			path,
		});
	}
	return scopes;
}

/** The operations that can be read among those written at a path. */
export function placedOperations(
	texts: readonly string[],
	ports: ServiceData['ports'],
	path: CatalogPath,
): readonly PlacedOperation[] {
	return texts.flatMap((text, index) => {
		const parsed = parseOperation(text, ports);
		return parsed.kind === 'ok' ? [{ text, operation: parsed.operation, path: [...path, index] }] : [];
	});
}

type Offered = ReadonlyMap<string, ReadonlyMap<string, Scope>>;

function grantsOf(
	data: CatalogData,
	receiver: string,
	service: ServiceData,
	offered: Offered,
	kindOf: CheckContext['kindOf'],
): readonly Grant[] {
	return (service.callers ?? []).map((caller, index) => {
		const path = ['services', receiver, 'callers', index];
		const from = caller.from === 'anyone' ? 'anyone' : kindOf(caller.from);
		const via = caller.via === undefined ? 'nobody' : kindOf(caller.via);
		const sound =
			(from === 'service' && via === 'nobody') ||
			(from === 'client' && (via === 'gateway' || via === 'service')) ||
			(from === 'anyone' && via === 'gateway');
		const scopes = namedScopes(caller.scopes, receiver, offered, path);
		return { receiver, caller, actor: actorOf(data, caller), path, sound, scopes };
	});
}

function requestsOf(
	group: 'services' | 'clients',
	asker: string,
	calls: readonly CallData[],
	offered: Offered,
	kindOf: CheckContext['kindOf'],
): readonly Request[] {
	return calls.map((call, index) => {
		const path = [group, asker, 'calls', index];
		const via = call.via === undefined ? 'nobody' : kindOf(call.via);
		const forwards = call.forwards === undefined ? 'nothing' : kindOf(call.forwards);
		const asks =
			group === 'services'
				? via === 'nobody' && (forwards === 'nothing' || forwards === 'client')
				: forwards === 'nothing' && (via === 'gateway' || via === 'service');
		const sound = asks && kindOf(call.to) === 'service';
		return { asker, call, path, sound, scopes: namedScopes(call.scopes, call.to, offered, path) };
	});
}

function namedScopes(
	names: readonly string[],
	receiver: string,
	offered: Offered,
	path: CatalogPath,
): readonly NamedScope[] {
	const there = offered.get(receiver);
	const named: NamedScope[] = [];
	for (const [index, name] of names.entries()) {
		const scope = there?.get(name);
		if (scope !== undefined) named.push({ scope, path: [...path, 'scopes', index] });
	}
	return named;
}
