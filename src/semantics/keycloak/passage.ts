// The way of a request through all client policies at all moments, as `mintable` asks: which scopes must be asked for
// together, and what strings are attached.
import { sortedUnique } from '../../core/order.ts';
import { authenticatorOf } from './authenticate.ts';
import type { Event, Need, Policy } from './policy.ts';
import { policyVerdict } from './policy-verdict.ts';
import type { Asking, Subject } from './policy-vote.ts';
import type { Problem } from './problem.ts';
import type { Way } from './question.ts';
import type { Client, Scope } from './realm.ts';
import { wayRules } from './ways.ts';

/** Who goes through, and where. */
export interface Gate {
	/** Those that can concern the client. */
	readonly policies: readonly Policy[];
	readonly client: Client;
	readonly way: Way;
	readonly subject: Subject;
}

const none: readonly never[] = [];

const askingOf = (client: Client, way: Way, event: Event, scopes: readonly Scope[], subject: Subject): Asking => ({
	client,
	authenticator: authenticatorOf(client),
	event,
	responseGrant: way === 'implicit' ? 'implicit' : 'authorization_code',
	scopes: new Set(scopes.map(({ name }) => name)),
	pkce: 'S256',
	subject,
});

/** How a request gets past all policies. */
export interface Passage {
	readonly scopes: readonly Scope[];
	readonly lightweight: boolean;
	readonly downscoped: boolean;
	readonly needs: readonly Need[];
	readonly problems: readonly Problem[];
}

/** Scopes that could silence a policy: those that a negated condition asks about. Most realms have none. */
export function helpersOf(policies: readonly Policy[], { optionals }: Client): readonly Scope[] {
	const names = new Set<string>();
	for (const { conditions } of policies) {
		for (const { negative, about } of conditions) {
			if (negative && about.kind === 'scopes' && about.type !== 'Default')
				for (const name of about.scopes) names.add(name);
		}
	}
	return [...names].flatMap((name) => optionals.get(name) ?? []);
}

/** How many lists of scopes are tried before giving up, which is a doubt and no answer. */
const mostTries = 2000;

/**
 * The smallest list with these scopes that passes, free of any strings if there is such a list; undefined where none does.
 * Adding others than `helping` cannot turn a refusal: conditions that are not negated only say yes more often. So what passes
 * at all passes with helpers only, and the search is exact.
 */
export function passageOf(through: Gate, scopes: readonly Scope[], helping: readonly Scope[]): Passage | undefined {
	const waiting: (readonly Scope[])[] = [scopes];
	const seen = new Set<string>();
	let bound: Passage | undefined;
	for (let tries = 0; tries < mostTries; tries++) {
		const list = waiting.shift();
		if (list === undefined) return bound;
		const passage = passes(through, list);
		if (passage !== undefined && isFree(passage)) return passage;
		bound ??= passage;
		for (const helper of helping) {
			if (list.includes(helper)) continue;
			const longer = [...list, helper];
			const key = sortedUnique(longer.map(({ name }) => name)).join('\n');
			if (seen.has(key)) continue;
			seen.add(key);
			waiting.push(longer);
		}
	}
	const what = 'meets more policies on scopes than can be looked through';
	const problem = { where: `clients.${through.client.id}`, what };
	return { scopes, lightweight: false, downscoped: false, needs: none, problems: [problem] };
}

const isFree = ({ lightweight, downscoped, needs, problems }: Passage): boolean =>
	!lightweight && !downscoped && needs.length === 0 && problems.length === 0;

function passes({ policies, client, way, subject }: Gate, scopes: readonly Scope[]): Passage | undefined {
	let [lightweight, downscoped] = [false, false];
	let [needs, problems]: [readonly Need[], readonly Problem[]] = [none, none];
	for (const event of wayRules[way].events) {
		const verdict = policyVerdict(policies, askingOf(client, way, event, scopes, subject));
		if (verdict.refusal !== undefined) return undefined;
		lightweight ||= verdict.lightweight;
		downscoped ||= verdict.downscoped;
		if (verdict.needs.length > 0) needs = [...needs, ...verdict.needs];
		if (verdict.problems.length > 0) problems = [...problems, ...verdict.problems];
	}
	return { scopes, lightweight, downscoped, needs, problems };
}

/** Whether a sign-in without PKCE is refused by a policy, however few scopes it asks for. */
export function needsPkce(policies: readonly Policy[], client: Client): boolean {
	const asking = askingOf(client, 'sign-in', 'AUTHORIZATION_REQUEST', [], { kind: 'any', session: true });
	const enforcing = policies.filter(({ executors }) => executors.some(({ kind }) => kind === 'pkce'));
	return policyVerdict(enforcing, { ...asking, pkce: 'none' }).refusal !== undefined;
}
