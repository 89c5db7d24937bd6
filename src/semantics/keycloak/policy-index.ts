// Which policies can concern a client at all. Realms of ours have one policy for each client that must be told apart from
// others, found by a default scope that only it wears: asking every client about every policy would be quadratic.
import type { Policy } from './policy.ts';
import type { Client } from './realm.ts';

/** For each client the policies that could apply to it, in their order. The others never do, whatever is asked for. */
export function policiesBy(policies: readonly Policy[]): (client: Client) => readonly Policy[] {
	const general: Placed[] = [];
	const byMark = new Map<string, Placed[]>();
	for (const [place, policy] of policies.entries()) {
		const marks = marksOf(policy);
		if (marks === undefined) general.push({ place, policy });
		for (const mark of marks ?? []) byMark.set(mark, [...(byMark.get(mark) ?? []), { place, policy }]);
	}
	const alone = general.map(({ policy }) => policy);
	return ({ defaults }) => {
		const marked = new Set(defaults.flatMap(({ name }) => byMark.get(name) ?? []));
		if (marked.size === 0) return alone;
		const found = new Map([...general, ...marked].map(({ place, policy }) => [place, policy]));
		return [...found].sort(([a], [b]) => a - b).map(([, policy]) => policy);
	};
}

interface Placed {
	readonly place: number;
	readonly policy: Policy;
}

/** Default scopes of which a client must have one, or the policy never applies: in STRICT mode an abstention is a no. */
function marksOf({ strict, conditions }: Policy): ReadonlySet<string> | undefined {
	if (!strict) return undefined;
	for (const { negative, about } of conditions) {
		if (!negative && about.kind === 'scopes' && about.type === 'Default') return about.scopes;
	}
	return undefined;
}
