// Reads a file of questions: JSON Lines, one question a line, blank lines left out.
import type { z } from 'zod';
import { type Diagnostic, diagnose } from '../core/diagnostic.ts';
import { type Origin, wholeFile } from '../core/origin.ts';
import type { Request, Token, TokenPlace } from '../semantics/istio/index.ts';
import { questionDiagnostics } from './diagnostics.ts';
import type { Question } from './question.ts';
import { exactQuestion, questionVersion, shortQuestion } from './schema.ts';

export interface AskedQuestion {
	readonly question: Question;
	readonly origin: Origin;
}

export interface ReadQuestions {
	/** In the order of the lines; those with mistakes are left out. */
	readonly questions: readonly AskedQuestion[];
	readonly diagnostics: readonly Diagnostic[];
}

/** All questions of a text, and every line that is none with its mistakes; `file` is what origins call the text. */
export function readQuestions(file: string, text: string): ReadQuestions {
	const questions: AskedQuestion[] = [];
	const diagnostics: Diagnostic[] = [];
	for (const [index, line] of text
		.replace(/^\u{feff}/u, '')
		.split('\n')
		.entries()) {
		if (line.trim() === '') continue;
		const origin = { file, line: index + 1, column: 1, path: '' };
		const read = readQuestion(line);
		if ('question' in read) questions.push({ question: read.question, origin });
		else diagnostics.push(read.mistake(origin));
	}
	if (questions.length + diagnostics.length === 0) {
		diagnostics.push(diagnose(questionDiagnostics, 'QST003', { file }, wholeFile(file)));
	}
	return { questions, diagnostics };
}

type Read = { readonly question: Question } | { readonly mistake: (origin: Origin) => Diagnostic };

function readQuestion(line: string): Read {
	const value = parsed(line);
	if (value === undefined) return { mistake: (origin) => diagnose(questionDiagnostics, 'QST001', {}, origin) };
	const isFields = typeof value === 'object' && value !== null;
	if (isFields && 'v' in value && value.v !== questionVersion)
		return wrong(`\`v\` is ${JSON.stringify(value.v)}, and ${questionVersion} is known here`);
	// The two forms share most words; `enforcer` tells which is meant, so that the mistakes are those of that form.
	if (isFields && 'enforcer' in value) {
		const read = exactQuestion.safeParse(value, { reportInput: true });
		return read.success ? { question: exact(read.data) } : wrong(mistakes(read.error));
	}
	const read = shortQuestion.safeParse(value, { reportInput: true });
	if (!read.success) return wrong(mistakes(read.error));
	const { v: _, id, manifests, mesh = {}, ...words } = read.data;
	return { question: { kind: 'short', id, manifests, mesh, ...words } };
}

const wrong = (what: string): Read => ({
	mistake: (origin) => diagnose(questionDiagnostics, 'QST002', { what }, origin),
});

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		// The line is no JSON: undefined, which no JSON text means.
		return undefined;
	}
}

/** At most three, each with its place. */
function mistakes({ issues }: z.ZodError): string {
	const said = issues.slice(0, 3).map((issue) => {
		const where = issue.path.map(String).join('.');
		return where === '' ? issueText(issue) : `\`${where}\`: ${issueText(issue)}`;
	});
	return issues.length > 3 ? `${said.join('; ')}; and ${issues.length - 3} more` : said.join('; ');
}

function issueText(issue: z.core.$ZodIssue): string {
	switch (issue.code) {
		case 'unrecognized_keys':
			return `there is no field ${issue.keys.map((key) => `\`${key}\``).join(', ')}`;
		case 'invalid_value':
			return `must be ${issue.values.map((value) => `\`${String(value)}\``).join(' or ')}`;
		case 'invalid_type':
			return issue.input === undefined ? 'is missing' : `must be ${issue.expected}`;
		case 'invalid_union': {
			const nearest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0]?.[0];
			if (nearest === undefined || nearest.path.length === 0) return 'has none of the known forms';
			return `\`${nearest.path.map(String).join('.')}\`: ${issueText(nearest)}`;
		}
		default:
			return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
	}
}

const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map(({ path }) => path.length));

function exact({ id, manifests, mesh = {}, enforcer, request }: z.output<typeof exactQuestion>): Question {
	return { kind: 'exact', id, manifests, mesh, enforcer, request: requestOf(request) };
}

function requestOf({ http, ...sender }: z.output<typeof exactQuestion>['request']): Request {
	if (http === undefined) return sender;
	const tokens = http.tokens.map(
		({ in: place, claims, ...found }): Token => ({ in: placeOf(place), claims, ...found }),
	);
	return { ...sender, http: { ...http, tokens } };
}

type Place = NonNullable<z.output<typeof exactQuestion>['request']['http']>['tokens'][number]['in'];

function placeOf(place: Place): TokenPlace {
	if ('header' in place) return { kind: 'header', name: place.header, prefix: place.prefix };
	return 'parameter' in place ? { kind: 'parameter', name: place.parameter } : { kind: 'cookie', name: place.cookie };
}
