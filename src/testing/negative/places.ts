// Where grants are enforced: the gateway that they come through, and the receiver.
import type { AccessModel, Gateway, Grant, Workload } from '../../access/model.ts';
import { invariant } from '../../core/invariant.ts';
import { concerns } from '../../prove/index.ts';
import { type Operation, printOperation } from '../../traffic/operation.ts';
import { type Meaning, meaningOf } from './meant.ts';
import { type HttpUse, usesOf } from './paths.ts';

/** One way to use one grant at one place. */
export interface Entry {
	readonly grant: Grant;
	readonly operation: Operation;
	/** At a gateway, one of the hosts. */
	readonly host: string | undefined;
	/** Of the pod. */
	readonly port: number;
	/** Undefined for TCP. */
	readonly http: HttpUse | undefined;
}

export interface Place {
	readonly side: 'gateway' | 'receiver';
	readonly workload: Workload;
	/** Empty for what nobody may call. */
	readonly entries: readonly Entry[];
	readonly meaning: Meaning;
}

/** Gateways, then services, each by name. */
export function placesOf(model: AccessModel): readonly Place[] {
	const all = concerns(model).map((concern) => ({ ...concern, meaning: meaningOf(model, concern) }));
	const services = all.filter(({ workload }) => workload.kind === 'service');
	return [
		...model.gateways.flatMap((gateway) =>
			all
				.filter(({ workload }) => workload === gateway.workload)
				.map(({ meaning }): Place => {
					return { side: 'gateway', workload: gateway.workload, entries: entriesAtGateway(model, gateway), meaning };
				}),
		),
		...services.map(({ workload, meaning }): Place => {
			return { side: 'receiver', workload, entries: entriesAt(model, workload), meaning };
		}),
	];
}

function entriesAtGateway({ entrances }: AccessModel, gateway: Gateway): readonly Entry[] {
	const { workload } = gateway;
	const port = workload.ports.find(({ protocol }) => protocol !== 'tcp')?.targetPort ?? 0;
	const all = entrances
		.filter((entrance) => entrance.gateway === gateway)
		.flatMap(({ grant, operations }) =>
			operations.flatMap(({ hosts, operation }) =>
				hosts.flatMap((host) => usesOf(operation).map((http) => ({ grant, operation, host, port, http }))),
			),
		);
	// Two routes may lead the same request to the same receiver.
	const key = ({ grant, operation, host, http }: (typeof all)[number]) =>
		JSON.stringify([grant.id, printOperation(operation), host, http]);
	return [...new Map(all.map((entry) => [key(entry), entry])).values()];
}

function entriesAt({ grants }: AccessModel, workload: Workload): readonly Entry[] {
	return grants
		.filter(({ receiver }) => receiver === workload)
		.flatMap((grant) =>
			grant.scope.operations.flatMap((operation): readonly Entry[] => {
				const port = workload.ports.find(({ name }) => name === operation.port)?.targetPort;
				invariant(port !== undefined, `${grant.id} names a port that ${workload.name} lacks`);
				const use = { grant, operation, host: undefined, port };
				return operation.kind === 'tcp'
					? [{ ...use, http: undefined }]
					: usesOf(operation).map((http) => ({ ...use, http }));
			}),
		);
}

/** True for grants by certificate alone, and for anyone. */
export const needsNoToken = ({ actor }: Grant): boolean => actor.kind === 'identity' || actor.kind === 'anyone';
