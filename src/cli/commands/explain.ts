// `meshgrant explain`: the page of a diagnostic, the list of all pages, or a policy in words.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../../core/expected.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { byText } from '../../core/order.ts';
import { quote } from '../../core/quote.ts';
import { explainedJson, renderExplained, renderJson, renderPage, visible } from '../../report/index.ts';
import { policyIn } from '../../survey/index.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { type Host, textOptions } from '../host.ts';
import { openSurvey, type SurveyOptions, tellSurvey, withSurveyOptions } from '../survey.ts';

interface Page {
	readonly code: string;
	readonly title: string;
	readonly markdown: string;
}

const help = `
  meshgrant explain ACC012
  meshgrant explain accounts/accounts -e prod
  meshgrant explain shop/cart 'rules[0]' --manifests k8s/`;

/**
 * Adds `explain`: prints a page of docs/diagnostics, a list of them, or what a policy does; throws an ExpectedError for what
 * is neither.
 */
export const addExplain: AddCommand = (program, host, finish) => {
	const command = program
		.command('explain')
		.description('explain a diagnostic, with a wrong and a right example, or what a policy does')
		.argument('[what]', 'code of a diagnostic, such as ACC012, or namespace/name of a policy; all codes otherwise')
		.argument('[rule]', 'of a policy, this rule only: its number from 0, or rules[0] as in findings')
		.argument('[catalog]', 'of a policy, the catalog file (default: services.catalog.ts)')
		.addHelpText('after', help);
	withSurveyOptions(command).action(
		async (what: string | undefined, first: string | undefined, second: string | undefined, options: SurveyOptions) => {
			finish(
				what?.includes('/') === true
					? await explainPolicy(host, what, first, second, options)
					: explainCode(host, what, options),
			);
		},
	);
};

function explainCode(host: Host, code: string | undefined, options: SurveyOptions): ExitCode {
	const pages = code === undefined ? allPages(host) : [pageOf(host, code)];
	const layout = textOptions(host.stdout, host.env);
	if (options.format === 'json') host.stdout.write(renderJson('explain', { pages }));
	else if (code === undefined) host.stdout.write(pages.map((page) => `${page.code}  ${page.title}\n`).join(''));
	else host.stdout.write(pages.map((page) => renderPage(page.markdown, layout)).join('\n'));
	return exitCodes.holds;
}

async function explainPolicy(
	host: Host,
	name: string,
	first: string | undefined,
	second: string | undefined,
	options: SurveyOptions,
): Promise<ExitCode> {
	const number = /^(?:rules\[)?(\d+)\]?$/.exec(first ?? '')?.[1];
	if (number === undefined && /^rules\b/.test(first ?? '')) {
		throw new ExpectedError(`${quote(first)} is no rule`, 'write its number, from 0: `rules[0]`, or `0`');
	}
	const survey = await openSurvey(host, number === undefined ? (first ?? second) : second, options);
	const { ground, environment = null } = survey;
	const nothing = { objects: [], unread: [], doubts: [] };
	const explained =
		ground === undefined ? nothing : policyIn(ground, name, number === undefined ? undefined : Number(number));
	const known = ground?.known ?? new Map();
	tellSurvey(host, 'explain', survey, options, { environment, ...explainedJson(explained, survey, known) }, () =>
		renderExplained(explained, { ...textOptions(host.stdout, host.env), ...survey, known }),
	);
	return survey.code === exitCodes.holds && explained.doubts.length > 0 ? exitCodes.undecided : survey.code;
}

const folderOf = (host: Host): string => join(host.packageFolder, 'docs', 'diagnostics');

function codesIn(host: Host): readonly string[] {
	if (!existsSync(folderOf(host))) return [];
	const pages = readdirSync(folderOf(host)).filter((file) => /^[A-Z]{3}\d{3}\.md$/.test(file));
	return pages.map((file) => file.slice(0, -'.md'.length)).sort(byText);
}

const allPages = (host: Host): readonly Page[] => codesIn(host).map((code) => readPage(host, code));

function pageOf(host: Host, asked: string): Page {
	const code = asked.trim().toUpperCase();
	const known = codesIn(host);
	if (!known.includes(code)) {
		const help = didYouMean(nearest(code, known), '`meshgrant explain` without a code lists all');
		throw new ExpectedError(`there is no diagnostic \`${visible(asked)}\``, help);
	}
	return readPage(host, code);
}

function readPage(host: Host, code: string): Page {
	const markdown = readFileSync(join(folderOf(host), `${code}.md`), 'utf8');
	const title = /^# [A-Z]{3}\d{3}: (.*)$/m.exec(markdown)?.[1] ?? '';
	return { code, title, markdown };
}
