// One generated case: is the answer the one that is due?
import type { Access } from '../access.ts';
import { askExactly, refusingHop, type Told } from '../ask.ts';
import type { DueHeader, NegativeCase } from '../negative/case.ts';
import { type Outcome, outcome } from '../outcome.ts';

/** Holds where the case is answered as it must be: refused for its reason, or let through where it is only granted access in another spelling. */
export function withstands(access: Access, one: NegativeCase): Outcome {
	if (one.lacking !== undefined) {
		return outcome(
			false,
			() => `the grant’s own token cannot be had, so nothing is tried: ${one.name}\n\n${one.lacking}`,
		);
	}
	const told = askExactly(access, one.enforcer, one.request);
	const wrong = wrongIn(told, one);
	return outcome(
		wrong === '',
		() => `${one.name}\n${wrong === '' ? 'is answered as it must be' : wrong}\n\n${told.text()}`,
	);
}

function wrongIn(told: Told, { expected, request }: NegativeCase): string {
	const decision = told.answer.hops.at(-1)?.decision;
	const isAllowed = told.answer.verdict === 'allow';
	switch (expected.kind) {
		case 'refused': {
			const due = `expected ${expected.status.join(' or ')} because ${expected.because.join(' or ')}`;
			if (isAllowed) return `${due}, and it is allowed`;
			const refused = refusingHop(told.answer)?.decision;
			if (refused?.decision !== 'deny') return `${due}, and no proxy refuses`;
			const { status, because } = refused;
			const isDue = expected.status.includes(status) && expected.because.some((step) => step === because.step);
			return isDue ? '' : `${due}, and it is ${status} because ${because.step}`;
		}
		case 'passes': {
			if (!isAllowed) return 'expected this to pass: it is granted';
			const path = decision?.decision === 'allow' ? decision.upstream.path : undefined;
			if (expected.path !== undefined && path !== expected.path)
				return `expected the receiver to get ${expected.path}, and it gets ${path}`;
			return expected.header === undefined ? '' : wrongHeader(told, request, expected.header);
		}
		case 'cleaned':
			return isAllowed ? wrongHeader(told, request, expected.header) : '';
	}
}

function wrongHeader({ answer }: Told, { http }: NegativeCase['request'], { name, values }: DueHeader): string {
	const decision = answer.hops.at(-1)?.decision;
	if (decision?.decision !== 'allow') return '';
	const { removed, written } = decision.upstream;
	const kept = removed.includes(name) ? [] : (http?.headers ?? []);
	const got = [...kept, ...written].filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
	if (got.join('\n') === values.join('\n')) return '';
	return `expected the receiver to get ${name}: ${textOf(values)}, and it gets ${textOf(got)}`;
}

const textOf = (values: readonly string[]): string => (values.length === 0 ? 'nothing' : values.join(', '));
