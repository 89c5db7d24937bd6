// What a port of undeclared protocol takes for HTTP/1 when plaintext comes: the first line decides, by another parser than
// the one that then reads the request (Envoy 1.39.3, http_inspector; measured). What it does not take goes on as bytes, past
// every rule for HTTP. Over mutual TLS the caller's proxy says which it is.
import type { HttpRequest } from '../request.ts';

const method = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;
/** A path, `*` or an absolute URL. */
const target = /^(?:\/|\*|[A-Za-z][A-Za-z0-9+\-.]*:\/\/)/;
/** A blank ends it early, and a byte from DEL on is none of a URL; control bytes are left to the codec. */
const foreign = /[ \u{7f}-\u{10ffff}]/u;

/** True when the first line looks like HTTP; the codec may still refuse it. */
export const looksLikeHttp = (http: HttpRequest): boolean =>
	method.test(http.method) && target.test(http.path) && !foreign.test(http.path);
