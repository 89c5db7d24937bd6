// Operations as `to` entries of a rule. HTTP and TCP never meet in one rule: on a TCP port Istio drops an ALLOW rule
// with any HTTP field whole, its TCP entries with it ("Authorization policy" concepts, HTTP-only fields on TCP).
import type { Workload } from '../../../access/model.ts';
import { invariant, unreachable } from '../../../core/invariant.ts';
import { type NonEmpty, nonEmpty } from '../../../core/non-empty.ts';
import { byText, sortedBy, sortedUnique } from '../../../core/order.ts';
import type { Operation as IstioOperation } from '../../../manifests/istio.ts';
import type { GrpcOperation, HttpOperation, Method, Operation } from '../../../traffic/operation.ts';
import type { Port } from '../../../traffic/principal.ts';
import { portOf } from '../shared/ports.ts';
import { grpcPath, istioPaths } from './paths.ts';

export interface To {
	readonly operation: IstioOperation;
}

/** What needs its own rule: everything over HTTP, everything over plain TCP. A missing layer has no operations. */
export interface Layers {
	readonly http?: NonEmpty<To>;
	readonly tcp?: NonEmpty<To>;
}

/** Operations at a receiver, on the container ports that its sidecar sees; never on Service ports. */
export function receiverOperations(workload: Workload, operations: readonly Operation[]): Layers {
	const http: To[] = [];
	const tcp: To[] = [];
	for (const operation of operations) {
		const port = portOf(workload, operation.port);
		const ports = [String(port.targetPort)] as const;
		const isTcp = operation.kind === 'tcp';
		invariant((port.protocol === 'tcp') === isTcp, `${operation.kind} on port ${port.name} of ${workload.name}`);
		if (isTcp) tcp.push({ operation: { ports } });
		else http.push({ operation: { ports, ...httpFields(operation) } });
	}
	return {
		...(http.length > 0 ? { http: tidy(http) } : {}),
		...(tcp.length > 0 ? { tcp: tidy(tcp) } : {}),
	};
}

/** One operation of the outside, at every HTTP listener of the gateway's pods. */
export function gatewayOperation(gateway: Workload, hosts: readonly string[], operation: Operation): To {
	invariant(operation.kind !== 'tcp', `gateway ${gateway.name} has no routes for TCP`);
	return {
		operation: { hosts: gatewayHosts(hosts), ports: httpPorts(gateway), ...httpFields(operation) },
	};
}

/** Container ports that speak HTTP, sorted as texts. */
export const httpPorts = (workload: Workload): NonEmpty<string> =>
	nonEmpty(
		sortedUnique(workload.ports.filter(speaksHttp).map((port) => String(port.targetPort))),
		`HTTP ports of ${workload.name}`,
	);

/** True for HTTP and gRPC, where rules may name methods, paths, and tokens. */
export const speaksHttp = (port: Port): boolean => port.protocol !== 'tcp';

/** A host name with and without the port that clients may send; `h*` would take in `h.evil.example`. */
const gatewayHosts = (hosts: readonly string[]): NonEmpty<string> =>
	nonEmpty(sortedUnique(hosts.flatMap((host) => [host, `${host}:*`])), 'hosts of a route');

/** Sorted, without duplicates. */
export const tidy = (entries: readonly To[]): NonEmpty<To> => {
	if (entries.length === 1) return nonEmpty(entries, 'operations of a rule');
	const distinct = new Map(entries.map((entry) => [printTo(entry), entry]));
	return nonEmpty(
		sortedBy(distinct, ([text]) => text).map(([, entry]) => entry),
		'operations of a rule',
	);
};

const methodsOf = (method: Method): { readonly methods?: NonEmpty<string> } =>
	method.kind === 'any' ? {} : { methods: [method.method] };

function httpFields(operation: HttpOperation | GrpcOperation): IstioOperation {
	switch (operation.kind) {
		case 'http':
			return { ...methodsOf(operation.method), paths: sortedPaths(istioPaths(operation.path)) };
		case 'grpc':
			return { methods: ['POST'], paths: [grpcPath(operation.service, operation.method)] };
		default:
			return unreachable(operation);
	}
}

const sortedPaths = (paths: NonEmpty<string>): NonEmpty<string> => nonEmpty([...paths].sort(byText), 'paths');

const printTo = ({ operation: { hosts, ports, paths, methods } }: To): string =>
	[hosts, ports, paths, methods].map((list) => (list ?? []).join(' ')).join('\n');
