// Where grants are enforced: the gateway that they come through, the receiver, and in each owned namespace a workload that
// the catalog does not know.
import type { AccessModel, Gateway, Grant, Namespace, Workload } from '../../../src/access/model.ts';
import type { HttpMethod, Operation, PathPattern } from '../../../src/traffic/operation.ts';
import type { Enforcer } from '../mesh/case.ts';
import { covers, pathsIn } from './paths.ts';

/** One way to use one grant at one place. */
export interface Entry {
	readonly grant: Grant;
	readonly operation: Operation;
	/** At a gateway, one of the hosts. */
	readonly host?: string;
	/** The workload's own port: the container's or the gateway pod's. */
	readonly port: number;
	/** Absent for TCP. */
	readonly http?: { readonly method: HttpMethod; readonly path: string; readonly pattern: PathPattern };
}

export interface Place {
	readonly side: 'gateway' | 'receiver' | 'undeclared';
	readonly name: string;
	readonly namespace: string;
	readonly enforcer: Enforcer;
	/** Empty for what nobody may call. */
	readonly entries: readonly Entry[];
	/** Absent for undeclared workloads. */
	readonly workload?: Workload;
}

export function placesOf(model: AccessModel): readonly Place[] {
	return [
		...model.gateways.map((gateway) => gatewayPlace(model, gateway)),
		...model.workloads.filter(({ kind }) => kind === 'service').map((workload) => receiverPlace(model, workload)),
		...model.namespaces.filter(({ kind }) => kind === 'owned').map(undeclaredPlace),
	];
}

function gatewayPlace(model: AccessModel, gateway: Gateway): Place {
	const { workload, attachment } = gateway;
	const port = workload.ports[0]?.targetPort ?? 8443;
	const entries = model.entrances
		.filter((entrance) => entrance.gateway === gateway)
		.flatMap(({ grant, operations }) =>
			operations.flatMap(({ hosts, operation }) =>
				hosts.flatMap((host) => httpOf(operation).map((http) => ({ grant, operation, host, port, http }))),
			),
		);
	const enforcer: Enforcer = {
		kind: 'gateway',
		api: attachment.kind === 'selector' ? 'istio' : 'kubernetes',
		name: attachment.kind === 'selector' ? workload.name : attachment.name,
		workload: pod(workload),
		listeners: workload.ports.map((each) => ({ port: each.port, targetPort: each.targetPort, protocol: 'https' })),
	};
	return { side: 'gateway', name: workload.name, namespace: workload.namespace.name, enforcer, entries, workload };
}

function receiverPlace(model: AccessModel, workload: Workload): Place {
	const entries = model.grants
		.filter(({ receiver }) => receiver === workload)
		.flatMap((grant) =>
			grant.scope.operations.flatMap((operation): readonly Entry[] => {
				const port = workload.ports.find(({ name }) => name === operation.port)?.targetPort;
				if (port === undefined) throw new Error(`${grant.id} names a port that ${workload.name} lacks`);
				if (operation.kind === 'tcp') return [{ grant, operation, port }];
				return httpOf(operation).map((http) => ({ grant, operation, port, http }));
			}),
		);
	const ports = workload.ports.map(({ port, targetPort, protocol }) => ({ port, targetPort, protocol }));
	const enforcer: Enforcer = {
		kind: 'sidecar',
		workload: pod(workload),
		services: ports.length === 0 ? [] : [{ name: workload.name, ports }],
	};
	return { side: 'receiver', name: workload.name, namespace: workload.namespace.name, enforcer, entries, workload };
}

const undeclaredPlace = ({ name: namespace }: Namespace): Place => ({
	side: 'undeclared',
	name: `undeclared in ${namespace}`,
	namespace,
	enforcer: {
		kind: 'sidecar',
		workload: { namespace, labels: { app: 'undeclared' }, serviceAccount: 'undeclared' },
		services: [{ name: 'undeclared', ports: [{ port: 8080, protocol: 'http' }] }],
	},
	entries: [],
});

const pod = ({ namespace, selector, principal }: Workload) => ({
	namespace: namespace.name,
	labels: selector,
	serviceAccount: principal.serviceAccount,
});

function httpOf(operation: Operation): readonly NonNullable<Entry['http']>[] {
	if (operation.kind === 'tcp') return [];
	const pattern = patternOf(operation);
	const method = operation.kind === 'http' && operation.method.kind === 'exactly' ? operation.method.method : 'GET';
	return pathsIn(pattern).map((path) => ({ method: operation.kind === 'grpc' ? 'POST' : method, path, pattern }));
}

function patternOf(operation: Exclude<Operation, { readonly kind: 'tcp' }>): PathPattern {
	if (operation.kind === 'http') return operation.path;
	const segments = [operation.service, operation.method].map((text) => ({ kind: 'literal', text }) as const);
	return { segments, trailingSlash: false, below: false };
}

export interface Asked {
	/** Name of the workload whose certificate is shown; at a gateway nobody looks. */
	readonly presenter: string;
	/** The grant that the token is about, if there is a token. */
	readonly token: Grant | undefined;
	readonly port: number;
	readonly host: string | undefined;
	readonly method: string;
	/** Without dot segments. */
	readonly path: string;
}

/** Whether some grant at this place means this request, so that it may pass for another reason than the one under test. */
export const isMeant = (place: Place, asked: Asked): boolean =>
	place.entries.some(({ grant, operation, host, port, http }) => {
		if (http === undefined || port !== asked.port || host !== asked.host) return false;
		if (place.side === 'receiver' && grant.presenter.name !== asked.presenter) return false;
		const any = operation.kind === 'http' && operation.method.kind === 'any';
		if ((!any && http.method !== asked.method) || !covers(http.pattern, asked.path)) return false;
		return needsNoToken(grant) || (asked.token !== undefined && isSameToken(grant, asked.token));
	});

export const needsNoToken = ({ actor }: Grant): boolean => actor.kind === 'identity' || actor.kind === 'anyone';

/** A token shows client, kind and scope; grants that agree in these share it. */
function isSameToken(a: Grant, b: Grant): boolean {
	const [mine, other] = [a.actor, b.actor];
	if (!('client' in mine) || !('client' in other)) return false;
	return mine.kind === other.kind && mine.client.id === other.client.id && a.scope === b.scope;
}
