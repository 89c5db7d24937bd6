// Kubernetes NetworkPolicies as they are written (networking.k8s.io/v1, API reference of Kubernetes 1.34). Polarity: what is
// not understood selects pods perhaps, isolates them, and lets nobody through.

export type Labels = Readonly<Record<string, string>>;

/** Which pods: those with all of these labels, if they also fit what is not understood. */
export interface Selector {
	readonly labels: Labels;
	/** False: expressions, or something unknown, narrow it further. */
	readonly exact: boolean;
}

export type Peer =
	/** Pods; `namespace` undefined: of any. */
	| { readonly kind: 'pods'; readonly namespace: string | undefined; readonly pods: Selector }
	| { readonly kind: 'block'; readonly cidr: string }
	| { readonly kind: 'unknown' };

/** TCP ports, both ends included. */
export interface PortRange {
	readonly first: number;
	readonly last: number;
}

export interface Rule {
	readonly peers: 'all' | readonly Peer[];
	readonly ports: 'all' | readonly PortRange[];
}

export interface NetworkPolicy {
	readonly namespace: string;
	readonly name: string;
	readonly selector: Selector;
	/** Undefined: it says nothing about this direction. */
	readonly ingress: readonly Rule[] | undefined;
	readonly egress: readonly Rule[] | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The policy in an object of this kind. Total. */
export function readNetworkPolicy(namespace: string, name: string, spec: unknown): NetworkPolicy {
	const { podSelector, policyTypes, ingress, egress, ...others } = fieldsOf(spec);
	const selector = selectorOf(podSelector ?? {});
	const isKnown = Object.keys(others).length === 0;
	const types = Array.isArray(policyTypes) && policyTypes.length > 0 ? policyTypes : undefined;
	const speaksOf = (type: 'Ingress' | 'Egress') =>
		types === undefined ? type === 'Ingress' || (egress !== undefined && egress !== null) : types.includes(type);
	const rules = (written: unknown, ends: 'from' | 'to') =>
		isKnown && Array.isArray(written) ? written.map((rule) => ruleOf(rule, ends, namespace)) : [];
	return {
		namespace,
		name,
		selector,
		ingress: speaksOf('Ingress') ? rules(ingress, 'from') : undefined,
		egress: speaksOf('Egress') ? rules(egress, 'to') : undefined,
	};
}

function ruleOf(rule: unknown, ends: 'from' | 'to', namespace: string): Rule {
	const { [ends]: peers, ports, ...others } = fieldsOf(rule);
	if (Object.keys(others).length > 0 || !isMap(rule)) return { peers: [], ports: [] };
	return {
		peers: isAbsent(peers) ? 'all' : listOf(peers).map((peer) => peerOf(peer, namespace)),
		ports: isAbsent(ports) ? 'all' : listOf(ports).flatMap(rangeOf),
	};
}

/** An empty list means what an absent one does: all. */
const isAbsent = (value: unknown): boolean =>
	value === undefined || value === null || (Array.isArray(value) && value.length === 0);

const everyPod: Selector = { labels: {}, exact: true };
const nameLabel = 'kubernetes.io/metadata.name';

function peerOf(peer: unknown, own: string): Peer {
	const { podSelector, namespaceSelector, ipBlock, ...others } = fieldsOf(peer);
	if (Object.keys(others).length > 0) return { kind: 'unknown' };
	if (ipBlock !== undefined) {
		const { cidr, ...more } = fieldsOf(ipBlock);
		const isWhole = typeof cidr === 'string' && Object.keys(more).length === 0;
		return isWhole && podSelector === undefined && namespaceSelector === undefined
			? { kind: 'block', cidr }
			: { kind: 'unknown' };
	}
	if (podSelector === undefined && namespaceSelector === undefined) return { kind: 'unknown' };
	const pods = podSelector === undefined ? everyPod : selectorOf(podSelector);
	if (namespaceSelector === undefined) return { kind: 'pods', namespace: own, pods };
	const { labels, exact } = selectorOf(namespaceSelector);
	const names = Object.keys(labels);
	if (!exact) return { kind: 'unknown' };
	if (names.length === 0) return { kind: 'pods', namespace: undefined, pods };
	// Of a namespace's labels only its name is known.
	const name = labels[nameLabel];
	return names.length === 1 && name !== undefined ? { kind: 'pods', namespace: name, pods } : { kind: 'unknown' };
}

function rangeOf(port: unknown): readonly PortRange[] {
	const { protocol = 'TCP', port: first, endPort: last = first, ...others } = fieldsOf(port);
	if (protocol !== 'TCP' || Object.keys(others).length > 0) return [];
	if (first === undefined) return [{ first: 0, last: 65_535 }];
	return typeof first === 'number' && typeof last === 'number' ? [{ first, last }] : [];
}

function selectorOf(value: unknown): Selector {
	const { matchLabels, ...others } = fieldsOf(value);
	const written = Object.entries(fieldsOf(matchLabels));
	const texts = written.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
	const exact = isMap(value) && Object.keys(others).length === 0 && texts.length === written.length;
	return { labels: Object.fromEntries(texts), exact };
}

const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (value: unknown): Fields => (isMap(value) ? value : {});

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
