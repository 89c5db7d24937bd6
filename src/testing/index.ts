// The entry `meshgrant/testing`: matchers for vitest, added to its `expect` when this is imported, and all negative cases of
// a catalog as tests, in one line.
import { describe, expect, test } from 'vitest';
import { groupBy } from '../core/order.ts';
import { count } from '../report/index.ts';
import type { Access, ManifestAccess } from './access.ts';
import type { Call, ManifestCall, Refusal } from './call.ts';
import { allows, denies } from './matchers/allows.ts';
import { type Caller, grantsExactly, type Receiver } from './matchers/grants-exactly.ts';
import { holds, type PropertyName } from './matchers/holds.ts';
import { letsNever, type Never } from './matchers/lets-never.ts';
import { isProved } from './matchers/proved.ts';
import { withstands } from './matchers/withstands.ts';
import { type NegativeCase, requirements } from './negative/case.ts';
import { negativeCases } from './negative/index.ts';
import type { Outcome } from './outcome.ts';

export * from './plain.ts';

/** The calls that can be asked of a value; none of what is no access. */
type CallOf<T> = T extends Access ? Call : T extends ManifestAccess ? ManifestCall : never;

declare module 'vitest' {
	interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
		/** Every proxy on the way lets the call pass, and Keycloak gives its token. */
		toAllow: (call: CallOf<T>) => R;
		/** A proxy refuses the call, as it is said. */
		toDeny: (call: CallOf<T>, refusal?: Refusal) => R;
		/** No request at all goes from here to there. */
		toNever: (never: T extends Access | ManifestAccess ? Never : never) => R;
		/** An invariant of the whole environment, such as `plaintext never`. */
		toHold: (property: T extends Access ? PropertyName : never) => R;
		/** These callers may call the receiver, and no others. */
		toGrantExactly: (receiver: T extends Access ? Receiver : never, callers: readonly Caller[]) => R;
		/** Manifests and tokens admit exactly what the catalog grants. */
		toBeProved: (...nothing: T extends Access ? [] : [never]) => R;
		/** A generated case is answered as it must be. */
		toWithstand: (one: T extends Access ? NegativeCase : never) => R;
	}
}

const told = ({ holds, message }: Outcome) => ({ pass: holds, message });

expect.extend({
	toAllow: (access: Access | ManifestAccess, call: Call | ManifestCall) => told(allows(access, call)),
	toDeny: (access: Access | ManifestAccess, call: Call | ManifestCall, refusal?: Refusal) =>
		told(denies(access, call, refusal)),
	toNever: (access: Access | ManifestAccess, never: Never) => told(letsNever(access, never)),
	toHold: (access: Access, property: PropertyName) => told(holds(access, property)),
	toGrantExactly: (access: Access, receiver: Receiver, callers: readonly Caller[]) =>
		told(grantsExactly(access, receiver, callers)),
	toBeProved: (access: Access) => told(isProved(access)),
	toWithstand: (access: Access, one: NegativeCase) => told(withstands(access, one)),
});

/**
 * All negative cases of a catalog as tests: one for each requirement at each gateway and receiver. What does not apply there
 * is shown as skipped, with the reason. Call it where tests are collected, outside `test`.
 */
export function testNegativeCases(access: Access): void {
	const { cases, leftOut } = negativeCases(access);
	describe(`negative cases of ${access.model.catalog}, ${access.environment}`, () => {
		test('there are operations to try', () => {
			expect(cases.some(({ requirement }) => requirement === 'granted')).toBe(true);
		});
		for (const [place, lines] of groupBy([...cases, ...leftOut], ({ at, side }) => `${at} (${side})`)) {
			describe(place, () => {
				for (const [requirement, tried] of Object.entries(requirements)) {
					const some = lines.filter((line) => line.requirement === requirement);
					if (some.length > 0) defineTest(access, `${requirement}: ${tried}`, some);
				}
			});
		}
	});
}

type Line = ReturnType<typeof negativeCases>['cases' | 'leftOut'][number];

function defineTest(access: Access, title: string, lines: readonly Line[]): void {
	const tried = lines.flatMap((line) => (line.kind === 'case' ? [line] : []));
	const leftOut = lines.flatMap((line) => (line.kind === 'left out' ? [line] : []));
	const reasons = [...new Set(leftOut.map(({ why }) => why))].join('; ');
	if (tried.length === 0) {
		test(`${title} does not apply: ${reasons}`, ({ skip }) => skip(reasons));
		return;
	}
	const besides = leftOut.length === 0 ? '' : `; does not apply to ${leftOut.length} more: ${reasons}`;
	test(`${title}, ${count(tried.length, 'case')}${besides}`, () => {
		const failed = tried.map((one) => withstands(access, one)).filter(({ holds }) => !holds);
		if (failed.length > 0) throw new Error(failed.map(({ message }) => message()).join('\n\n'));
	});
}
