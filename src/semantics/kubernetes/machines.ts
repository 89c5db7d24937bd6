// Keys of labels and annotations that tell some program what to do with an object: leave it out, delete it, apply it later
// or never. Kubernetes and those who apply objects keep domains for them; what stands under any other is a remark.

/** A key under one of these, or below one, is an order to somebody, unless it is known to change nothing. */
const domains = [
	// Kubernetes itself keeps both ("Well-Known Labels, Annotations and Taints"); kubectl, Kustomize and ApplySets use them.
	'kubernetes.io',
	'k8s.io',
	'istio.io',
	// Argo CD, Flux, Helm, kapp, Fleet, Config Sync, kpt, werf, Pulumi, kube-janitor.
	'argoproj.io',
	'fluxcd.io',
	'helm.sh',
	'k14s.io',
	'cattle.io',
	'gke.io',
	'kpt.dev',
	'werf.io',
	'pulumi.com',
	'janitor',
];

/** Of their keys, those that change nothing; with a slash at the end, all that begin so. */
const harmless = [
	// "Recommended Labels": names for people and dashboards.
	'app.kubernetes.io/',
	'kubernetes.io/description',
	'helm.sh/chart',
	// In which order objects are applied, not whether.
	'argocd.argoproj.io/sync-wave',
	// Judged where they have a meaning: by the readers of Istio's objects.
	'istio.io/rev',
	'istio.io/dry-run',
];

/** True for the key of a label or annotation that may decide over the object. */
export function isOrder(key: string): boolean {
	const lower = key.toLowerCase();
	const [domain = '', name] = lower.split('/');
	if (name === undefined || !domains.some((each) => domain === each || domain.endsWith(`.${each}`))) return false;
	return !harmless.some((each) => (each.endsWith('/') ? lower.startsWith(each) : lower === each));
}
