// Which HTTP/1.1 requests the proxy's codec refuses before any filter runs, and which path and host it reads from the others
// (Envoy 1.39.3 with its Balsa parser; RFC 9112, section 3.2, where it is followed). Every byte and method was measured; what
// frames a body (Content-Length, Transfer-Encoding) is not judged.
import type { HttpRequest } from '../request.ts';

/** What the filters are given, or why the proxy itself answers. */
export type Target =
	| { readonly kind: 'read'; readonly path: string; readonly host: string }
	| { readonly kind: 'refused'; readonly status: 400 | 403 | 404; readonly what: string };

/** All methods that the parser knows. */
const methods: ReadonlySet<string> = new Set(
	(
		'GET POST PUT HEAD OPTIONS DELETE PATCH TRACE CONNECT PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK SEARCH BIND ' +
		'UNBIND REBIND ACL REPORT MKACTIVITY CHECKOUT MERGE NOTIFY SUBSCRIBE UNSUBSCRIBE PURGE MKCALENDAR LINK UNLINK SOURCE'
	).split(' '),
);

const pathLetters = /^[!-~]+$/;
const hostLetters = /^[A-Za-z0-9!$%&'()*+,\-.:;=@[\]_~]*$/;
const headerName = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;
/** The absolute form, `http://user@host:port/path`. */
const absolute = /^https?:\/\/(?:[^@/?#]*@)?((?:\[[^\]/?#]*\]|[^:/?#]+)(?::\d+)?)([/?].*)?$/i;

/** Reads the request line, `target` for what stands between method and version, and checks the headers. */
export function readTarget({ method, host, headers }: HttpRequest, target: string): Target {
	if (!methods.has(method)) return refuse(`the method \`${method}\` is not known`);
	if (!pathLetters.test(target)) return refuse('the path is empty, or holds a byte that is not printable ASCII');
	for (const [name, value] of headers) {
		if (!headerName.test(name) || hasControl(value)) return refuse(`the header \`${name}\` is malformed`);
	}
	if (asksForUpgrade(headers)) return { kind: 'refused', status: 403, what: 'only WebSocket is upgraded to' };
	if (method === 'CONNECT') return target.startsWith('/') ? refuse('CONNECT asks for a host') : nowhere;
	if (target.startsWith('/')) return checkHost(target, allHosts(host, headers));
	if (target.startsWith('*')) return method === 'OPTIONS' ? nowhere : refuse('`*` is no path');
	const [whole, authority = '', rest = '/'] = absolute.exec(target) ?? [];
	if (whole === undefined) return refuse('the request target is no path');
	return rest.startsWith('/') ? checkHost(rest, authority) : nowhere;
}

/** No path, so no route leads there. */
const nowhere: Target = { kind: 'refused', status: 404, what: 'the request target names no path' };

const refuse = (what: string): Target => ({ kind: 'refused', status: 400, what });

const checkHost = (path: string, host: string): Target =>
	hostLetters.test(host) ? { kind: 'read', path, host } : refuse(`\`${host}\` is no host`);

type Header = readonly [name: string, value: string];

/** A second Host header is joined to the first, and the text of both is the host. */
function allHosts(host: string, headers: readonly Header[]): string {
	let all = host.trim();
	for (const [name, value] of headers)
		if (name.length === 4 && name.toLowerCase() === 'host') all += `,${value.trim()}`;
	return all;
}

/** A control byte other than the tab: the parser refuses it, and no proxy may write it into a header. */
export function hasControl(value: string): boolean {
	for (let at = 0; at < value.length; at++) {
		const code = value.charCodeAt(at);
		if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
	}
	return false;
}

/** `Connection: upgrade` to anything but WebSocket; HTTP/2 in the clear is asked for in vain. */
function asksForUpgrade(headers: readonly Header[]): boolean {
	const said = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1].toLowerCase();
	if (headers.length < 2 || !said('connection')?.includes('upgrade')) return false;
	const to = said('upgrade')?.trim() ?? '';
	return to !== '' && to !== 'websocket' && to !== 'h2c';
}
