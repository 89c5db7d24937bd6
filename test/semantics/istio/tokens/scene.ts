// Short words for tests of tokens: rules, tokens in places, messages.
import { addHeader, type Headers } from '../../../../src/semantics/istio/facts/headers.ts';
import type { JwtRule } from '../../../../src/semantics/istio/policy.ts';
import type { Token, TokenPlace } from '../../../../src/semantics/istio/request.ts';
import { type Message, messageOf, targetWithTokens, textOf } from '../../../../src/semantics/istio/tokens/message.ts';

export const issuer = 'https://idp.example';
export const otherIssuer = 'https://other.example';

export const rule = (more: Partial<JwtRule> = {}): JwtRule => ({
	object: 'shop/tokens',
	issuer,
	audiences: [],
	fromHeaders: [],
	fromParams: [],
	fromCookies: [],
	forwardOriginalToken: false,
	outputPayloadToHeader: undefined,
	outputClaimToHeaders: [],
	spaceDelimitedClaims: [],
	jwksUri: `${more.issuer ?? issuer}/keys`,
	jwks: undefined,
	...more,
});

export const bearer: TokenPlace = { kind: 'header', name: 'Authorization', prefix: 'Bearer ' };
export const inHeader = (name: string, prefix = ''): TokenPlace => ({ kind: 'header', name, prefix });
export const inParameter = (name: string): TokenPlace => ({ kind: 'parameter', name });
export const inCookie = (name: string): TokenPlace => ({ kind: 'cookie', name });

export const token = (claims: Readonly<Record<string, unknown>> = {}, more: Partial<Token> = {}): Token => ({
	in: bearer,
	claims: { iss: issuer, sub: 'ann', ...claims },
	state: 'valid',
	...more,
});

export interface Sent {
	readonly path?: string;
	readonly tokens?: readonly Token[];
	readonly headers?: readonly (readonly [name: string, value: string])[];
}

export function message({ path = '/p', tokens = [], headers = [] }: Sent = {}): Message {
	const all: Headers = new Map();
	for (const [index, { in: place }] of tokens.entries()) {
		if (place.kind === 'header') addHeader(all, place.name, place.prefix + textOf(index));
		if (place.kind === 'cookie') addHeader(all, 'cookie', `${place.name}=${textOf(index)}`);
	}
	for (const [name, value] of headers) addHeader(all, name, value);
	return messageOf(all, targetWithTokens(path, tokens), tokens);
}
