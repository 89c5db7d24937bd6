// The options of `decide`, and the question that they make.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ExpectedError } from '../../core/expected.ts';
import { isAddress, type ShortQuestion } from '../../questions/index.ts';
import { listed } from '../../report/index.ts';
import { type GroundOptions, withMeshOptions } from '../ground.ts';
import { type CommonOptions, environmentOption, withCommonOptions } from '../options.ts';

export interface DecideOptions extends CommonOptions, GroundOptions {
	readonly from?: string;
	readonly to?: string;
	readonly via?: string;
	readonly token?: 'service' | 'user' | 'none';
	readonly scope?: readonly string[];
	readonly tenant?: string;
	readonly claims?: Readonly<Record<string, unknown>>;
	readonly tokenState?: NonNullable<ShortQuestion['state']>;
	readonly port?: string;
	readonly host?: string;
	readonly header?: readonly (readonly [string, string])[];
	readonly sourceAddress?: string;
	readonly questions?: string;
}

const states = ['valid', 'expired', 'not-yet-valid', 'wrong-signature', 'unreadable'];

/** Adds them in the order of the help. */
export const withDecideOptions = (command: Command): Command =>
	withCommonOptions(
		withMeshOptions(
			command
				.option('--from <caller>', 'a name of the catalog, anyone, spiffe://…, plaintext, or tls')
				.option('--to <receiver>', 'a name of the catalog, or namespace/name of a manifest')
				.option('--via <name>', 'who hands the request on: a gateway, or a service')
				.addOption(
					new Option('--token <kind>', 'the token it carries (default: as granted)').choices([
						'service',
						'user',
						'none',
					]),
				)
				.option('--scope <name>', 'what the token is for, may be repeated (default: as granted)', repeated)
				.option('--tenant <name>', 'the tenant in the token')
				.option('--claims <json>', 'payload of the token; on a catalog, over what it would say', claims)
				.addOption(new Option('--token-state <state>', 'what a verifier finds').choices(states))
				.option('--port <port>', 'number or name, where several could be meant')
				.option('--host <name>', 'the Host header')
				.option('--header <name:value>', 'another header, may be repeated', header)
				.option('--source-address <ip>', 'where the caller connects from (default: unknown)', address)
				.addOption(environmentOption('environment of the catalog; needed where it has several'))
				.option('-m, --manifests <place>', 'ask manifests instead of a catalog: folder, file, or - for stdin')
				.option('--questions <file>', 'many questions as JSON Lines, - for stdin; see docs/questions.md'),
		),
	);

/** The question that the options make; throws an ExpectedError where one of its parts is missing. */
export function questionOf(request: string | undefined, options: DecideOptions): ShortQuestion {
	const { from, to } = options;
	if (request === undefined || from === undefined || to === undefined) {
		const missing = [
			request === undefined ? 'the request' : '',
			from === undefined ? '`--from`' : '',
			to === undefined ? '`--to`' : '',
		];
		throw new ExpectedError(
			`a question needs a caller, a receiver, and a request; missing: ${missing.filter((part) => part !== '').join(', ')}`,
			"such as `meshgrant decide --from checkout --to cart 'GET /cart/1'`, or a file of them with `--questions`",
		);
	}
	const port = options.port !== undefined && /^\d+$/.test(options.port) ? Number(options.port) : options.port;
	return {
		kind: 'short',
		id: undefined,
		manifests: undefined,
		mesh: {},
		environment: options.environment,
		from,
		to,
		via: options.via,
		request,
		port,
		host: options.host,
		headers: options.header,
		sourceAddress: options.sourceAddress,
		token: options.token,
		scopes: options.scope,
		tenant: options.tenant,
		claims: options.claims,
		state: options.tokenState,
	};
}

/** Throws an ExpectedError for parts of one question beside a file of questions, which would count for nothing. */
export function checkQuestions(catalog: string | undefined, options: DecideOptions): void {
	const parts = {
		from: options.from,
		to: options.to,
		via: options.via,
		token: options.token,
		scope: options.scope,
		tenant: options.tenant,
		claims: options.claims,
		'token-state': options.tokenState,
		port: options.port,
		host: options.host,
		header: options.header,
		'source-address': options.sourceAddress,
	};
	const given = Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`]));
	if (catalog !== undefined) given.unshift('the request');
	if (given.length === 0) return;
	throw new ExpectedError(
		`a question stands in the file, not beside it: ${listed(given)}`,
		`leave out ${given.length === 1 ? 'this' : 'these'}, or \`--questions\``,
	);
}

const repeated = (text: string, before: readonly string[] = []): readonly string[] => [
	...before,
	...text.split(/[\s,]+/).filter((word) => word !== ''),
];

function claims(text: string): Readonly<Record<string, unknown>> {
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	} catch {
		// Said below, like any other text that is no JSON object.
	}
	throw new InvalidArgumentError('It must be a JSON object such as {"iss":"https://idp","aud":["cart"]}.');
}

function address(text: string): string {
	if (isAddress(text)) return text;
	throw new InvalidArgumentError('It must be an IP address such as 10.0.0.7.');
}

function header(
	text: string,
	before: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
	const found = /^([^:\s]+):\s*(.*)$/s.exec(text);
	if (found === null) throw new InvalidArgumentError('It must be a name, a colon, and a value.');
	return [...before, [found[1] ?? '', found[2] ?? '']];
}
