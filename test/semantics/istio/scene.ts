// Short words for tests of decisions: chains made by hand, the three Envoys and a ztunnel, requests.
import type { Chain, CustomGuard, Guard, MutualTls } from '../../../src/semantics/istio/chain.ts';
import type { Decision } from '../../../src/semantics/istio/decision.ts';
import type { HttpRequest, Request } from '../../../src/semantics/istio/request.ts';
import { defaultSettings, type Enforcer, type MeshSettings } from '../../../src/semantics/istio/world.ts';
import { type Pattern, pattern, run } from '../../../src/traffic/pattern.ts';
import { everything, type Predicate, type TextAttribute } from '../../../src/traffic/predicate.ts';

const workload = { namespace: 'shop', labels: { app: 'cart' } };
const ports = [
	{ port: 8080, protocol: 'http' },
	{ port: 8443, protocol: 'https' },
] as const;

export const sidecar: Enforcer = { kind: 'sidecar', workload, ports };
export const gateway: Enforcer = { kind: 'gateway', api: 'istio', name: 'edge', workload, ports };
export const waypoint: Enforcer = {
	kind: 'waypoint',
	name: 'w',
	namespace: 'shop',
	services: [{ name: 'cart', ports }],
};
export const ztunnel: Enforcer = { kind: 'ztunnel', workload, ports };

export const mesh: MeshSettings = { ...defaultSettings, trustDomain: 'a.example', trustDomainAliases: ['old.example'] };
export const checkout = 'spiffe://a.example/ns/shop/sa/checkout' as const;

export const tls = (mode: MutualTls['mode']): MutualTls => ({ mode, object: `shop/${mode}` });

export const chain = (more: Partial<Chain> = {}): Chain => ({
	speaks: 'http',
	mutualTls: tls('optional'),
	verification: [],
	custom: [],
	deny: [],
	allow: 'everyone',
	allowPolicies: [],
	...more,
});

export const guard = (matches: Predicate = everything, policy = 'shop/policy', rule = 0): Guard => ({
	policy,
	rule,
	matches,
});

export const custom = (
	effect: CustomGuard['effect'],
	matches: Predicate = everything,
	provider = 'ext',
): CustomGuard => ({
	...guard(matches, 'shop/custom'),
	provider,
	effect,
});

export const text = (attribute: TextAttribute, of: string | Pattern): Predicate => ({
	kind: 'text',
	attribute,
	pattern: typeof of === 'string' ? pattern(of) : of,
});

export const hasHeader = (name: string): Predicate => ({ kind: 'header', name, pattern: pattern(run('any', 0)) });
export const headerIs = (name: string, value: string): Predicate => ({ kind: 'header', name, pattern: pattern(value) });
export const claimIs = (name: string, value: string): Predicate => ({
	kind: 'claim',
	path: [name],
	pattern: pattern(value),
});
export const verified: Predicate = { kind: 'verified' };

export const get = (path: string, http: Partial<HttpRequest> = {}, more: Partial<Request> = {}): Request => ({
	from: checkout,
	port: 8080,
	http: { method: 'GET', path, host: 'cart', headers: [], tokens: [], external: 'agrees', ...http },
	...more,
});

export const bytes = (more: Partial<Request> = {}): Request => ({ from: checkout, port: 8080, ...more });

/** `allow`, the status, or `closed`. */
export const outcome = (decision: Decision): 'allow' | number | 'closed' =>
	decision.decision === 'allow' ? 'allow' : decision.status;
