// What a proof finds, as questions to the real engines: each counterexample is sent as the proof prints it, to the proxy for
// which it was found, under the manifests that were proved.
import type { Context, Finding, Site } from '../../../src/prove/index.ts';
import { authorizer, type JwtRule, type Port, type Request, type World } from '../../../src/semantics/istio/index.ts';
import type { MeshObject } from '../generators/objects.ts';
import { writeManifests } from '../generators/objects.ts';
import { bytes } from '../generators/words.ts';
import {
	externalDecisionHeader,
	type GatewayListener,
	type HttpRequest,
	type MeshCase,
	type Enforcer as MeshEnforcer,
	type MeshRequest,
} from './case.ts';

export type Counterexample = Extract<Finding, { readonly request: Request }>;

export interface Disputed {
	readonly asked: MeshCase;
	/** One for each request of the case. */
	readonly findings: readonly Counterexample[];
}

/** One case for each place at which something was found. `id` begins each case's own. */
export function disputed(
	id: string,
	{ sites, world, mesh }: Context,
	findings: readonly Counterexample[],
	objects: readonly MeshObject[],
): readonly Disputed[] {
	return sites.flatMap((site, index): readonly Disputed[] => {
		const here = findings.filter(({ place }) => place === site.place);
		if (here.length === 0) return [];
		const near = new Set([site.place.namespace, mesh.rootNamespace]);
		const asked: MeshCase = {
			v: 1,
			id: `${id}, place ${index}`,
			manifests: manifestsOf(objects, near),
			mesh: {
				trustDomain: mesh.trustDomain,
				rootNamespace: mesh.rootNamespace,
				extensionProviders: mesh.extensionProviders.map(({ name, protocol }) => ({ name, protocol })),
			},
			enforcer: enforcerOf(site),
			requests: here.map(({ request }) => sent(shortened(world, site, request), site.chain.verification)),
		};
		return [{ asked, findings: here }];
	});
}

/** The security policies of these namespaces. */
export const manifestsOf = (objects: readonly MeshObject[], near: ReadonlySet<string>): string =>
	writeManifests(
		objects.filter(
			({ apiVersion, metadata: { namespace = 'default' } }) =>
				apiVersion.startsWith('security.istio.io/') && near.has(namespace),
		),
	);

/** Addresses are left out where they do not matter: cases that name the same one wait for each other. */
function shortened(world: World, { enforcer }: Site, request: Request): Request {
	const decide = authorizer(world, enforcer);
	const outcome = decide(request).decision;
	const { sourceAddress: _, destinationAddress: __, ...short } = request;
	const usual = { sourceAddress: '127.0.0.1', destinationAddress: '127.1.7.7' };
	return decide({ ...short, ...usual }).decision === outcome ? short : request;
}

function sent(
	{ from, port, sourceAddress, destinationAddress, serverName, http }: Request,
	rules: readonly JwtRule[],
): MeshRequest {
	const sender = {
		from,
		port,
		...(sourceAddress === undefined ? {} : { sourceAddress }),
		...(destinationAddress === undefined ? {} : { destinationAddress }),
		sni: serverName ?? '',
	};
	return http === undefined ? { ...sender, tcp: bytes } : { ...sender, http: httpOf(http, rules) };
}

function httpOf(
	{ method, path, host, headers, tokens, external }: NonNullable<Request['http']>,
	rules: readonly JwtRule[],
): HttpRequest {
	const refuses = external === 'agrees' ? [] : [[externalDecisionHeader, String(external.refuses)] as const];
	return {
		method,
		path,
		host,
		headers: [...headers, ...refuses],
		// A proof's tokens are good ones, in the usual place.
		tokens: tokens.map(({ claims = {} }) => ({ state: 'valid', claims, ...signedFor(claims.iss, rules) })),
	};
}

/** A rule that names no issuer takes what the keys at its jwksUri verify, whoever issued it. */
function signedFor(issuer: unknown, rules: readonly JwtRule[]): { readonly key?: string } {
	if (issuer !== undefined && rules.some((rule) => rule.issuer === issuer)) return {};
	const key = rules.find((rule) => rule.issuer === undefined)?.jwksUri;
	return key === undefined ? {} : { key };
}

function enforcerOf({ enforcer, place }: Site): MeshEnforcer {
	switch (enforcer.kind) {
		case 'sidecar': {
			const ports = enforcer.ports.map(({ port, protocol }) => {
				if (protocol === 'https') throw new Error('a sidecar ends no TLS of applications');
				return { port, protocol };
			});
			const services = ports.length === 0 ? [] : [{ name: 'judged', ports }];
			return { kind: 'sidecar', workload: enforcer.workload, services };
		}
		case 'gateway': {
			const { api, name, workload, ports } = enforcer;
			const listeners = ports.map((each) => ({ port: each.port, protocol: listenerProtocol(each, place) }));
			return { kind: 'gateway', api, name, workload, listeners };
		}
		default:
			throw new Error(`nothing is proved of a ${enforcer.kind}`);
	}
}

/** A listener of a gateway speaks one thing: where nothing is declared, what it speaks at the place. */
function listenerProtocol(
	{ port, protocol }: Port,
	{ port: judged, speaks }: Site['place'],
): GatewayListener['protocol'] {
	switch (protocol) {
		case 'http':
		case 'https':
		case 'tcp':
			return protocol;
		case 'undeclared':
			return port === judged ? speaks : 'http';
		default:
			throw new Error(`no listener of the oracle's gateways speaks ${protocol}`);
	}
}
