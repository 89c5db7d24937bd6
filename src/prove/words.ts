// Facts of a proof as short sentences.
import { unreachable } from '../core/invariant.ts';
import type { Reason, Request } from '../semantics/istio/index.ts';
import { unnamedHost } from './domains.ts';

/** What settled a verdict, such as `AuthorizationPolicy accounts/accounts, rule 3`. Rules are counted from 1 for people. */
export function because(reason: Reason): string {
	switch (reason.step) {
		case 'mutual-tls':
			return `mutual TLS, asked for by ${reason.object ?? 'the mesh'}`;
		case 'trust-domain':
			return `the certificate, of trust domain ${reason.trustDomain}`;
		case 'http':
			return reason.what;
		case 'external':
			return `external authorizer ${reason.provider}, asked by AuthorizationPolicy ${reason.policy}`;
		case 'external-unusable':
			return `AuthorizationPolicy ${reason.policy}, whose external authorizer ${reason.provider} cannot be asked`;
		case 'token':
			return `the token of ${reason.issuer}: ${reason.what}`;
		case 'deny':
		case 'allow':
			return `AuthorizationPolicy ${reason.policy}, rule ${reason.rule + 1}`;
		case 'no-allow':
			return `no rule of ${reason.policies.join(', ')} matches`;
		case 'no-policy':
			return 'no policy selects the workload';
		default:
			return unreachable(reason);
	}
}

/** `GET /accounts/1`, or `TCP`. */
export const requestText = ({ http }: Request): string => (http === undefined ? 'TCP' : `${http.method} ${http.path}`);

/** Who sends it, to which port, with which headers; and to which host, where that matters. */
export function senderText({ from, port, http }: Request): string {
	const who = from === 'plaintext' ? 'anyone in the network, without TLS' : from === 'tls' ? 'anyone, over TLS' : from;
	const headers = (http?.headers ?? []).map(([name, value]) => `, ${name}: ${value}`);
	return `${who}, to port ${port}${http === undefined || http.host === unnamedHost ? '' : `, host ${http.host}`}${headers.join('')}`;
}

/** The claims of its token, `iss https://…, aud accounts`; `none` without one. */
export function tokenText({ http }: Request): string {
	const [token] = http?.tokens ?? [];
	if (token?.claims === undefined) return 'none';
	const claims = Object.entries(token.claims).map(([name, value]) => `${name} ${claimText(value)}`);
	return claims.length === 0 ? 'one without claims' : claims.join(', ');
}

const claimText = (value: unknown): string =>
	typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
