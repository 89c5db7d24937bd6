// What falls with a service or a client, as a terminal shows it: first what its credentials open, then, apart, what lies
// behind. A star marks what waits for somebody else's token.
import { unreachable } from '../../core/invariant.ts';
import type { Credential, Entry, Opening, Reach, Step } from '../../survey/index.ts';
import type { TextOptions } from '../diagnostics/render.ts';
import { paintWith } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { padTo, widthOf, wrapAfter } from '../text/width.ts';
import { count, listed } from '../text/words.ts';
import { callerText, isOpen } from './words.ts';

type ReachShown = TextOptions & { readonly environment: string | undefined };

/** The answer; each line ends in a line break. */
export function renderReach(reach: Reach, options: ReachShown): string {
	const { width } = options;
	const paint = paintWith(options.color);
	const [direct, behind] = [
		reach.steps.filter(({ depth }) => depth === 1),
		reach.steps.filter(({ depth }) => depth > 1),
	];
	const where = options.environment === undefined ? '' : ` (${options.environment})`;
	const line = (text: string, indent = ''): readonly string[] => wrapAfter(indent, visible(text), width, `${indent}  `);
	const blocks = [
		line(`If ${reach.subject} is taken over${where}`).map(paint.strong),
		direct.length === 0
			? line(
					`Directly: nothing. No credential of ${reach.subject} opens any of ${count(reach.services, 'other service')}.`,
				)
			: [
					...line(
						`Directly, with what ${reach.subject} holds: ${direct.length} of ${count(reach.services, 'service')}`,
					),
					...direct.flatMap((step) => directLines(step, width)),
				],
		...(behind.length === 0
			? []
			: [
					[
						...line(`Behind them, if each passes on whatever it is asked: ${behind.length} more`),
						...behindLines(behind, width),
					],
				]),
		[
			...(reach.steps.some(isWaiting)
				? line('* waits: only once a token of somebody else comes by, or a user signs in')
				: []),
			...(behind.length === 0
				? []
				: line('Behind is no access of its own: it is the most that others can be made to do.')),
			...reach.notes.flatMap((text) => line(`note: ${text}`)),
			...reach.doubts.flatMap((text) => line(`in doubt: ${text}`)),
			...(reach.doubts.length === 0 ? [] : line('UNDECIDED: there may be more than this.')),
		],
	];
	return `${blocks
		.filter((lines) => lines.length > 0)
		.map((lines) => lines.join('\n'))
		.join('\n\n')}\n`;
}

const isWaiting = ({ openings }: Step): boolean => openings.some(({ waits }) => waits);

function directLines({ service, openings }: Step, width: number): readonly string[] {
	return [`  ${visible(service)}`, ...openings.flatMap((opening) => openingLines(opening, width))];
}

function openingLines(opening: Opening, width: number): readonly string[] {
	const groups = new Map<string, string[]>();
	for (const entry of opening.entries) {
		const key = withText(opening, entry);
		groups.set(key, [...(groups.get(key) ?? []), ...entry.operations.map(({ text }) => text)]);
	}
	if (opening.entries.length === 0) groups.set('anyone may: no proxy stands before it', ['any request']);
	return [...groups].flatMap(([text, operations]) => [
		...wrapAfter('    ', visible([...new Set(operations)].map(together).join(', ')), width, '      '),
		...wrapAfter(opening.waits ? '    * ' : '      ', visible(text), width, '        '),
	]);
}

/** A request is not broken over two lines. */
const together = (text: string): string => text.replaceAll(' ', '\u00a0');

function withText({ credential, by, through }: Opening, { token, caller }: Entry): string {
	if ((credential.kind === 'identity' || credential.kind === 'none') && isOpen(caller))
		return `nothing: ${callerText(caller, new Map())} may`;
	const scopes = token.kind === 'needed' && token.scopes.length > 0 ? ` with ${listed(token.scopes, 3, 'or')}` : '';
	const bare = caller.kind === 'plaintext' ? ', without mutual TLS' : '';
	return `${credentialText(credential, by, scopes)}${bare}${through === undefined ? '' : `, through gateway ${through}`}`;
}

/** What is presented: `its certificate alone`, `a user’s token of mobile-app with cart.read, which comes by`. */
export function credentialText(credential: Credential, by: string, scopes = ''): string {
	switch (credential.kind) {
		case 'identity':
			return 'its certificate alone';
		case 'none':
			return 'nothing';
		case 'own':
			return ownText(credential, by, scopes);
		case 'handed':
			return credential.bearer === 'user'
				? `a user’s token of ${credential.client}${scopes}, which comes by`
				: `${credential.client}’s own token${scopes}, which comes by`;
		case 'unknown':
			return `its certificate and a token${scopes}; who gets one is not known here`;
		default:
			return unreachable(credential);
	}
}

function ownText({ client, way, bearer }: Extract<Credential, { kind: 'own' }>, by: string, scopes: string): string {
	const whose = client === by ? '' : ` of client ${client}`;
	if (way === 'as itself') return `its own token${whose}${scopes}`;
	const name = bearer === 'user' ? 'a user’s' : 'another service’s';
	const how = way === 'exchange' ? 'exchanged for one that comes by' : `got by ${way}`;
	return `${name} token${whose}${scopes}, ${how}`;
}

function behindLines(steps: readonly Step[], width: number): readonly string[] {
	const column = Math.min(28, Math.max(...steps.map(({ service }) => widthOf(visible(service))))) + 2;
	return steps.flatMap((step) => {
		const operations = new Set(
			step.openings.flatMap(({ entries }) => entries.flatMap((entry) => entry.operations.map(({ text }) => text))),
		);
		const waits = step.openings.every((opening) => opening.waits);
		const first = `  ${waits ? '*' : ' '} ${padTo(visible(step.service), column)}`;
		const [only] = operations;
		const what = operations.size === 1 && only !== undefined ? together(only) : count(operations.size, 'operation');
		const text = `${what}, through ${listed(step.behind, 3)}${step.depth > 2 ? ` (${step.depth} steps away)` : ''}`;
		return wrapAfter(first, visible(text), width, ' '.repeat(6));
	});
}
