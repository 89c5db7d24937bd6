// Where one rule looks for tokens, and what it finds there (Istio RequestAuthentication, JWTRule.fromHeaders, fromParams,
// fromCookies; Envoy 1.39.3, jwt_authn/extractor.cc). Without any of the three it looks into `Authorization: Bearer …` and
// the parameter `access_token`; with one of them nowhere else. In what order is measured: cookies, parameters, headers; of
// one kind the last name by alphabet first; of one header the last value first.
import { sortedBy } from '../../../core/order.ts';
import type { JwtRule } from '../policy.ts';
import { type Message, removeHeader } from './message.ts';
import { type Parameters, readParameters, withoutParameter } from './query.ts';

export type Place =
	| { readonly kind: 'header'; readonly name: string; readonly prefix: string }
	| { readonly kind: 'parameter'; readonly name: string }
	| { readonly kind: 'cookie'; readonly name: string };

/** What stands where a token is expected. */
export interface Found {
	readonly place: Place;
	readonly text: string;
}

/** The places of a rule, in the order in which what is found there is verified. */
export function placesOf(rule: JwtRule): readonly Place[] {
	const silent = rule.fromHeaders.length + rule.fromParams.length + rule.fromCookies.length === 0;
	const headers = silent ? [{ name: 'authorization', prefix: 'Bearer ' }] : rule.fromHeaders;
	const parameters = silent ? ['access_token'] : rule.fromParams;
	const lowered = headers.map(({ name, prefix }) => ({ kind: 'header', name: name.toLowerCase(), prefix }) as const);
	return [
		...lastNameFirst(rule.fromCookies).map((name) => ({ kind: 'cookie', name }) as const),
		...lastNameFirst(parameters).map((name) => ({ kind: 'parameter', name }) as const),
		...sortedBy(unique(lowered, headerKey), headerKey).reverse(),
	];
}

const headerKey = ({ name, prefix }: { readonly name: string; readonly prefix: string }): string => name + prefix;

const lastNameFirst = (names: readonly string[]): readonly string[] =>
	sortedBy(
		unique(names, (name) => name),
		(name) => name,
	).reverse();

const unique = <T>(items: readonly T[], key: (item: T) => string): readonly T[] => [
	...new Map(items.map((item) => [key(item), item])).values(),
];

/** All that the message has in these places, in their order. */
export function findTokens(places: readonly Place[], message: Message): readonly Found[] {
	const found: Found[] = [];
	let parameters: Parameters | undefined;
	for (const place of places) {
		if (place.kind === 'header') {
			const values = message.headers.get(place.name) ?? [];
			for (let at = values.length - 1; at >= 0; at--) {
				const text = behindPrefix(values[at] ?? '', place.prefix);
				if (text !== undefined) found.push({ place, text });
			}
		} else if (place.kind === 'parameter') {
			if (!message.path.includes('?')) continue;
			parameters ??= readParameters(message.path);
			const [text] = parameters.get(place.name) ?? [];
			if (text !== undefined) found.push({ place, text });
		} else {
			const text = cookie(message.headers.get('cookie') ?? [], place.name);
			if (text !== undefined) found.push({ place, text });
		}
	}
	return found;
}

const tokenLetter = /[A-Za-z0-9\-_.]/;

/**
 * The token in a header's value: all from the first letter of a token behind the prefix on, which may stand anywhere in the
 * value, in this case. Without a prefix the whole value; undefined: the prefix is not there, and so no token.
 */
function behindPrefix(value: string, prefix: string): string | undefined {
	if (prefix === '') return value;
	const at = value.indexOf(prefix);
	if (at === -1) return undefined;
	const rest = value.slice(at + prefix.length);
	const start = rest.search(tokenLetter);
	return start === -1 ? value : rest.slice(start);
}

/** The first cookie of this name, without the quotes around its value (RFC 6265, section 4.2). */
function cookie(headers: readonly string[], name: string): string | undefined {
	for (const header of headers) {
		for (const pair of header.split(';')) {
			const equals = pair.indexOf('=');
			if (equals === -1 || pair.slice(0, equals).replace(/^ +/, '') !== name) continue;
			return pair.slice(equals + 1).replace(/^"(.*)"$/, '$1');
		}
	}
	return undefined;
}

/** Takes the verified token out of the message. A header goes as a whole, with all its values; a cookie stays. */
export function strip(message: Message, place: Place): void {
	if (place.kind === 'header') removeHeader(message, place.name);
	if (place.kind === 'parameter') {
		message.path = withoutParameter(message.path, place.name);
		message.removedParameters = [...message.removedParameters, place.name];
	}
}
