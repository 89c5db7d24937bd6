// Answers for programs: the shape of schema/decide.schema.json.

import type { Origin } from '../../core/origin.ts';
import type { Answer, Hop } from '../../decide/index.ts';
import { requestJson } from '../../questions/index.ts';
import { hopText, statusOf } from './words.ts';

/** The answers as plain data; places in manifests are named as `shownFile` does, those in the catalog stay origins. */
export const answersJson = (
	answers: readonly Answer[],
	shownFile: (file: string) => string,
): readonly Readonly<Record<string, unknown>>[] =>
	answers.map((answer, index) => ({
		id: answer.id ?? String(index + 1),
		verdict: answer.verdict,
		status: statusOf(answer.hops) ?? null,
		...answer.asked,
		environment: answer.environment ?? null,
		hops: answer.hops.map((hop) => hopJson(hop, shownFile)),
		refusal: answer.refusal === undefined ? null : refusalJson(answer.refusal),
		doubts: answer.doubts,
		notes: answer.notes,
	}));

function refusalJson({ why, remedy }: NonNullable<Answer['refusal']>): Readonly<Record<string, unknown>> {
	return { why, remedy: remedy.kind === 'request' ? { ...remedy, grant: remedy.grant ?? null } : remedy };
}

function hopJson(hop: Hop, shownFile: (file: string) => string): Readonly<Record<string, unknown>> {
	const { at, proxy, decision, place, grant, request } = hop;
	return {
		at,
		proxy,
		decision: decision?.decision ?? 'allow',
		because: decision?.because ?? { step: 'no-proxy' },
		says: hopText(hop),
		place: place === undefined ? null : placeJson(place, shownFile),
		grant: grant ?? null,
		request: requestJson(request),
	};
}

/** The line is 0 where only the file is known. */
const placeJson = ({ file, line, path }: Origin, shownFile: (file: string) => string) => ({
	file: shownFile(file),
	line,
	path,
});
