// Who may call a receiver, all of them, listed as a person would review it.
import type { Grant } from '../../access/model.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { byText, sortedUnique } from '../../core/order.ts';
import type { Origin } from '../../core/origin.ts';
import { quote } from '../../core/quote.ts';
import { means, readRequestText, wantedSeen } from '../../decide/index.ts';
import type { Operation } from '../../traffic/operation.ts';
import type { Access } from '../access.ts';
import { clearly } from '../clearly.ts';
import { type Outcome, outcome } from '../outcome.ts';

/** A receiver, or one of its operations. */
export interface Receiver {
	readonly to: string;
	/** Only who may do this. @default whatever it offers */
	readonly request?: string;
}

/** One caller, as an entry of the catalog's `callers`. */
export interface Caller {
	readonly from: string;
	/** The gateway, or the service that forwards a client's token. */
	readonly via?: string;
	/** `plaintext`: without an identity, by an exception or a probe; `api-key`: judged by an external authorizer. */
	readonly as: 'service' | 'user' | 'identity' | 'anyone' | 'plaintext' | 'api-key';
	/** Left out where there is none: as `plaintext`. */
	readonly scopes?: readonly string[];
}

/**
 * Holds where these callers, and no others, may call: in any order, each with all its scopes. The list is the catalog's; that
 * manifests and tokens admit the same is part of the question, so it does not hold for what is not proved.
 */
export function grantsExactly(access: Access, receiver: Receiver, callers: readonly Caller[]): Outcome {
	const granted = grantedAt(access, receiver);
	if (access.findings !== '') {
		return outcome(
			false,
			() => `what is compiled is not proved, so nobody knows who may call \`${receiver.to}\`\n\n${access.findings}`,
		);
	}
	const expected = new Set(callers.map(lineOf));
	const lines = [...granted.keys(), ...expected].filter((line) => !granted.has(line) || !expected.has(line));
	const what = `\`${receiver.to}\`${receiver.request === undefined ? '' : `, \`${receiver.request}\``}`;
	return outcome(lines.length === 0, () =>
		lines.length === 0
			? `expected others to be granted ${what}, and it is exactly these`
			: `expected exactly these callers of ${what}; - is not granted, + is granted and not listed\n\n${difference(granted, expected, access)}`,
	);
}

function difference(granted: ReadonlyMap<string, Origin>, expected: ReadonlySet<string>, access: Access): string {
	return sortedUnique([...granted.keys(), ...expected])
		.map((line) => {
			const origin = granted.get(line);
			if (origin === undefined) return `- ${line}`;
			return expected.has(line) ? `  ${line}` : `+ ${line} // ${access.catalogPlace(origin)}`;
		})
		.join('\n');
}

/** As it is written in the test, so that it can be copied there. */
function lineOf({ from, via, as, scopes = [] }: Caller): string {
	const text = (value: string) => `'${value}'`;
	const named = scopes.length === 0 ? '' : `, scopes: [${sortedUnique(scopes).map(text).join(', ')}]`;
	return `{ from: ${text(from)}${via === undefined ? '' : `, via: ${text(via)}`}, as: ${text(as)}${named} },`;
}

interface Entry {
	readonly caller: Caller;
	readonly origin: Origin;
}

/** Lines with the place of the first grant behind each. */
function grantedAt({ model, scene }: Access, { to, request }: Receiver): ReadonlyMap<string, Origin> {
	const workload = model.workloads.find(({ name }) => name === to);
	if (workload === undefined) {
		const known = model.workloads.map(({ name }) => name);
		throw new Error(
			`the catalog has no receiver ${quote(to)}\n  help: ${didYouMean(nearest(to, known), 'name a service')}`,
		);
	}
	const asked = request === undefined ? undefined : clearly(() => wantedSeen(scene.mesh, readRequestText(request)));
	const isAsked = (operation: Operation): boolean => asked === undefined || means(operation, asked);
	const some = (operations: readonly Operation[]): boolean => operations.some(isAsked);
	const entries: readonly Entry[] = [
		...model.grants
			.filter(({ receiver, scope }) => receiver === workload && some(scope.operations))
			.map((grant) => ({ caller: callerOf(grant), origin: grant.origin })),
		...model.plaintext
			.filter((opening) => opening.workload === workload && some(opening.operations))
			.map(({ origin }): Entry => ({ caller: { from: 'anyone', as: 'plaintext' }, origin })),
		...(workload.probes.kind === 'direct' && some(workload.probes.operations)
			? [{ caller: { from: 'kubelet', as: 'plaintext' }, origin: workload.probes.origin } as const]
			: []),
		...model.apiKeys
			.filter(({ scope }) => scope.receiver === workload && some(scope.operations))
			.map(({ gateway, scope, origin }): Entry => {
				return { caller: { from: 'anyone', via: gateway.workload.name, as: 'api-key', scopes: [scope.name] }, origin };
			}),
	];
	return merged(entries);
}

function callerOf({ caller, presenter, actor, scope }: Grant): Caller {
	const via = caller.kind === 'workload' ? {} : { via: presenter.name };
	return { from: caller.name, ...via, as: actor.kind, scopes: [scope.name] };
}

/** One line for each caller and kind, with all its scopes. */
function merged(entries: readonly Entry[]): ReadonlyMap<string, Origin> {
	const together = new Map<string, Entry>();
	for (const { caller, origin } of entries) {
		const key = JSON.stringify([caller.from, caller.via, caller.as]);
		const known = together.get(key);
		const scopes = [...(known?.caller.scopes ?? []), ...(caller.scopes ?? [])];
		together.set(key, { caller: { ...caller, scopes }, origin: known?.origin ?? origin });
	}
	const lines = [...together.values()].map(({ caller, origin }) => [lineOf(caller), origin] as const);
	return new Map(lines.toSorted(([a], [b]) => byText(a, b)));
}
