// Ways that are the same to a reader become one.
import { any } from '../traffic/predicate.ts';
import type { Conditions, Way } from './way.ts';

/** With mutual TLS and without, to the same: said once. */
export function halvesJoined(ways: readonly Way[]): readonly Way[] {
	const left = [...ways];
	for (const way of ways) {
		if (way.caller.kind !== 'mesh') continue;
		const { except } = way.caller;
		const sight = sightOf(way);
		const twin = left.findIndex((other) => other.caller.kind === 'plaintext' && sightOf(other) === sight);
		if (twin < 0) continue;
		const other = left[twin]?.conditions ?? way.conditions;
		left[twin] = { ...way, caller: { kind: 'network', except }, conditions: either(way.conditions, other) };
		left.splice(left.indexOf(way), 1);
	}
	return left;
}

/** Ways that differ in their operations only are one. */
export function operationsJoined(ways: readonly Way[]): readonly Way[] {
	const known = new Map<string, Way>();
	for (const way of ways) {
		const { operations, conditions, ...rest } = way;
		const key = JSON.stringify([rest, conditions.tokenPlaces, conditions.isPlaintext]);
		const before = known.get(key);
		if (before === undefined) known.set(key, way);
		else {
			const joined = {
				operations: [...before.operations, ...operations],
				conditions: either(before.conditions, conditions),
			};
			known.set(key, { ...way, ...joined });
		}
	}
	return [...known.values()];
}

/** Where operations pass without a token, one that opens the rest of the same operations is said beside. */
export function tokensJoined(ways: readonly Way[]): readonly Way[] {
	const left = [...ways];
	for (const way of ways) {
		const { token, operations } = way;
		if (token.kind === 'none') continue;
		const caller = JSON.stringify(way.caller);
		const texts = new Set(operations.map(({ text }) => text));
		const open = left.findIndex(
			(other) =>
				other.token.kind === 'none' &&
				JSON.stringify(other.caller) === caller &&
				other.operations.every(({ text }) => texts.has(text)) &&
				other.operations.length === operations.length,
		);
		const twin = left[open];
		if (twin === undefined) continue;
		left[open] = { ...twin, moreWith: token };
		left.splice(left.indexOf(way), 1);
	}
	return left;
}

/** Of two ways at one port. */
const either = (a: Conditions, b: Conditions): Conditions => ({
	...a,
	peer: any([a.peer, b.peer]),
	token: any([a.token, b.token]),
	asksSource: a.asksSource || b.asksSource,
});

const sightOf = ({ caller: _, conditions: _conditions, operations, ...way }: Way): string =>
	JSON.stringify([way, operations.map(({ text }) => text)]);
