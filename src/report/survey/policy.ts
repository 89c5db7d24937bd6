// Policies of Istio as sentences: which proxies follow them, what each rule says, and what passes by it in the end.
import { sortedUnique } from '../../core/order.ts';
import type { Case, Explained, ExplainedPolicy, ExplainedRule, Explanation } from '../../survey/index.ts';
import type { TextOptions } from '../diagnostics/render.ts';
import { paintWith } from '../text/paint.ts';
import { visible } from '../text/visible.ts';
import { wrapAfter } from '../text/width.ts';
import { listed } from '../text/words.ts';
import { entriesLines, type SurveyShown } from './who.ts';
import { callerText, type KnownIdentities, tokenText } from './words.ts';

type Options = TextOptions & SurveyShown & { readonly known: KnownIdentities };
type BodyOptions = Options & { readonly isCertain: boolean };

/** The objects one after the other, then what is in doubt; each line ends in a line break. */
export function renderExplained({ objects, unread, doubts }: Explanation, options: Options): string {
	const { width } = options;
	const line = (text: string) => wrapAfter('  ', visible(text), width, '    ');
	const blocks = [
		...objects.map((one) => [
			...heading(one, options),
			'',
			...body(one, { ...options, isCertain: doubts.length === 0 }),
		]),
		...unread.map((object) => [
			...wrapAfter('', visible(object), width, '  ').map(paintWith(options.color).strong),
			...line('It cannot be read, so nobody knows what it does.'),
		]),
		...(doubts.length === 0
			? []
			: [
					doubts.flatMap((text) => line(`in doubt: ${text}`)),
					wrapAfter('', 'UNDECIDED: in the end it may be otherwise.', width, '  '),
				]),
	];
	return blocks.map((lines) => `${lines.join('\n')}\n`).join('\n');
}

function heading(one: Explained, options: Options): readonly string[] {
	const { width } = options;
	const place = options.ground?.scene.place(one.kind, one.name);
	const title = `${one.kind} ${one.name}${place === undefined ? '' : ` (${options.manifestPlace(place)})`}`;
	const follows = one.follows.length === 0 ? 'none that is known here' : listed(one.follows, 8);
	return [
		...wrapAfter('', visible(title), width, '  ').map(paintWith(options.color).strong),
		...wrapAfter('  ', visible(`for ${one.scope}; followed by ${follows}`), width, '    '),
	];
}

function body(one: Explained, options: BodyOptions): readonly string[] {
	const { width } = options;
	const line = (text: string, indent = '  ') => wrapAfter(indent, visible(text), width, `${indent}  `);
	switch (one.kind) {
		case 'AuthorizationPolicy':
			return policyLines(one, options);
		case 'RequestAuthentication':
			return [
				...one.rules.flatMap((rule) => line(jwtText(rule))),
				...line(
					'A request without a token passes here; AuthorizationPolicies say who needs one. A token that is no good is answered with 401.',
				),
			];
		case 'PeerAuthentication':
			return [
				...line(`${one.mode}: ${modeText[one.mode]}.`),
				...Object.entries(one.ports).flatMap(([port, mode]) => line(`Port ${port}, ${mode}: ${modeText[mode]}.`)),
			];
	}
}

const modeText = {
	UNSET: 'as the namespace or the mesh says',
	DISABLE: 'no mutual TLS, so that nobody’s identity is known',
	PERMISSIVE: 'callers without mutual TLS are let through, too; their identity is not known',
	STRICT: 'nobody gets through without a certificate of the mesh',
};

function jwtText(rule: Extract<Explained, { kind: 'RequestAuthentication' }>['rules'][number]): string {
	const places = [
		...rule.fromHeaders.map(
			({ name, prefix }) => `header ${name}${prefix === '' ? '' : ` after \`${prefix.trim()}\``}`,
		),
		...rule.fromParams.map((name) => `parameter ${name}`),
		...rule.fromCookies.map((name) => `cookie ${name}`),
	];
	const headers = rule.outputClaimToHeaders.map(({ claim, header }) => `claim ${claim} goes on as header ${header}`);
	const parts = [
		`Takes tokens of ${rule.issuer ?? 'any issuer whose key fits'}, for ${rule.audiences.length === 0 ? 'ANY audience' : listed(rule.audiences, 5, 'or')}`,
		`from ${places.length === 0 ? 'the Authorization header or parameter access_token' : listed(places, 4, 'or')}`,
		rule.forwardOriginalToken ? 'the token goes on to the service' : 'the token is taken away before the service',
		...headers,
	];
	return `${parts.join('; ')}.`;
}

const verbs = { ALLOW: 'allows', DENY: 'denies', AUDIT: 'only logs', CUSTOM: 'asks the external authorizer about' };
const dryVerbs = { ...verbs, ALLOW: 'would allow', DENY: 'would deny' };

function policyLines(policy: ExplainedPolicy, options: BodyOptions): readonly string[] {
	const { width } = options;
	const line = (text: string) => wrapAfter('  ', visible(text), width, '    ');
	const { action, rules, provider, dryRun } = policy;
	const head = [
		...(dryRun ? line('Dry run: it is counted for nothing.') : []),
		...(action === 'CUSTOM' ? line(`External authorizer: ${provider ?? 'none is named'}.`) : []),
		...(rules.length === 0
			? line(
					action === 'ALLOW'
						? 'No rules: it allows nothing, and so closes what it is for to everybody whom no other policy lets in.'
						: 'No rules: it does nothing.',
				)
			: []),
	];
	return [
		...head,
		...rules.flatMap((rule, index) => [
			...(index === 0 && head.length === 0 ? [] : ['']),
			...ruleLines(policy, rule, options),
		]),
	];
}

function ruleLines(policy: ExplainedPolicy, rule: ExplainedRule, options: BodyOptions): readonly string[] {
	const { width } = options;
	const place = options.ground?.scene.place('AuthorizationPolicy', policy.name, rule.rule);
	const where = place === undefined || place.line === 0 ? '' : ` (${options.manifestPlace(place)})`;
	const line = (text: string, indent: string) => wrapAfter(indent, visible(text), width, `${indent}  `);
	const title = line(`rules[${rule.rule}] ${(policy.dryRun ? dryVerbs : verbs)[policy.action]}${where}`, '  ');
	if (rule.passes.length > 0) {
		const several = rule.passes.length > 1;
		return [
			...title,
			...rule.passes.flatMap(({ at, entries }) => [
				...(several ? line(`at ${at}`, '  ') : []),
				...entriesLines(entries, options),
			]),
		];
	}
	const idle = policy.action === 'ALLOW' && policy.follows.length > 0 && !policy.dryRun && options.isCertain;
	return [
		...title,
		...sortedUnique((rule.cases ?? []).map((one) => caseText(one, options.known))).flatMap((text) =>
			line(text, '    '),
		),
		...(rule.cases === undefined ? line('more than can be shown', '    ') : []),
		...(rule.cases?.length === 0 ? line('nothing: no request can match it, or the proxy leaves it out', '    ') : []),
		...(idle ? line('In the end nothing passes by it: something else refuses all of that.', '    ') : []),
	];
}

function caseText({ callers, operations, token, further }: Case, known: KnownIdentities): string {
	const who =
		callers.length === 0
			? 'anyone'
			: listed(
					callers.map((caller) => callerText(caller, known)),
					4,
					'or',
				);
	const what = operations.length === 0 ? 'any request' : listed(operations, 8, 'or');
	const parts = [`${what}, from ${who}`, ...(token.kind === 'any' ? [] : [`with ${tokenText(token)}`]), ...further];
	return parts.join('; ');
}
