// Which grants a request that nobody granted comes nearest to: those of which it has all but little. They tell a reader of
// the diff which line of the catalog was stretched.
import type { Facts } from '../traffic/facts.ts';
import { type Atom, compile, type Predicate } from '../traffic/predicate.ts';
import { atomsOf } from '../traffic/rewrite.ts';
import type { Intent } from './intended/index.ts';

/** More than these say nothing to a reader. */
const most = 3;

/**
 * The intents of whose demands the request misses fewest, if they are about its caller or its client, or if it misses one
 * demand alone; of equally near ones those about them. None where too many come equally near.
 */
export function nearestTo(intents: readonly Intent[], facts: Facts): readonly Intent[] {
	const near = intents
		.map((intent) => ({ intent, count: missed(intent.admits, facts), about: isAbout(intent.admits, facts) }))
		.filter(({ count, about }) => about || count === 1);
	const least = Math.min(...near.map(({ count }) => count));
	const closest = near.filter(({ count }) => count === least);
	const about = closest.filter((each) => each.about);
	const named = new Map((about.length > 0 ? about : closest).map(({ intent }) => [intent.name, intent]));
	return named.size > most ? [] : [...named.values()];
}

/** How many atoms do not hold, on the way through the predicate that misses fewest. */
function missed(predicate: Predicate, facts: Facts): number {
	switch (predicate.kind) {
		case 'all':
			return predicate.of.reduce((sum, part) => sum + missed(part, facts), 0);
		case 'any':
			return Math.min(...predicate.of.map((part) => missed(part, facts)));
		default:
			return compile(predicate)(facts) ? 0 : 1;
	}
}

/** True when it names the caller's identity, or the client of the token, and this is it. */
const isAbout = (predicate: Predicate, facts: Facts): boolean =>
	atomsOf(predicate).some((atom) => namesSomebody(atom) && compile(atom)(facts));

const namesSomebody = (atom: Atom): boolean =>
	(atom.kind === 'text' && atom.attribute === 'peer') || (atom.kind === 'claim' && atom.path[0] === 'azp');
