// Services: which pods stand behind them, and on which ports these are reached.
import { selects } from '../attach.ts';
import type { Labels, Port } from '../world.ts';
import { at, isKind, labelsOf, listOf, type Named, namedOf, portOf, textOf } from './objects.ts';
import { protocolOf } from './protocol.ts';
import type { Pods } from './workloads.ts';

export interface Service extends Named {
	/** Empty: its endpoints are kept by hand, so no pods are known. */
	readonly selector: Labels;
	readonly ports: readonly ServicePort[];
	readonly object: unknown;
}

export interface ServicePort {
	readonly port: number;
	readonly name: string;
	/** A number, or the name of a container's port. */
	readonly target: number | string;
	readonly protocol: Port['protocol'];
}

/** All Services, without their UDP and SCTP ports, which Istio does not proxy. */
export const servicesOf = (objects: readonly unknown[]): readonly Service[] =>
	objects.flatMap((object) => {
		if (!isKind(object, '', 'Service')) return [];
		const external = at(object, 'spec', 'type') === 'ExternalName';
		return [
			{
				...namedOf(object),
				selector: external ? {} : labelsOf(at(object, 'spec', 'selector')),
				ports: listOf(at(object, 'spec', 'ports')).flatMap(servicePort),
				object,
			},
		];
	});

function servicePort(written: unknown): ServicePort[] {
	const port = portOf(at(written, 'port'));
	const transport = textOf(at(written, 'protocol')) ?? 'TCP';
	if (port === undefined || transport !== 'TCP') return [];
	const name = textOf(at(written, 'name')) ?? '';
	const targetPort = at(written, 'targetPort');
	const target = portOf(targetPort) ?? textOf(targetPort) ?? port;
	return [
		{ port, name, target, protocol: protocolOf({ port, name, appProtocol: textOf(at(written, 'appProtocol')) }) },
	];
}

/** True when the Service leads to these pods. */
export const leadsTo = ({ namespace, selector }: Service, pods: Pick<Pods, 'namespace' | 'labels'>): boolean =>
	namespace === pods.namespace && Object.keys(selector).length > 0 && selects(selector, pods.labels);

/** The container port behind a Service's port; undefined where a name leads to none. */
export const targetOf = ({ target }: ServicePort, pods: Pick<Pods, 'portNames'>): number | undefined =>
	typeof target === 'number' ? target : pods.portNames.get(target);
