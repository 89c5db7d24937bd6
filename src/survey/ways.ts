// Every way into one port: who may do what with which token, rule by rule. The words come from the rule as it is written; that
// a way exists at all is decided on the exact set of requests (the rule, within everything else that the proxy does), and
// each way carries a request out of that set.

import {
	type At,
	acceptedTokens,
	askedAt,
	type Passing,
	passingAt,
	replay,
	requestOf,
	seenAt,
} from '../prove/index.ts';
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
	type Witness,
	witness,
} from '../regions/index.ts';
import {
	anyRequest,
	authorizer,
	type Chain,
	chains,
	type Enforcer,
	type Request,
	type Wanted,
	type World,
} from '../semantics/istio/index.ts';
import { all, atomKey, everything, hasIdentity, not, type Predicate, verified } from '../traffic/predicate.ts';
import { atomsOf, isNothing } from '../traffic/rewrite.ts';
import { type Candidate, callersOf } from './callers.ts';
import { halvesJoined, operationsJoined, tokensJoined } from './joined.ts';
import { type Known, settle, withoutToken } from './settle.ts';
import { alternativesOf, factorOf, type Term, termsOf } from './terms.ts';
import { placesOfTokens } from './through.ts';
import { isClaim, type TokenNeed, tokenOf } from './token.ts';
import type { OperationIn, Way } from './way.ts';
import { furtherOf, operationText } from './words.ts';

type Guard = Chain['deny'][number];

export interface Ways {
	readonly ways: readonly Way[];
	/** Limits that were reached: what is behind them is not listed, and may be open. */
	readonly doubts: readonly string[];
}

export type { At };

/** Which requests are asked about. */
export interface Among {
	readonly wanted: Wanted;
	/** What is known of their caller and token, atom by atom. */
	readonly known?: Known | undefined;
}

/** All ways into a port, among the requests that are asked for. */
export function waysInto(world: World, at: At, among: Among = { wanted: anyRequest }): Ways {
	const found: Way[] = [];
	const doubts: string[] = [];
	const decide = deciderOf(world, at.enforcer);
	const there = chains(world, at.enforcer, at.port, at.service);
	for (const chain of there) {
		const asked = among.wanted(chain, there);
		if (asked === undefined) continue;
		const looked: Looked = { passing: passingAt(world, at, chain), asked, known: among.known ?? nothingKnown };
		const allowing: readonly (Guard | undefined)[] = chain.allow === 'everyone' ? [undefined] : chain.allow;
		for (const guard of allowing) {
			const ways = waysThrough(looked, guard);
			if (isUndecided(ways)) {
				doubts.push(`port ${at.port}, ${guardText(guard)}: ${ways.why}`);
				continue;
			}
			const isSure = (way: Way): boolean => way.operations.every(({ example }) => decide(example).decision === 'allow');
			const unsure = ways.find((way) => !isSure(way));
			if (unsure !== undefined) doubts.push(whyUnsure(at, guard, unsure));
			// Of a certificate that perhaps nobody asks for nothing can be said.
			found.push(...ways.filter((way) => isSure(way) || !asksCertificate(at, way)));
		}
	}
	return { ways: found, doubts };
}

/** True at a gateway, whose listeners ask callers for certificates or do not, where the example shows one. */
const asksCertificate = ({ enforcer }: At, { operations }: Way): boolean =>
	enforcer.kind === 'gateway' && operations.some(({ example }) => example.from.startsWith('spiffe:'));

const whyUnsure = (at: At, guard: Guard | undefined, way: Way): string =>
	asksCertificate(at, way)
		? `${guardText(guard)} asks for the caller’s certificate, and nobody says whether the gateway’s listener does`
		: `the evaluator does not confirm ${JSON.stringify(way.operations.map(({ example }) => example))}`;

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
	readonly passing: Passing;
	readonly space: Cut;
	/** Everything but the rule itself. */
	readonly rest: Region;
	/** Where that passes without a token, whatever token there is. */
	readonly tokenless: Region;
	/** The rest before DENY. */
	readonly undenied: Region;
}

/** One chain, and what of its requests is asked about. */
interface Looked {
	readonly passing: Passing;
	readonly asked: Predicate;
	readonly known: Known;
}

function waysThrough({ passing, asked, known }: Looked, guard: Guard | undefined): readonly Way[] | Undecided {
	const { at, world, chain, domains, possible, effective } = passing;
	const matches = seenAt(passing, guard?.matches ?? everything);
	if (isNothing(settle(matches, known))) return [];
	const facts = factsIn([matches, effective], known);
	const open = (deny: Chain['deny']) =>
		all([passingAt(world, at, { ...chain, deny, allow: 'everyone' }).effective, possible, asked, ...facts]);
	const [rest, undenied] = [open(chain.deny), open([])];
	const guards = [
		...chain.deny.map((one) => seenAt(passing, one.matches)),
		...chain.custom.map((one) => askedAt(passing, one)),
	];
	const space = cut([matches, rest, undenied, hasIdentity, verified, ...guards], domains);
	if (isUndecided(space)) return space;
	const [inside, tokenless, before] = [rest, settle(rest, withoutToken), undenied].map((one) => region(space, one));
	if (inside === undefined || tokenless === undefined || before === undefined) return [];
	if (isUndecided(inside)) return inside;
	if (isUndecided(tokenless)) return tokenless;
	if (isUndecided(before)) return before;
	const terms = termsOf(matches);
	if (terms === undefined) return { kind: 'undecided', why: 'the rule has too many alternatives' };
	const trial: Trial = { passing, space, rest: inside, tokenless, undenied: before };
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
	const { at, chain, world } = trial.passing;
	const candidates: readonly Candidate[] =
		at.enforcer.kind === 'gateway'
			? [{ caller: { kind: 'outside' }, is: factorOf(term, 'peer') ?? everything }]
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
					conditions: {
						peer: is,
						token: need === 'none' ? everything : tokenDemanded(term, chain),
						tokenPlaces: placesOfTokens(chain.verification),
						isPlaintext: chain.mutualTls.mode === 'disabled',
						asksSource: factorOf(term, 'sourceAddress') !== undefined,
					},
				},
			];
		}),
	);
	return 'kind' in found ? found : halvesJoined(found);
}

/** What the term says of tokens, and what the proxy demands of each that it verifies. */
const tokenDemanded = (term: Term, chain: Chain): Predicate =>
	all([
		verified,
		acceptedTokens(chain),
		...term.filter(({ attribute }) => isClaim(attribute)).map(({ predicate }) => predicate),
	]);

/** Each method and path of the term that gets through: without a token, or, `needed`, only with one. */
function operationsIn(
	trial: Trial,
	term: Term,
	within: Predicate,
	need: TokenNeed['kind'],
): readonly OperationIn[] | Undecided {
	const { space, rest, tokenless, passing } = trial;
	const { chain, at } = passing;
	const choices = (attribute: string) => {
		const factor = factorOf(term, attribute);
		return factor === undefined ? [undefined] : alternativesOf(factor);
	};
	const pairs = choices('path').flatMap((path) => choices('method').map((method) => ({ path, method })));
	return gathered(pairs, ({ path, method }): readonly OperationIn[] | Undecided => {
		const narrowed = all([within, ...(path === undefined ? [] : [path]), ...(method === undefined ? [] : [method])]);
		const wanted = region(space, all([narrowed, need === 'none' ? not(verified) : verified]));
		const through = intersect(space, wanted, rest);
		const only =
			need === 'none'
				? through
				: subtract(space, through, intersect(space, region(space, settle(narrowed, withoutToken)), tokenless));
		if (isUndecided(only)) return only;
		const found = isEmpty(only) ? undefined : witness(space, only);
		if (found === undefined) return [];
		const example = exampleOf(trial, found, only);
		return [{ text: operationText(chain.speaks, method, path), facts: factsOf({ ...found, port: at.port }), example }];
	});
}

/** A request that passes: the first that was found, or another of the region where that one cannot be sent. */
function exampleOf({ passing, space }: Trial, first: Witness, region: Region): Request {
	const request = requestOf(first, passing);
	if (deciderOf(passing.world, passing.at.enforcer)(request).decision === 'allow') return request;
	const tried = replay(passing, space, region, ({ decision }) => decision === 'allow');
	return tried.kind === 'confirmed' ? tried.request : request;
}

/** DENY rules that take something out of it, and authorizers that are asked about some of it. */
function effectsOn({ space, passing, undenied }: Trial, within: Predicate): Pick<Way, 'except' | 'asks'> | Undecided {
	const inside = intersect(space, region(space, within), undenied);
	const { deny, custom } = passing.chain;
	const touching = <G extends Guard>(guards: readonly G[], where: (guard: G) => Predicate) =>
		gathered(guards, (guard): readonly G[] | Undecided => {
			const common = intersect(space, inside, region(space, where(guard)));
			return isUndecided(common) ? common : isEmpty(common) ? [] : [guard];
		});
	const denying = touching(deny, ({ matches }) => seenAt(passing, matches));
	if ('kind' in denying) return denying;
	const asking = touching(custom, (guard) => askedAt(passing, guard));
	if ('kind' in asking) return asking;
	return {
		except: denying.map(({ policy, rule }) => ({ policy, rule })),
		asks: [...new Set(asking.map(({ provider }) => provider))],
	};
}
