// What is asked of any object of the output, whatever its kind: its name, whom it selects, and the spec as it stands.
import type { Labels } from '../semantics/istio/index.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface Outline {
	/** `AuthorizationPolicy accounts/accounts`, as problems name objects. */
	readonly title: string;
	/** Group and version. */
	readonly apiVersion: string;
	readonly group: string;
	readonly kind: string;
	readonly namespace: string;
	readonly name: string;
	readonly metadata: Fields;
	readonly spec: Fields;
	/** The object itself. */
	readonly object: unknown;
	/** The labels of the pods it speaks of; none where it selects by none. */
	readonly selected: Labels;
}

/** Total: what is missing or of another shape is empty. */
export function outlineOf(object: unknown): Outline {
	const { apiVersion, kind: said, metadata: about, spec: content } = fieldsOf(object);
	const metadata = fieldsOf(about);
	const spec = fieldsOf(content);
	const [kind, namespace, name] = [textOf(said), textOf(metadata.namespace), textOf(metadata.name)];
	const { matchLabels } = fieldsOf(spec.selector ?? spec.podSelector);
	return {
		title: `${kind || 'object'} ${namespace || 'default'}/${name || '?'}`,
		apiVersion: textOf(apiVersion),
		group: textOf(apiVersion).split('/')[0] ?? '',
		kind,
		namespace,
		name,
		metadata,
		spec,
		object,
		selected: labelsOf(matchLabels ?? fieldsOf(spec.workloadSelector).labels),
	};
}

/** The map itself; no fields for anything else. */
export const fieldsOf = (value: unknown): Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const labelsOf = (value: unknown): Labels =>
	Object.fromEntries(
		Object.entries(fieldsOf(value)).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
	);
