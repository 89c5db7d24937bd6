// Asks one proxy, and hands the request on to the next.
import type { Origin } from '../core/origin.ts';
import type { Decision, Enforcer, HttpRequest, Reason, Request, Upstream } from '../semantics/istio/index.ts';
import type { Hop } from './answer.ts';
import type { Scene } from './scene.ts';

/** The verdict of a proxy on a request; without a proxy everything passes. */
export function askHop(scene: Scene, at: string, enforcer: Enforcer | undefined, request: Request): Hop {
	const decision = enforcer === undefined ? undefined : scene.decide(enforcer, request);
	const place = decision === undefined ? undefined : placeOf(scene, decision.because);
	return {
		at,
		namespace: namespaceOf(enforcer),
		proxy: enforcer?.kind ?? 'none',
		request,
		decision,
		place,
		grant: undefined,
	};
}

function namespaceOf(enforcer: Enforcer | undefined): string | undefined {
	return enforcer?.kind === 'waypoint' ? enforcer.namespace : enforcer?.workload.namespace;
}

/** True when the request goes on. */
export const passes = ({ decision }: Hop): boolean => decision === undefined || decision.decision === 'allow';

function placeOf(scene: Scene, because: Reason): Origin | undefined {
	switch (because.step) {
		case 'mutual-tls':
			return because.object === undefined ? undefined : scene.place('PeerAuthentication', because.object);
		case 'external':
		case 'external-unusable':
		case 'deny':
		case 'allow':
			return scene.place('AuthorizationPolicy', because.policy, because.rule);
		case 'no-allow': {
			const [first] = because.policies;
			return first === undefined ? undefined : scene.place('AuthorizationPolicy', first);
		}
		default:
			return undefined;
	}
}

/** Said where the caller's address was given: the next proxy does not see it. */
export const addressNote = (at: string, by: string): string =>
	`\`${at}\` sees the address of \`${by}\`, which is not known, so that no range holds it`;

/** The HTTP request as the next one receives it: what the proxy took away is gone, what it wrote is there. */
export function handedOn(http: HttpRequest, decision: Decision | undefined): HttpRequest {
	if (decision?.decision !== 'allow') return http;
	const { upstream } = decision;
	const kept = http.headers.filter(([name]) => !upstream.removed.includes(name.toLowerCase()));
	return {
		...http,
		path: upstream.path ?? http.path,
		headers: [...kept, ...upstream.written],
		tokens: http.tokens.filter(({ in: place }) => !isTaken(place, upstream)),
	};
}

function isTaken(place: HttpRequest['tokens'][number]['in'], { removed, removedParameters }: Upstream): boolean {
	switch (place.kind) {
		case 'header':
			return removed.includes(place.name.toLowerCase());
		case 'parameter':
			return removedParameters.includes(place.name);
		case 'cookie':
			return false;
	}
}
