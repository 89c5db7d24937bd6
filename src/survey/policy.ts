// One object of Istio in words: which proxies follow it, and what each rule does. For a rule that allows, that is what passes
// by it in the end, within everything else those proxies do; for all others it is what the rule itself says.
import { ExpectedError } from '../core/expected.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { sortedUnique } from '../core/order.ts';
import { quote } from '../core/quote.ts';
import { policiesAt, proxyOf, requestAuthenticationsAt } from '../semantics/istio/attach.ts';
import { guardsOf } from '../semantics/istio/guards.ts';
import { type Chain, chains, doubtsIn, type Enforcer, type JwtRule } from '../semantics/istio/index.ts';
import type { PeerAuthentication, Policy, RequestAuthentication } from '../semantics/istio/policy.ts';
import { type Found, namespacesAt } from '../semantics/istio/surroundings/index.ts';
import { everythingAsked } from './asked.ts';
import { type Case, casesIn } from './cases.ts';
import { type Ground, nameOf } from './ground.ts';
import { type Entry, whoCan } from './who.ts';

export interface Explanation {
	/** Empty where no object of the name could be read. */
	readonly objects: readonly Explained[];
	/** Objects of the name that could not be read, `AuthorizationPolicy shop/cart`. */
	readonly unread: readonly string[];
	/** Why it is not all certain; empty otherwise. */
	readonly doubts: readonly string[];
}

export type Explained = ExplainedPolicy | ExplainedTokens | ExplainedTls;

interface Common {
	/** `namespace/name`. */
	readonly name: string;
	/** Names of the workloads whose proxies follow it; empty: of none that is known. */
	readonly follows: readonly string[];
	/** What it says it is for, in words. */
	readonly scope: string;
}

export interface ExplainedPolicy extends Common {
	readonly kind: 'AuthorizationPolicy';
	readonly action: Policy['action'];
	readonly provider: string | undefined;
	readonly dryRun: boolean;
	/** Of the one rule that was asked for, or of all. */
	readonly rules: readonly ExplainedRule[];
}

export interface ExplainedRule {
	/** Counted from 0. */
	readonly rule: number;
	/** What the rule says; undefined: too many cases to be shown. */
	readonly cases: readonly Case[] | undefined;
	/** Of an ALLOW rule, by proxy: what passes by it in the end; empty where none that is known follows it. */
	readonly passes: readonly { readonly at: string; readonly entries: readonly Entry[] }[];
}

export interface ExplainedTokens extends Common {
	readonly kind: 'RequestAuthentication';
	readonly rules: readonly JwtRule[];
}

export interface ExplainedTls extends Common {
	readonly kind: 'PeerAuthentication';
	readonly mode: PeerAuthentication['mode'];
	readonly ports: PeerAuthentication['ports'];
}

/** The objects of a name, `namespace/name`; throws an ExpectedError where there is none, or no such rule. */
export function policyIn(ground: Ground, name: string, rule: number | undefined): Explanation {
	const { policies, requestAuthentications, peerAuthentications } = ground.world;
	const fits = (one: { readonly namespace: string; readonly name: string }) => fullName(one) === name;
	const all = [...policies, ...requestAuthentications, ...peerAuthentications].map(fullName);
	const broken = ground.scene.problems.filter(({ kind }) => kind === 'unreadable').map(({ object }) => object);
	const unread = sortedUnique(broken.filter((object) => object.endsWith(` ${name}`)));
	if (!all.includes(name) && unread.length === 0) {
		const known = sortedUnique([...all, ...broken.map((object) => object.replace(/^\S+ /, ''))]);
		const help = didYouMean(nearest(name, known), 'write `namespace/name`, as in the manifests');
		throw new ExpectedError(`there is no policy ${quote(name)}`, help);
	}
	const found = policies.filter(fits);
	checkRule(name, found, rule, unread.length > 0);
	const doubts = new Set<string>();
	const explained = found.map((policy) => explainedPolicy(ground, policy, rule, doubts));
	const objects =
		rule !== undefined
			? explained
			: [
					...explained,
					...requestAuthentications.filter(fits).map((object) => explainedTokens(ground, object)),
					...peerAuthentications.filter(fits).map((object) => explainedTls(ground, object)),
				];
	const namespaces = [name.replace(/\/.*$/, ''), ...followersOf(ground, objects).flatMap(namespacesAt)];
	return { objects, unread, doubts: sortedUnique([...doubtsIn(ground.scene, namespaces), ...doubts]) };
}

function checkRule(name: string, found: readonly Policy[], rule: number | undefined, isBroken: boolean): void {
	const known = found.flatMap(({ rules }) => rules.map(({ index }) => index));
	if (rule === undefined || known.includes(rule) || (isBroken && found.length === 0)) return;
	const there = known.length === 0 ? 'it has no rules' : `it has rules[0] to rules[${known.at(-1)}]`;
	throw new ExpectedError(`${quote(name)} has no \`rules[${rule}]\``, there);
}

const followersOf = ({ scene, catalog }: Ground, objects: readonly Explained[]): readonly Found[] =>
	scene.found.filter((found) => objects.some(({ follows }) => follows.includes(nameOf(found, catalog !== undefined))));

const fullName = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
	`${namespace}/${name}`;

function explainedPolicy(
	ground: Ground,
	policy: Policy,
	only: number | undefined,
	doubts: Set<string>,
): ExplainedPolicy {
	const name = fullName(policy);
	const following = ground.scene.found.filter((found) => followsPolicy(ground, found, policy));
	const answers =
		policy.action === 'ALLOW' && !policy.dryRun
			? following.map((found) => ({ found, who: whoCan(ground, [found], everythingAsked) }))
			: [];
	for (const doubt of answers.flatMap(({ who }) => who.doubts)) doubts.add(doubt);
	const said = guardsIn(ground, policy, following);
	const rules = policy.rules
		.filter(({ index }) => only === undefined || index === only)
		.map(({ index }): ExplainedRule => {
			const passes = answers.flatMap(({ found, who }) => {
				const entries = who.gates
					.flatMap((gate) => gate.entries)
					.filter(({ by }) => by?.policy === name && by.rule === index);
				return entries.length === 0 ? [] : [{ at: nameOf(found, ground.catalog !== undefined), entries }];
			});
			return {
				rule: index,
				cases: casesIn(
					said.filter((guard) => guard.rule === index),
					ground.scene.mesh,
				),
				passes,
			};
		});
	for (const { rule } of rules.filter(({ cases }) => cases === undefined)) {
		doubts.add(`${name}, rules[${rule}] has too many cases to be shown`);
	}
	return {
		kind: 'AuthorizationPolicy',
		name,
		follows: following.map((found) => nameOf(found, ground.catalog !== undefined)),
		scope: scopeOf(ground, policy),
		action: policy.action,
		provider: policy.provider,
		dryRun: policy.dryRun,
		rules,
	};
}

/** A waypoint follows what is for it, and what is for a Service that it serves. */
const proxiesOf = (enforcer: Exclude<Enforcer, { kind: 'ztunnel' }>): readonly ReturnType<typeof proxyOf>[] =>
	enforcer.kind !== 'waypoint'
		? [proxyOf(enforcer, undefined)]
		: [
				proxyOf(enforcer, undefined),
				...enforcer.services.map(({ name, namespace = enforcer.namespace, kind = 'Service' }) =>
					proxyOf(enforcer, { kind, namespace, name }),
				),
			];

function followsPolicy({ world }: Ground, { enforcer }: Found, policy: Policy): boolean {
	if (enforcer === undefined) return false;
	if (enforcer.kind !== 'ztunnel')
		return proxiesOf(enforcer).some((proxy) => policiesAt(world, proxy).includes(policy));
	return chains(world, enforcer, 1).some(
		(chain) =>
			chain.allowPolicies.includes(fullName(policy)) || chain.deny.some((guard) => guard.policy === fullName(policy)),
	);
}

type Guard = Chain['deny'][number];

/** The rules as proxies read them: of a ztunnel, which reads less, where no other follows it; else for HTTP. */
function guardsIn({ world }: Ground, policy: Policy, following: readonly Found[]): readonly Guard[] {
	const enforcers = following.flatMap(({ enforcer }) => enforcer ?? []);
	const [first] = enforcers;
	if (first === undefined || enforcers.some(({ kind }) => kind !== 'ztunnel')) {
		return guardsOf(policy, world.mesh, { speaks: 'http', splitsPrincipal: false });
	}
	return chains(world, first, 9)
		.flatMap(({ deny, allow }) => [...deny, ...(allow === 'everyone' ? [] : allow)])
		.filter((guard) => guard.policy === fullName(policy));
}

function explainedTokens(ground: Ground, object: RequestAuthentication): ExplainedTokens {
	const following = ground.scene.found.filter(
		({ enforcer }) =>
			enforcer !== undefined &&
			enforcer.kind !== 'ztunnel' &&
			proxiesOf(enforcer).some((proxy) => requestAuthenticationsAt(ground.world, proxy).includes(object)),
	);
	return {
		kind: 'RequestAuthentication',
		name: fullName(object),
		follows: following.map((found) => nameOf(found, ground.catalog !== undefined)),
		scope: scopeOf(ground, object),
		rules: object.jwtRules,
	};
}

function explainedTls(ground: Ground, object: PeerAuthentication): ExplainedTls {
	const following = ground.scene.found.filter(({ enforcer }) => {
		if (enforcer?.kind !== 'sidecar' && enforcer?.kind !== 'ztunnel') return false;
		const ports = [...Object.keys(object.ports).map(Number), 9];
		return ports.some((port) =>
			chains(ground.world, enforcer, port).some(({ mutualTls }) => mutualTls.object === fullName(object)),
		);
	});
	return {
		kind: 'PeerAuthentication',
		name: fullName(object),
		follows: following.map((found) => nameOf(found, ground.catalog !== undefined)),
		scope: scopeOf(ground, object),
		mode: object.mode,
		ports: object.ports,
	};
}

function scopeOf({ scene }: Ground, { namespace, attachment }: Pick<Policy, 'namespace' | 'attachment'>): string {
	const where = namespace === scene.mesh.rootNamespace ? 'the whole mesh' : `namespace ${namespace}`;
	switch (attachment.kind) {
		case 'namespace':
			return `all pods of ${where}`;
		case 'selector':
			return `pods with ${Object.entries(attachment.labels)
				.map(([label, value]) => `${label}=${value}`)
				.join(', ')} in ${where}`;
		case 'targets':
			return attachment.targets.map(({ kind, name }) => `${kind} ${name} in namespace ${namespace}`).join(', ');
	}
}
