// The smallest parts of the catalog's schema: names, texts, addresses. The `error` of each pattern is the code of the
// diagnostic that explains it, so that a pattern cannot exist without its explanation.
import { z } from 'zod';
import type { NameCode } from '../diagnostics.ts';
import { takenClaims, takenHeaders } from './taken.ts';

export * from './addresses.ts';

const pattern = (code: NameCode, expression: RegExp) => z.string().regex(expression, { error: code });

const dnsLabel = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const attributeText = '[^\\p{C}\\p{Z}=,+"<>;#$\\\\]+';
const attribute = `(?:CN|OU|O|L|ST|C|STREET|DC|UID)=${attributeText}(?: ${attributeText})*`;

/** Services, clients, gateways, ports, environments, issuers: at most 50 characters leave room for suffixes of object names. */
export const name = pattern('CAT010', /^[a-z](?:[a-z0-9-]{0,48}[a-z0-9])?$/).regex(/^(?!(?:constructor|prototype)$)/, {
	error: 'CAT016',
});
export const namespaceName = pattern('CAT011', new RegExp(`^${dnsLabel}$`));
export const serviceAccountName = pattern('CAT012', new RegExp(`^(?=.{1,253}$)${dnsLabel}(?:\\.${dnsLabel})*$`));
/** Kubernetes label keys and values, no wildcard; before the slash a DNS name of at most 253 characters. */
export const labelKey = pattern(
	'CAT013',
	/^(?:(?=[^/]{1,253}\/)[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
);
export const labelValue = pattern('CAT013', /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/);
export const trustDomain = pattern('CAT014', /^(?=.{1,255}$)[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/);
/** Resource and action, such as `accounts.read`; no wildcard, nothing as broad as `api.access` (requirement T4). */
export const scopeName = pattern(
	'CAT015',
	/^(?=.{3,100}$)(?![a-z0-9.:-]*[.:](?:access|all|any|full)$)[a-z][a-z0-9-]*(?:[.:][a-z][a-z0-9-]*)+$/,
);
export const realmName = pattern('CAT018', /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
/** Not a header that the proxy, HTTP, browsers, tracing or the token itself use. */
export const headerName = pattern('CAT019', new RegExp(`^(?!(?:${takenHeaders.join('|')})$)[a-z][a-z0-9-]{0,62}$`));
/** A top-level claim that no standard and no part of Keycloak gives a meaning or another type than text. */
export const claimName = pattern('CAT020', new RegExp(`^(?!(?:${takenClaims.join('|')})$)[a-z][a-z0-9_-]{0,62}$`));
export const tenantName = pattern('CAT021', /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);
export const day = pattern('CAT022', /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/);
/** One line of words: an owner, a reason. No placeholder that Keycloak's import or config-cli would fill in. */
export const words = pattern(
	'CAT030',
	/^(?=.{1,200}$)(?!.*\$[{(])[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*[\p{L}\p{N}][^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u,
);
/** The one spelling of a name: types of RFC 4514 in upper case, nothing that needs an escape, no blank around `,` and `=`. */
export const subjectName = pattern('CAT031', new RegExp(`^(?=.{3,300}$)${attribute}(?:,${attribute})*$`, 'u'));
/** DNS labels, so short that `<gateway>-api-key-<provider>` is a name of an object. */
export const providerName = pattern('CAT032', new RegExp(`^(?=.{1,100}$)${dnsLabel}(?:\\.${dnsLabel})*$`));
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
