// Who calls, as far as the enforcer can tell when the connection stands, or why it does not come to stand. A sidecar asks for
// a certificate as PeerAuthentication says, a gateway asks for none, a waypoint and a ztunnel take part in HBONE, which is
// mutual TLS. Certificates of other trust domains than the mesh's are refused, even with no policy at all (Istio 1.31; measured).
// A client that speaks TLS here speaks it as Istio's proxies do, with their ALPN: without it PERMISSIVE hands TLS through.
import type { MutualTls } from './chain.ts';
import { type Decision, deny } from './decision.ts';
import type { Request } from './request.ts';
import type { Enforcer, MeshSettings } from './world.ts';

export type Handshake =
	| { readonly kind: 'refused'; readonly decision: Decision }
	| {
			readonly kind: 'done';
			/** The SPIFFE id of a certificate that was checked here. */
			readonly peer: string | undefined;
			/** TLS that is not ended here: whatever comes is bytes. */
			readonly sealed: boolean;
	  };

const nobody: Handshake = { kind: 'done', peer: undefined, sealed: false };
const sealed: Handshake = { kind: 'done', peer: undefined, sealed: true };

/** What comes of a connection, for the port's mode of mutual TLS. */
export function handshake(
	enforcer: Enforcer,
	mutualTls: MutualTls,
	mesh: MeshSettings,
	{ from, port }: Request,
): Handshake {
	if (enforcer.kind === 'gateway') {
		const endsTls = enforcer.ports.some(
			(one) => one.port === port && (one.protocol === 'https' || one.protocol === 'tls'),
		);
		if (from !== 'plaintext') return endsTls ? nobody : sealed;
		return endsTls ? refuse({ step: 'http', what: 'the port asks for TLS' }) : nobody;
	}
	if (from === 'plaintext') return mutualTls.mode === 'required' ? noCertificate(mutualTls) : nobody;
	if (mutualTls.mode === 'disabled') return sealed;
	if (from === 'tls') {
		// A ztunnel reads no TLS but HBONE's own, so this is plaintext to it.
		const unread = enforcer.kind === 'ztunnel' && mutualTls.mode === 'optional';
		return unread ? sealed : noCertificate(mutualTls);
	}
	const trustDomain = trustDomainOf(from);
	return isTrusted(trustDomain, enforcer, mesh)
		? { kind: 'done', peer: from, sealed: false }
		: refuse({ step: 'trust-domain', trustDomain });
}

function trustDomainOf(id: string): string {
	const end = id.indexOf('/', 'spiffe://'.length);
	return id.slice('spiffe://'.length, end === -1 ? undefined : end);
}

/** Aliases count at an Envoy, not at a ztunnel. */
const isTrusted = (trustDomain: string, { kind }: Enforcer, mesh: MeshSettings): boolean =>
	trustDomain === mesh.trustDomain || (kind !== 'ztunnel' && mesh.trustDomainAliases.includes(trustDomain));

const noCertificate = ({ object }: MutualTls): Handshake => refuse({ step: 'mutual-tls', object });
const refuse = (because: Decision['because']): Handshake => ({ kind: 'refused', decision: deny('closed', because) });
