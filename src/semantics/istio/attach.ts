// Which AuthorizationPolicies and RequestAuthentications an Envoy follows, in the order in which they count
// (pilot/pkg/model/policyattachment.go and authorization.go, Istio 1.31). Whether a proxy is a Gateway API gateway is said by
// a label of its pods.
import { objectsNear } from './age.ts';
import type { Attachment, Policy, RequestAuthentication, Target } from './policy.ts';
import { isAtLeast, since } from './version.ts';
import type { Enforcer, Labels, MeshSettings, World } from './world.ts';

const gatewayLabel = 'gateway.networking.k8s.io/gateway-name';
const waypointClass = 'istio-waypoint';

/** An Envoy as policies see it. */
export interface EnvoyProxy {
	readonly namespace: string;
	readonly labels: Labels;
	/** Of the Gateway API Gateway (a waypoint is one, too) whose pod it is. */
	readonly gateway: string | undefined;
	/** Of a waypoint, for one of its services. */
	readonly service: Service | undefined;
	readonly kind: 'proxy' | 'waypoint';
}

export interface Service {
	readonly kind: 'Service' | 'ServiceEntry';
	readonly namespace: string;
	readonly name: string;
}

/** How policies see the enforcer, at a waypoint when it serves this service. */
export function proxyOf(enforcer: Exclude<Enforcer, { kind: 'ztunnel' }>, service: Service | undefined): EnvoyProxy {
	if (enforcer.kind === 'waypoint') {
		const { namespace, name } = enforcer;
		return { kind: 'waypoint', namespace, gateway: name, service, labels: { [gatewayLabel]: name } };
	}
	const { namespace, labels } = enforcer.workload;
	const own: Labels =
		enforcer.kind === 'gateway' && enforcer.api === 'kubernetes' ? { [gatewayLabel]: enforcer.name } : {};
	const all = { ...labels, ...own };
	return { kind: 'proxy', namespace, gateway: all[gatewayLabel], service: undefined, labels: all };
}

/** The root namespace first, then the proxy's, then the service's. */
export const policiesAt = (world: World, proxy: EnvoyProxy): readonly Policy[] =>
	[...new Set([world.mesh.rootNamespace, proxy.namespace, ...serviceNamespace(proxy)])].flatMap((namespace) =>
		objectsNear(world.policies, namespace, proxy.labels).filter((policy) => isAttached(policy, proxy, world.mesh)),
	);

/** The proxy's namespace first, then the root namespace, then the service's. */
export const requestAuthenticationsAt = (world: World, proxy: EnvoyProxy): readonly RequestAuthentication[] =>
	[...new Set([proxy.namespace, world.mesh.rootNamespace, ...serviceNamespace(proxy)])].flatMap((namespace) =>
		objectsNear(world.requestAuthentications, namespace, proxy.labels).filter((object) =>
			isAttached(object, proxy, world.mesh),
		),
	);

const serviceNamespace = ({ service }: EnvoyProxy): readonly string[] =>
	service === undefined ? [] : [service.namespace];

/** Of an object in the root namespace, the proxy's or its service's. */
function isAttached(
	{ namespace, attachment }: { readonly namespace: string; readonly attachment: Attachment },
	proxy: EnvoyProxy,
	mesh: MeshSettings,
): boolean {
	if (attachment.kind === 'targets') {
		return proxy.gateway !== undefined && attachment.targets.some((target) => isMeant(target, namespace, proxy, mesh));
	}
	if (proxy.kind === 'waypoint' || (proxy.gateway !== undefined && !mesh.selectorsAtGateways)) return false;
	return attachment.kind === 'namespace' || selects(attachment.labels, proxy.labels);
}

/** True when the workload has all these labels. */
export function selects(selector: Labels, labels: Labels): boolean {
	for (const name in selector) if (!Object.hasOwn(labels, name) || labels[name] !== selector[name]) return false;
	return true;
}

function isMeant({ group, kind, name }: Target, namespace: string, proxy: EnvoyProxy, mesh: MeshSettings): boolean {
	const { service } = proxy;
	const isService = (groups: readonly string[]) =>
		service?.kind === kind && groups.includes(group) && service.name === name && service.namespace === namespace;
	const gatewayApi = group === 'gateway.networking.k8s.io';
	const more = isAtLeast(mesh.istio, since.moreTargets);
	switch (kind) {
		case 'Service':
			return isService(['', 'core']);
		case 'ServiceEntry':
			return more && isService(['networking.istio.io']);
		case 'Gateway':
			return gatewayApi && name === proxy.gateway && namespace === proxy.namespace;
		case 'GatewayClass':
			return (
				more && gatewayApi && name === waypointClass && proxy.kind === 'waypoint' && namespace === mesh.rootNamespace
			);
		default:
			return false;
	}
}
