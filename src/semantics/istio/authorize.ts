// What an enforcer does with a request: the order in which everything is asked, and nothing else. Read this file first.
//
//   1. Is anything listening on the port, and does the connection come to stand?                  handshake.ts
//   2. Does the port speak HTTP, and can the request be read?                                      paths/
//   3. CUSTOM: does the external authorizer agree, where a rule asks for it?
//   4. Are the tokens good?                                                                        tokens/
//   5. DENY: does any rule match?
//   6. ALLOW: is there no policy, or does one rule match?
//
// The order is that of the filters that istiod writes (pilot/pkg/networking/core, Istio 1.31; measured): CUSTOM comes before
// tokens are verified, tokens before the rules. On bytes there are no steps 2 and 4. AUDIT decides nothing.
import type { Facts } from '../../traffic/facts.ts';
import { authorizeHttp } from './authorize-http.ts';
import type { Chain } from './chain.ts';
import { chains } from './chains.ts';
import { type Decision, deny, type Reason, type Upstream } from './decision.ts';
import { connectionFacts } from './facts/index.ts';
import { handshake } from './handshake.ts';
import { looksLikeHttp } from './paths/sniff.ts';
import { type Prepared, prepare } from './prepared.ts';
import type { Request } from './request.ts';
import { applyRules, askExternal } from './rules.ts';
import type { Enforcer, MeshSettings, World } from './world.ts';

/** The decision on one request. For many at one enforcer, keep an `authorizer`. */
export const authorize = (world: World, enforcer: Enforcer, request: Request): Decision =>
	authorizer(world, enforcer)(request);

/** Decides on requests at one enforcer. Policies are attached and compiled when a port is first asked for, then kept. */
export const authorizer = (world: World, enforcer: Enforcer): ((request: Request) => Decision) =>
	authorizerOf(world.mesh, enforcer, (port, service) => chains(world, enforcer, port, service));

/** The same with chains from elsewhere: none where nobody listens, HTTP before TCP where both are spoken. */
export function authorizerOf(
	mesh: MeshSettings,
	enforcer: Enforcer,
	chainsAt: (port: number, service: string | undefined) => readonly Chain[],
): (request: Request) => Decision {
	const known = new Map<string | undefined, Map<number, Listening>>();
	const listeningAt = ({ port, service }: Request): Listening => {
		const ports = known.get(service) ?? new Map<number, Listening>();
		known.set(service, ports);
		const listening = ports.get(port) ?? listen(chainsAt(port, service));
		ports.set(port, listening);
		return listening;
	};
	return (request) => {
		const { asHttp, asBytes } = listeningAt(request);
		const chain = (asHttp ?? asBytes)?.chain;
		if (chain === undefined) return refuse(`nobody listens on port ${request.port}`);
		const hello = handshake(enforcer, chain.mutualTls, mesh, request);
		if (hello.kind === 'refused') return hello.decision;
		const http = hello.sealed ? undefined : request.http;
		if (asHttp !== undefined && http !== undefined) {
			const taken = asBytes === undefined || hello.peer !== undefined || looksLikeHttp(http);
			const connection = connectionFacts(enforcer, request, hello.peer, asHttp.addresses);
			const source = request.sourceAddress;
			if (taken) return authorizeHttp({ mesh, enforcer, prepared: asHttp, connection, source, http });
		}
		if (asBytes === undefined) return refuse('the port speaks HTTP only');
		// Where TLS is not ended nobody reads its handshake (measured).
		const seen = hello.sealed ? { ...request, serverName: undefined } : request;
		return authorizeBytes(asBytes, connectionFacts(enforcer, seen, hello.peer, asBytes.addresses), request);
	};
}

/** What a port speaks; neither where nobody listens. */
interface Listening {
	readonly asHttp: Prepared | undefined;
	readonly asBytes: Prepared | undefined;
}

function listen(chains: readonly Chain[]): Listening {
	const speaking = (speaks: Chain['speaks']) => {
		const chain = chains.find((one) => one.speaks === speaks);
		return chain === undefined ? undefined : prepare(chain);
	};
	return { asHttp: speaking('http'), asBytes: speaking('tcp') };
}

const refuse = (what: string): Decision => deny('closed', { step: 'http', what });

const untouched: Upstream = { path: undefined, removed: [], written: [], removedParameters: [] };

function authorizeBytes(prepared: Prepared, connection: Facts, { external }: Request): Decision {
	const refusal = askExternal(prepared, connection, external !== 'refuses');
	const because: Reason = refusal ?? applyRules(prepared, connection);
	return because.step === 'allow' || because.step === 'no-policy'
		? { decision: 'allow', because, upstream: untouched }
		: deny('closed', because);
}
