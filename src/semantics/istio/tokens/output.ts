// What a verified token writes into headers: outputPayloadToHeader and outputClaimToHeaders (Istio RequestAuthentication;
// Envoy 1.39.3, jwt_authn/authenticator.cc addJWTClaimToHeader).
import type { JwtRule } from '../policy.ts';
import { printJson } from './json.ts';
import { type Message, writeHeader } from './message.ts';

type Claims = Readonly<Record<string, unknown>>;

/** What a rule writes, by headers in lower case. */
export interface Outputs {
	/** All of them: they are taken away before the rule looks for a token. */
	readonly headers: readonly string[];
	readonly payload: string | undefined;
	readonly claims: readonly { readonly header: string; readonly path: readonly string[] }[];
}

/** Reads what the rule writes. */
export function outputsOf({ outputPayloadToHeader, outputClaimToHeaders }: JwtRule): Outputs {
	const payload = outputPayloadToHeader?.toLowerCase();
	const claims = outputClaimToHeaders.map(({ header, claim }) => ({
		header: header.toLowerCase(),
		path: claim.split('.'),
	}));
	const headers = [...(payload === undefined ? [] : [payload]), ...claims.map(({ header }) => header)];
	return { headers, payload, claims };
}

/** Writes what a rule says of these claims. */
export function writeOutputs(outputs: Outputs, claims: Claims, message: Message): void {
	if (outputs.payload !== undefined) {
		// The proxy copies the payload as it stands in the token. Its claims are known here, their order and blanks assumed.
		const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
		writeHeader(message, outputs.payload, payload);
	}
	for (const { header, path } of outputs.claims) {
		const text = claimText(claimAt(claims, path));
		if (text !== '') writeHeader(message, header, text);
	}
}

/** Nested by dots, so that a claim with a dot in its name is out of reach. */
function claimAt(claims: Claims, path: readonly string[]): unknown {
	let value: unknown = claims;
	for (const name of path) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
	return value;
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
