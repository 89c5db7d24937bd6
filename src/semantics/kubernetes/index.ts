// Whether a cluster would keep an object as it is written, whatever its kind: its frame and its metadata. The table says
// what may stand there; everything else is settled by the cluster or by who applies the object, and so is in doubt.
import { isOrder } from './machines.ts';
import { isAnnotationKey, isLabelKey, isLabelName, isLabelValue, isSubdomain } from './names.ts';
import { type Fields, isFields, said } from './shape.ts';

type Doubts = (value: unknown) => Iterable<string>;

/** What an object may have. */
const frame: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec']);

/** What metadata may have, each with what is in doubt of its value. */
const fields: Readonly<Record<string, Doubts>> = {
	name: named('metadata.name', isSubdomain),
	namespace: named('metadata.namespace', isLabelName),
	labels: keyed('metadata.labels', isLabelKey, isLabelValue),
	annotations: keyed('metadata.annotations', isAnnotationKey, () => true),
	*creationTimestamp(value) {
		if (value !== null) yield 'it says when it was made (`creationTimestamp`), and the API server writes another time';
	},
};

/** All annotations of one object together (apimachinery, `TotalAnnotationSizeLimitB`). */
const mostBytes = 256 * 1024;

/**
 * Why the cluster may not keep this object, or not as it stands, as sentences without a full stop; none for an object with
 * nothing but a name, a namespace, labels and annotations of the right form, and a spec.
 */
export function* objectDoubts(object: unknown): Iterable<string> {
	const whole = isFields(object) ? object : {};
	for (const name of Object.keys(whole)) if (!frame.has(name)) yield `its field \`${name}\` is not judged`;
	if (!isFields(whole.spec)) yield `its \`spec\` is ${said(whole.spec)}, not a map`;
	if (!isFields(whole.metadata)) yield `its \`metadata\` is ${said(whole.metadata)}, not a map`;
	const metadata: Fields = { name: undefined, ...(isFields(whole.metadata) ? whole.metadata : {}) };
	for (const [name, value] of Object.entries(metadata)) {
		const doubts = Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (doubts === undefined) yield `\`metadata.${name}\` may decide in the cluster what becomes of it`;
		else yield* doubts(value);
	}
}

function named(path: string, isRight: (text: string) => boolean): Doubts {
	return function* (value) {
		if (typeof value !== 'string' || !isRight(value)) yield `the API server refuses \`${path}\`: ${said(value)}`;
	};
}

function keyed(path: string, isKey: (text: string) => boolean, isValue: (text: string) => boolean): Doubts {
	return function* (value) {
		if (value === undefined) return;
		if (!isFields(value)) return yield `the API server refuses \`${path}\`: ${said(value)}`;
		const entries = Object.entries(value);
		for (const [key, text] of entries) {
			const where = `${path}[${JSON.stringify(key)}]`;
			if (!isKey(key)) yield `the API server refuses the key \`${where}\``;
			if (typeof text !== 'string' || !isValue(text)) yield `the API server refuses \`${where}\`: ${said(text)}`;
			if (isOrder(key)) yield `\`${where}\` may tell who applies it to leave it out or take it away`;
		}
		const bytes = entries.reduce((sum, [key, text]) => sum + Buffer.byteLength(`${key}${String(text)}`), 0);
		if (bytes > mostBytes) yield `the API server refuses \`${path}\`: it has ${bytes} bytes, of at most ${mostBytes}`;
	};
}
