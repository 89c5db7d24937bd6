// Whether the catalog means a request after all: asked of its grants, exceptions and probes as the access model has them, so
// that nothing is called refused which any of them lets in. No policy is read here.
import type { AccessModel, Workload } from '../../access/model.ts';
import { groupBy } from '../../core/order.ts';
import { type Concern, type Intended, type Intent, intended } from '../../prove/index.ts';
import type { Request, Token } from '../../semantics/istio/index.ts';
import type { Facts, Payload } from '../../traffic/facts.ts';
import { compile } from '../../traffic/predicate.ts';

/** What the catalog means at one workload. */
export interface Meaning {
	/**
	 * Why the request is let in, a clause without a full stop; undefined for one that must be refused. `path`: what its path
	 * means once it is normalized; undefined for bytes.
	 */
	readonly why: (request: Request, path: string | undefined) => string | undefined;
	/** True where something is open to callers without a certificate, so that plaintext gets as far as the rules. */
	readonly isOpen: (port: number) => boolean;
	/** What becomes of a good token: it is `taken`, or is of an issuer or for an audience that counts for nothing here. */
	readonly reception: (port: number, token: Token) => 'taken' | 'other issuer' | 'other audience';
}

interface Site {
	readonly isGateway: boolean;
	readonly wanted: Intended;
	readonly isAlways: (facts: Facts) => boolean;
	readonly intents: readonly { readonly intent: Intent; readonly admits: (facts: Facts) => boolean }[];
}

/** The meaning of one workload of the model. */
export function meaningOf(model: AccessModel, concern: Concern): Meaning {
	const { workload } = concern;
	const sites = new Map<number, Site>();
	const at = (port: number): Site => {
		const site = sites.get(port) ?? siteOf(model, concern, port);
		sites.set(port, site);
		return site;
	};
	const agreeing = new Set(model.apiKeys.map(({ provider }) => provider));
	return {
		why: (request, path) => {
			if (!canStand(model, workload, request)) return undefined;
			const site = at(request.port);
			const payload = payloadOf(site.wanted, request.http?.tokens ?? []);
			if (payload === 'refused') return undefined;
			const facts = {
				...factsOf(workload, request, path),
				headers: headersOf(model, site, request),
				payload,
				agreeing,
			};
			const found = site.isAlways(facts) ? site.intents.find(({ admits }) => admits(facts)) : undefined;
			return found === undefined ? undefined : whyOf(found.intent);
		},
		isOpen: (port) => at(port).wanted.intents.some((intent) => isForAll(intent)),
		reception: (port, { claims = {} }) => {
			const taken = at(port).wanted.tokens.find(({ issuer }) => issuer.issuer === claims.iss);
			if (taken === undefined) return 'other issuer';
			const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
			return taken.audiences.some((one) => audiences.includes(one)) ? 'taken' : 'other audience';
		},
	};
}

function siteOf(model: AccessModel, concern: Concern, port: number): Site {
	const declared = concern.workload.ports.find(({ targetPort }) => targetPort === port);
	const wanted = intended(model, concern, declared);
	return {
		isGateway: concern.workload.kind === 'gateway',
		wanted,
		isAlways: compile(wanted.always),
		intents: wanted.intents.map((intent) => ({ intent, admits: compile(intent.admits) })),
	};
}

/** At a service, connections with another mesh's certificate, or with TLS and none, are not even read. */
function canStand({ mesh }: AccessModel, { kind }: Workload, { from }: Request): boolean {
	if (kind === 'gateway' || from === 'plaintext') return true;
	return from.startsWith(`spiffe://${mesh.trustDomain}/`);
}

/** Of the token that is verified, its scopes as single words (RFC 6749, 3.3); undefined without one, and where nobody looks. */
function payloadOf({ tokens: taken }: Intended, sent: readonly Token[]): Payload | undefined | 'refused' {
	const [token] = sent;
	if (token === undefined || taken.length === 0) return undefined;
	if (token.claims === undefined || token.state !== 'valid') return 'refused';
	const { scope } = token.claims;
	const words = typeof scope === 'string' ? { scope: scope.split(' ') } : {};
	return JSON.parse(JSON.stringify({ ...token.claims, ...words }));
}

function factsOf(
	{ kind }: Workload,
	{ from, port, http }: Request,
	path: string | undefined,
): Omit<Facts, 'headers' | 'payload' | 'agreeing'> {
	return {
		peer: kind === 'service' && from.startsWith('spiffe://') ? from : undefined,
		port,
		sourceAddress: undefined,
		remoteAddress: undefined,
		destinationAddress: undefined,
		serverName: undefined,
		method: http?.method,
		path,
		host: http?.host.toLowerCase(),
	};
}

/** The tenant header, which the proxy writes, is taken away first wherever tokens are taken at a service. */
function headersOf({ tenancy }: AccessModel, { wanted, isGateway }: Site, { http }: Request): Facts['headers'] {
	const headers = groupBy(http?.headers ?? [], ([name]) => name.toLowerCase());
	const isCleaned = tenancy.kind === 'claim' && !isGateway && wanted.tokens.length > 0;
	if (isCleaned) headers.delete(tenancy.header.toLowerCase());
	return new Map([...headers].map(([name, lines]) => [name, lines.map(([, value]) => value)]));
}

const isForAll = ({ name }: Intent): boolean => name === 'plaintext' || name === 'probe';

function whyOf(intent: Intent): string {
	if (isForAll(intent)) return 'it is declared open to all, without mutual TLS';
	if (intent.name.startsWith('api-key ')) return 'API keys open it, too, which an external authorizer judges';
	return intent.name === 'preflight' ? 'it is a preflight, which is answered' : `\`${intent.name}\` lets it in`;
}
