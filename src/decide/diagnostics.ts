// What is said about manifests that are not as Istio wants them: the problems of the reader as diagnostics.
import { type Diagnostic, type DiagnosticTable, diagnose, spec } from '../core/diagnostic.ts';
import type { Problem } from '../semantics/istio/index.ts';
import type { Scene } from './scene.ts';

type What = Pick<Problem, 'object' | 'what' | 'why'>;

export const manifestProblems = {
	MAN001: spec<What>({
		severity: 'warning',
		title: 'security object that cannot be read',
		message: ({ object, what }) => `\`${object}\` cannot be read: ${what}`,
		label: () => 'left out',
		why: ({ why }) => why,
		help: () => 'mend the object; until then, answers about its namespace are undecided',
	}),
	MAN002: spec<What>({
		severity: 'warning',
		title: 'security object that Istio refuses',
		message: ({ object, what }) => `Istio refuses \`${object}\`: ${what}`,
		label: () => 'refused when it is applied',
		why: ({ why }) => why,
		help: () => 'mend the object; here it is read as if it had been let in',
	}),
	MAN003: spec<What>({
		severity: 'warning',
		title: 'field that Istio does not know',
		message: ({ object, what }) => `\`${object}\` has what Istio does not know: ${what}`,
		label: () => 'without effect',
		why: ({ why }) => why,
		help: () => 'take the field away, or correct its name: Istio reads the object without it',
	}),
	MAN004: spec<What>({
		severity: 'warning',
		title: 'condition that manifests cannot answer',
		message: ({ object, what }) => `\`${object}\` depends on what no manifest says: ${what}`,
		label: () => 'not judged',
		why: ({ why }) => why,
		help: () => 'answers about its namespace are undecided; judge them by hand, or take the condition away',
	}),
} satisfies DiagnosticTable;

const codes = { unreadable: 'MAN001', refused: 'MAN002', unknown: 'MAN003', unmodelled: 'MAN004' } as const;

/** The problems of a scene, each at its place. */
export const problemsOf = (scene: Scene): readonly Diagnostic[] =>
	scene.problems.map((problem) => diagnose(manifestProblems, codes[problem.kind], problem, scene.placeOf(problem)));
