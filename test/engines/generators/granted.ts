// The requests that an access model grants, written from the model alone: no policy is read for them, so that they can
// judge the policies.
import type { AccessModel, Actor, Gateway, Grant, Workload } from '../../../src/access/model.ts';
import type { Operation, PathPattern } from '../../../src/traffic/operation.ts';
import type { HttpRequest, MeshRequest, Token } from '../mesh/case.ts';
import { spiffe } from './requests.ts';
import { bytes, expiresAt, issuedAt } from './words.ts';

/** One request for each grant and operation at a service, and one more for what lies below an open path. */
export function grantRequests(model: AccessModel, receiver: Workload): readonly MeshRequest[] {
	return model.grants
		.filter((grant) => grant.receiver === receiver)
		.flatMap((grant) =>
			grant.scope.operations.flatMap((operation) => {
				const port = receiver.ports.find(({ name }) => name === operation.port);
				if (port === undefined) return [];
				const { principal } = grant.presenter;
				const from = spiffe(principal.trustDomain, principal.namespace, principal.serviceAccount);
				return sent(operation, undefined, tokens(model, grant)).map((what) => ({
					from,
					port: port.targetPort,
					...what,
				}));
			}),
		);
}

/** One request for each entrance of a gateway, operation and host, from outside. */
export function entranceRequests(model: AccessModel, gateway: Gateway): readonly MeshRequest[] {
	const port = gateway.workload.ports[0]?.targetPort ?? 8080;
	return model.entrances
		.filter((entrance) => entrance.gateway === gateway)
		.flatMap(({ grant, operations }) =>
			operations.flatMap(({ hosts, operation }) =>
				hosts.flatMap((host) =>
					sent(operation, host, tokens(model, grant)).map((what) => ({ from: 'plaintext' as const, port, ...what })),
				),
			),
		);
}

type Sent = { readonly http: HttpRequest } | { readonly tcp: string };

function sent(operation: Operation, host: string | undefined, carried: readonly Token[]): readonly Sent[] {
	const more = { ...(host === undefined ? {} : { host }), ...(carried.length > 0 ? { tokens: carried } : {}) };
	switch (operation.kind) {
		case 'tcp':
			return [{ tcp: bytes }];
		case 'grpc':
			return [{ http: { method: 'POST', path: `/${operation.service}/${operation.method}`, ...more } }];
		case 'http': {
			const method = operation.method.kind === 'any' ? 'GET' : operation.method.method;
			return pathsIn(operation.path).map((path) => ({
				http: { ...(method === 'GET' ? {} : { method }), path, ...more },
			}));
		}
	}
}

/** A path in the pattern, and one below it where the pattern goes on. */
function pathsIn(pattern: PathPattern): readonly string[] {
	const base = pattern.segments.map((step) => `/${step.kind === 'literal' ? step.text : 'p-1'}`).join('');
	const here = base === '' ? '/' : `${base}${pattern.trailingSlash ? '/' : ''}`;
	return pattern.below ? [here, `${base}/below/it`] : [here];
}

/** What the actor shows: the least that the catalog demands, nothing besides. */
function tokens(model: AccessModel, grant: Grant): readonly Token[] {
	const own = actorClaims(grant.actor);
	if (own === undefined) return [];
	const claims = { ...own, aud: [grant.scope.audience], scope: grant.scope.name, ...tenant(model, grant) };
	return [{ state: 'valid', claims: { ...claims, iat: issuedAt, exp: expiresAt } }];
}

/** Undefined for actors without a token. */
function actorClaims(actor: Actor): Readonly<Record<string, string>> | undefined {
	switch (actor.kind) {
		case 'service': {
			const { id, issuer } = actor.client;
			return { iss: issuer.issuer, sub: `service-account-${id}`, azp: id, client_id: id };
		}
		case 'user':
			return { iss: actor.client.issuer.issuer, sub: 'ann', azp: actor.client.id, sid: 'session-1' };
		case 'identity':
		case 'anyone':
			return undefined;
	}
}

function tenant(model: AccessModel, grant: Grant): Readonly<Record<string, string>> {
	if (model.tenancy.kind === 'none' || grant.tenant.kind === 'none' || grant.tenant.kind === 'crossing') return {};
	return { [model.tenancy.claim]: grant.tenant.kind === 'fixed' ? grant.tenant.tenant : 'retail' };
}
