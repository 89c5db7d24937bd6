// Where requests are judged: each port of each workload, and pods in our namespaces that the catalog does not name.
import type { AccessModel } from '../../access/model.ts';
import {
	type Chain,
	chains,
	type Port as EnforcedPort,
	type Enforcer,
	type Labels,
	type World,
} from '../../semantics/istio/index.ts';
import type { Port } from '../../traffic/principal.ts';
import type { Place } from '../finding.ts';
import type { Concern } from '../intended/index.ts';
import type { Pods } from './labels.ts';
import { otherPorts } from './ports.ts';

export interface Judged {
	readonly place: Place;
	readonly enforcer: Enforcer;
	/** As the catalog declares it; undefined: it does not. */
	readonly declared: Port | undefined;
	readonly chain: Chain;
}

/** The proxy of a workload of the catalog. */
export function enforcerOf(model: AccessModel, { workload }: Concern): Enforcer {
	const isGateway = workload.kind === 'gateway';
	const ports = workload.ports.map(({ targetPort, protocol }): EnforcedPort => {
		return { port: targetPort, protocol: isGateway && protocol !== 'tcp' ? 'http' : protocol };
	});
	const pod = { namespace: workload.namespace.name, labels: workload.selector };
	if (!isGateway) return { kind: 'sidecar', workload: pod, ports };
	const attachment = model.gateways.find((gateway) => gateway.workload === workload)?.attachment;
	return attachment?.kind === 'gateway-api'
		? { kind: 'gateway', api: 'kubernetes', name: attachment.name, workload: pod, ports }
		: { kind: 'gateway', api: 'istio', name: workload.name, workload: pod, ports };
}

/**
 * All places of a workload: its ports, those that some policy names, and one that nothing names. At a gateway, too: its
 * listeners are the user's own, and there may be others than the catalog says.
 */
export function placesOf(world: World, enforcer: Enforcer, concern: Concern, pods: Pods): readonly Judged[] {
	const { workload } = concern;
	const { name } = workload;
	const declared = new Map(workload.ports.map((port) => [port.targetPort, port]));
	const variants = pods.variantsOf(workload).map((labels): readonly [string, Enforcer] => {
		return [`${name}, pods with ${shown(labels)}`, withLabels(enforcer, labels)];
	});
	return [[name, enforcer] as const, ...variants].flatMap(([title, proxy]) => {
		const named = { workload: title, namespace: workload.namespace.name, origin: workload.origin };
		const own = [...declared].flatMap(([port, of]) => judged(proxy, port, chains(world, proxy, port), named, of));
		return [...own, ...besides(world, proxy, new Set(declared.keys()), named)];
	});
}

const withLabels = (enforcer: Enforcer, labels: Labels): Enforcer =>
	enforcer.kind === 'waypoint' ? enforcer : { ...enforcer, workload: { ...enforcer.workload, labels } };

/**
 * A pod that the catalog does not name, in each namespace that is ours: one without labels, and one with the labels of each
 * selector that is no workload's. It may be a gateway's, which asks for no mutual TLS: that matters where any rule could let
 * somebody in. In shared namespaces such pods are others' affair.
 */
export function strangersIn(world: World, { namespaces }: AccessModel, pods: Pods): readonly Judged[] {
	const owned = namespaces.filter(({ kind }) => kind === 'owned');
	return owned.flatMap(({ name, origin }) =>
		[{}, ...pods.strangeIn(name)].flatMap((labels) => {
			const pod = { workload: { namespace: name, labels }, ports: [] };
			const text = shown(labels);
			const placesAt = (proxy: Enforcer, workload: string) =>
				besides(world, proxy, new Set(), { workload, namespace: name, origin });
			return [
				...placesAt(
					{ kind: 'sidecar', ...pod },
					text === '' ? `any other pod in ${name}` : `pods with ${text} in ${name}`,
				),
				...placesAt(
					{ kind: 'gateway', api: 'istio', name: 'stranger', ...pod },
					text === '' ? `any other gateway in ${name}` : `gateways with ${text} in ${name}`,
				).filter(({ chain: { allow } }) => allow.length > 0),
			];
		}),
	);
}

const shown = (labels: Labels): string =>
	Object.entries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join(',');

type Named = Pick<Place, 'workload' | 'namespace' | 'origin'>;

/** At ports that nobody declares. */
const besides = (world: World, proxy: Enforcer, declared: ReadonlySet<number>, named: Named): readonly Judged[] =>
	otherPorts(world, proxy, declared).flatMap(({ enforcer, port, chains: found }) =>
		judged(enforcer, port, found, named, undefined),
	);

function judged(
	enforcer: Enforcer,
	port: number,
	found: readonly Chain[],
	named: Named,
	declared: Port | undefined,
): readonly Judged[] {
	return found.map((chain) => ({ place: { ...named, port, speaks: chain.speaks }, enforcer, declared, chain }));
}
