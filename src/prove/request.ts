// From a witness to the request that a client would send.
import type { Witness } from '../regions/index.ts';
import type { Request } from '../semantics/istio/index.ts';
import { asSent } from './effective/admitted.ts';
import type { Place } from './finding.ts';

/** The request that has these facts, with its token in the `Authorization` header. */
export function requestOf(witness: Witness, place: Place): Request {
	const { peer, method, path, host, headers, payload, agreeing } = witness;
	const sender = {
		from: peer === undefined ? 'plaintext' : spiffe(peer),
		port: place.port,
		sourceAddress: witness.sourceAddress,
		destinationAddress: witness.destinationAddress,
		serverName: witness.serverName,
	} as const;
	if (place.speaks === 'tcp') return { ...sender, external: agreeing.length > 0 ? 'agrees' : 'refuses' };
	return {
		...sender,
		http: {
			method: method ?? 'GET',
			path: sentPath(path ?? '/'),
			host: host ?? place.workload,
			headers: [...sentHeaders(headers), ...forwardedFor(witness)],
			tokens: payload === undefined ? [] : [token(payload)],
			external: agreeing.length > 0 ? 'agrees' : { refuses: 403 },
		},
	};
}

/**
 * A path that arrives as this one (normalization `BASE`): dots before parameters are sent escaped, for plain ones are taken
 * for a dot segment.
 */
export const sentPath = (path: string): string =>
	path.replace(/(?<=\/)\.\.?(?=;)/g, (dots) => dots.replaceAll('.', '%2e'));

/** What the client sends; of a header that the proxy writes anew it is known apart. */
const sentHeaders = (headers: Witness['headers']): readonly (readonly [string, string])[] =>
	Object.entries(headers).flatMap(([name, values]) => {
		if (`${name}${asSent}` in headers) return [];
		const sent = name.endsWith(asSent) ? name.slice(0, -asSent.length) : name;
		return values.map((value) => [sent, value] as const);
	});

/** A client's address other than the source's is one that a proxy before has told. */
const forwardedFor = ({ remoteAddress, sourceAddress }: Witness): readonly (readonly [string, string])[] =>
	remoteAddress === undefined || remoteAddress === sourceAddress ? [] : [['x-forwarded-for', remoteAddress]];

const spiffe = (peer: string): `spiffe://${string}` => `spiffe://${peer.replace(/^spiffe:\/\//, '')}`;

const token = (claims: NonNullable<Witness['payload']>) =>
	({ in: { kind: 'header', name: 'Authorization', prefix: 'Bearer ' }, claims, state: 'valid' }) as const;
