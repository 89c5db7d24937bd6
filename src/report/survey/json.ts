// Surveys for programs: the shapes of schema/who.schema.json and schema/reach.schema.json.

import { unreachable } from '../../core/invariant.ts';
import { requestJson } from '../../questions/index.ts';
import type {
	Caller,
	Case,
	Entry,
	Explained,
	ExplainedRule,
	Explanation,
	GrantRef,
	Reach,
	RuleRef,
	Who,
} from '../../survey/index.ts';
import { credentialText } from './reach.ts';
import type { SurveyShown, WhoShown } from './who.ts';
import { callerText, type KnownIdentities } from './words.ts';

/** The answer as plain data. */
export const whoJson = (who: Who, shown: WhoShown, known: KnownIdentities): Readonly<Record<string, unknown>> => ({
	receiver: who.receiver,
	request: shown.request ?? null,
	port: shown.port ?? null,
	whole: who.doubts.length === 0,
	gates: who.gates.map(({ at, proxy, entries }) => ({
		at,
		proxy,
		entries: entries.map((entry) => entryJson(entry, shown, known)),
	})),
	notes: who.notes,
	doubts: who.doubts,
});

const entryJson = (entry: Entry, shown: SurveyShown, known: KnownIdentities): Readonly<Record<string, unknown>> => ({
	caller: callerJson(entry.caller, known),
	port: entry.port ?? null,
	portName: entry.portName ?? null,
	service: entry.service ?? null,
	speaks: entry.speaks,
	token: entry.token,
	moreWith: entry.moreWith ?? null,
	operations: entry.operations.map(({ text, grants, example }) => ({
		text,
		grants: grants.map(grantJson),
		example: requestJson(example),
	})),
	if: entry.further,
	asks: entry.asks,
	except: entry.except.map((rule) => ruleJson(rule, shown)),
	gateways: entry.gateways.map(({ gateway, lets, hosts }) => ({ gateway, lets, hosts })),
	by: entry.by === undefined ? null : ruleJson(entry.by, shown),
});

/** `says` in words; `identity`, `names` and `except` are there for every kind. */
const callerJson = (caller: Caller, known: KnownIdentities): Readonly<Record<string, unknown>> => ({
	kind: caller.kind,
	says: callerText(caller, known),
	identity: caller.kind === 'identity' ? caller.identity : null,
	names: caller.kind === 'identity' ? (known.get(caller.identity)?.names ?? []) : [],
	except: 'except' in caller ? caller.except : [],
});

const grantJson = ({ id, caller, origin, requested }: GrantRef): Readonly<Record<string, unknown>> => ({
	id,
	caller: caller ?? null,
	origin,
	requested: requested ?? null,
});

const ruleJson = (
	{ policy, rule }: RuleRef,
	{ ground, manifestPlace }: SurveyShown,
): Readonly<Record<string, unknown>> => {
	const place = ground?.scene.place('AuthorizationPolicy', policy, rule);
	return { policy, rule, place: place === undefined ? null : manifestPlace(place) };
};

/** The reach as plain data. */
export const reachJson = (
	reach: Reach,
	shown: SurveyShown,
	known: KnownIdentities,
): Readonly<Record<string, unknown>> => ({
	subject: reach.subject,
	kind: reach.kind,
	identity: reach.identity ?? null,
	whole: reach.doubts.length === 0,
	services: reach.services,
	steps: reach.steps.map(({ depth, service, behind, openings }) => ({
		depth,
		direct: depth === 1,
		service,
		behind,
		openings: openings.map(({ by, through, credential, waits, entries }) => ({
			by,
			through: through ?? null,
			credential: { ...credential, says: credentialText(credential, by) },
			waits,
			entries: entries.map((entry) => entryJson(entry, shown, known)),
		})),
	})),
	notes: reach.notes,
	doubts: reach.doubts,
});

/** Policies in words as plain data. */
export const explainedJson = (
	{ objects, unread, doubts }: Explanation,
	shown: SurveyShown,
	known: KnownIdentities,
): Readonly<Record<string, unknown>> => ({
	policies: objectsJson(objects, shown, known),
	unread,
	whole: doubts.length === 0,
	doubts,
});

const objectsJson = (
	objects: readonly Explained[],
	shown: SurveyShown,
	known: KnownIdentities,
): readonly Readonly<Record<string, unknown>>[] =>
	objects.map((one) => {
		const place = shown.ground?.scene.place(one.kind, one.name);
		const common = { kind: one.kind, name: one.name, scope: one.scope, follows: one.follows };
		const at = { ...common, place: place === undefined ? null : shown.manifestPlace(place) };
		switch (one.kind) {
			case 'AuthorizationPolicy':
				return {
					...at,
					action: one.action,
					provider: one.provider ?? null,
					dryRun: one.dryRun,
					rules: one.rules.map((rule) => explainedRuleJson(rule, shown, known)),
				};
			case 'RequestAuthentication':
				return {
					...at,
					rules: one.rules.map(({ issuer, audiences, forwardOriginalToken, outputClaimToHeaders }) => ({
						issuer: issuer ?? null,
						audiences,
						forwardOriginalToken,
						outputClaimToHeaders,
					})),
				};
			case 'PeerAuthentication':
				return { ...at, mode: one.mode, ports: one.ports };
			default:
				return unreachable(one);
		}
	});

const explainedRuleJson = ({ rule, cases, passes }: ExplainedRule, shown: SurveyShown, known: KnownIdentities) => ({
	rule,
	says: cases?.map((one) => caseJson(one, known)) ?? null,
	passes: passes.map(({ at, entries }) => ({ at, entries: entries.map((entry) => entryJson(entry, shown, known)) })),
});

const caseJson = ({ callers, operations, token, further }: Case, known: KnownIdentities) => ({
	callers: callers.map((caller) => callerJson(caller, known)),
	operations,
	token,
	if: further,
});
