// The headers that policies see are not quite those that were sent: the codec and the connection manager take some away and
// write others before any filter runs (Envoy 1.39.3, http1/codec_impl.cc and conn_manager_utility.cc, with Istio's settings;
// each name measured at a sidecar, a gateway and a waypoint).
import type { HttpRequest, Token } from '../request.ts';
import { addHeader, type Headers, trimmed } from './headers.ts';

/** Between neighbours only, or orders to a proxy that nobody outside may give. */
const never: ReadonlySet<string> = new Set(
	(
		'connection host keep-alive proxy-connection upgrade x-envoy-decorator-operation ' +
		'x-envoy-expected-rq-timeout-ms x-envoy-force-trace x-envoy-hedge-on-per-try-timeout x-envoy-internal ' +
		'x-envoy-ip-tags x-envoy-max-retries x-envoy-original-url x-envoy-retriable-header-names ' +
		'x-envoy-retriable-status-codes x-envoy-retry-grpc-on x-envoy-retry-on x-envoy-upstream-alt-stat-name ' +
		'x-envoy-upstream-rq-per-try-timeout-ms x-envoy-upstream-rq-timeout-alt-response x-envoy-upstream-rq-timeout-ms'
	).split(' '),
);

/** What a gateway lets no client say of itself, besides. */
const neverAtGateways: ReadonlySet<string> = new Set([
	'x-envoy-downstream-service-cluster',
	'x-envoy-downstream-service-node',
	'x-envoy-external-address',
	'x-envoy-original-path',
	'x-forwarded-proto',
	'x-request-id',
]);

/** Who receives: `attested`, a sidecar whose caller proved an identity, so that it may say what other proxies proved. */
export interface Receiver {
	readonly gateway: boolean;
	readonly attested: boolean;
}

export interface Received {
	readonly headers: Headers;
	/** Names that were sent and are not there. */
	readonly dropped: readonly string[];
}

/** The sent headers as filters find them, with the tokens that stand in headers and cookies as the texts given for them. */
export function receivedHeaders(http: HttpRequest, textOf: (index: number) => string, receiver: Receiver): Received {
	const headers: Headers = new Map();
	const dropped: string[] = [];
	const nominated = nominatedHeaders(http);
	const add = (name: string, value: string) => {
		const key = name.toLowerCase();
		if (!isDropped(key, value, receiver) && !nominated?.has(key)) addHeader(headers, key, trimmed(value));
		else if (!dropped.includes(key)) dropped.push(key);
	};
	http.tokens.forEach(({ in: place }: Token, index) => {
		if (place.kind === 'header') add(place.name, place.prefix + textOf(index));
		if (place.kind === 'cookie') add('cookie', `${place.name}=${textOf(index)}`);
	});
	for (const [name, value] of http.headers) add(name, value);
	return { headers, dropped };
}

function isDropped(name: string, value: string, { gateway, attested }: Receiver): boolean {
	if (name === 'te') return trimmed(value) !== 'trailers';
	if (name === 'x-forwarded-client-cert') return !attested;
	return never.has(name) || (gateway && neverAtGateways.has(name));
}

/** Headers that `Connection` names end at this proxy, too, whatever they are (RFC 9110, section 7.6.1). */
function nominatedHeaders({ headers }: HttpRequest): ReadonlySet<string> | undefined {
	let nominated: Set<string> | undefined;
	for (const [name, value] of headers) {
		if (name.length !== 'connection'.length || name.toLowerCase() !== 'connection') continue;
		nominated ??= new Set();
		for (const one of value.split(',')) nominated.add(one.trim().toLowerCase());
	}
	return nominated;
}
