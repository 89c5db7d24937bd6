// The negative cases of a catalog: for every use of every grant, at the gateway and at the receiver, the request that must
// pass and those next to it that must not. Written from what the catalog means; no policy is read here.

import type { Access } from '../access.ts';
import { callerCases } from './callers.ts';
import type { DueHeader, Expected, LeftOut, Line, NegativeCase } from './case.ts';
import { type Context, contextOf } from './context.ts';
import { headerCases } from './headers.ts';
import { nobodyCases, undeclaredCases } from './nobody.ts';
import { placesOf } from './places.ts';
import { tokenCases } from './tokens.ts';
import { trickCases } from './tricks.ts';

export interface NegativeCases {
	/** Also the granted requests themselves (`granted`): a refusal proves little where nothing passes. */
	readonly cases: readonly NegativeCase[];
	/** What does not apply, and why. */
	readonly leftOut: readonly LeftOut[];
}

const makers: readonly ((context: Context) => readonly Line[])[] = [
	grantedCase,
	...tokenCases,
	headerCases,
	...callerCases,
	trickCases,
];

/** All cases of a catalog in its environment: gateways first, then services, each by name. */
export function negativeCases(access: Access): NegativeCases {
	const { model } = access;
	const lines = placesOf(model).flatMap((place): readonly Line[] => {
		if (place.entries.length === 0) return nobodyCases(model, place);
		return place.entries.flatMap((entry) => {
			const context = contextOf(access, place, entry);
			return makers.flatMap((make) => make(context));
		});
	});
	const all = [...lines, ...undeclaredCases(model)];
	return {
		cases: all.flatMap((line) => (line.kind === 'case' ? [line] : [])),
		leftOut: all.flatMap((line) => (line.kind === 'left out' ? [line] : [])),
	};
}

function grantedCase({ model, place, entry, hasToken, tenant, row }: Context): readonly Line[] {
	const { tenancy } = model;
	const header: DueHeader | undefined =
		tenancy.kind === 'claim' && place.side === 'receiver' && entry.http !== undefined
			? { name: tenancy.header.toLowerCase(), values: hasToken && tenant !== undefined ? [tenant] : [] }
			: undefined;
	const expected: Expected = { kind: 'passes', path: entry.http?.path, header };
	return row('granted', 'as granted', hasToken ? { flaw: 'none', expected } : { expected });
}
