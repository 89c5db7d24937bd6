// Everybody who can call a service, as a terminal shows it: callers in alphabetical order, those who are no exact identity
// first and marked, each with what it may do, with what, and what lets it.
import { groupBy } from '../../core/order.ts';
import type { Origin } from '../../core/origin.ts';
import type { Entry, Gate, GrantRef, RuleRef, Who } from '../../survey/index.ts';
import type { TextOptions } from '../diagnostics/render.ts';
import { paintWith } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { wrapAfter } from '../text/width.ts';
import { count, listed } from '../text/words.ts';
import { callerText, isOpen, issuerText, type KnownIdentities, portText, ruleText, tokenText } from './words.ts';

export interface SurveyShown {
	readonly environment: string | undefined;
	readonly manifestPlace: (origin: Origin) => string;
	readonly catalogPlace: (origin: Origin) => string;
	/** Where an object or a rule of it stands. */
	readonly ground: { readonly scene: { readonly place: PlaceOf } } | undefined;
}

type PlaceOf = (kind: string, name: string, rule?: number) => Origin | undefined;

export interface WhoShown extends SurveyShown {
	readonly request: string | undefined;
	/** As it was asked for. */
	readonly port: string | undefined;
}

type GateOptions = EntryOptions & {
	/** Ports are said with each entry. */
	readonly manyPorts: boolean;
	/** DENY rules that are said once, for all entries. */
	readonly common: readonly RuleRef[];
};

type EntryOptions = TextOptions & SurveyShown & { readonly known: KnownIdentities };

type WhoOptions = EntryOptions & WhoShown;

/** The answer; each line ends in a line break. */
export function renderWho(who: Who, options: WhoOptions): string {
	const paint = paintWith(options.color);
	const where = options.environment === undefined ? '' : ` (${options.environment})`;
	const what = options.request === undefined ? 'call' : `${options.request} at`;
	const at = options.port === undefined ? '' : `, port ${options.port}`;
	const blocks = who.gates.map((gate) =>
		gateBlock(gate, who.gates.length > 1, { ...options, isWhole: who.doubts.length === 0 }),
	);
	const heading = wrapAfter('', visible(`Who can ${what} ${who.receiver}${at}${where}`), options.width, '  ').map(
		paint.strong,
	);
	const closing = [
		...issuersIn(who).map((text) => `tokens: of ${text}`),
		...who.notes.map((text) => `note: ${text}`),
		...who.doubts.map((text) => `in doubt: ${text}`),
	].flatMap((text) => wrapAfter('  ', visible(text), options.width, '    '));
	const end =
		who.doubts.length === 0
			? []
			: [...wrapAfter('', 'UNDECIDED: there may be more callers than these.', options.width, '  ')];
	return `${[heading, ...blocks, ...(closing.length === 0 ? [] : [closing]), ...(end.length === 0 ? [] : [end])]
		.map((lines) => lines.join('\n'))
		.join('\n\n')}\n`;
}

function gateBlock(
	gate: Gate,
	several: boolean,
	options: WhoOptions & { readonly isWhole: boolean },
): readonly string[] {
	const { width, known } = options;
	const title = several ? [...wrapAfter('', visible(`At the ${gate.proxy} ${gate.at}:`), width, '  '), ''] : [];
	if (gate.proxy === 'none') {
		const text =
			'! ANYONE in the network: any request, any port, no token. No proxy stands before it, so no policy counts.';
		return [...title, ...wrapAfter('  ', text, width, '    ')];
	}
	if (gate.entries.length === 0) return [...title, options.isWhole ? '  Nobody.' : '  Nobody that is known.'];
	const ports = new Set(gate.entries.map(portText));
	const common = gate.entries.length < 2 ? [] : commonDenials(gate.entries);
	const groups = groupsOf(gate.entries, known);
	const lines = groups.flatMap((group) => groupLines(group, { ...options, manyPorts: ports.size > 1, common }));
	const open = groups.filter(([first]) => first?.open === true).length;
	const port = ports.size !== 1 ? '' : `, on ${[...ports].join('').replace('any other', 'any')}`;
	const tally =
		open === 0
			? 'named'
			: open === groups.length
				? 'nobody in particular (!)'
				: `${open} of them nobody in particular (!)`;
	return [
		...title,
		...lines,
		'',
		...common.flatMap((rule) =>
			wrapAfter('', visible(`None of it where ${ruleText(rule)} denies it${placed(rule, options)}.`), width, '  '),
		),
		...wrapAfter('', visible(`${count(groups.length, 'caller')}, ${tally}${port}.`), width, '  '),
	];
}

/** Entries under their callers, as in a gate, with their ports. */
export const entriesLines = (entries: readonly Entry[], options: EntryOptions): readonly string[] =>
	groupsOf(entries, options.known).flatMap((group) => groupLines(group, { ...options, manyPorts: true, common: [] }));

const sameRule = (a: RuleRef, b: RuleRef): boolean => a.policy === b.policy && a.rule === b.rule;

/** DENY rules that take something out of every entry. */
const commonDenials = (entries: readonly Entry[]): readonly RuleRef[] =>
	(entries[0]?.except ?? []).filter((rule) => entries.every(({ except }) => except.some((one) => sameRule(one, rule))));

type Headed = ReturnType<typeof headOf> & { readonly entry: Entry };

/** By caller, those who are nobody in particular first. */
function groupsOf(entries: readonly Entry[], known: KnownIdentities): readonly (readonly Headed[])[] {
	const headed = entries.map((entry) => ({ ...headOf(entry, known), entry }));
	return [...groupBy(headed, ({ open, title }) => `${open ? 0 : 1} ${title}`).values()];
}

function groupLines(group: readonly Headed[], options: GateOptions): readonly string[] {
	const [first] = group;
	if (first === undefined) return [];
	return [
		...wrapAfter(first.open ? '! ' : '  ', visible(first.title), options.width, '    '),
		...alike(group.map(({ entry }) => entry)).flatMap((entries) => entryLines(entries, options)),
	];
}

/** Whom an entry belongs to. A gateway speaks for those outside, a forwarding service for the client of the token. */
function headOf(entry: Entry, known: KnownIdentities): { readonly title: string; readonly open: boolean } {
	const { caller, token } = entry;
	const own = callerText(caller, known);
	const grantees = [
		...new Set(entry.operations.flatMap(({ grants }) => grants.flatMap((grant) => grant.caller ?? []))),
	];
	if (caller.kind === 'outside') {
		if (token.kind === 'none') return { title: own, open: true };
		return {
			title: grantees.length === 0 ? `whoever reaches the gateway with such a token` : listed(grantees, 3),
			open: false,
		};
	}
	if (caller.kind !== 'identity') return { title: own, open: true };
	const isGateway = known.get(caller.identity)?.gateway !== undefined;
	if (isGateway && token.kind === 'none') return { title: `ANYONE outside, through gateway ${own}`, open: true };
	if (isGateway)
		return {
			title: `${listed(grantees.length > 0 ? grantees : [clientsText(entry)], 3)}, through gateway ${own}`,
			open: false,
		};
	const foreign = grantees.filter((name) => name !== own);
	return foreign.length > 0
		? { title: `${listed(foreign, 3)}, through ${own}`, open: false }
		: { title: own, open: !isNamed(entry, known) };
}

const isNamed = ({ caller }: Entry, known: KnownIdentities): boolean =>
	!isOpen(caller) && known.has(caller.kind === 'identity' ? caller.identity : '');

const clientsText = ({ token }: Entry): string =>
	token.kind === 'needed' && token.clients.length > 0
		? listed(token.clients, 3, 'or')
		: 'anyone outside with such a token';

/** Entries of several ports that are the same otherwise, side by side. */
function alike(entries: readonly Entry[]): readonly (readonly Entry[])[] {
	const sight = ({ operations, token, further, asks, except, by, speaks }: Entry): string =>
		JSON.stringify([operations.map(({ text }) => text), token, further, asks, except, by, speaks]);
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) {
		const known = groups.get(sight(entry));
		if (known === undefined) groups.set(sight(entry), [entry]);
		else known.push(entry);
	}
	return [...groups.values()];
}

function entryLines(entries: readonly Entry[], options: GateOptions): readonly string[] {
	const [entry] = entries;
	if (entry === undefined) return [];
	const { width, manyPorts, common } = options;
	const line = (label: string, text: string) => wrapAfter(`      ${label} `, visible(text), width, ' '.repeat(8));
	const operations = entry.operations.flatMap(({ text }) => wrapAfter('    ', visible(text), width, '      '));
	const ports = listed(entries.map(portText), 5);
	return [
		...operations,
		...line('with', `${tokenText(entry.token)}${manyPorts ? `, on ${ports}` : ''}`),
		...entry.further.flatMap((text) => line('if', text)),
		...entry.asks.flatMap((name) => line('if', `external authorizer ${name} agrees, where it is asked`)),
		...entry.except
			.filter((rule) => !common.some((one) => sameRule(one, rule)))
			.flatMap((rule) => line('but', `not what ${ruleText(rule)} denies${placed(rule, options)}`)),
		...(entry.moreWith === undefined ? [] : line('but', `with ${tokenText(entry.moreWith)} part of that passes, too`)),
		...entry.gateways.flatMap((through) => throughLines(entry, through, line)),
		...line('by', byText(entry, options)),
	];
}

function throughLines(
	entry: Entry,
	{ gateway, lets, hosts }: Entry['gateways'][number],
	line: (label: string, text: string) => readonly string[],
): readonly string[] {
	if (hosts.length > 0) return line('from', `outside, host ${listed(hosts, 3, 'or')}`);
	if (lets === 'nothing') return line('from', `outside nobody: gateway ${gateway} lets no such request in`);
	const doubt = lets === 'undecided' ? ', perhaps' : '';
	const who = entry.token.kind === 'none' ? 'anyone' : 'whoever has such a token';
	return line('from', `outside, too: ${who}, through gateway ${gateway}, wherever it routes here${doubt}`);
}

function byText(entry: Entry, options: EntryOptions): string {
	const grants = entry.operations.flatMap((operation) => operation.grants);
	const texts = [...new Set(grants.map((grant) => `${grant.id} (${grantPlaces(grant, options)})`))];
	if (texts.length > 0) return listed(texts, 6);
	return entry.by === undefined
		? 'no policy: no ALLOW policy selects it'
		: `${ruleText(entry.by)}${placed(entry.by, options)}`;
}

/** Where the provider grants it, and where the consumer asks for it: `services.catalog.ts:82 and 164`. */
function grantPlaces({ origin, requested }: GrantRef, { catalogPlace }: Pick<SurveyShown, 'catalogPlace'>): string {
	const given = catalogPlace(origin);
	const asked = requested === undefined ? given : catalogPlace(requested);
	if (asked === given) return given;
	const [file = ''] = given.split(/:\d+$/);
	return `${given} and ${asked.startsWith(`${file}:`) ? asked.slice(file.length + 1) : asked}`;
}

function placed(
	{ policy, rule }: { readonly policy: string; readonly rule: number },
	{ ground, manifestPlace }: EntryOptions,
): string {
	const place = ground?.scene.place('AuthorizationPolicy', policy, rule);
	return place === undefined ? '' : ` (${manifestPlace(place)})`;
}

/** The issuers of all tokens that are asked for, each once. */
const issuersIn = ({ gates }: Who): readonly string[] => [
	...new Set(
		gates.flatMap(({ entries }) =>
			entries.flatMap(({ token }) => (token.kind === 'needed' ? [issuerText(token)] : [])),
		),
	),
];
