// `meshgrant decide`, or `can`: may this caller do that? One question, or a file of them.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Diagnostic, diagnose, hasErrors } from '../../core/diagnostic.ts';
import { ExpectedError } from '../../core/expected.ts';
import { nowhere } from '../../core/origin.ts';
import type { Answer } from '../../decide/index.ts';
import { type AskedQuestion, questionDiagnostics, readQuestions } from '../../questions/index.ts';
import {
	answersJson,
	diagnosticsJson,
	renderAnswer,
	renderAnswers,
	renderDiagnostics,
	renderJson,
} from '../../report/index.ts';
import { jsonText } from '../catalog.ts';
import type { AddCommand } from '../command.ts';
import { type Ground, groundOf, noGround } from '../decide/ground.ts';
import { checkQuestions, type DecideOptions, questionOf, withDecideOptions } from '../decide/options.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { standardInput } from '../ground.ts';
import { type Host, textOptions } from '../host.ts';

/** Adds `decide`: `holds` where all is allowed, `findings` where anything is refused, `undecided`, or `badInput`. */
export const addDecide: AddCommand = (program, host, finish) => {
	const command = program
		.command('decide')
		.alias('can')
		.description('say whether a request is allowed, by which rule and grant, and what would help if not')
		.argument('[request]', "such as 'GET /accounts/1', 'shop.Cart/Add', or TCP; with --questions, the catalog")
		.argument('[catalog]', 'catalog file (default: services.catalog.ts)');
	withDecideOptions(command).action(
		async (request: string | undefined, catalog: string | undefined, options: DecideOptions) => {
			finish(
				await (options.questions === undefined
					? askOne(host, request, catalog, options)
					: askMany(host, request, catalog, options)),
			);
		},
	);
};

async function askOne(
	host: Host,
	request: string | undefined,
	catalog: string | undefined,
	options: DecideOptions,
): Promise<ExitCode> {
	const question = questionOf(request, options);
	const ground = await groundOf(host, catalog, options, options.manifests === '-' ? await host.readInput() : '');
	const asked = { question, origin: nowhere };
	const answers = ground.code === exitCodes.holds ? [ground.ask(asked, true)] : [];
	tell(host, ground, answers, ground.diagnostics, options, undefined);
	return exitCodeOf(ground.code, answers);
}

async function askMany(
	host: Host,
	first: string | undefined,
	second: string | undefined,
	options: DecideOptions,
): Promise<ExitCode> {
	checkQuestions(second, options);
	if (options.questions === '-' && options.manifests === '-') {
		throw new ExpectedError(
			'standard input holds the questions or the manifests, not both',
			'put one of the two into a file',
		);
	}
	const input = options.questions === '-' || options.manifests === '-' ? await host.readInput() : '';
	const file = options.questions === '-' ? standardInput : (options.questions ?? '');
	const text = options.questions === '-' ? input : readFile(host, file);
	const { questions, diagnostics: wrong } = readQuestions(file, text);
	const bringAll =
		first === undefined &&
		options.manifests === undefined &&
		questions.every(({ question }) => question.manifests !== undefined || bringsEnforcer(question));
	const ground = bringAll ? noGround(options) : await groundOf(host, first, options, input);
	const answers: Answer[] = [];
	const unasked: Diagnostic[] = [];
	for (const asked of ground.code === exitCodes.holds ? questions : []) {
		const answer = askSafely(ground, asked);
		if ('severity' in answer) unasked.push(answer);
		else answers.push(answer);
	}
	const diagnostics = [...ground.diagnostics, ...wrong, ...unasked];
	tell(host, ground, answers, diagnostics, options, { file, text });
	return exitCodeOf(hasErrors([...wrong, ...unasked]) ? exitCodes.badInput : ground.code, answers);
}

/** A proxy written out in full, with no manifests: nothing but the defaults of the mesh counts. */
const bringsEnforcer = (question: AskedQuestion['question']): boolean =>
	question.kind === 'exact' && typeof question.enforcer !== 'string';

function askSafely(ground: Ground, asked: AskedQuestion): Answer | Diagnostic {
	try {
		return ground.ask(asked, false);
	} catch (error) {
		if (!(error instanceof ExpectedError)) throw error;
		return diagnose(questionDiagnostics, 'QST004', { what: error.message, help: error.help }, asked.origin);
	}
}

function readFile(host: Host, file: string): string {
	try {
		return readFileSync(resolve(host.cwd, file), 'utf8');
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new ExpectedError(
			`\`${file}\` cannot be read: ${why}`,
			'name a file of questions, or `-` for standard input',
		);
	}
}

function exitCodeOf(before: ExitCode, answers: readonly Answer[]): ExitCode {
	if (before !== exitCodes.holds) return before;
	if (answers.some(({ verdict }) => verdict === 'undecided')) return exitCodes.undecided;
	return answers.some(({ verdict }) => verdict === 'deny') ? exitCodes.findings : exitCodes.holds;
}

/** Answers to stdout, all else to stderr. */
function tell(
	host: Host,
	ground: Ground,
	answers: readonly Answer[],
	diagnostics: readonly Diagnostic[],
	options: DecideOptions,
	questions: { readonly file: string; readonly text: string } | undefined,
): void {
	const shownInGround = ground.catalog?.shownFile ?? ground.manifestFile;
	// The file of questions counts from here, not from the catalog, and stands as it was typed.
	const shownFile = (file: string) => (file === questions?.file ? file : shownInGround(file));
	const text = (file: string) => (file === questions?.file ? questions.text : ground.text(file));
	if (options.format === 'json') {
		const body = { answers: answersJson(answers, ground.manifestFile) };
		host.stdout.write(
			ground.catalog === undefined
				? renderJson(
						'decide',
						{ ok: !hasErrors(diagnostics), catalog: null, diagnostics: diagnosticsJson(diagnostics), ...body },
						shownFile,
					)
				: jsonText('decide', { ...ground.catalog, diagnostics, shownFile }, body),
		);
		return;
	}
	const shown = options.quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
	host.stderr.write(renderDiagnostics(shown, { text, shownFile }, textOptions(host.stderr, host.env)));
	if (options.quiet || answers.length === 0) return;
	const layout = {
		...textOptions(host.stdout, host.env),
		manifestPlace: ground.manifestPlace,
		catalogPlace: ground.catalogPlace,
	};
	const [only] = answers;
	host.stdout.write(
		options.questions === undefined && only !== undefined ? renderAnswer(only, layout) : renderAnswers(answers, layout),
	);
}
