// The frame of every Kubernetes object: documents and lists of them, kinds, names, and the time of making.
import { type Fields, isFields, readFields, readText } from './fields.ts';
import { type Notes, note } from './problem.ts';

export type Kind = 'AuthorizationPolicy' | 'RequestAuthentication' | 'PeerAuthentication';

/** All objects in these documents: those of a `List`, and of an `AuthorizationPolicyList` and the like, one by one; empty documents left out. */
export function* objectsIn(documents: readonly unknown[]): Generator<unknown> {
	for (const document of documents) {
		if (document === null || document === undefined) continue;
		if (isFields(document) && typeof document.kind === 'string' && document.kind.endsWith('List')) {
			const { items, kind, apiVersion } = document;
			if (Array.isArray(items)) {
				for (const item of items) yield kind === 'List' ? item : typed(item, kind.slice(0, -4), apiVersion);
				continue;
			}
		}
		yield document;
	}
}

/** Items of a list of one kind may leave out their type. */
const typed = (item: unknown, kind: string, apiVersion: unknown): unknown =>
	isFields(item) && item.kind === undefined ? { apiVersion, ...item, kind } : item;

const kinds: ReadonlySet<unknown> = new Set<Kind>([
	'AuthorizationPolicy',
	'RequestAuthentication',
	'PeerAuthentication',
]);
const group = 'security.istio.io/';

/** Which of the three kinds an object is; `strange`: Istio's security group, but no kind or version of it that is known. */
export function kindOf(object: unknown): Kind | 'strange' | 'other' {
	if (!isFields(object) || typeof object.apiVersion !== 'string' || !object.apiVersion.startsWith(group))
		return 'other';
	const version = object.apiVersion.slice(group.length);
	const known = kinds.has(object.kind) && (version === 'v1' || version === 'v1beta1');
	return known ? (object.kind as Kind) : 'strange';
}

/** For messages: `AuthorizationPolicy shop/cart`. Total, also for objects that are none. */
export function nameOf(object: unknown): string {
	const { kind, metadata } = isFields(object) ? object : {};
	const { namespace, name } = isFields(metadata) ? metadata : {};
	const said = (value: unknown, otherwise: string) => (typeof value === 'string' && value !== '' ? value : otherwise);
	return `${said(kind, 'object')} ${said(namespace, 'default')}/${said(name, '?')}`;
}

const revisionLabel = 'istio.io/rev';

/**
 * False for an object that is labelled for another control plane than this one (pilot/pkg/config/kube/crdclient, and
 * `LabelsInRevision` in pkg/config/model.go, Istio 1.31): it is passed over. That is noted, too, because pods
 * of that revision follow it, and manifests do not say which pods these are. Tags of revisions are no matter here.
 */
export function isOfRevision(notes: Notes, object: Fields, revision: string): boolean {
	const metadata = isFields(object.metadata) ? object.metadata : {};
	const labels = isFields(metadata.labels) ? metadata.labels : {};
	const label = labels[revisionLabel];
	if (label === undefined || label === null || label === revision || revision === '') return true;
	const why = `only pods of that revision follow it, and the mesh’s is \`${revision}\`, so it is left out`;
	note(notes, 'unmodelled', `metadata.labels["${revisionLabel}"]`, `label \`${revisionLabel}: ${String(label)}\``, why);
	return false;
}

/** Has a meaning on AuthorizationPolicies only; istiod refuses it elsewhere. */
export const dryRunAnnotation = 'istio.io/dry-run';

/** Notes the annotation on an object of another kind. */
export function refuseDryRun(notes: Notes, { annotations }: Metadata): void {
	if (annotations[dryRunAnnotation] === undefined) return;
	note(
		notes,
		'refused',
		`metadata.annotations[${dryRunAnnotation}]`,
		'dry run',
		'only AuthorizationPolicies can be tried so',
	);
}

export interface Metadata {
	readonly namespace: string;
	readonly name: string;
	readonly created: string | undefined;
	readonly annotations: Fields;
}

const frame = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'status']);

/** The fields of an object's spec, none where it has no spec. */
export function readSpec(notes: Notes, object: Fields, known: ReadonlySet<string>): Fields {
	readFields(notes, object, '', frame);
	return readFields(notes, object.spec, 'spec', known) ?? {};
}

/** What of an object’s metadata counts. Without a name the object is unreadable; without a namespace it lies in `default`. */
export function readMetadata(notes: Notes, object: Fields): Metadata {
	const metadata = isFields(object.metadata) ? object.metadata : {};
	const name = readText(notes, metadata.name, 'metadata.name') ?? '';
	if (name === '') note(notes, 'unreadable', 'metadata.name', 'nothing', 'an object without a name cannot be stored');
	return {
		namespace: readText(notes, metadata.namespace, 'metadata.namespace') || 'default',
		name,
		created: readTime(notes, metadata.creationTimestamp ?? undefined),
		annotations: isFields(metadata.annotations) ? metadata.annotations : {},
	};
}

/** YAML readers of the 1.1 schema make dates of timestamps; objects that were never stored often have null. */
function readTime(notes: Notes, value: unknown): string | undefined {
	const text = value instanceof Date ? value.toISOString() : readText(notes, value, 'metadata.creationTimestamp');
	if (text === undefined || !Number.isNaN(Date.parse(text))) return text;
	note(notes, 'unreadable', 'metadata.creationTimestamp', `\`${text}\``, 'it is no time (RFC 3339)');
	return undefined;
}
