// The smallest parts of the catalog's schema: names, texts, addresses. The `error` of each pattern is the code of the
// diagnostic that explains it, so that a pattern cannot exist without its explanation.
import { z } from 'zod';
import type { NameCode } from '../diagnostics.ts';

const pattern = (code: NameCode, expression: RegExp) => z.string().regex(expression, { error: code });

const dnsLabel = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** Services, clients, gateways, ports, environments, issuers: at most 50 characters leave room for suffixes of object names. */
export const name = pattern('CAT010', /^[a-z](?:[a-z0-9-]{0,48}[a-z0-9])?$/).regex(/^(?!(?:constructor|prototype)$)/, {
	error: 'CAT016',
});
export const namespaceName = pattern('CAT011', new RegExp(`^${dnsLabel}$`));
export const serviceAccountName = pattern('CAT012', new RegExp(`^(?=.{1,253}$)${dnsLabel}(?:\\.${dnsLabel})*$`));
/** Kubernetes label keys and values, no wildcard. */
export const labelKey = pattern(
	'CAT013',
	/^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
);
export const labelValue = pattern('CAT013', /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/);
export const trustDomain = pattern('CAT014', /^(?=.{1,255}$)[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/);
/** Resource and action, such as `accounts.read`; no wildcard, nothing as broad as `api.access` (requirement T4). */
export const scopeName = pattern(
	'CAT015',
	/^(?=.{3,100}$)(?![a-z0-9.:-]*[.:](?:access|all|any|full)$)[a-z][a-z0-9-]*(?:[.:][a-z][a-z0-9-]*)+$/,
);
/** Public https address of an issuer or key set: no user, query, fragment, closing slash, or loopback host. */
export const httpsUrl = pattern(
	'CAT017',
	/^https:\/\/(?!localhost|127\.|\[::1\]|0\.0\.0\.0)[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~%-]+)*$/,
);
/** Keycloak's base address: as above, and it must not hold the realm already. */
export const keycloakUrl = pattern(
	'CAT017',
	/^(?!.*\/realms(?:\/|$))https:\/\/(?!localhost|127\.|\[::1\]|0\.0\.0\.0)[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~%-]+)*$/,
);
/** The same, and plain http for addresses inside the cluster. */
export const keySetUrl = pattern(
	'CAT017',
	/^https?:\/\/(?!localhost|127\.|\[::1\]|0\.0\.0\.0)[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~%-]+)*$/,
);
export const realmName = pattern('CAT018', /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
/** Not a header that the proxy, HTTP or the token itself uses. */
export const headerName = pattern(
	'CAT019',
	/^(?!(?:authorization|cookie|host|origin|connection|content-.*|transfer-encoding|te|upgrade|forwarded|x-forwarded-.*|x-envoy-.*|x-request-id|access-control-.*)$)[a-z][a-z0-9-]{0,62}$/,
);
/** A top-level claim that is not one of the standard ones that Meshgrant's own rules read. */
export const claimName = pattern(
	'CAT020',
	/^(?!(?:iss|sub|aud|azp|scope|client_id|sid|exp|nbf|iat|jti|typ|act|may_act)$)[a-z][a-z0-9_-]{0,62}$/,
);
export const tenantName = pattern('CAT021', /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);
export const day = pattern('CAT022', /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);
/** Exact: https, or a loopback or private-use scheme for apps on a device; no wildcard, no fragment (RFC 9700 section 4.1). */
export const redirectUri = pattern(
	'CAT025',
	/^(?:https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~/%?=&-]*)?|http:\/\/127\.0\.0\.1(?::\d{1,5})?\/[A-Za-z0-9._~/-]*|[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:\/[A-Za-z0-9._~/-]*)$/,
);
export const webOrigin = pattern('CAT026', /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?$/);
export const hostName = pattern('CAT027', new RegExp(`^(?=.{1,253}$)${dnsLabel}(?:\\.${dnsLabel})+$`));
/** A literal path prefix by whole segments: `/` or `/api/v1`. */
export const pathPrefix = pattern(
	'CAT028',
	/^\/(?!\.{1,2}(?:\/|$))(?:[A-Za-z0-9._~-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)*)?$/,
);
export const cidr = pattern(
	'CAT029',
	/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\/(?:3[0-2]|[12]?\d)$/,
);
/** One line of words: an owner, a reason. */
export const words = pattern(
	'CAT030',
	/^(?=.{1,200}$)[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*[\p{L}\p{N}][^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u,
);
export const subjectName = pattern(
	'CAT031',
	/^(?=.{3,300}$)(?:[A-Za-z.0-9]+=[^\p{Cc}=]+)(?:, ?[A-Za-z.0-9]+=[^\p{Cc}=]+)*$/u,
);
export const providerName = pattern('CAT032', /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/);
/** Not one of the ports that Istio's proxy keeps for itself (istio.io, "Application Requirements"). */
export const portNumber = z
	.int({ error: 'CAT023' })
	.min(1, { error: 'CAT023' })
	.max(65535, { error: 'CAT023' })
	.refine((port) => !istioPorts.has(port), { error: 'CAT024' });
export const lifetimeSeconds = z.int({ error: 'CAT033' }).min(30, { error: 'CAT033' }).max(300, { error: 'CAT033' });
export const longLifetimeSeconds = z
	.int({ error: 'CAT034' })
	.min(301, { error: 'CAT034' })
	.max(3600, { error: 'CAT034' });

const istioPorts = new Set([15000, 15001, 15002, 15004, 15006, 15008, 15009, 15020, 15021, 15053, 15090]);

/** A list with at least one entry, none of them twice. */
export const list = <T extends z.ZodType<string>>(item: T) =>
	z
		.array(item)
		.min(1, { error: 'CAT009' })
		.superRefine((entries, context) => {
			const seen = new Map<string, number>();
			for (const [index, entry] of entries.entries()) {
				const first = seen.get(entry);
				if (first === undefined) seen.set(entry, index);
				else context.addIssue({ code: 'custom', message: 'CAT035', path: [index], params: { first } });
			}
		});
/** A map with at least one entry. */
export const map = <K extends z.ZodString, V extends z.ZodType>(key: K, value: V) =>
	z.record(key, value).refine((entries) => Object.keys(entries).length > 0, { error: 'CAT009' });
