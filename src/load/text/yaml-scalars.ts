// What a YAML scalar means: YAML 1.2's core schema (specification 1.2.2, section 10.3), so `yes`, `on` and dates are
// texts, and `1.30` without quotes is a number.
import type { DocumentDirective } from 'js-yaml';
import { boolCoreTag, floatCoreTag, intCoreTag, NOT_RESOLVED, nullCoreTag } from 'js-yaml';

const yamlPrefix = 'tag:yaml.org,2002:';

const implicit = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];

/** The value of a plain scalar without a tag. */
export function plainValue(text: string): unknown {
	for (const tag of implicit) {
		const value: unknown = tag.resolve(text, false, tag.tagName);
		if (value !== NOT_RESOLVED) return value;
	}
	return text;
}

export type TaggedValue = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'unknown' };

/** The value of a scalar with an explicit tag; `unknown` when the tag or the text does not belong to the core schema. */
export function taggedValue(text: string, tag: string): TaggedValue {
	if (tag === '!' || tag === `${yamlPrefix}str`) return { kind: 'value', value: text };
	const definition = implicit.find(({ tagName }) => tagName === tag);
	const value: unknown = definition?.resolve(text, true, tag) ?? (definition === undefined ? NOT_RESOLVED : null);
	return value === NOT_RESOLVED ? { kind: 'unknown' } : { kind: 'value', value };
}

/** True when a collection's tag is the one that it has anyway. */
export const isOwnTag = (tag: string, kind: 'map' | 'seq'): boolean => tag === '!' || tag === `${yamlPrefix}${kind}`;

/** The full name of a tag as written: `!!str`, `!<tag:…>`, or by a `%TAG` handle of the document. */
export function fullTag(written: string, directives: readonly DocumentDirective[]): string {
	if (written.startsWith('!<')) return written.slice(2, -1);
	const handles = [
		...directives.flatMap((directive) => (directive.kind === 'tag' ? [directive] : [])),
		{ handle: '!!', prefix: yamlPrefix },
	];
	const used = handles.find(({ handle }) => handle !== '!' && written.startsWith(handle));
	return used === undefined ? written : `${used.prefix}${written.slice(used.handle.length)}`;
}
