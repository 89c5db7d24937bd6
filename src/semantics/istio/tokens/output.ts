// What a verified token writes into headers: outputPayloadToHeader and outputClaimToHeaders (Istio RequestAuthentication;
// Envoy 1.39.3, jwt_authn/authenticator.cc addJWTClaimToHeader).
import type { JwtRule } from '../policy.ts';
import { printJson } from './json.ts';
import { type Message, writeHeader } from './message.ts';

type Claims = Readonly<Record<string, unknown>>;

/** The headers that a rule claims for itself, in lower case: they are taken away before the rule looks for a token. */
export function outputHeaders(rule: JwtRule): readonly string[] {
	const payload = rule.outputPayloadToHeader === undefined ? [] : [rule.outputPayloadToHeader];
	return [...payload, ...rule.outputClaimToHeaders.map(({ header }) => header)].map((name) => name.toLowerCase());
}

/** Writes what the rule says of these claims. */
export function writeOutputs(rule: JwtRule, claims: Claims, message: Message): void {
	if (rule.outputPayloadToHeader !== undefined) {
		// The proxy copies the payload as it stands in the token. Its claims are known here, their order and blanks assumed.
		const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
		writeHeader(message, rule.outputPayloadToHeader.toLowerCase(), payload);
	}
	for (const { header, claim } of rule.outputClaimToHeaders) {
		const text = claimText(claimAt(claims, claim.split('.')));
		if (text !== '') writeHeader(message, header.toLowerCase(), text);
	}
}

/** Nested by dots, so that a claim with a dot in its name is out of reach. */
function claimAt(claims: Claims, [name = '', ...rest]: readonly string[]): unknown {
	const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
	if (rest.length === 0) return value;
	return isObject(value) ? claimAt(value, rest) : undefined;
}

const isObject = (value: unknown): value is Claims =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const most64Bits = 2 ** 64;

/** Texts as they are; whole numbers plain, others with six decimals; lists and objects as Base64 of their JSON; else nothing. */
function claimText(value: unknown): string {
	switch (typeof value) {
		case 'string':
			return value;
		case 'boolean':
			return String(value);
		case 'number':
			return Number.isInteger(value) && value >= 0 && value < most64Bits ? String(BigInt(value)) : withDecimals(value);
		default:
			return value === null || value === undefined ? '' : Buffer.from(printJson(value)).toString('base64');
	}
}

/** `%f` of C. */
const withDecimals = (value: number): string => (Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`);
