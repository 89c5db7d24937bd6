// What a team must do to get its tokens, as sentences and as lines to copy.
import type { TokenInstructions, TokenPlan, TokenRequest } from '../compile/index.ts';
import { unreachable } from '../core/invariant.ts';
import { count, paintWith, type TextOptions, visible, wrapAfter } from '../report/index.ts';

/** The instructions of one environment; each line ends in a line break. */
export function tokensText(environment: string, answer: TokenInstructions, options: TextOptions): string {
	const { strong } = paintWith(options.color);
	switch (answer.kind) {
		case 'unknown':
			return `${strong(visible(environment))}: \`${visible(answer.name)}\` is not in it\n`;
		case 'no-tokens':
			return `${strong(`${visible(answer.name)} in ${visible(environment)}`)}: no tokens, ${visible(answer.because)}\n`;
		case 'instructions': {
			const [head = '', ...blocks] = planBlocks(answer.plan, options.width);
			return `${[strong(head), ...blocks].join('\n')}\n`;
		}
		default:
			return unreachable(answer);
	}
}

function planBlocks(plan: TokenPlan, width: number): string[] {
	const facts = [
		['client id', plan.clientId],
		['issuer', plan.issuer],
		['token endpoint', plan.tokenEndpoint],
		['sign-in at', plan.authorizationEndpoint],
		['lifetime', `at most ${count(plan.lifetimeSeconds, 'second')}`],
	].filter(([, value]) => value !== '');
	const requests = count(plan.requests.length, 'kind of token', 'kinds of token');
	return [
		`${visible(plan.name)} in ${visible(plan.environment)}: ${requests}`,
		'',
		...facts.map(([name = '', value = '']) => `  ${name.padEnd(16)}${visible(value)}`),
		'',
		...proofLines(plan, width),
		...plan.requests.flatMap((request) => ['', ...requestLines(request, plan, width)]),
	];
}

function proofLines({ authentication }: TokenPlan, width: number): string[] {
	switch (authentication.kind) {
		case 'service-account': {
			const sentence =
				'It proves itself with the token of its Kubernetes service account: no secret. Add to `spec.template.spec` of its Deployment:';
			const read = `Read ${authentication.file} anew for each request and send it as client_assertion.`;
			return [
				...wrapAfter('  ', sentence, width, '  '),
				'',
				...yamlLines(authentication.pod).map((line) => `    ${line}`),
				'',
				...wrapAfter('  ', read, width, '  '),
			];
		}
		case 'private-key-jwt':
			return wrapAfter(
				'  ',
				`It proves itself with a JWT signed by its own key, published at ${visible(authentication.jwksUrl)}.`,
				width,
				'  ',
			);
		case 'mtls':
			return wrapAfter(
				'  ',
				`It proves itself with its TLS certificate, subject ${visible(authentication.subject)}.`,
				width,
				'  ',
			);
		case 'none':
			return wrapAfter(
				'  ',
				'It is a public client and has nothing to prove itself with: PKCE with S256 is required.',
				width,
				'  ',
			);
		default:
			return unreachable(authentication);
	}
}

function requestLines(request: TokenRequest, plan: TokenPlan, width: number): string[] {
	const receiver = visible(request.receiver);
	const via = request.via === '' || request.via === plan.name ? '' : ` via ${visible(request.via)}`;
	const scopes = request.scopes.map(visible).join(', ');
	const title = wrapAfter('  ', `${purpose(request)} → ${receiver}${via} (${scopes})`, width, '    ');
	if (request.way === 'forwarded') {
		return [
			...title,
			...wrapAfter(
				'    ',
				`Hand the token of \`${visible(request.presentedBy)}\` on, unchanged. Nothing to ask for.`,
				width,
				'    ',
			),
		];
	}
	const authorization = Object.entries(request.authorization);
	const signIn =
		authorization.length === 0 ? [] : ['    Send the browser to the sign-in address with:', ...fields(authorization)];
	const form = fields(Object.entries({ ...request.parameters, ...plan.authentication.parameters }));
	return [...title, ...signIn, '    POST to the token endpoint, as a form:', ...form];
}

/** One field a line and never wrapped: these lines are copied. */
const fields = (parameters: readonly (readonly [string, string])[]): string[] =>
	parameters.map(([name, value]) => `      ${name}=${visible(value)}`);

function purpose(request: TokenRequest): string {
	switch (request.way) {
		case 'as itself':
			return 'As itself';
		case 'exchange':
			return 'For a user, by exchange of the token that came in';
		case 'login':
			return 'For a user who signs in';
		case 'forwarded':
			return 'For a user, with the token that came in';
		default:
			return unreachable(request.way);
	}
}

/** YAML of plain data; texts as JSON strings where a plain one could be read as something else. */
function yamlLines(value: unknown): string[] {
	if (Array.isArray(value)) {
		return value.flatMap((item) => yamlLines(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
	}
	if (typeof value !== 'object' || value === null) return [scalar(value)];
	return Object.entries(value).flatMap(([key, child]) => {
		const lines = yamlLines(child);
		if (typeof child !== 'object' || child === null) return [`${key}: ${lines.join('')}`];
		return [`${key}:`, ...lines.map((line) => (Array.isArray(child) ? line : `  ${line}`))];
	});
}

const scalar = (value: unknown): string =>
	typeof value === 'string' &&
	/^[A-Za-z/][\w./:-]*[\w/]$/.test(value) &&
	!/^(?:true|false|null|yes|no|on|off)$/i.test(value)
		? value
		: JSON.stringify(value);
