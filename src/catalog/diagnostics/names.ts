// What can be wrong with the smallest parts: names, texts, addresses, numbers. `schema/words.ts` names these codes.
import { type DiagnosticSpec, spec } from '../../core/diagnostic.ts';
import { quote } from '../../core/quote.ts';

/** The value as the user wrote it. */
export interface Written {
	readonly value: unknown;
}

interface NameRow {
	readonly title: string;
	/** What the value is not, as in "`X` is not …". */
	readonly not: string;
	readonly why: string;
	readonly help: string | ((value: unknown) => string);
	/** Which part of a text is wrong, in a few words; empty where nobody can tell. */
	readonly part?: (text: string) => string;
	/** A repaired value, where one is near at hand; shown only if it differs. */
	readonly repair?: (text: string) => string;
}

function row({ title, not, why, help, part, repair }: NameRow): DiagnosticSpec<Written> {
	return spec<Written>({
		severity: 'error',
		title,
		message: ({ value }) => `${quote(value)} is not ${not}`,
		label: ({ value }) => (typeof value === 'string' && part?.(value)) || `not ${not}`,
		why: () => why,
		help: ({ value }) => {
			const words = typeof help === 'string' ? help : help(value);
			const repaired = repair !== undefined && typeof value === 'string' ? repair(value) : '';
			const isNews = repaired !== '' && repaired !== value && !words.includes(quote(repaired));
			return isNews ? `${words}: ${quote(repaired)}` : words;
		},
	});
}

export const nameDiagnostics = {
	CAT010: row({
		title: 'not a name',
		not: 'a name',
		why: 'names become parts of object names and client ids: at most 50 lower-case letters, digits, and dashes, a letter first, no dash last',
		help: 'use lower-case letters, digits, and dashes',
		repair: (text) =>
			dashed(text)
				.replace(/^[^a-z]+/, '')
				.slice(0, 50)
				.replace(/-+$/, ''),
	}),
	CAT011: row({
		title: 'not a namespace name',
		not: 'the name of a Kubernetes namespace',
		why: 'a namespace has at most 63 lower-case letters, digits, and dashes, with no dash at either end (RFC 1123 label)',
		help: 'write the namespace as the cluster knows it',
		repair: (text) => dashed(text).slice(0, 63).replace(/-+$/, ''),
	}),
	CAT012: row({
		title: 'not a service account name',
		not: 'the name of a Kubernetes service account',
		why: 'it becomes part of the identity that mutual TLS proves; one that cannot exist would match nothing',
		help: 'write the service account as the cluster knows it, without its namespace',
		repair: (text) => text.toLowerCase().split(/[/:]/).at(-1) ?? '',
	}),
	CAT013: row({
		title: 'not a label',
		not: 'a Kubernetes label key or value',
		why: 'a selector that the API server refuses, or with a wildcard, would leave the workload without its policy',
		help: 'write the exact label of the pods: letters, digits, `-`, `_`, and `.`, at most 63 of them',
	}),
	CAT014: row({
		title: 'not a trust domain',
		not: 'a trust domain',
		why: 'identities are `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`; those of another trust domain match nothing',
		help: 'write the `trustDomain` of the mesh, without `spiffe://` or a slash',
		repair: (text) =>
			text
				.toLowerCase()
				.replace(/^spiffe:\/\//, '')
				.split('/')[0] ?? '',
	}),
	CAT015: row({
		title: 'not a scope name',
		not: 'a scope name',
		why: 'a scope says resource and action, such as `accounts.read`; a wildcard or one like `api.access` would grant what nobody listed',
		help: 'name resource and action in lower case, with `.` or `:` between them',
		repair: (text) => repairedScope(text),
	}),
	CAT017: row({
		title: 'not an issuer address',
		not: 'an address that this issuer can have',
		why: 'every proxy and service must reach it under the same name that stands in the tokens as `iss`, and two spellings of one address would pass for two',
		help: 'write a full `https://` address in lower case up to the path, without user, `:443`, query, fragment, `%`, `..`, closing slash, `/realms/…`, or an IP address; key sets in the cluster may have `http://<name>.<namespace>.svc.cluster.local`',
		part: (text) => wrongInAddress(text),
		repair: (text) => repairedAddress(text),
	}),
	CAT018: row({
		title: 'not a realm name',
		not: 'the name of a realm',
		why: 'the realm becomes part of the issuer’s address and must need no escaping there',
		help: 'use letters, digits, `-`, `_`, and `.`',
		repair: (text) => text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[._-]+/, ''),
	}),
	CAT019: row({
		title: 'not a header for the tenant',
		not: 'a header that can carry the tenant',
		why: 'the proxy overwrites this header on every request, so it must be in lower case and none that HTTP, the proxy, tracing, or the token use',
		help: 'use a header of your own, such as `x-tenant`',
		repair: (text) => (/^[A-Z]/.test(text) && /^[A-Za-z][A-Za-z0-9-]*$/.test(text) ? text.toLowerCase() : ''),
	}),
	CAT020: row({
		title: 'not a claim for the tenant',
		not: 'a claim that can carry the tenant',
		why: 'standard claims such as `sub` or `email` have a meaning of their own, some are changed by the users themselves, and one that is no text cannot be copied to a header',
		help: 'use a top-level claim of your own, such as `tenant`',
	}),
	CAT021: row({
		title: 'not a tenant name',
		not: 'the name of a tenant',
		why: 'it is compared with the claim as it stands, so a wildcard or a space would match nothing, or too much',
		help: 'use letters, digits, `-`, `_`, and `.`',
	}),
	CAT022: row({
		title: 'not a day',
		not: 'a day',
		why: 'an exception must end on a day that everybody reads alike',
		help: 'write it as `YYYY-MM-DD`, in quotes where the file is YAML',
	}),
	CAT023: row({
		title: 'not a port number',
		not: 'a port number',
		why: 'ports are whole numbers from 1 to 65535',
		help: (value) =>
			typeof value === 'string' ? 'write the number of the port, without quotes' : 'write the number of the port',
		repair: (text) => (/^[1-9]\d{0,4}$/.test(text) ? text : ''),
	}),
	CAT024: row({
		title: 'port that belongs to the proxy',
		not: 'a port that an application can have',
		why: 'the proxy of the mesh keeps this port for itself, so no request to it would ever reach the application or meet its policy',
		help: 'let the application listen on another port',
	}),
	CAT025: row({
		title: 'not a redirect address',
		not: 'an exact redirect address',
		why: 'whoever controls a redirect address receives the user’s code; a wildcard or plain `http` gives it away (RFC 9700, section 4.1), and the issuer compares it letter by letter',
		help: 'write one exact `https://` address without query, `%` or `..`, `http://127.0.0.1…` for a desktop app, or a scheme of your own such as `com.example.app:/back`; at most 255 characters',
	}),
	CAT026: row({
		title: 'not a web origin',
		not: 'a web origin',
		why: 'browsers compare an origin letter by letter: scheme, host, and port, nothing after it; `*` lets every page ask for tokens',
		help: 'write the origin alone',
		repair: (text) => /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?=\/)/.exec(text.toLowerCase())?.[0] ?? '',
	}),
	CAT027: row({
		title: 'not a host name',
		not: 'a full host name',
		why: 'a rule for a host matches it exactly; a wildcard or port in it would match nothing, or strangers',
		help: 'write the full name in lower case, without scheme, port, path, or wildcard',
		repair: (text) =>
			/^[a-z0-9.-]+/.exec(text.toLowerCase().replace(/^https?:\/\//, ''))?.[0].replace(/\.+$/, '') ?? '',
	}),
	CAT028: row({
		title: 'not a path prefix',
		not: 'a path prefix',
		why: 'a prefix ends between two segments and is compared as it stands; wildcards, parameters, `.` and `..` have no meaning in it',
		help: 'write literal segments with a slash first and none last',
		repair: (text) => repairedPrefix(text),
	}),
	CAT029: row({
		title: 'not an address block',
		not: 'an IPv4 address block',
		why: 'network policies open exactly this block, and some readers take a number with a leading zero for octal',
		help: 'write it as `203.0.113.0/24`; a single address ends with `/32`',
		repair: (text) => (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) ? `${text}/32` : ''),
	}),
	CAT030: row({
		title: 'not a line of words',
		not: 'a line of words',
		why: 'owners and reasons are read by people in reviews and reports: one line of at most 200 characters with a letter or digit in it; `$` before `{` or `(` begins a placeholder that the import of Keycloak would fill in',
		help: 'say it in one line',
		repair: (text) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 200),
	}),
	CAT031: row({
		title: 'not a certificate subject',
		not: 'the subject of a certificate',
		why: 'the issuer knows the client by this exact name, so it must have one spelling only',
		help: 'write it as `CN=partner,O=Example`: types in upper case, no blank after the comma, nothing that needs an escape',
		repair: (text) => repairedSubject(text),
	}),
	CAT032: row({
		title: 'not a provider name',
		not: 'the name of an extension provider',
		why: 'the mesh refuses every request when a policy names a provider that it does not know',
		help: 'write the provider as in the `extensionProviders` of the mesh: DNS labels with dots between them, at most 100 characters',
	}),
	CAT033: row({
		title: 'not a token lifetime',
		not: 'a lifetime between 30 and 300 seconds',
		why: 'a stolen token works until it ends, and a verified one cannot be called back',
		help: 'write the seconds as a whole number; a client that needs more takes an exception of kind `long-lived-token`',
	}),
	CAT034: row({
		title: 'not an exceptional token lifetime',
		not: 'a lifetime between 301 and 3600 seconds',
		why: 'this exception is for tokens that live longer than 300 seconds, and one hour is the end of it',
		help: 'write the seconds as a whole number, or drop the exception',
	}),
};

/** The codes that a pattern in `schema/words.ts` may name. */
export type NameCode = keyof typeof nameDiagnostics | 'CAT009' | 'CAT016';

const dashed = (text: string): string =>
	text
		.slice(0, 200)
		.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replace(/^-/, '')
		.replace(/-$/, '');

function repairedScope(text: string): string {
	const lower = text.slice(0, 100).toLowerCase();
	return /^[a-z][a-z0-9-]*(?:[.:/_][a-z][a-z0-9-]*)+$/.test(lower) ? lower.replaceAll(/[/_]/g, '.') : '';
}

/** The first part of an address that an issuer cannot have, from left to right. */
function wrongInAddress(text: string): string {
	const [, scheme = '', user = '', host = '', port = '', path = ''] =
		/^([a-z]*:\/\/)?([^/?#]*@)?([^/?#:]*)(:\d*)?([^?#]*)/i.exec(text) ?? [];
	if (scheme === '') return 'no `https://` first';
	if (scheme !== 'https://' && !(scheme === 'http://' && host.endsWith('.svc.cluster.local')))
		return `${quote(scheme)} is not \`https://\``;
	if (user !== '') return `${quote(user)} is a user`;
	if (host !== host.toLowerCase()) return `${quote(host)} is not in lower case`;
	if (!/\.[a-z][a-z0-9-]*$/.test(host) || /\.localhost$/.test(host)) return `${quote(host)} is no full host name`;
	if (port === ':443') return '`:443` goes without saying';
	if (/\/realms(?:\/|$)/.test(path)) return `${quote(path.slice(path.indexOf('/realms')))} belongs to \`realm\``;
	if (path.endsWith('/')) return 'a slash at its end';
	const rest = text.slice(scheme.length + user.length + host.length + port.length + path.length);
	return rest === '' ? '' : `${quote(rest)} is a ${rest.startsWith('?') ? 'query' : 'fragment'}`;
}

/** The address in its one spelling; nothing for this machine, IP addresses, and what is no address. */
function repairedAddress(text: string): string {
	const secure = text.slice(0, 2048).replace(/^http:/, 'https:');
	if (!/^https:\/\//.test(secure) || !URL.canParse(secure)) return '';
	const { hostname, port, pathname } = new URL(secure);
	const name = hostname.replace(/\.$/, '');
	if (!name.includes('.') || !/\.[a-z][a-z0-9-]*$/.test(name) || /\.(?:localhost|svc)$/.test(name)) return '';
	if (/[^A-Za-z0-9._~/-]/.test(pathname)) return '';
	let end = pathname.length;
	while (pathname[end - 1] === '/') end -= 1;
	const path = pathname.slice(0, end).replace(/\/realms\/[^/]*$/, '');
	return `https://${name}${port === '' ? '' : `:${port}`}${path}`;
}

/** Blanks around `,` and `=` gone, types in upper case; nothing where any part is no plain `type=text`. */
function repairedSubject(text: string): string {
	if (text.length > 300) return '';
	const parts = text.split(',').map((part) => {
		const found = /^ *(cn|ou|o|l|st|c|street|dc|uid) *= *([\p{L}\p{N}][^=+"<>;#$\\]*)$/iu.exec(part);
		return found === null ? undefined : `${found[1]?.toUpperCase()}=${found[2]?.trim()}`;
	});
	return parts.includes(undefined) ? '' : parts.join(',');
}

function repairedPrefix(text: string): string {
	const steps = text.split('/').filter((step) => step !== '' && step !== '**' && step !== '*');
	return steps.every((step) => /^[A-Za-z0-9._~-]+$/.test(step) && !/^\.{1,2}$/.test(step)) ? `/${steps.join('/')}` : '';
}
