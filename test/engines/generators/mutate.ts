// One step of change to a request: the attacker's, the mistaken client's and the proxy's favourite differences.
import { externalDecisionHeader, type HttpRequest, type MeshRequest } from '../mesh/case.ts';
import type { Dice } from './dice.ts';
import { mutateToken } from './mutate-token.ts';
import { near, swapCase } from './patterns.ts';
import { between, type HttpMeshRequest, identityOf, isHttp, spiffe, strangerAt } from './requests.ts';
import { headerValues, hosts, methods, namespaces, segments, serviceAccounts, trustDomains } from './words.ts';

/** Where requests may go and who may send them; a `World` is one. */
export type Surroundings = {
	readonly httpPorts: readonly number[];
	readonly tcpPorts: readonly number[];
	readonly otherPorts: readonly number[];
	readonly trustDomains: readonly string[];
	readonly callers: 'identities' | 'strangers';
	readonly enforcer: { readonly kind: string };
	readonly addresses: 'loopback' | 'any';
	/** Whose names a changed caller takes. Default: those of the alphabet. */
	readonly accounts?: readonly { readonly ns: string; readonly sa: string }[];
};

/** The same request but for one thing. */
export function mutate(dice: Dice, around: Surroundings, request: MeshRequest): MeshRequest {
	if (!isHttp(request)) return mutateConnection(dice, around, request);
	return dice.weighted<() => MeshRequest>([
		[16, () => mutateConnection(dice, around, request)],
		[24, () => withHttp(request, { path: mutatePath(dice, request.http.path) })],
		[8, () => withHttp(request, { method: mutateMethod(dice, request.http.method ?? 'GET') })],
		[10, () => withHttp(request, { host: mutateHost(dice, request.http.host ?? 'shop.example') })],
		[12, () => withHttp(request, { headers: mutateHeaders(dice, request.http.headers ?? []) })],
		[30, () => withHttp(request, { tokens: mutateToken(dice, request.http.tokens ?? []) })],
	])();
}

/** The request with some of its HTTP part replaced. */
export function withHttp(request: HttpMeshRequest, change: Partial<HttpRequest>): HttpMeshRequest {
	const { headers, tokens, ...http } = { ...request.http, ...change };
	return { ...request, http: { ...http, ...filled('headers', headers), ...filled('tokens', tokens) } };
}

const filled = <T>(name: string, list: readonly T[] | undefined) =>
	list === undefined || list.length === 0 ? {} : { [name]: list };

function mutateConnection(dice: Dice, around: Surroundings, request: MeshRequest): MeshRequest {
	const waypoint = around.enforcer.kind === 'waypoint';
	const ports = isHttp(request) ? around.httpPorts : around.tcpPorts;
	return dice.weighted<() => MeshRequest>([
		[60, () => ({ ...request, from: mutateCaller(dice, around, request) })],
		[ports.length > 1 ? 22 : 0, () => moved(around, request, dice.pick(ports))],
		[waypoint ? 0 : 14, () => ({ ...withoutAddresses(request), ...between(dice, around) })],
		[
			waypoint ? 1 : 4,
			() => ({ ...request, sni: dice.pick(['', 'shop.example', 'outbound_.80_._.shop.foo.svc.cluster.local']) }),
		],
	])();
}

/** A new source beside an old destination could be of another version of IP. */
function withoutAddresses(request: MeshRequest): MeshRequest {
	const { sourceAddress: _source, destinationAddress: _destination, ...rest } = request;
	return rest;
}

/** A stranger at a gateway speaks as the port wants it; to speak otherwise shows nothing but a broken handshake. */
export const moved = (around: Surroundings, request: MeshRequest, port: number): MeshRequest => ({
	...request,
	port,
	...(around.callers === 'strangers' ? { from: strangerAt(port) } : {}),
});

function mutateCaller(dice: Dice, around: Surroundings, request: MeshRequest): MeshRequest['from'] {
	if (around.callers === 'strangers') return request.from;
	const { td, ns, sa } = identityOf(request) ?? { td: around.trustDomains[0] ?? 'cluster.local', ns: 'foo', sa: 'web' };
	const waypoint = around.enforcer.kind === 'waypoint';
	return dice.weighted<() => MeshRequest['from']>([
		[30, () => spiffe(td, around.accounts === undefined ? dice.pick(namespaces) : dice.pick(around.accounts).ns, sa)],
		[
			30,
			() => spiffe(td, ns, around.accounts === undefined ? dice.pick(serviceAccounts) : dice.pick(around.accounts).sa),
		],
		[12, () => spiffe(dice.pick(around.trustDomains), ns, sa)],
		[3, () => spiffe(dice.pick(trustDomains), ns, sa)],
		[3, () => spiffe(td, ns, swapCase(sa))],
		[waypoint ? 0 : 18, () => 'plaintext'],
		[waypoint ? 0 : 4, () => 'tls'],
	])();
}

/** Segments, slashes, escapes, query, fragment and case: each is one step, some of them normalized away by the proxy. */
function mutatePath(dice: Dice, path: string): string {
	const changed = changePath(dice, path);
	return changed.startsWith('/') ? changed : `/${changed}`;
}

function changePath(dice: Dice, path: string): string {
	const last = path.lastIndexOf('/');
	const at = 1 + dice.below(path.length);
	const insert = (text: string) => () => path.slice(0, at) + text + path.slice(at);
	return dice.weighted<() => string>([
		[10, () => `${path.replace(/\/$/, '')}/${dice.pick(segments)}`],
		[8, () => path.slice(0, last) || '/'],
		[10, () => (path.endsWith('/') && path !== '/' ? path.slice(0, -1) : `${path}/`)],
		[8, () => `${path.slice(0, last)}/${path.slice(last)}`],
		[5, () => `${path.slice(0, last)}/.${path.slice(last)}`],
		[6, () => `${path.slice(0, last)}/x/..${path.slice(last)}`],
		[4, () => `${path}/..`],
		[3, () => `${path.slice(0, last)}/${dice.pick(['..;', '.;', '..;x=y', '%2e%2e', '%2E'])}${path.slice(last)}`],
		[6, () => `${path.slice(0, last)}${dice.pick(['%2f', '%2F', '%5c', '\\', '%252f'])}${path.slice(last + 1)}`],
		[4, () => path.slice(0, -1) + percent(path.slice(-1))],
		[6, () => swapCase(path)],
		[8, () => `${path}?${dice.pick(['q=1', 'next=/a/b', ''])}`],
		[3, () => `${path}#${dice.pick(['f', '/a'])}`],
		[3, () => `${path};x=y`],
		[5, insert(dice.pick(['x', '2', '.', '~', '*', '=']))],
		[4, insert(dice.pick(['|', '[', '{', '"', '^', '%7C', '%00']))],
		[1, insert('\u00e9')],
	])();
}

const percent = (letter: string): string =>
	`%${(letter.codePointAt(0) ?? 0x2f).toString(16).toUpperCase().padStart(2, '0')}`;

const mutateMethod = (dice: Dice, method: string): string =>
	dice.chance(92)
		? dice.pick([...methods, 'PATCH'])
		: dice.pick([swapCase(method), 'TRACE', near(dice, method) || 'X']);

function mutateHost(dice: Dice, host: string): string {
	return dice.pick([
		`${host.replace(/:\d+$/, '')}:8080`,
		host.replace(/:\d+$/, ''),
		swapCase(host),
		`x.${host}`,
		`${host}.evil.example`,
		`${host}.`,
		dice.pick(hosts),
	]);
}

type Headers = NonNullable<HttpRequest['headers']>;

function mutateHeaders(dice: Dice, headers: Headers): Headers {
	const at = dice.below(headers.length || 1);
	const [name, value] = headers[at] ?? ['x-tenant', dice.pick(headerValues)];
	const others = headers.filter((_, index) => index !== at);
	return dice.weighted<() => Headers>([
		[14, () => others],
		[18, () => [...others, [name, dice.pick(headerValues)]]],
		[10, () => [...others, [name, value], [name, dice.pick(headerValues)]]],
		[6, () => [...others, [swapCase(name), value]]],
		[10, () => [...others, [dice.pick(['x-tenant', 'x-role', 'x-debug', 'x-claim']), dice.pick(headerValues)]]],
		[14, () => [...headers, ['x-forwarded-for', dice.pick(['10.1.2.3', '203.0.113.7', '10.1.2.3, 198.51.100.9'])]]],
		[16, () => [...headers, [externalDecisionHeader, dice.pick(['allow', 'deny', '401', '418'])]]],
		[6, () => [...headers, ['origin', 'https://shop.example'], ['access-control-request-method', 'GET']]],
	])();
}
