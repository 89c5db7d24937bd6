// What a catalog grants, as a terminal shows it: per receiver and scope, who may call, in whose name. Each line reads
// by itself, without colour and without a heading to look up.
import { sortedUnique } from '../../core/order.ts';
import type { TextOptions } from '../diagnostics/render.ts';
import { type Paint, paintWith } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { noBreak, padTo, widthOf, wrap, wrapAfter } from '../text/width.ts';
import { count } from '../text/words.ts';
import { type GrantDifference, grantDifference } from './difference.ts';
import type { AccessFacts, GrantFact, ReceiverFact, ScopeFact } from './facts.ts';
import type { OpenFact } from './open.ts';

export interface TableOptions extends TextOptions {
	/** Beyond this many grants only numbers are shown. */
	readonly most: number;
	/** Tells how to see the rest, such as ``--service <name>``. */
	readonly rest: string;
	/** An environment that was shown before: where most is the same, only the differences to it are shown. */
	readonly base?: AccessFacts;
}

interface Sheet {
	readonly paint: Paint;
	readonly width: number;
}

/** Entries of a side list, such as the exceptions, before the rest is only counted. */
const sideListMost = 20;

/** The facts of one environment as text; each line ends in a line break. Never an escape unless `color` is true. */
export function renderAccess(facts: AccessFacts, options: TableOptions): string {
	const sheet = { paint: paintWith(options.color), width: Math.max(40, options.width) };
	const blocks = [
		heading(facts, sheet),
		...grantBlocks(facts, options, sheet),
		...openBlock(facts, sheet),
		...crossingBlock(facts.grants, sheet),
		...exceptionBlock(facts, sheet),
		...disabledBlock(facts, sheet),
		...closedBlock(facts, sheet),
	];
	return `${blocks.join('\n\n')}\n`;
}

/** All grants, or the differences to an environment shown before, or, where both are too many, how to see them. */
function grantBlocks(facts: AccessFacts, { base, most, rest }: TableOptions, sheet: Sheet): string[] {
	const difference = base === undefined ? undefined : grantDifference(facts, base);
	if (base !== undefined && difference !== undefined) {
		const changes = difference.added.length + difference.missing.length;
		if (changes <= Math.min(most, base.grants.length / 2)) return [differenceBlock(difference, base, sheet)];
	}
	if (facts.grants.length > most) return [wrap(`Too many to print here. ${rest}`, sheet.width).join('\n')];
	const column = columnFor(facts, sheet.width);
	return facts.receivers.map((receiver) => receiverBlock(receiver, column, sheet));
}

function differenceBlock({ added, missing }: GrantDifference, base: AccessFacts, { width }: Sheet): string {
	const name = visible(base.environment);
	if (added.length + missing.length === 0) return `The same grants as in ${name}.`;
	const line = (word: string) => (grant: GrantFact) => {
		const terms = [actorText(grant), tenantText(grant)].filter((text) => text !== '').join(', ');
		const text = `${callerText(grant)} → ${visible(grant.receiver)}, ${visible(grant.scope)}: ${terms}`;
		return wrapAfter(`  ${word} `, text, width, '      ');
	};
	return [`The grants of ${name}, but`, ...missing.flatMap(line('without')), ...added.flatMap(line('with   '))].join(
		'\n',
	);
}

function heading(facts: AccessFacts, { paint, width }: Sheet): string {
	const grants = count(facts.grants.length, 'grant');
	const text = `${visible(facts.environment)}: ${grants} at ${count(facts.receivers.length, 'service')}`;
	return paint.strong(`${text} ${'─'.repeat(Math.max(0, width - widthOf(text) - 1))}`);
}

/** Where operations and terms begin on every line: wide enough for most names, never over half the sheet. */
function columnFor(facts: AccessFacts, width: number): number {
	const names = facts.receivers.flatMap((receiver) =>
		receiver.scopes.map((scope) => scopeIndent + visible(scope.name)),
	);
	const callers = facts.grants.map((grant) => callerIndent + callerText(grant));
	const widest = [...names, ...callers].reduce((most, text) => Math.max(most, widthOf(text)), 0);
	return Math.min(widest + 2, Math.floor(width / 2));
}

function receiverBlock(receiver: ReceiverFact, column: number, sheet: Sheet): string {
	const about = `  ${visible(receiver.owner)}, namespace ${visible(receiver.namespace)}`;
	const name = visible(receiver.name);
	const [first = '', ...rest] = wrapAfter(`${name}  `, about.trim(), sheet.width, '  ');
	const lines = [
		sheet.paint.strong(name) + sheet.paint.faint(first.slice(name.length)),
		...rest.map(sheet.paint.faint),
	];
	for (const scope of receiver.scopes) lines.push(...scopeLines(scope, column, sheet));
	return lines.join('\n');
}

function scopeLines(scope: ScopeFact, column: number, sheet: Sheet): string[] {
	const operations = scope.operations.map(visible);
	const name = scopeIndent + visible(scope.name);
	return [
		...beside(name, operations, column, sheet.width),
		...scope.grants.flatMap((grant) => grantLines(grant, column, sheet)),
	];
}

function grantLines(grant: GrantFact, column: number, { paint, width }: Sheet): string[] {
	const marked = grant.actor === 'anyone' || grant.tenant === 'crossing';
	const terms = [actorText(grant), tenantText(grant)].filter((text) => text !== '').join(', ');
	const caller = (marked ? markedIndent : callerIndent) + callerText(grant);
	const lines = beside(caller, [terms], column, width);
	return marked ? lines.map(paint.warning) : lines;
}

/** The texts in a column beside the name, or below it where one of the two has no room. */
function beside(name: string, texts: readonly string[], column: number, width: number): string[] {
	const fits = widthOf(name) + 2 <= column && texts.every((text) => widthOf(text) + column <= width);
	if (fits) return texts.map((text, index) => padTo(index === 0 ? name : '', column) + text);
	const below = texts.flatMap((text) => wrapAfter(belowIndent, text, width, `${belowIndent}  `));
	return [
		...wrapAfter('', name.trimStart(), width - 4, '  ').map((line) => name.slice(0, indentOf(name)) + line),
		...below,
	];
}

const scopeIndent = '  ';
const callerIndent = '    ← ';
const markedIndent = '    ! ';
const belowIndent = '        ';
const indentOf = (text: string): number => text.length - text.trimStart().length;

const callerText = (grant: GrantFact): string =>
	visible(grant.via === null ? grant.caller : `${grant.caller} via ${grant.via}`);

const obtainedTexts: Readonly<Record<string, string>> = {
	login: 'for a user who signed in',
	exchange: 'for a user, by token exchange',
	forwarded: 'for a user, token handed on',
};

/** In whose name the call is made, in words. */
function actorText(grant: GrantFact): string {
	switch (grant.actor) {
		case 'service':
			return 'as itself';
		case 'user':
			return obtainedTexts[grant.obtained ?? ''] ?? 'for a user';
		case 'identity':
			return 'by workload identity, no token';
		case 'anyone':
			return 'public, no token';
	}
}

/** Which tenants the call may touch, in words; empty where tenants play no part. */
function tenantText(grant: GrantFact): string {
	switch (grant.tenant) {
		case 'none':
			return '';
		case 'any-claimed':
			return "the token's tenant";
		case 'fixed':
			return `tenant ${visible(grant.tenantName ?? '')}`;
		case 'crossing':
			return 'ACROSS TENANTS';
	}
}

function openBlock(facts: AccessFacts, sheet: Sheet): string[] {
	const publicRoutes = facts.public.map((fact) => [
		`${unbrokenList(fact.operations)} at ${fact.hosts.join(', ')}`,
		`${fact.gateway} → ${fact.receiver}, ${fact.scope}`,
		reason(fact.because),
	]);
	const others = facts.open.map((fact) => {
		const where = fact.gateway === null ? `the pods of ${fact.receiver}` : fact.hosts.join(', ');
		const until = fact.expires === null ? '' : `, until ${fact.expires}`;
		return [`${unbrokenList(fact.operations)} at ${where}${until}`, openText(fact), reason(fact.because)];
	});
	return sideList('Open to anyone, without a token', [...publicRoutes, ...others], sheet);
}

/** Who gets in there, and how. */
function openText(fact: OpenFact): string {
	const way = `${fact.gateway} → ${fact.receiver}`;
	switch (fact.kind) {
		case 'api-key':
			return `${way}, ${fact.scope}: API keys, judged by ${fact.provider}`;
		case 'preflight':
			return `${way}: preflight, answered by the ${fact.answeredBy}, for pages of ${fact.origins.join(', ')}`;
		case 'plaintext':
			return 'in plaintext, to anyone in the network';
		case 'probe':
			return 'health probe: in plaintext, to anyone in the network';
	}
}

function crossingBlock(grants: readonly GrantFact[], sheet: Sheet): string[] {
	const crossing = grants.filter((grant) => grant.tenant === 'crossing');
	const entries = crossing.map((grant) => [
		`${grant.caller} → ${grant.receiver}, ${grant.scope}`,
		actorText(grant),
		reason(grant.because),
	]);
	return sideList('Acts across tenants', entries, sheet);
}

function exceptionBlock(facts: AccessFacts, sheet: Sheet): string[] {
	const entries = facts.exceptions.map((exception) => [
		`${exception.kind}: ${exception.about}, until ${exception.expires}`,
		`answers for it: ${exception.owner}`,
		reason(exception.reason),
	]);
	return sideList('Exceptions', entries, sheet);
}

function disabledBlock(facts: AccessFacts, sheet: Sheet): string[] {
	const entries = facts.disabled.map((part) => [`${part.kind} ${part.name}`, reason(part.because)]);
	return sideList('Disabled: nothing to it, from it or through it', entries, sheet);
}

function closedBlock(facts: AccessFacts, { paint, width }: Sheet): string[] {
	if (facts.closed.length === 0) return [];
	const names = sortedUnique(facts.closed);
	const shown = names.slice(0, sideListMost).map(visible);
	const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
	const lines = wrapAfter('  ', `${shown.join(', ')}${more}`, width, '  ');
	return [[paint.strong('Nobody may call'), ...lines].join('\n')];
}

/** An operation stays on one line: its space is no place to break. */
const unbroken = (text: string): string => text.replaceAll(' ', noBreak);
const unbrokenList = (texts: readonly string[]): string => texts.map(unbroken).join(', ');

const reason = (because: string): string => (because === '' ? '' : `because: ${because}`);

function sideList(title: string, entries: readonly (readonly string[])[], { paint, width }: Sheet): string[] {
	if (entries.length === 0) return [];
	const shown = entries
		.slice(0, sideListMost)
		.flatMap(([first = '', ...rest]) => [
			...wrapAfter('  ', visible(first), width, '      '),
			...rest.filter((text) => text !== '').flatMap((text) => wrapAfter('    ', visible(text), width, '      ')),
		]);
	const more = entries.length > sideListMost ? [`  … and ${entries.length - sideListMost} more`] : [];
	return [[...wrap(`${title} (${entries.length})`, width).map(paint.strong), ...shown, ...more].join('\n')];
}
