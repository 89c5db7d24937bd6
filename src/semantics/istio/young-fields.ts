// Fields that only some patches of the mesh's line of Istio know. An older patch passes over them without a word, and what
// they narrow is wider there.
import type { Policy } from './policy.ts';
import type { Problem } from './read/problem.ts';
import { isWithinLine, since } from './version.ts';
import type { World } from './world.ts';

/** A problem for each policy whose meaning hangs on the patch, where the settings name only the line. */
export function hangingOnPatch({ mesh: { istio }, policies }: World): readonly Problem[] {
	if (!isWithinLine(istio, since.trustDomains)) return [];
	return policies.filter(namesTrustDomains).map(({ namespace, name }) => ({
		object: `AuthorizationPolicy ${namespace}/${name}`,
		path: 'spec.rules',
		kind: 'unmodelled',
		what: 'trust domains',
		why: `Istio passes over them before ${since.trustDomains.join('.')}, and which patch of ${istio} it is is not said`,
	}));
}

const namesTrustDomains = ({ rules }: Policy): boolean =>
	rules.some(
		({ from, when }) =>
			from.some(({ trustDomains }) => trustDomains.values.length + trustDomains.notValues.length > 0) ||
			when.some(({ key }) => key === 'source.trustDomain'),
	);
