// What can be wrong with a file of questions.
import type { DiagnosticTable } from '../core/diagnostic.ts';
import { spec } from '../core/diagnostic.ts';

const why = () => 'an answer to another question than was meant would be worse than none';

export const questionDiagnostics = {
	QST001: spec<Record<never, never>>({
		severity: 'error',
		title: 'line of questions that is no JSON',
		message: () => 'this line is no JSON',
		label: () => 'not read',
		why,
		help: () => 'write each question as one JSON object on one line, as docs/questions.md shows',
	}),
	QST002: spec<{ readonly what: string }>({
		severity: 'error',
		title: 'line of questions in a shape that is not known',
		message: ({ what }) => `this is no question: ${what}`,
		label: () => 'not asked',
		why,
		help: () => 'docs/questions.md has every field; schema/question.schema.json checks lines in an editor',
	}),
	QST003: spec<{ readonly file: string }>({
		severity: 'error',
		title: 'no questions',
		message: ({ file }) => `\`${file}\` holds no question`,
		label: () => 'empty',
		why: () => 'nothing asked would be nothing refused, and look like success',
		help: () => 'write one question a line, as docs/questions.md shows',
	}),
	QST004: spec<{ readonly what: string; readonly help: string }>({
		severity: 'error',
		title: 'question about something that is not there',
		message: ({ what }) => what,
		label: () => 'not asked',
		why,
		help: ({ help }) => help,
	}),
} satisfies DiagnosticTable;
