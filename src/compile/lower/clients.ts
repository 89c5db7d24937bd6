// OAuth clients: one for each service that asks for or receives tokens, and those outside the mesh.
import type { Authentication, Client, Issuer } from '../../access/model.ts';
import type { CatalogData, ClientData, ExceptionData, ServiceData } from '../../catalog/index.ts';
import { actorOf, askingForTokens, hasToken } from '../../catalog/index.ts';
import { invariant } from '../../core/invariant.ts';
import { byText } from '../../core/order.ts';
import type { Locate } from '../../core/origin.ts';
import type { Placed } from './exceptions.ts';
import { audienceOf } from './scopes.ts';
import { stateOf } from './workloads.ts';

const defaultLifetimeSeconds = 300;

/** Catalog name of a service or client → its OAuth client. A service that neither asks for nor receives tokens has none. */
export function lowerClients(
	data: CatalogData,
	locate: Locate,
	issuers: ReadonlyMap<string, Issuer>,
	longLived: readonly Placed<Extract<ExceptionData, { kind: 'long-lived-token' }>>[],
): ReadonlyMap<string, Client> {
	const clients = new Map<string, Client>();
	if (issuers.size === 0) return clients;
	const lifetimeSeconds = data.tokens?.lifetimeSeconds ?? defaultLifetimeSeconds;
	const asking = askingForTokens(data);
	for (const [name, service] of Object.entries(data.services)) {
		const asks = asking.has(name);
		if (!asks && !receivesTokens(data, service)) continue;
		clients.set(name, {
			id: audienceOf(name, service),
			kind: 'workload',
			owner: service.owner,
			description: service.description ?? '',
			issuer: issuerOf(issuers, name, service.issuer),
			authentication: asks ? workloadAuthentication(service) : { kind: 'none' },
			login: service.login === undefined ? { kind: 'none' } : loginOf(service.login),
			lifetimeSeconds,
			tenant: tenantOf(service),
			state: stateOf(service),
			origin: locate(['services', name]),
		});
	}
	const lifetimes = new Map(longLived.map((exception) => [exception.client, exception.lifetimeSeconds]));
	for (const [name, client] of Object.entries(data.clients ?? {})) {
		clients.set(name, {
			id: name,
			kind: client.kind,
			owner: client.owner,
			description: client.description ?? '',
			issuer: issuerOf(issuers, name, client.issuer),
			authentication: keyAuthentication(client.authentication),
			login:
				client.redirectUris === undefined
					? { kind: 'none' }
					: loginOf({ ...client, redirectUris: client.redirectUris }),
			lifetimeSeconds: lifetimes.get(name) ?? lifetimeSeconds,
			tenant: tenantOf(client),
			state: stateOf(client),
			origin: locate(['clients', name]),
		});
	}
	return clients;
}

function receivesTokens(data: CatalogData, service: ServiceData): boolean {
	return (service.callers ?? []).some((caller) => hasToken(actorOf(data, caller)));
}

function issuerOf(issuers: ReadonlyMap<string, Issuer>, who: string, name: string | undefined): Issuer {
	const issuer = name === undefined ? [...issuers.values()][0] : issuers.get(name);
	invariant(issuer !== undefined && (name !== undefined || issuers.size === 1), `${who} has no issuer`);
	return issuer;
}

function workloadAuthentication(service: ServiceData): Authentication {
	return service.authentication === undefined || service.authentication === 'federated'
		? { kind: 'federated', namespace: service.namespace, serviceAccount: service.serviceAccount }
		: keyAuthentication(service.authentication);
}

function keyAuthentication(written: ClientData['authentication']): Authentication {
	if (written === undefined) return { kind: 'none' };
	return 'mtls' in written
		? { kind: 'mtls', subject: written.mtls.subject }
		: { kind: 'private-key-jwt', jwksUrl: written.privateKeyJwt.jwksUrl };
}

interface WrittenLogin {
	readonly redirectUris: readonly string[];
	readonly webOrigins?: readonly string[] | undefined;
	readonly postLogoutRedirectUris?: readonly string[] | undefined;
}

const loginOf = (written: WrittenLogin): Client['login'] => ({
	kind: 'browser',
	redirectUris: [...written.redirectUris].sort(byText),
	webOrigins: [...(written.webOrigins ?? [])].sort(byText),
	postLogoutRedirectUris: [...(written.postLogoutRedirectUris ?? [])].sort(byText),
});

const tenantOf = (written: { readonly tenant?: string | undefined }): Client['tenant'] =>
	written.tenant === undefined ? { kind: 'none' } : { kind: 'fixed', tenant: written.tenant };
