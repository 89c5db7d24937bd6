// Inert objects as cdk8s constructs. NetworkPolicies go through cdk8s-plus-28, which knows their type; Istio's kinds are
// ApiObjects without a type of their own.
import { isDeepStrictEqual } from 'node:util';
import { ApiObject, App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct, IConstruct } from 'constructs';
import type { KubernetesFile, KubernetesObject } from '../manifests/object.ts';
import { InertObject } from './inert.ts';
import { wholeSorted } from './whole.ts';

/** A chart with the objects of a file, in an app of its own: charts of one app would all stay in memory until the last is printed. */
export function chartOf(file: KubernetesFile): Chart {
	const chart = new Chart(new App({ outdir: 'unused', recordConstructMetadata: false }), file.path);
	addObjects(chart, file.objects);
	return chart;
}

/** Adds each object to the scope under the id `<kind> <namespace> <name>`. */
export function addObjects(scope: Construct, objects: readonly KubernetesObject[]): readonly ApiObject[] {
	return objects.map((object) => {
		const id = `${object.kind} ${object.metadata.namespace} ${object.metadata.name}`;
		const whole = wholeSorted(object, id);
		return isNetworkPolicy(whole) ? addNetworkPolicy(scope, id, whole) : new InertObject(scope, id, whole);
	});
}

/** As the type of cdk8s-plus-28, unless that would lose something: it knows no fields but its own. */
function addNetworkPolicy(scope: Construct, id: string, object: InertNetworkPolicy): ApiObject {
	const typed = new k8s.KubeNetworkPolicy(scope, id, networkPolicyProps(object));
	if (isDeepStrictEqual(typed.toJson(), object)) return typed;
	scope.node.tryRemoveChild(id);
	return new InertObject(scope, id, object);
}

/** What will be written of everything under the scope, but for what is left out: with the patches that its user has put on it. */
export function objectsUnder(
	scope: IConstruct,
	isLeftOut: (node: IConstruct) => boolean = () => false,
): readonly KubernetesObject[] {
	const nodes = scope.node.findAll().filter((node) => !isLeftOut(node));
	return nodes.flatMap((node) => (ApiObject.isApiObject(node) ? [node.toJson()] : []));
}

interface InertNetworkPolicy extends KubernetesObject {
	readonly kind: 'NetworkPolicy';
	readonly spec: k8s.NetworkPolicySpec;
}

const isNetworkPolicy = (object: KubernetesObject): object is InertNetworkPolicy =>
	object.apiVersion === 'networking.k8s.io/v1' && object.kind === 'NetworkPolicy';

interface InertPort {
	readonly port?: unknown;
}

/** cdk8s-plus-28 takes a port as a union object and silently loses a bare number. */
function networkPolicyProps(object: InertNetworkPolicy): k8s.KubeNetworkPolicyProps {
	const withPorts = <T extends { readonly ports?: unknown }>(rules: readonly T[] | undefined) =>
		rules?.map((rule) => ({
			...rule,
			...(rule.ports === undefined ? {} : { ports: (rule.ports as readonly InertPort[]).map(unionPort) }),
		}));
	const ingress = withPorts(object.spec.ingress);
	const egress = withPorts(object.spec.egress);
	return {
		metadata: { ...object.metadata },
		spec: {
			...object.spec,
			...(ingress === undefined ? {} : { ingress }),
			...(egress === undefined ? {} : { egress }),
		},
	};
}

function unionPort({ port, ...rest }: InertPort): k8s.NetworkPolicyPort {
	if (typeof port === 'number') return { ...rest, port: k8s.IntOrString.fromNumber(port) };
	return typeof port === 'string' ? { ...rest, port: k8s.IntOrString.fromString(port) } : rest;
}
