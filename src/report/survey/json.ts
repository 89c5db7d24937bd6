// Surveys for programs: the shapes of schema/who.schema.json and schema/reach.schema.json.

import { requestJson } from '../../questions/index.ts';
import type { Caller, Entry, GrantRef, RuleRef, Who } from '../../survey/index.ts';
import type { SurveyShown } from './who.ts';
import { callerText, type KnownIdentities } from './words.ts';

/** The answer as plain data. */
export const whoJson = (who: Who, shown: SurveyShown, known: KnownIdentities): Readonly<Record<string, unknown>> => ({
	receiver: who.receiver,
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
	gateways: entry.gateways,
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
