// The rules of Istio's CRDs and webhook that `@kubernetes-models/istio` does not know: CEL expressions, limits, and
// what validation.go refuses (Istio 1.30). Written for tests, from the documents, without a look at the backend.
import type {
	AuthorizationPolicy,
	PeerAuthentication,
	RequestAuthentication,
	Sidecar,
	WorkloadSelector,
} from '../../src/manifests/istio.ts';
import type { KubernetesObject } from '../../src/manifests/object.ts';
import { isLabelKey, isLabelValue } from './label-rules.ts';

/** What the API server or istiod would refuse about the object, in words; empty for a good one. */
export function crdViolations(object: KubernetesObject): string[] {
	const about = `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`;
	const found = [...nameViolations(object), ...emptyLists(object.spec, 'spec')];
	if (isAuthorizationPolicy(object)) found.push(...policyViolations(object));
	if (isRequestAuthentication(object)) found.push(...requestViolations(object));
	if (isPeerAuthentication(object)) found.push(...peerViolations(object));
	if (isSidecar(object)) found.push(...selectorViolations({ matchLabels: object.spec.workloadSelector.labels }));
	return found.map((text) => `${about}: ${text}`);
}

export const isAuthorizationPolicy = (object: KubernetesObject): object is AuthorizationPolicy =>
	object.kind === 'AuthorizationPolicy';
export const isRequestAuthentication = (object: KubernetesObject): object is RequestAuthentication =>
	object.kind === 'RequestAuthentication';
export const isPeerAuthentication = (object: KubernetesObject): object is PeerAuthentication =>
	object.kind === 'PeerAuthentication';
const isSidecar = (object: KubernetesObject): object is Sidecar => object.kind === 'Sidecar';

function nameViolations({ metadata }: KubernetesObject): string[] {
	const isName = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(metadata.name);
	const size = Object.values(metadata.annotations).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
	return [...(isName ? [] : ['name']), ...(size > 262_144 ? ['annotations over 262144 bytes'] : [])];
}

/** Empty lists and texts anywhere; `rules: [{}]` and `from: []` pass the schema and mean "everybody". */
function emptyLists(value: unknown, where: string): string[] {
	if (value === '') return [`${where} is an empty text`];
	if (value === undefined || value === null) return [`${where} is ${value}`];
	if (Array.isArray(value)) {
		const inside = value.flatMap((item, index) => emptyLists(item, `${where}[${index}]`));
		return value.length === 0 ? [`${where} is empty`] : inside;
	}
	if (typeof value !== 'object') return [];
	const entries = Object.entries(value);
	const mayBeEmpty = where === 'spec' || where === 'spec.podSelector';
	return entries.length === 0 && !mayBeEmpty
		? [`${where} is empty`]
		: entries.flatMap(([key, item]) => emptyLists(item, `${where}.${key}`));
}

function attachmentViolations(spec: AuthorizationPolicy['spec'] | RequestAuthentication['spec']): string[] {
	return [
		...(spec.selector !== undefined && spec.targetRefs !== undefined ? ['selector and targetRefs'] : []),
		...((spec.targetRefs?.length ?? 0) > 16 ? ['over 16 targetRefs'] : []),
		...selectorViolations(spec.selector),
	];
}

/** A selector that no pod's labels can match is legal for the server, and a mistake all the same. */
const selectorViolations = (selector: WorkloadSelector | undefined): string[] =>
	Object.entries(selector?.matchLabels ?? {})
		.filter(([key, value]) => !isLabelKey(key) || !isLabelValue(value))
		.map(([key, value]) => `label ${key}: ${value}`);

const identityKeys = /^(?:source\.(?:namespace|serviceAccount|trustDomain|principal)|request\.auth\.)/;
const knownKeys =
	/^(?:request\.headers\[[^\]]+\]|source\.(?:ip|namespace|serviceAccount|trustDomain|principal)|remote\.ip|request\.auth\.(?:principal|audiences|presenter)|request\.auth\.claims(?:\[[^\]]+\])+|destination\.(?:ip|port)|connection\.sni)$/;

function policyViolations({ spec }: AuthorizationPolicy): string[] {
	const rules = spec.rules ?? [];
	const found = attachmentViolations(spec);
	if ((spec.action === 'DENY' || spec.action === 'CUSTOM') && rules.length === 0)
		found.push(`${spec.action} without rules`);
	if ((spec.provider !== undefined) !== (spec.action === 'CUSTOM')) found.push('provider goes with CUSTOM');
	if (rules.length > 512) found.push('over 512 rules');
	for (const rule of rules) {
		if ((rule.from?.length ?? 0) > 512) found.push('over 512 from');
		const sources = (rule.from ?? []).map(({ source }) => source);
		const keys = (rule.when ?? []).map(({ key }) => key);
		if (spec.action === 'CUSTOM' && (sources.length > 0 || keys.some((key) => identityKeys.test(key)))) {
			found.push('CUSTOM with an identity');
		}
		found.push(...keys.filter((key) => !knownKeys.test(key)).map((key) => `unknown key ${key}`));
		for (const { operation } of rule.to ?? []) {
			found.push(...(operation.ports ?? []).filter((port) => !isPort(port)).map((port) => `port ${port}`));
			found.push(...(operation.paths ?? []).filter((path) => !isPath(path)).map((path) => `path ${path}`));
		}
	}
	return found;
}

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** Exact, prefix, or template by whole segments with `{**}` last (security.go, `CheckValidPathTemplate`). */
function isPath(path: string): boolean {
	if (!path.startsWith('/')) return false;
	if (!/[{}]/.test(path)) return !path.slice(0, -1).includes('*');
	const segments = path.slice(1).split('/');
	const operators = segments.filter((segment) => /[{}]/.test(segment));
	const isLast = operators.every((each, position) => each !== '{**}' || position === operators.length - 1);
	return isLast && segments.every((each) => /^(?:\{\*\}|\{\*\*\}|[a-zA-Z0-9\-._~%!$&'()+,;:@=]*)$/.test(each));
}

function requestViolations({ spec }: RequestAuthentication): string[] {
	const found = attachmentViolations(spec);
	if (spec.jwtRules.length > 4096) found.push('over 4096 jwtRules');
	for (const rule of spec.jwtRules) {
		if (!isHttpUrl(rule.jwksUri) || rule.jwksUri.length > 2048) found.push(`jwksUri ${rule.jwksUri}`);
		for (const { header } of rule.outputClaimToHeaders ?? []) {
			if (!/^[-_A-Za-z0-9]+$/.test(header)) found.push(`header ${header}`);
		}
	}
	return found;
}

/** As CEL's `url()` reads it, which is net/url of Go; WHATWG's reader alone would mend a missing host or a tab. */
const isHttpUrl = (text: string): boolean => /^https?:\/\/[^/\s]\S*$/.test(text) && URL.canParse(text);

function peerViolations({ spec }: PeerAuthentication): string[] {
	const found = selectorViolations(spec.selector);
	const hasSelector = Object.keys(spec.selector?.matchLabels ?? {}).length > 0;
	const ports = Object.keys(spec.portLevelMtls ?? {});
	return [
		...found,
		...(spec.portLevelMtls !== undefined && (!hasSelector || ports.length === 0) ? ['portLevelMtls'] : []),
		...ports.filter((port) => !isPort(port)).map((port) => `port ${port}`),
	];
}
