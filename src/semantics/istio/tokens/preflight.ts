// CORS preflights, which the token filter lets pass untouched: browsers send them without tokens (Envoy 1.39.3, jwt_authn
// bypass_cors_preflight, which Istio sets). Nothing is verified, stripped or written; the rules still hold.
import type { Headers } from '../facts/headers.ts';

/** OPTIONS with an Origin and an Access-Control-Request-Method that are not empty. */
export const isPreflight = (method: string, headers: Headers): boolean =>
	method === 'OPTIONS' && isSaid(headers, 'origin') && isSaid(headers, 'access-control-request-method');

const isSaid = (headers: Headers, name: string): boolean => (headers.get(name)?.[0] ?? '') !== '';
