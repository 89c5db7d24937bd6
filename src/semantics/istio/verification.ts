// The rules by which an Envoy verifies tokens, in the order in which they are tried: all objects together, sorted by issuer,
// rules without an issuer first (pilot/pkg/security/authn/policy_applier.go). Equal issuers keep the order of their objects.
import { sortedBy } from '../../core/order.ts';
import { type EnvoyProxy, requestAuthenticationsAt } from './attach.ts';
import type { JwtRule } from './policy.ts';
import { isAtLeast, since } from './version.ts';
import type { World } from './world.ts';

/** Fields that the control plane does not know yet are emptied. */
export function verificationAt(world: World, proxy: EnvoyProxy): readonly JwtRule[] {
	const rules = sortedBy(
		requestAuthenticationsAt(world, proxy).flatMap(({ jwtRules }) => jwtRules),
		({ issuer }) => issuer ?? '',
	);
	if (isAtLeast(world.mesh.istio, since.spaceDelimitedClaims)) return rules;
	return rules.map((rule) => ({ ...rule, spaceDelimitedClaims: [] }));
}
