// What a request can be at all: facts of the protocols and of the mesh, not of any policy. Differences are looked for inside
// these bounds, so that every counterexample can be sent.
import type { AccessModel } from '../access/model.ts';
import { anyDomains, anyTexts, type Domains, printable, type TextDomain } from '../regions/index.ts';
import type { MeshSettings } from '../semantics/istio/index.ts';
import { type Pattern, pattern, run } from '../traffic/pattern.ts';

/** The host of witnesses for which no rule asks for a host. */
export const unnamedHost = 'elsewhere.example';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

const texts = (letters: string, more: Partial<TextDomain> = {}): TextDomain => ({
	letters,
	beyond: false,
	required: [],
	forbidden: [],
	examples: [],
	...more,
});

const containing = (text: string): Pattern => pattern(run('any', 0), text, run('any', 0));
const ending = (text: string): Pattern => pattern(run('any', 0), text);

/** Certificates of the mesh's CA: one trust domain and its aliases (SPIFFE ID, Istio's form). */
const identities = ({ trustDomain }: MeshSettings): TextDomain =>
	texts(`${lower}${digits}-._~${upper}:/`, {
		required: [pattern(`spiffe://${trustDomain}/ns/`, run('segment', 1), '/sa/', run('segment', 1))],
		examples: [`spiffe://${trustDomain}/ns/elsewhere/sa/stranger`],
	});

/** Methods that Envoy's HTTP/1.1 codec takes (1.39, balsa): these, in upper case, and CONNECT, which has no path. */
const known =
	'GET POST PUT DELETE PATCH HEAD OPTIONS TRACE PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK SEARCH BIND UNBIND REBIND ' +
	'ACL REPORT MKACTIVITY CHECKOUT MERGE NOTIFY SUBSCRIBE UNSUBSCRIBE PURGE MKCALENDAR LINK UNLINK SOURCE';

/** More than the known ones: a method that only looks like one is found out when the request is replayed. */
const methods = texts(`${upper}-`, { required: [pattern(run('any', 1))], examples: known.split(' ') });

/**
 * Paths as policies see them after normalization `BASE` (Istio 1.30): no query, no fragment, no dot segments, no backslash.
 * `%` begins what stays escaped, such as `%2F`. `/..;x` is there: escaped dots become dots after the step that knows dot
 * segments with parameters. Nothing that the normalizer gives is left out (test/prove/domains.test.ts).
 */
export const paths = texts(`${lower}${digits}${upper}-_.~/:@!$&'()*+,;=[]%`, {
	required: [pattern('/', run('any', 0))],
	forbidden: [containing('/./'), containing('/../'), ending('/.'), ending('/..')],
	examples: ['/', '/x', '/elsewhere'],
});

/** Host names with or without a port; policies see them in lower case. */
const hosts = texts(`${lower}${digits}.-:_~!$%&'()*+,;=@[]`, { examples: [unnamedHost] });

/** Blanks around a value are no part of it (RFC 9110, section 5.5). */
const headers = texts(printable, {
	beyond: true,
	forbidden: [pattern(' ', run('any', 0)), ending(' ')],
	examples: ['x'],
});
const claims: TextDomain = { ...anyTexts, examples: ['x', 'someone', 'stranger', 'elsewhere'] };

/** Domains of one kind of connection. */
export function domainsOf(mesh: MeshSettings, speaks: 'http' | 'tcp', enforcer: 'sidecar' | 'gateway'): Domains {
	const isHttp = speaks === 'http';
	const http = isHttp ? 'always' : 'never';
	return {
		...anyDomains,
		texts: {
			...anyDomains.texts,
			peer: { presence: enforcer === 'gateway' ? 'never' : 'maybe', texts: identities(mesh) },
			method: { presence: http, texts: methods },
			path: { presence: http, texts: paths },
			host: { presence: http, texts: hosts },
		},
		// Every connection comes from somewhere and goes somewhere.
		addresses: {
			sourceAddress: 'always',
			remoteAddress: isHttp && enforcer === 'sidecar' ? 'always' : 'never',
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
