// Operations of two scopes of one receiver that can be the same request, where one scope is granted for less than the
// other. A weaker operation that is only a part of the stronger one is a carve-out that the writer names, such as
// `GET /metrics` beside `ANY /**`; everything else is said by nobody.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { ActorInput } from '../input.ts';
import type { CheckContext, PlacedOperation, Scope } from './context.ts';
import { canMeet, isPartOf, sameness } from './patterns.ts';
import { type Check, found } from './report.ts';

/** What a caller must show, the more the higher. */
interface Demand {
	readonly proof: number;
	readonly tenant: boolean;
}

interface Way extends Demand {
	/** In words: `open to anyone`. */
	readonly open: string;
	/** Caller and who presents it. */
	readonly caller: string;
	readonly path: CatalogPath;
}

const proofs: Readonly<Record<ActorInput, number>> = { anyone: 0, identity: 1, service: 2, user: 2 };
const openness: Readonly<Record<ActorInput, string>> = {
	anyone: 'to anyone',
	identity: 'without a token',
	service: 'without the tenant',
	user: 'without the tenant',
};

/** Operations of two scopes that one request can meet, where one scope is granted for less. */
export const checkOverlaps: Check = (context) => {
	const ways = waysOf(context);
	return [...context.scopes.values()].flatMap((scopes) => {
		const all = [...scopes.values()];
		return all.flatMap((scope) =>
			all.flatMap((other) => (scope === other ? [] : covering(context, ways, scope, other))),
		);
	});
};

function waysOf(context: CheckContext): ReadonlyMap<Scope, readonly Way[]> {
	const ways = new Map<Scope, Way[]>();
	const add = (scope: Scope, way: Way): void => {
		const there = ways.get(scope);
		if (there === undefined) ways.set(scope, [way]);
		else there.push(way);
	};
	for (const { actor, caller, scopes, sound } of context.grants) {
		if (!sound) continue;
		for (const { path, scope } of scopes) {
			add(scope, {
				proof: proofs[actor],
				tenant: scope.needsTenant && caller.crossTenant === undefined,
				open: openness[actor],
				caller: `${caller.from}\n${caller.via}`,
				path,
			});
		}
	}
	for (const [index, exception] of (context.data.exceptions ?? []).entries()) {
		if (exception.kind !== 'api-key') continue;
		for (const [position, name] of exception.scopes.entries()) {
			const scope = context.scopes.get(exception.to)?.get(name);
			if (scope === undefined) continue;
			add(scope, {
				proof: proofs.anyone,
				tenant: false,
				open: 'by API key',
				caller: exception.gateway,
				path: ['exceptions', index, 'scopes', position],
			});
		}
	}
	return ways;
}

const isLess = (one: Demand, other: Demand): boolean => one.proof < other.proof || (other.tenant && !one.tenant);

/** The most that any way into the scope asks for. */
const demandOf = (ways: readonly Way[], { needsTenant }: Scope): Demand => ({
	proof: ways.reduce((most, { proof }) => Math.max(most, proof), 0),
	tenant: needsTenant,
});

function covering(
	context: CheckContext,
	ways: ReadonlyMap<Scope, readonly Way[]>,
	scope: Scope,
	other: Scope,
): readonly Diagnostic[] {
	const there = ways.get(other) ?? [];
	const demand = demandOf(there, other);
	const weaker = (ways.get(scope) ?? []).find(
		(way) => isLess(way, demand) && !there.some((own) => own.caller === way.caller && !isLess(way, own)),
	);
	if (weaker === undefined) return [];
	const met = firstCovered(scope.operations, other.operations);
	if (met === undefined) return [];
	const [operation, covered] = met;
	const parameters = {
		open: weaker.open,
		receiver: scope.receiver,
		operation: operation.text,
		scope: scope.name,
		other: covered.text,
		otherScope: other.name,
	};
	const strongest = there.find((way) => isLess(weaker, way));
	return [
		found(context, 'ACC085', parameters, operation.path, [
			{ path: weaker.path, label: 'the weaker grant' },
			{ path: covered.path, label: 'what it reaches into' },
			...(strongest === undefined ? [] : [{ path: strongest.path, label: 'asks for more' }]),
		]),
	];
}

/** The same operation twice has a diagnostic of its own. */
function firstCovered(
	weak: readonly PlacedOperation[],
	strong: readonly PlacedOperation[],
): readonly [PlacedOperation, PlacedOperation] | undefined {
	for (const one of weak) {
		const covered = strong.find(
			({ operation }) =>
				canMeet(one.operation, operation) &&
				!isPartOf(one.operation, operation) &&
				sameness(one.operation) !== sameness(operation),
		);
		if (covered !== undefined) return [one, covered];
	}
	return undefined;
}
