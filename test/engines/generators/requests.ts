// Requests as a friendly client sends them: the witnesses around which rules are made.
import type { HttpRequest, MeshRequest, SpiffeId, Token } from '../mesh/case.ts';
import type { Dice } from './dice.ts';
import {
	addresses,
	audiences,
	bytes,
	clients,
	expiresAt,
	farAddresses,
	headerValues,
	issuedAt,
	issuers,
	namespaces,
	ownAddresses,
	roles,
	scopes,
	serviceAccounts,
	subjects,
	tenants,
} from './words.ts';
import type { World } from './worlds.ts';

export type HttpMeshRequest = Extract<MeshRequest, { readonly http: HttpRequest }>;

export const isHttp = (request: MeshRequest): request is HttpMeshRequest => request.http !== undefined;

/** What a request says about itself, as policies may ask for it. Absent attributes are undefined. */
export function identityOf(request: MeshRequest): { td: string; ns: string; sa: string } | undefined {
	const [, td, ns, sa] = /^spiffe:\/\/([^/]+)\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(request.from) ?? [];
	return td === undefined || ns === undefined || sa === undefined ? undefined : { td, ns, sa };
}

export const spiffe = (td: string, ns: string, sa: string): SpiffeId => `spiffe://${td}/ns/${ns}/sa/${sa}`;

export type Claims = Readonly<Record<string, unknown>>;

/** The payload of the first token, if it is one that the oracle mints. */
export function claimsOf(request: MeshRequest): Claims | undefined {
	const token = request.http?.tokens?.[0];
	return token === undefined || !('claims' in token) ? undefined : token.claims;
}

/** A request in order: a known caller, a plain path, more often than not with a valid token. */
export function witness(dice: Dice, world: World): MeshRequest {
	const tcp = world.tcpPorts.length > 0 && dice.chance(12);
	const port = dice.pick(tcp ? world.tcpPorts : world.httpPorts);
	const caller = {
		from: from(dice, world, port),
		port,
		...(world.enforcer.kind !== 'waypoint' && dice.chance(20) ? between(dice, world) : {}),
	};
	if (tcp) return { ...caller, tcp: bytes };
	return { ...caller, http: http(dice) };
}

/** The addresses of a connection; both of one version. */
export function between(
	dice: Dice,
	around: Pick<World, 'addresses'>,
): Pick<MeshRequest, 'sourceAddress' | 'destinationAddress'> {
	if (around.addresses === 'loopback' || dice.chance(50)) return { sourceAddress: dice.pick(addresses) };
	const sourceAddress = dice.pick(farAddresses);
	return { sourceAddress, destinationAddress: sourceAddress.includes(':') ? '2001:db8::1' : dice.pick(ownAddresses) };
}

function from(dice: Dice, world: World, port: number): MeshRequest['from'] {
	if (world.callers === 'strangers') return strangerAt(port);
	return dice.weighted([
		[88, spiffe(dice.pick(world.trustDomains), dice.pick(namespaces), dice.pick(serviceAccounts))],
		[12, world.enforcer.kind === 'waypoint' ? spiffe(world.trustDomains[0], 'foo', 'web') : 'plaintext'],
	] as const);
}

/** Without a certificate, in the way in which the gateway's port wants it. */
export const strangerAt = (port: number): 'tls' | 'plaintext' => (port === 8443 ? 'tls' : 'plaintext');

function http(dice: Dice): HttpRequest {
	const method = dice.weighted([
		[6, 'GET'],
		[3, 'POST'],
		[1, 'PUT'],
	] as const);
	const headers: (readonly [string, string])[] = [];
	if (dice.chance(40)) headers.push(['x-tenant', dice.pick(tenants)]);
	if (dice.chance(20)) headers.push(['x-role', dice.pick(headerValues)]);
	if (dice.chance(12))
		headers.push(['x-forwarded-for', dice.pick(['10.1.2.3', '203.0.113.7', '203.0.113.7, 10.1.2.3'])]);
	return {
		...(method === 'GET' ? {} : { method }),
		path: dice.pick(['/a', '/a/b', '/a/b/c', '/a/items/42', '/a/', '/', '/ab', '/a/42/items']),
		host: dice.pick(['shop.example', 'shop.example', 'api.shop.example', 'shop.example:8080']),
		...(headers.length > 0 ? { headers } : {}),
		...(dice.chance(65) ? { tokens: [token(dice)] } : {}),
	};
}

export function token(dice: Dice): Token {
	const state = dice.weighted([
		[95, 'valid'],
		[3, 'withoutExpiry'],
		[2, 'idToken'],
	] as const);
	const some = <T>(percent: number, name: string, value: T) => (dice.chance(percent) ? { [name]: value } : {});
	const claims = {
		iss: dice.weighted([
			[70, issuers[0]],
			[20, issuers[1]],
			[10, issuers[2]],
		] as const),
		...some(94, 'sub', dice.pick(subjects)),
		...some(90, 'aud', dice.chance(70) ? dice.pick(audiences) : dice.some(audiences, 1, 3)),
		...some(85, 'azp', dice.pick(clients)),
		...some(80, 'scope', dice.some(scopes, 1, 3).join(' ')),
		...some(40, 'roles', dice.some(roles, 1, 2)),
		...some(35, 'realm_access', { roles: dice.some(roles, 1, 2) }),
		...some(50, 'tenant', dice.pick(tenants)),
		...some(12, 'groups', dice.some(roles, 1, 3).join(' ')),
		...some(10, 'https://shop.example/role', dice.pick(roles)),
		...some(8, 'level', dice.pick([3, true, null, { a: 'b' }])),
		iat: issuedAt,
		...(state === 'withoutExpiry' ? {} : { exp: expiresAt }),
	};
	return { state, claims, ...(dice.chance(4) ? { algorithm: 'RS256' } : {}) };
}
