// From a witness to the request that a client would send.
import type { Witness } from '../regions/index.ts';
import type { HttpRequest, JwtRule, Request, TokenPlace } from '../semantics/istio/index.ts';
import { unnamedHost } from './domains.ts';
import { asSent } from './effective/admitted.ts';
import type { Passing } from './effective/passing.ts';
import { sentPath } from './paths.ts';

/** The request that has these facts, with its token where the proxy looks for it. */
export function requestOf(witness: Witness, { world, at, chain }: Passing): Request {
	const { peer, agreeing } = witness;
	const sender = {
		from: peer === undefined ? (endsTls(at) ? 'tls' : 'plaintext') : spiffe(peer),
		port: at.port,
		...(at.service === undefined ? {} : { service: at.service }),
		sourceAddress: sourceOf(witness),
		destinationAddress: witness.destinationAddress,
		serverName: witness.serverName,
	} as const;
	if (chain.speaks === 'tcp') return { ...sender, external: agreeing.length > 0 ? 'agrees' : 'refuses' };
	return { ...sender, http: httpOf(witness, world.mesh.pathNormalization, chain.verification) };
}

function httpOf(
	witness: Witness,
	normalization: Parameters<typeof sentPath>[1],
	verification: readonly JwtRule[],
): HttpRequest {
	const { method = 'GET', path = '/', host = unnamedHost, headers, payload, agreeing } = witness;
	return {
		method,
		path: sentPath(path, normalization),
		host,
		headers: [...sentHeaders(headers), ...forwardedFor(witness)],
		tokens: payload === undefined ? [] : [{ in: placeOf(payload, verification), claims: payload, state: 'valid' }],
		external: agreeing.length > 0 ? 'agrees' : { refuses: 403 },
	};
}

/** A gateway that ends TLS is spoken to over TLS. */
const endsTls = ({ enforcer, port }: Passing['at']): boolean =>
	enforcer.kind === 'gateway' &&
	enforcer.ports.some((one) => one.port === port && (one.protocol === 'https' || one.protocol === 'tls'));

/** At a waypoint only the remote address is known, which is the caller's. */
const sourceOf = ({ sourceAddress, remoteAddress }: Witness): string | undefined => sourceAddress ?? remoteAddress;

/** What the client sends; of a header that the proxy writes anew it is known apart. */
const sentHeaders = (headers: Witness['headers']): readonly (readonly [string, string])[] =>
	Object.entries(headers).flatMap(([name, values]) => {
		if (`${name}${asSent}` in headers) return [];
		const sent = name.endsWith(asSent) ? name.slice(0, -asSent.length) : name;
		return values.map((value) => [sent, value] as const);
	});

/** A client's address other than the source's is one that a proxy before has told. */
const forwardedFor = (witness: Witness): readonly (readonly [string, string])[] =>
	witness.remoteAddress === undefined || witness.remoteAddress === sourceOf(witness)
		? []
		: [['x-forwarded-for', witness.remoteAddress]];

const spiffe = (peer: string): `spiffe://${string}` => `spiffe://${peer.replace(/^spiffe:\/\//, '')}`;

const bearer = { kind: 'header', name: 'Authorization', prefix: 'Bearer ' } as const;

/** Where the rule for the token's issuer looks: `Authorization`, unless it names other places. */
function placeOf({ iss }: NonNullable<Witness['payload']>, verification: readonly JwtRule[]): TokenPlace {
	const rule = verification.find(({ issuer }) => issuer === undefined || issuer === iss);
	if (rule === undefined) return bearer;
	const { fromHeaders, fromParams, fromCookies } = rule;
	const places: readonly TokenPlace[] = [
		...fromHeaders.map(({ name, prefix }) => ({ kind: 'header', name, prefix }) as const),
		...fromCookies.map((name) => ({ kind: 'cookie', name }) as const),
		...fromParams.map((name) => ({ kind: 'parameter', name }) as const),
	];
	const isBearer = (place: TokenPlace) =>
		place.kind === 'header' && place.name.toLowerCase() === 'authorization' && place.prefix === bearer.prefix;
	const [first] = places;
	return first === undefined || places.some(isBearer) ? bearer : first;
}
