// Which proxy stands before a pod, by the labels that Istio documents (1.31: "Installing the Sidecar", "Controlling the
// injection policy"; "Add workloads to an ambient mesh"). Where nothing is said, the assumption is.
import { at, isKind, namedOf } from './objects.ts';
import type { Pods } from './workloads.ts';

export interface DataPlane {
	/** `none`: no proxy, so no policy is enforced. */
	readonly mode: 'sidecar' | 'ambient' | 'none';
	/** Why: a label, or an assumption. */
	readonly because: string;
	/** True when no label says so. */
	readonly assumed: boolean;
}

/** Reads the Namespaces once; answers for any pods. `otherwise` is taken where neither pod nor namespace is labelled. */
export function dataPlanes(
	objects: readonly unknown[],
	otherwise: DataPlane['mode'] | undefined,
): (pods: Pods) => DataPlane {
	const namespaces = new Map(
		objects
			.filter((object) => isKind(object, '', 'Namespace'))
			.map((object) => [namedOf(object).name, namedOf(object).labels]),
	);
	return (pods) => dataPlaneOf(pods, namespaces.get(pods.namespace), otherwise);
}

function dataPlaneOf(
	{ labels, annotations, namespace, hostNetwork, object }: Pods,
	ofNamespace: Readonly<Record<string, string>> | undefined,
	otherwise: DataPlane['mode'] | undefined,
): DataPlane {
	const said = (mode: DataPlane['mode'], because: string): DataPlane => ({ mode, because, assumed: false });
	const inject = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
	const proxied = containersNamed(object);
	if (proxied) return said('sidecar', 'it has a container `istio-proxy`');
	if (hostNetwork) return said('none', 'it uses `hostNetwork`, so no proxy is injected');
	if (inject === 'false')
		return modeByLabel('the pod', labels, ofNamespace, namespace) ?? said('none', '`sidecar.istio.io/inject: "false"`');
	if (inject === 'true') return said('sidecar', '`sidecar.istio.io/inject: "true"`');
	const injection = ofNamespace?.['istio-injection'];
	if (injection === 'enabled') return said('sidecar', `namespace \`${namespace}\` has \`istio-injection: enabled\``);
	const ambient = modeByLabel('the pod', labels, ofNamespace, namespace);
	if (ambient !== undefined) return ambient;
	if (injection === 'disabled') return said('none', `namespace \`${namespace}\` has \`istio-injection: disabled\``);
	for (const [where, revision] of [
		['the pod', labels['istio.io/rev']] as const,
		[`namespace \`${namespace}\``, ofNamespace?.['istio.io/rev']] as const,
	]) {
		if (revision !== undefined) return said('sidecar', `${where} has \`istio.io/rev: ${revision}\``);
	}
	if (otherwise !== undefined) return { mode: otherwise, because: 'as asked', assumed: false };
	if (ofNamespace === undefined) {
		return { mode: 'sidecar', because: `no Namespace \`${namespace}\` is among the manifests`, assumed: true };
	}
	return {
		mode: 'none',
		because: `neither the pod nor namespace \`${namespace}\` has a label for Istio`,
		assumed: true,
	};
}

function modeByLabel(
	where: string,
	labels: Readonly<Record<string, string>>,
	ofNamespace: Readonly<Record<string, string>> | undefined,
	namespace: string,
): DataPlane | undefined {
	const name = 'istio.io/dataplane-mode';
	const own = labels[name];
	if (own === 'ambient') return { mode: 'ambient', because: `${where} has \`${name}: ambient\``, assumed: false };
	if (own === 'none') return { mode: 'none', because: `${where} has \`${name}: none\``, assumed: false };
	if (ofNamespace?.[name] !== 'ambient') return undefined;
	return { mode: 'ambient', because: `namespace \`${namespace}\` has \`${name}: ambient\``, assumed: false };
}

const containersNamed = (object: unknown): boolean => {
	const spec = at(object, 'kind') === 'Pod' ? at(object, 'spec') : at(object, 'spec', 'template', 'spec');
	const containers = [at(spec, 'containers'), at(spec, 'initContainers')].flatMap((list) =>
		Array.isArray(list) ? list : [],
	);
	return containers.some((container) => at(container, 'name') === 'istio-proxy');
};
