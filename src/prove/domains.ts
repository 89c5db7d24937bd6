// What a request can be at all: facts of the protocols and of the mesh, not of any policy. Differences are looked for inside
// these bounds, so that every counterexample can be sent.
import type { AccessModel } from '../access/model.ts';
import { anyDomains, anyTexts, type Domains, printable, type TextDomain } from '../regions/index.ts';
import type { Enforcer, MeshSettings } from '../semantics/istio/index.ts';
import { type Pattern, pattern, run } from '../traffic/pattern.ts';
import { any, everything, hasIdentity, not, type Predicate, text } from '../traffic/predicate.ts';
import { digits, lower, paths, upper } from './paths.ts';

/** The host of witnesses for which no rule asks for a host. */
export const unnamedHost = 'elsewhere.example';

const texts = (letters: string, more: Partial<TextDomain> = {}): TextDomain => ({
	letters,
	beyond: false,
	required: [],
	forbidden: [],
	examples: [],
	...more,
});

/** Certificates of the mesh's CA (SPIFFE ID, Istio's form), of one trust domain. */
const identities = (domain: string): Pattern =>
	pattern(`spiffe://${domain}/ns/`, run('segment', 1), '/sa/', run('segment', 1));

/** The trust domains whose certificates the proxy takes: the mesh's own and, but for a ztunnel, its aliases. */
const trusted = ({ trustDomain, trustDomainAliases }: MeshSettings, { kind }: Enforcer): readonly string[] =>
	kind === 'ztunnel' ? [trustDomain] : [...new Set([trustDomain, ...trustDomainAliases])];

/**
 * Of one of several trust domains: what the letters of `peers` cannot say. At a gateway each listener says for itself whose
 * certificates it takes.
 */
export function isTrusted(mesh: MeshSettings, enforcer: Enforcer): Predicate {
	if (enforcer.kind === 'gateway') return everything;
	const domains = trusted(mesh, enforcer);
	return domains.length === 1
		? everything
		: any([not(hasIdentity), ...domains.map((domain) => text('peer', identities(domain)))]);
}

const peers = (domains: readonly string[]): TextDomain => ({
	...texts(`${lower}${digits}-._~${upper}:/`),
	required: domains.length === 1 ? domains.map(identities) : [anyIdentity],
	examples: domains.map((domain) => `spiffe://${domain}/ns/elsewhere/sa/stranger`),
});

/** With certificates of any CA, such as a listener with mutual TLS takes them: whatever name stands in them. */
const strangers = (domains: readonly string[]): TextDomain => ({ ...anyTexts, examples: peers(domains).examples });

const anyIdentity = pattern('spiffe://', run('segment', 1), '/ns/', run('segment', 1), '/sa/', run('segment', 1));

/** Methods that Envoy's HTTP/1.1 codec takes (1.39, balsa): these, and CONNECT, which has no path. */
const known =
	'GET POST PUT DELETE PATCH HEAD OPTIONS TRACE PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK SEARCH BIND UNBIND REBIND ' +
	'ACL REPORT MKACTIVITY CHECKOUT MERGE NOTIFY SUBSCRIBE UNSUBSCRIBE PURGE MKCALENDAR LINK UNLINK SOURCE';

/** Any token (RFC 9110, section 5.6.2), as HTTP/2 takes it. One that HTTP/1.1's codec refuses is found out by replaying it. */
const methods = texts(`${upper}${lower}-${digits}_.~!#$%&'*+^\`|`, {
	required: [pattern(run('any', 1))],
	examples: known.split(' '),
});

/** Host names with or without a port; policies see them in lower case. */
const hosts = texts(`${lower}${digits}.-:_~!$%&'()*+,;=@[]`, { examples: [unnamedHost] });

/**
 * Values without control bytes. Blanks around a value are no part of it when it is sent (RFC 9110, section 5.5), but stay
 * where a claim is written into a header.
 */
const headers = texts(`${printable}\t`, { beyond: true, examples: ['x'] });
const claims: TextDomain = { ...anyTexts, examples: ['x', 'someone', 'stranger', 'elsewhere'] };

const made = new WeakMap<MeshSettings, Map<string, Domains>>();

/**
 * What requests can be at a proxy where it speaks this. `asksCallers`: at a gateway, that some listener may ask for a
 * certificate. Made once for each kind of connection, so that what is worked out about a domain is worked out once.
 */
export function domainsOf(
	mesh: MeshSettings,
	enforcer: Enforcer,
	speaks: 'http' | 'tcp',
	asksCallers: boolean,
): Domains {
	const ofMesh = made.get(mesh) ?? new Map<string, Domains>();
	made.set(mesh, ofMesh);
	const key = `${enforcer.kind} ${speaks} ${asksCallers}`;
	const domains = ofMesh.get(key) ?? newDomains(mesh, enforcer, speaks === 'http', asksCallers);
	ofMesh.set(key, domains);
	return domains;
}

function newDomains(mesh: MeshSettings, enforcer: Enforcer, isHttp: boolean, asksCallers: boolean): Domains {
	const http = isHttp ? 'always' : 'never';
	const { kind } = enforcer;
	return {
		...anyDomains,
		texts: {
			peer:
				kind === 'gateway'
					? { presence: asksCallers ? 'maybe' : 'never', texts: strangers(trusted(mesh, enforcer)) }
					: { presence: 'maybe', texts: peers(trusted(mesh, enforcer)) },
			// A waypoint sees no handshake of the caller's with the Service.
			serverName: { presence: kind === 'waypoint' ? 'never' : 'maybe', texts: anyTexts },
			method: { presence: http, texts: methods },
			path: { presence: http, texts: paths[mesh.pathNormalization] },
			host: { presence: http, texts: hosts },
		},
		// Every connection comes from somewhere and goes somewhere. The listener behind a waypoint's rules has a peer without an
		// address, and the caller's is the remote one.
		addresses: {
			sourceAddress: kind === 'waypoint' ? 'never' : 'always',
			remoteAddress: isRemoteApart(enforcer, isHttp ? 'http' : 'tcp') ? 'always' : 'never',
			destinationAddress: 'always',
		},
		headers: isHttp ? headers : 'never',
		verified: isHttp ? 'maybe' : 'never',
		claims: [
			{ path: ['iss'], single: true, texts: claims },
			{ path: ['sub'], single: true, texts: claims },
		],
		otherClaims: claims,
	};
}

/** False where the remote address is always the source's: on bytes, and at gateways, which trust no forwarded address. */
export const isRemoteApart = ({ kind }: Enforcer, speaks: 'http' | 'tcp'): boolean =>
	kind === 'waypoint' || (kind === 'sidecar' && speaks === 'http');

/** A token names one client (`azp` is one text: OpenID Connect Core 1.0, 2), however a policy would read a list of them. */
export const withOneClient = (domains: Domains): Domains => ({
	...domains,
	claims: [...domains.claims, { path: ['azp'], single: true, texts: domains.otherClaims }],
});

/** The mesh in which the output is meant to stand. What the catalog does not say is an assumption, printed with the proof. */
export function meshOf({ mesh, apiKeys }: AccessModel, defaults: MeshSettings): MeshSettings {
	return {
		...defaults,
		trustDomain: mesh.trustDomain,
		rootNamespace: mesh.rootNamespace,
		istio: mesh.istio,
		extensionProviders: [...new Set(apiKeys.map(({ provider }) => provider))].map((name) => ({
			name,
			protocol: 'http',
		})),
	};
}
