// Shapes of objects that Kubernetes knows by heart, as tables: which fields a map may have, and what each may hold. A check
// says where a value has another shape, or nothing.
import { isLabelKey, isLabelValue } from './names.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Why the API server may refuse a value, such as "`ports[0].port` is `99999`, not a port"; undefined: it takes it. */
export type Shape = (value: unknown, path: string) => string | undefined;

/** A map, and not a list. */
export const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands there, for a sentence. */
export const said = (value: unknown): string => {
	if (value === undefined || value === null) return 'nothing';
	if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'a map';
	return `\`${String(value)}\``;
};

/** One value, by a test; `wanted` says what it should be. */
export const one =
	(isRight: (value: unknown) => boolean, wanted: string): Shape =>
	(value, path) =>
		isRight(value) ? undefined : `\`${path}\` is ${said(value)}, not ${wanted}`;

/** A map with no other fields than these; those that are absent are well. `whole` looks at them together. */
export const map =
	(fields: Readonly<Record<string, Shape>>, whole: (value: Fields) => string | undefined = () => undefined): Shape =>
	(value, path) => {
		if (!isFields(value)) return `\`${path}\` is ${said(value)}, not a map`;
		for (const [name, inner] of Object.entries(value)) {
			const here = `${path}.${name}`;
			const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
			if (shape === undefined) return `\`${here}\` is not judged`;
			const why = shape(inner, here);
			if (why !== undefined) return why;
		}
		const why = whole(value);
		return why === undefined ? undefined : `\`${path}\`: ${why}`;
	};

/** A list of such. */
export const list =
	(item: Shape): Shape =>
	(value, path) => {
		if (!Array.isArray(value)) return `\`${path}\` is ${said(value)}, not a list`;
		for (const [index, each] of value.entries()) {
			const why = item(each, `${path}[${index}]`);
			if (why !== undefined) return why;
		}
		return undefined;
	};

const isText = (value: unknown): value is string => typeof value === 'string';

/** A map of labels that pods can have. */
export const labels: Shape = (value, path) => {
	if (!isFields(value)) return `\`${path}\` is ${said(value)}, not a map`;
	const wrong = Object.entries(value).find(([key, text]) => !isLabelKey(key) || !isText(text) || !isLabelValue(text));
	return wrong === undefined ? undefined : `\`${path}\` has \`${wrong[0]}: ${String(wrong[1])}\`, no label`;
};

const withValues = new Set<unknown>(['In', 'NotIn']);
const withoutValues = new Set<unknown>(['Exists', 'DoesNotExist']);

const expression = map(
	{
		key: one((value) => isText(value) && isLabelKey(value), 'the key of a label'),
		operator: one((value) => withValues.has(value) || withoutValues.has(value), 'an operator'),
		values: list(one((value) => isText(value) && isLabelValue(value), 'the value of a label')),
	},
	({ key, operator, values }) => {
		if (key === undefined || operator === undefined) return 'it has a key and an operator';
		const isEmpty = !Array.isArray(values) || values.length === 0;
		return isEmpty === withoutValues.has(operator) ? undefined : 'its operator and its values do not go together';
	},
);

/** `LabelSelector` (meta/v1). */
export const labelSelector = map({ matchLabels: labels, matchExpressions: list(expression) });
