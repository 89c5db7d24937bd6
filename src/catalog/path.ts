// The path of an HTTP operation: literal segments, `{parameter}` segments, `/**` at the end. Refused is whatever a proxy
// changes, decodes or resolves before it compares (Istio 1.30, "Authorization policy normalization" and "path templates").
import type { PathPattern, Segment } from '../traffic/operation.ts';
import type { OperationCode } from './diagnostics.ts';
import type { Part } from './parsed.ts';

/** Istio's alphabet of path templates without `%`, `;` and `*`, which servers read differently. */
const literal = /^[A-Za-z0-9._~!$&'()+,:@=-]+$/;
const notLiteral = /[^A-Za-z0-9._~!$&'()+,:@=-]/u;
const parameter = /^\{[A-Za-z][A-Za-z0-9_-]*\}$/;

const wrong = (code: OperationCode, part: string, repair = ''): Part<never> => ({ kind: 'wrong', code, part, repair });

/** The pattern that the text means, or its first mistake, with a repaired path where one is near at hand. */
export function parsePath(text: string): Part<PathPattern> {
	const cut = text.search(/[?#]/);
	if (cut >= 0) return wrong('CAT044', text.slice(cut), repaired(text.slice(0, cut)));
	if (!text.startsWith('/')) return wrong('CAT042', text, repaired(`/${text}`));
	if (text.includes('//')) return wrong('CAT051', text, repaired(text.replaceAll(/\/{2,}/g, '/')));
	const steps = text.slice(1).split('/');
	const star = steps.indexOf('**');
	if (star >= 0 && star < steps.length - 1) {
		// Cutting more than a slash off would suggest a wider path than the user wrote.
		return wrong('CAT049', text, text.endsWith('/**/') ? repaired(text.slice(0, -1)) : '');
	}
	const below = star >= 0;
	const trailingSlash = steps.length > 1 && steps.at(-1) === '';
	const named = below || steps.at(-1) === '' ? steps.slice(0, -1) : steps;
	return parseSegments(named, { below, trailingSlash });
}

function parseSegments(steps: readonly string[], end: Pick<PathPattern, 'below' | 'trailingSlash'>): Part<PathPattern> {
	const segments: Segment[] = [];
	const names = new Set<string>();
	for (const step of steps) {
		const segment = parseSegment(step);
		if (segment.kind === 'wrong') return { ...segment, repair: repaired(mendedSegments(steps, end)) };
		if (segment.value.kind === 'parameter') {
			if (names.has(segment.value.name)) return wrong('CAT048', step);
			names.add(segment.value.name);
		}
		segments.push(segment.value);
	}
	return { kind: 'ok', value: { segments, ...end } };
}

/** The path with every segment mended and dot segments resolved; empty when one of them cannot be mended. */
function mendedSegments(steps: readonly string[], end: Pick<PathPattern, 'below' | 'trailingSlash'>): string {
	const mended: string[] = [];
	for (const step of steps) {
		const segment = parseSegment(step);
		if (step === '..') mended.pop();
		else if (segment.kind === 'ok') mended.push(step);
		else if (step !== '.' && segment.repair === '') return '';
		else if (step !== '.') mended.push(segment.repair);
	}
	if (end.below) mended.push('**');
	return `/${mended.join('/')}${end.trailingSlash && mended.length > 0 ? '/' : ''}`;
}

/** A repair is offered only when it is in order itself. */
const repaired = (text: string): string => (text !== '' && parsePath(text).kind === 'ok' ? text : '');

function parseSegment(step: string): Part<Segment> {
	if (step === '.' || step === '..') return wrong('CAT050', step);
	if (parameter.test(step)) return { kind: 'ok', value: { kind: 'parameter', name: step.slice(1, -1) } };
	if (step.includes('*')) return wrong('CAT046', step, step === '*' || step === '{*}' ? '{name}' : '');
	if (/^:[A-Za-z][A-Za-z0-9_-]*$/.test(step)) return wrong('CAT047', step, `{${step.slice(1)}}`);
	if (/[{}<>]/.test(step)) return wrong('CAT047', step, parameterIn(step));
	if (/[%;]/.test(step)) return wrong('CAT045', step);
	if (!literal.test(step)) return wrong('CAT043', notLiteral.exec(step)?.[0] ?? step);
	return { kind: 'ok', value: { kind: 'literal', text: step } };
}

/** `<id>` and `{id:int}` are other notations for `{id}`. */
function parameterIn(step: string): string {
	const name = /^[{<]([A-Za-z][A-Za-z0-9_-]*)(?::[^{}<>]*)?[}>]$/.exec(step)?.[1];
	return name === undefined ? '' : `{${name}}`;
}
