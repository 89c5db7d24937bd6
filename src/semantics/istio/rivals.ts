// Objects of which the older one counts first: where manifests do not say which that is, and it matters, nothing is certain.
import { groupBy } from '../../core/order.ts';
import { proxyOf, requestAuthenticationsAt } from './attach.ts';
import { rivals } from './peer-authentication.ts';
import type { JwtRule, RequestAuthentication } from './policy.ts';
import type { Problem } from './read/problem.ts';
import type { Enforcer, World } from './world.ts';

interface Aged {
	readonly namespace: string;
	readonly name: string;
	readonly created: string | undefined;
}

/**
 * A problem for each scope of the proxy in which PeerAuthentications differ, and for each issuer of whose rules it is not
 * told which is tried first. Of equally old objects an Envoy follows the first by name (measured); a ztunnel, any one.
 */
export function unsettled(world: World, enforcer: Enforcer): readonly Problem[] {
	const modes = enforcer.kind === 'sidecar' || enforcer.kind === 'ztunnel' ? rivals(world, enforcer.workload) : [];
	return [
		...modes.flatMap((objects) =>
			isTold(objects, enforcer)
				? []
				: problem(
						'PeerAuthentication',
						objects,
						'speaks for the same pods and says otherwise',
						'only the oldest one counts',
					),
		),
		...tokenRivals(world, enforcer)
			.filter((objects) => !isTold(objects, enforcer))
			.flatMap((objects) =>
				problem(
					'RequestAuthentication',
					objects,
					'has another rule for tokens of the same issuer',
					'the rule of the oldest one is tried first',
				),
			),
	];
}

/** Objects of one namespace whose rules for one issuer take or hand on tokens differently. */
function tokenRivals(world: World, enforcer: Enforcer): readonly (readonly RequestAuthentication[])[] {
	if (enforcer.kind === 'ztunnel') return [];
	const services =
		enforcer.kind === 'waypoint'
			? enforcer.services.map(({ name, namespace = enforcer.namespace, kind = 'Service' }) => ({
					kind,
					namespace,
					name,
				}))
			: [undefined];
	return services.flatMap((service) => {
		const objects = requestAuthenticationsAt(world, proxyOf(enforcer, service));
		return [...groupBy(objects, ({ namespace }) => namespace).values()].flatMap((near) => {
			const issuers = new Set(near.flatMap(({ jwtRules }) => jwtRules.map(({ issuer }) => issuer)));
			return [...issuers].flatMap((issuer) => {
				const speaking = near.filter(({ jwtRules }) => jwtRules.some((rule) => rule.issuer === issuer));
				const rules = speaking.map(({ jwtRules }) => jwtRules.filter((rule) => rule.issuer === issuer).map(handlingOf));
				return new Set(rules.map((each) => JSON.stringify(each))).size > 1 ? [speaking] : [];
			});
		});
	});
}

/** What of a rule shows beside whether a token is good: whoever comes first takes one and hands it on. */
const handlingOf = ({ object: _, audiences: __, jwks: ___, jwksUri: ____, ...handling }: JwtRule) => handling;

function isTold([first, ...others]: readonly Aged[], { kind }: Enforcer): boolean {
	if (first?.created === undefined || others.some(({ created }) => created === undefined)) return false;
	return kind !== 'ztunnel' || others.every(({ created }) => created !== first.created);
}

function problem(kind: string, [first, second]: readonly Aged[], does: string, why: string): readonly Problem[] {
	if (first === undefined || second === undefined) return [];
	return [
		{
			object: `${kind} ${second.namespace}/${second.name}`,
			path: 'metadata.creationTimestamp',
			kind: 'unmodelled',
			what: `\`${first.namespace}/${first.name}\` ${does}`,
			why: `${why}, and the manifests do not say which that is`,
		},
	];
}
