// Every way into one port: who may do what with which token, rule by rule. The words come from the rule as it is written; that
// a way exists at all is decided on the exact set of requests (the rule, within everything else that the proxy does), and
// each way carries a request out of that set.

import { domainsOf } from '../prove/domains.ts';
import { admitted, asSeen, possible } from '../prove/effective/admitted.ts';
import { atPort } from '../prove/effective/at-port.ts';
import { requestOf } from '../prove/request.ts';
import {
	type Cut,
	cut,
	factsOf,
	intersect,
	isEmpty,
	isUndecided,
	type Region,
	region,
	subtract,
	type Undecided,
	witness,
} from '../regions/index.ts';
import { authorizer, type Chain, chains, type Enforcer, type World } from '../semantics/istio/index.ts';
import { all, any, atomKey, everything, not, type Predicate } from '../traffic/predicate.ts';
import { atomsOf, isNothing } from '../traffic/rewrite.ts';
import { type Candidate, callersOf, hasIdentity } from './callers.ts';
import { literalsOf, patternText, valuesText } from './conditions.ts';
import { halvesJoined, operationsJoined, tokensJoined } from './joined.ts';
import { type Known, settle, withoutToken } from './settle.ts';
import { alternativesOf, factorOf, type Term, termsOf } from './terms.ts';
import { furtherText, isClaim, type TokenNeed, tokenOf } from './token.ts';
import type { OperationIn, Way } from './way.ts';

type Guard = Chain['deny'][number];

export interface Ways {
	readonly ways: readonly Way[];
	/** Limits that were reached: what is behind them is not listed, and may be open. */
	readonly doubts: readonly string[];
}

export interface At {
	readonly enforcer: Enforcer;
	readonly port: number;
	/** At a waypoint. */
	readonly service?: string | undefined;
}

/** Which requests are asked about. */
export interface Among {
	readonly asked: Predicate;
	/** What is known of their caller and token, atom by atom. */
	readonly known?: Known | undefined;
}

/** All ways into a port, among the requests that are asked for. */
export function waysInto(world: World, at: At, among: Among = { asked: everything }): Ways {
	const found: Way[] = [];
	const doubts: string[] = [];
	const decide = deciderOf(world, at.enforcer);
	for (const chain of chains(world, at.enforcer, at.port, at.service)) {
		const allowing: readonly (Guard | undefined)[] = chain.allow === 'everyone' ? [undefined] : chain.allow;
		for (const guard of allowing) {
			const ways = waysThrough(world, at, chain, guard, among);
			if (isUndecided(ways)) doubts.push(`port ${at.port}, ${guardText(guard)}: ${ways.why}`);
			else found.push(...ways);
			for (const { operations } of isUndecided(ways) ? [] : ways) {
				const wrong = operations.find(({ example }) => decide(example).decision !== 'allow');
				if (wrong !== undefined) doubts.push(`the evaluator does not confirm ${JSON.stringify(wrong.example)}`);
			}
		}
	}
	return { ways: found, doubts };
}

type Decide = ReturnType<typeof authorizer>;
const deciders = new WeakMap<World, Map<Enforcer, Decide>>();

/** The evaluator of a proxy, made once. */
function deciderOf(world: World, enforcer: Enforcer): Decide {
	const ofWorld = deciders.get(world) ?? new Map<Enforcer, Decide>();
	deciders.set(world, ofWorld);
	const decide = ofWorld.get(enforcer) ?? authorizer(world, enforcer);
	ofWorld.set(enforcer, decide);
	return decide;
}

const guardText = (guard: Guard | undefined): string =>
	guard === undefined ? 'what no policy closes' : `AuthorizationPolicy ${guard.policy}, rules[${guard.rule}]`;

/** What one rule is tried against. */
interface Trial {
	readonly at: At;
	readonly world: World;
	readonly chain: Chain;
	readonly space: Cut;
	/** Everything but the rule itself. */
	readonly rest: Region;
	/** Where that passes without a token, whatever token there is. */
	readonly tokenless: Region;
	/** The rest before DENY. */
	readonly undenied: Region;
}

function waysThrough(
	world: World,
	at: At,
	chain: Chain,
	guard: Guard | undefined,
	{ asked, known = nothingKnown }: Among,
): readonly Way[] | Undecided {
	const { kind } = at.enforcer;
	const matches = atPort(asSeen(chain, guard?.matches ?? everything), at.port);
	if (isNothing(settle(matches, known))) return [];
	const facts = factsIn([matches, admitted(chain, kind)], known);
	const open = (deny: Chain['deny']) =>
		all([
			atPort(admitted({ ...chain, deny, allow: 'everyone' }, kind), at.port),
			possible(kind, chain),
			asked,
			...facts,
		]);
	const [rest, undenied] = [open(chain.deny), open([])];
	const domains = domainsOf(world.mesh, chain.speaks, kind === 'gateway' ? 'gateway' : 'sidecar');
	const guards = [...chain.deny, ...chain.custom].map((one) => atPort(one.matches, at.port));
	const space = cut([matches, rest, undenied, hasIdentity, { kind: 'verified' }, ...guards], domains);
	if (isUndecided(space)) return space;
	const [inside, tokenless, before] = [rest, settle(rest, withoutToken), undenied].map((one) => region(space, one));
	if (inside === undefined || tokenless === undefined || before === undefined) return [];
	if (isUndecided(inside)) return inside;
	if (isUndecided(tokenless)) return tokenless;
	if (isUndecided(before)) return before;
	const terms = termsOf(matches);
	if (terms === undefined) return { kind: 'undecided', why: 'the rule has too many alternatives' };
	const trial: Trial = { at, world, chain, space, rest: inside, tokenless, undenied: before };
	const found = gathered(terms, (term) => waysOfTerm(trial, term, guard));
	return 'kind' in found ? found : tokensJoined(operationsJoined(found));
}

const nothingKnown: Known = () => undefined;

/** What is known as conditions, of those atoms that are asked about. */
function factsIn(predicates: readonly Predicate[], known: Known): readonly Predicate[] {
	const facts = new Map<string, Predicate>();
	for (const atom of predicates.flatMap(atomsOf)) {
		const is = known(atom);
		if (is !== undefined) facts.set(atomKey(atom), is ? atom : not(atom));
	}
	return [...facts.values()];
}

/** All of it, or the first doubt. */
function gathered<T, R>(items: readonly T[], each: (item: T) => readonly R[] | Undecided): readonly R[] | Undecided {
	const found: R[] = [];
	for (const item of items) {
		const more = each(item);
		if ('kind' in more) return more;
		found.push(...more);
	}
	return found;
}

function waysOfTerm(trial: Trial, term: Term, guard: Guard | undefined): readonly Way[] | Undecided {
	const { at, chain, world } = trial;
	const candidates: readonly Candidate[] =
		at.enforcer.kind === 'gateway'
			? [{ caller: { kind: 'outside' }, is: everything }]
			: callersOf(factorOf(term, 'peer'), world.mesh.trustDomain);
	const conditions = term.filter(({ attribute }) => attribute !== 'peer').map(({ predicate }) => predicate);
	const by = guard === undefined ? undefined : { policy: guard.policy, rule: guard.rule };
	const found = gathered(candidates, ({ caller, is }) =>
		gathered(['none', 'needed'] as const, (need): readonly Way[] | Undecided => {
			const within = all([is, ...conditions]);
			const passing = operationsIn(trial, term, within, need);
			if ('kind' in passing) return passing;
			if (passing.length === 0) return [];
			const effects = effectsOn(trial, all([within, need === 'none' ? not(verified) : verified]));
			if ('kind' in effects) return effects;
			return [
				{
					port: at.port,
					speaks: chain.speaks,
					caller,
					operations: passing,
					token: need === 'none' ? { kind: 'none' } : tokenOf(term, chain.verification),
					moreWith: undefined,
					further: furtherOf(term),
					...effects,
					by,
				},
			];
		}),
	);
	return 'kind' in found ? found : halvesJoined(found);
}

const verified: Predicate = { kind: 'verified' };

/** Each method and path of the term that gets through: without a token, or, `needed`, only with one. */
function operationsIn(
	trial: Trial,
	term: Term,
	within: Predicate,
	need: TokenNeed['kind'],
): readonly OperationIn[] | Undecided {
	const { space, rest, tokenless, chain, at } = trial;
	const choices = (attribute: string) => {
		const factor = factorOf(term, attribute);
		return factor === undefined ? [undefined] : alternativesOf(factor);
	};
	const pairs = choices('path').flatMap((path) => choices('method').map((method) => ({ path, method })));
	return gathered(pairs, ({ path, method }): readonly OperationIn[] | Undecided => {
		const narrowed = all([within, ...(path === undefined ? [] : [path]), ...(method === undefined ? [] : [method])]);
		const wanted = region(space, all([narrowed, need === 'none' ? not(verified) : verified]));
		const passing = intersect(space, wanted, rest);
		const only =
			need === 'none'
				? passing
				: subtract(space, passing, intersect(space, region(space, settle(narrowed, withoutToken)), tokenless));
		if (isUndecided(only)) return only;
		const found = isEmpty(only) ? undefined : witness(space, only);
		if (found === undefined) return [];
		const { namespace } = at.enforcer.kind === 'waypoint' ? at.enforcer : at.enforcer.workload;
		const origin = { file: '', line: 0, column: 0, path: '' };
		const place = { workload: at.service ?? 'receiver', namespace, port: at.port, speaks: chain.speaks, origin };
		const request = requestOf(found, place);
		const example = at.service === undefined ? request : { ...request, service: at.service };
		return [{ text: operationText(chain.speaks, method, path), facts: factsOf({ ...found, port: at.port }), example }];
	});
}

/** `GET /accounts/{id}`, `TCP`: an operation as people write it. */
export function operationText(
	speaks: Chain['speaks'],
	method: Predicate | undefined,
	path: Predicate | undefined,
): string {
	if (speaks === 'tcp') return 'TCP';
	if (method === undefined && path === undefined) return 'any request';
	const methods = method === undefined ? 'ANY' : valuesText(method);
	return `${methods === 'any' ? 'ANY' : methods} ${path === undefined ? 'any path' : pathText(path)}`;
}

const pathText = (path: Predicate): string => {
	const text = path.kind === 'text' ? patternText(path.pattern) : valuesText(path);
	return text === '/*' || text === '*' ? 'any path' : text;
};

/** DENY rules that take something out of it, and authorizers that are asked about some of it. */
function effectsOn({ space, chain, undenied, at }: Trial, within: Predicate): Pick<Way, 'except' | 'asks'> | Undecided {
	const inside = intersect(space, region(space, within), undenied);
	const touching = <G extends Guard>(guards: readonly G[]) =>
		gathered(guards, (guard): readonly G[] | Undecided => {
			const common = intersect(space, inside, region(space, atPort(guard.matches, at.port)));
			return isUndecided(common) ? common : isEmpty(common) ? [] : [guard];
		});
	const denying = touching(chain.deny);
	if ('kind' in denying) return denying;
	const asking = touching(chain.custom);
	if ('kind' in asking) return asking;
	return {
		except: denying.map(({ policy, rule }) => ({ policy, rule })),
		asks: [...new Set(asking.map(({ provider }) => provider))],
	};
}

const shownElsewhere = new Set(['peer', 'method', 'path']);

const furtherOf = (term: Term): readonly string[] =>
	term
		.filter(({ attribute }) => !shownElsewhere.has(attribute) && !isClaim(attribute))
		.map(({ attribute, predicate }) =>
			furtherText(attribute, attribute === 'host' ? withoutPorts(predicate) : predicate),
		);

/** A host's name stands for the name with a port, too, where both are listed. */
function withoutPorts(predicate: Predicate): Predicate {
	const names = new Set(alternativesOf(predicate).flatMap((one) => literalsOf(one) ?? []));
	const kept = alternativesOf(predicate).filter(
		(one) => !names.has(valuesText(one).replace(/:\*$/, '')) || !valuesText(one).endsWith(':*'),
	);
	return predicate.kind === 'any' ? any(kept) : predicate;
}
