// What istiod's webhook asks of single values (pkg/config/security/security.go): each check says why a value is refused, or
// nothing.
import { readRange } from '../../../traffic/address.ts';

/** Why the values of one field are refused; undefined: they are not. */
export type Check = (values: readonly string[]) => string | undefined;

const each =
	(why: (value: string) => string | undefined): Check =>
	(values) => {
		for (const value of values) {
			const found = why(value);
			if (found !== undefined) return found;
		}
		return undefined;
	};

const emptyWhy = 'an empty text is not allowed';

/** Every field, in any case. */
export const notEmpty: Check = (values) => (values.includes('') ? emptyWhy : undefined);

export const ports: Check = each((value) =>
	/^\d+$/.test(value) && Number(value) <= 65535 ? undefined : `\`${value}\` is no port (0 to 65535)`,
);

export const addresses: Check = each((value) =>
	readRange(value) !== undefined && !/\/0\d/.test(value) ? undefined : `\`${value}\` is no IP address or range`,
);

/** `namespace/name` or `name`, at most 16 of them, of 320 letters at most, without wildcards. */
export const serviceAccounts: Check = (values) => {
	if (values.length > 16) return `${values.length} values; at most 16 are allowed`;
	return serviceAccount(values);
};

const serviceAccount = each((value) => {
	if (value === '') return emptyWhy;
	if (value.includes('*')) return `\`${value}\`: service accounts know no wildcards`;
	if (value.length > 320) return `a value of ${value.length} letters; at most 320 are allowed`;
	return /^[^/]+(?:\/[^/]+)?$/.test(value) ? undefined : `\`${value}\` is neither \`name\` nor \`namespace/name\``;
});

/** One `*` at most, and only at an end. */
export const wildcards: Check = each((value) => {
	if (value === '') return emptyWhy;
	const stars = value.split('*').length - 1;
	if (stars === 0 || (stars === 1 && (value.startsWith('*') || value.endsWith('*')))) return undefined;
	return `\`${value}\`: one \`*\` is allowed, at the start or at the end`;
});

/** As `wildcards`, and no slash. */
export const trustDomains: Check = (values) =>
	wildcards(values) ??
	each((value) => (value.includes('/') ? `\`${value}\`: a trust domain has no \`/\`` : undefined))(values);

const letters = /^[a-zA-Z0-9-._~%!$&'()+,;:@=]+$/;

/** True for `{*}` or `{**}` anywhere: then the whole path is read as a template. */
const isTemplate = (path: string): boolean => path.includes('{*}') || path.includes('{**}');

/** Templates stand for whole segments, `{**}` comes last of them, and no brace means anything else. */
export const paths: Check = each((path) => {
	if (path === '') return emptyWhy;
	if (!/[{}]/.test(path)) return undefined;
	const template = isTemplate(path);
	if (template && !path.startsWith('/')) return `\`${path}\`: a template begins with \`/\``;
	let manySeen = false;
	for (const segment of path.replace(/^\/+|\/+$/g, '').split('/')) {
		const operator = segment === '{*}' || segment === '{**}';
		if (operator && manySeen) return `\`${path}\`: \`{**}\` must be the last operator`;
		if (segment === '{**}') manySeen = true;
		if (operator) continue;
		if (/[{}]/.test(segment)) return `\`${path}\`: braces mean \`{*}\` or \`{**}\` as a whole segment`;
		if (template && !letters.test(segment)) return `\`${path}\`: \`${segment}\` has letters that no template may have`;
	}
	return undefined;
});
