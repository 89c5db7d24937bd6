import { expect, test } from 'vitest';
import type { MutualTls } from '../../../src/semantics/istio/chain.ts';
import { handshake } from '../../../src/semantics/istio/handshake.ts';
import type { Request } from '../../../src/semantics/istio/request.ts';
import type { Enforcer } from '../../../src/semantics/istio/world.ts';
import { bytes, checkout, gateway, mesh, sidecar, tls, waypoint, ztunnel } from './scene.ts';

function outcome(enforcer: Enforcer, mode: MutualTls['mode'], from: Request['from'], port = 8080): unknown {
	const hello = handshake(enforcer, tls(mode), mesh, bytes({ from, port }));
	if (hello.kind === 'refused') return hello.decision.because.step;
	return hello.sealed ? 'sealed' : (hello.peer ?? 'nobody');
}

const alias = 'spiffe://old.example/ns/shop/sa/checkout';
const stranger = 'spiffe://b.example/ns/shop/sa/checkout';

test.each([
	[sidecar, 'optional', checkout, checkout],
	[sidecar, 'optional', alias, alias],
	[sidecar, 'optional', stranger, 'trust-domain'],
	[sidecar, 'optional', 'spiffe://a.example', 'spiffe://a.example'],
	[sidecar, 'optional', 'plaintext', 'nobody'],
	[sidecar, 'optional', 'tls', 'mutual-tls'],
	[sidecar, 'required', checkout, checkout],
	[sidecar, 'required', 'plaintext', 'mutual-tls'],
	[sidecar, 'required', 'tls', 'mutual-tls'],
	[sidecar, 'disabled', checkout, 'sealed'],
	[sidecar, 'disabled', stranger, 'sealed'],
	[sidecar, 'disabled', 'tls', 'sealed'],
	[sidecar, 'disabled', 'plaintext', 'nobody'],
	[waypoint, 'required', checkout, checkout],
	[waypoint, 'required', alias, alias],
	[waypoint, 'required', stranger, 'trust-domain'],
	[waypoint, 'required', 'plaintext', 'mutual-tls'],
	[waypoint, 'required', 'tls', 'mutual-tls'],
	[ztunnel, 'optional', checkout, checkout],
	[ztunnel, 'optional', alias, 'trust-domain'],
	[ztunnel, 'optional', 'plaintext', 'nobody'],
	[ztunnel, 'optional', 'tls', 'sealed'],
	[ztunnel, 'required', 'plaintext', 'mutual-tls'],
	[ztunnel, 'required', 'tls', 'mutual-tls'],
] as const)('$0.kind, mutual TLS $1, $2', (enforcer, mode, from, wanted) => {
	expect(outcome(enforcer, mode, from)).toBe(wanted);
});

test.each([
	['plaintext', 8080, 'nobody'],
	['tls', 8080, 'sealed'],
	['plaintext', 8443, 'http'],
	['tls', 8443, 'nobody'],
	[checkout, 8443, 'nobody'],
	[stranger, 8443, 'nobody'],
] as const)('a gateway asks nobody for a certificate: %s on %i', (from, port, wanted) => {
	expect(outcome(gateway, 'optional', from, port)).toBe(wanted);
});

test('a refusal closes the connection and names the object that decided', () => {
	expect(handshake(sidecar, tls('required'), mesh, bytes({ from: 'plaintext' }))).toEqual({
		kind: 'refused',
		decision: { decision: 'deny', status: 'closed', because: { step: 'mutual-tls', object: 'shop/required' } },
	});
});
