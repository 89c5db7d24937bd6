// A case of the mesh oracle (test/engines/mesh/case.ts) in the words of src/semantics/istio: manifests read, settings with
// their defaults, the enforcer, and each request. What the oracle chooses by itself, where a case says nothing, is said here.
import { createPublicKey, verify } from 'node:crypto';
import { loadAll } from 'js-yaml';
import { chains } from '../../../src/semantics/istio/chains.ts';
import { readManifests } from '../../../src/semantics/istio/read/index.ts';
import type { Problem } from '../../../src/semantics/istio/read/problem.ts';
import type { HttpRequest, Request, Token } from '../../../src/semantics/istio/request.ts';
import {
	defaultSettings,
	type Enforcer,
	type MeshSettings,
	type Port,
	type World,
} from '../../../src/semantics/istio/world.ts';
import { expiresAt, issuedAt } from '../../engines/generators/words.ts';
import {
	externalDecisionHeader,
	type MeshCase,
	type HttpRequest as MeshHttpRequest,
	type MeshRequest,
	type Token as MeshToken,
	type Service,
	type TokenPlace,
} from '../../engines/mesh/case.ts';

export interface OurCase {
	readonly world: World;
	readonly enforcer: Enforcer;
	readonly requests: readonly Request[];
	readonly problems: readonly Problem[];
}

/** The istiod of the oracle is a snapshot of 1.31. */
const istio = '1.31.0';

export function ourCase(asked: MeshCase): OurCase {
	const { peerAuthentications, requestAuthentications, policies, problems } = readManifests(loadAll(asked.manifests));
	const world = { mesh: settingsOf(asked), peerAuthentications, requestAuthentications, policies };
	const enforcer = enforcerOf(asked);
	const ours = { world, enforcer, keys: keyFinder(asked, world) };
	return { world, enforcer, requests: asked.requests.map((request) => requestOf(asked, request, ours)), problems };
}

function settingsOf({ mesh = {} }: MeshCase): MeshSettings {
	const flag = (name: string, otherwise: boolean): boolean =>
		mesh.istiod?.[name] === undefined ? otherwise : mesh.istiod[name] === 'true';
	return {
		trustDomain: mesh.trustDomain ?? defaultSettings.trustDomain,
		trustDomainAliases: mesh.trustDomainAliases ?? [],
		rootNamespace: mesh.rootNamespace ?? defaultSettings.rootNamespace,
		pathNormalization: mesh.pathNormalization ?? defaultSettings.pathNormalization,
		extensionProviders: (mesh.extensionProviders ?? []).map(({ name, protocol }) => ({ name, protocol })),
		istio,
		revision: defaultSettings.revision,
		manyCustomProviders: flag('PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS', false),
		selectorsAtGateways: flag('ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY', true),
	};
}

function enforcerOf({ enforcer }: MeshCase): Enforcer {
	const { namespace, labels } = enforcer.workload;
	const workload = { namespace, labels };
	switch (enforcer.kind) {
		case 'sidecar':
		case 'ztunnel':
			return { kind: enforcer.kind, workload, ports: containerPorts(enforcer.services) };
		case 'gateway': {
			const { api, name, listeners } = enforcer;
			const ports = listeners.map(({ port, targetPort, protocol }) => ({ port: targetPort ?? port, protocol }));
			return { kind: 'gateway', api, name, workload, ports };
		}
		case 'waypoint': {
			const services = enforcer.services.map(({ name, ports }) => ({
				name,
				namespace,
				ports: ports.map(({ port, protocol }) => ({ port, protocol })),
			}));
			return { kind: 'waypoint', name: enforcer.name, namespace: enforcer.namespace, services };
		}
	}
}

/** Of several Services that name a port, the first decides. */
function containerPorts(services: readonly Service[]): readonly Port[] {
	const ports = new Map<number, Port>();
	for (const { port, targetPort = port, protocol } of services.flatMap((service) => service.ports)) {
		if (!ports.has(targetPort)) ports.set(targetPort, { port: targetPort, protocol });
	}
	return [...ports.values()];
}

function requestOf(
	asked: MeshCase,
	request: MeshRequest,
	{ world, enforcer, keys }: { readonly world: World; readonly enforcer: Enforcer; readonly keys: KeyFinder },
): Request {
	const { from, port, service, sourceAddress = '127.0.0.1', sni } = request;
	const { destinationAddress = defaultDestination(asked, request) } = request;
	const sealed = chains(world, enforcer, port, service)[0]?.mutualTls.mode === 'disabled';
	const host = request.http?.host ?? serviceHost(asked, request);
	return {
		from,
		port,
		service,
		sourceAddress,
		destinationAddress,
		serverName: asSent(sni ?? serverName(asked, request, host)),
		http: request.http === undefined ? undefined : httpOf(request.http, host, keys),
		// Asked about a connection, the oracle's authorizer wants a principal that the proxy has seen, and not a certain one.
		external: from.startsWith('spiffe://') && !sealed && !from.endsWith('/deny') ? 'agrees' : 'refuses',
	};
}

/** An address in the loopback net; at a waypoint the Service's own (test/engines/mesh/go/translate/addresses). */
function defaultDestination({ enforcer }: MeshCase, { service }: MeshRequest): string {
	if (enforcer.kind !== 'waypoint') return '127.1.7.7';
	return `10.254.1.${
		1 +
		Math.max(
			0,
			enforcer.services.findIndex(({ name }) => name === service),
		)
	}`;
}

/** The oracle's client is Go's: it leaves out dots at the end of a server name. */
const asSent = (serverName: string): string => serverName.replace(/\.+$/, '');

/** The Service that a request is for, and its port there. */
function serviceOf({ enforcer }: MeshCase, { port, service }: MeshRequest): readonly [name: string, port: number] {
	if (enforcer.kind === 'gateway') return [enforcer.name, port];
	if (service !== undefined) return [service, port];
	if (enforcer.kind !== 'waypoint') {
		for (const { name, ports } of enforcer.services) {
			const declared = ports.find((each) => (each.targetPort ?? each.port) === port);
			if (declared !== undefined) return [name, declared.port];
		}
	}
	return [enforcer.services[0]?.name ?? 'nothing', port];
}

function serviceHost(asked: MeshCase, request: MeshRequest): string {
	return `${serviceOf(asked, request)[0]}.${asked.enforcer.workload.namespace}.svc.cluster.local`;
}

function serverName(asked: MeshCase, request: MeshRequest, host: string): string {
	if (asked.enforcer.kind === 'gateway') return host.split(':')[0] ?? '';
	if (asked.enforcer.kind === 'waypoint') return '';
	return `outbound_.${serviceOf(asked, request)[1]}_._.${serviceHost(asked, request)}`;
}

function httpOf(http: MeshHttpRequest, host: string, keys: KeyFinder): HttpRequest {
	const { method = 'GET', path, headers = [], tokens = [] } = http;
	return {
		method,
		path,
		host,
		headers: [...tokens.filter(isEmpty).map(emptyHeader), ...headers],
		tokens: tokens.filter((token) => !isEmpty(token)).map((token) => tokenOf(token, keys)),
		external: externalOf(headers),
	};
}

/** A token of no letters is none: only its prefix is sent. */
const isEmpty = (token: MeshToken): boolean => 'raw' in token && token.raw === '';

function emptyHeader(token: MeshToken): readonly [name: string, value: string] {
	const place = placeOf(token.in);
	if (place.kind !== 'header') throw new Error('an empty token is known in headers only');
	return [place.name, place.prefix];
}

function externalOf(headers: readonly (readonly [string, string])[]): HttpRequest['external'] {
	const values = headers.filter(([name]) => name.toLowerCase() === externalDecisionHeader).map(([, value]) => value);
	const said = values.join(',');
	if (said === '' || said === 'allow' || said === '200') return 'agrees';
	const status = /^\d{3}$/.test(said) ? Number(said) : 403;
	return { refuses: status >= 200 && status < 600 ? status : 403 };
}

const placeOf = (place: TokenPlace | undefined): Token['in'] => {
	if (place === undefined) return { kind: 'header', name: 'Authorization', prefix: 'Bearer ' };
	if ('query' in place) return { kind: 'parameter', name: place.query };
	if ('cookie' in place) return { kind: 'cookie', name: place.cookie };
	return { kind: 'header', name: place.header, prefix: place.prefix ?? '' };
};

/** What the rules for these claims find of a token whose key is known by name, or by the signature. */
type KeyFinder = (claims: Readonly<Record<string, unknown>>, signed: Signed) => Pick<Token, 'state' | 'signedBy'>;
type Signed = { readonly by: string } | { readonly text: string };

/**
 * A rule has the key set that it writes, else the one that the case gives to its issuer (its jwksUri, where it has no issuer),
 * else the oracle's own key for that.
 */
function keyFinder({ keys = {} }: MeshCase, { requestAuthentications }: World): KeyFinder {
	const rules = requestAuthentications.flatMap(({ jwtRules }) => jwtRules);
	return (claims, signed) => {
		const fitting = rules.filter(({ issuer }) => issuer === undefined || issuer === claims.iss);
		const inline = fitting.flatMap(({ jwks }) => jwks ?? []);
		const jwks = 'text' in signed ? inline.find((keySet) => isSignedByOneOf(signed.text, keySet)) : undefined;
		if (jwks !== undefined) return { state: 'valid', signedBy: { jwks } };
		const publishing = fitting.filter((rule) => rule.jwks === undefined);
		const found = publishing.map(({ issuer, jwksUri }) => {
			const name = issuer ?? jwksUri ?? '';
			const written = keys[name];
			if ('text' in signed) return written !== undefined && isSignedByOneOf(signed.text, written);
			return written === undefined && signed.by === name;
		});
		if (found.every((is) => is)) return { state: 'valid', signedBy: 'published' };
		if (found.includes(true)) throw new Error(`${String(claims.iss)} publishes several keys`);
		return { state: 'wrong-signature' };
	};
}

function isSignedByOneOf(token: string, keySet: string): boolean {
	const [header = '', payload = '', signature = ''] = token.split('.');
	const { keys } = JSON.parse(keySet) as { keys: readonly Readonly<Record<string, string>>[] };
	return keys.some((jwk) => {
		const key = createPublicKey({ key: jwk, format: 'jwk' });
		const message = Buffer.from(`${header}.${payload}`);
		return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
	});
}

const unknownIssuer = 'https://unknown.oracle.example';

function tokenOf(token: MeshToken, keys: KeyFinder): Token {
	const place = placeOf(token.in);
	if ('raw' in token) return { in: place, ...rawToken(token.raw, keys) };
	if (token.state === 'garbage') return { in: place, claims: undefined, state: 'unreadable' };
	const claims = sorted(claimsOf(token));
	return { in: place, claims, ...stateOf(token, claims, keys) };
}

function claimsOf({ state, claims }: Extract<MeshToken, { state: unknown }>): Readonly<Record<string, unknown>> {
	const timed: Record<string, unknown> = { exp: expiresAt, iat: issuedAt, ...claims };
	if (state === 'expired' || state === 'expiredInSkew') timed.exp = issuedAt;
	if (state === 'notYetValid') timed.nbf = expiresAt;
	if (state === 'unknownIssuer') timed.iss = unknownIssuer;
	if (state === 'idToken') timed.typ = 'ID';
	if (state === 'withoutExpiry') delete timed.exp;
	return timed;
}

function stateOf(
	{ state, key, algorithm }: Extract<MeshToken, { state: unknown }>,
	claims: Readonly<Record<string, unknown>>,
	keys: KeyFinder,
): Pick<Token, 'state' | 'signedBy'> {
	// The oracle has one RSA key for all issuers, strangers too.
	if (state === 'otherKey' && algorithm === 'RS256') return keys(claims, { by: String(claims.iss) });
	switch (state) {
		case 'forged':
		case 'wrongKeyId':
		case 'otherKey':
		case 'confused':
			return { state: 'wrong-signature' };
		case 'unsigned':
		case 'garbage':
			return { state: 'unreadable' };
		case 'expired':
			return { state: 'expired' };
		case 'notYetValid':
			return { state: 'not-yet-valid' };
		default:
			return keys(claims, { by: key ?? String(claims.iss) });
	}
}

function rawToken(text: string, keys: KeyFinder): Omit<Token, 'in'> {
	const [, payload = ''] = text.split('.');
	if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return { claims: undefined, state: 'unreadable' };
	const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Readonly<Record<string, unknown>>;
	return { claims, ...keys(claims, { text }) };
}

/** The oracle writes payloads with sorted keys. */
function sorted<T>(value: T): T {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(sorted) as T;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)])) as T;
}
