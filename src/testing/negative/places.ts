// Where grants are enforced: the gateway that they come through, and the receiver; and what else may pass there, so that a
// case is not called refused which another grant lets in.
import type { AccessModel, Gateway, Grant, Workload } from '../../access/model.ts';
import { invariant } from '../../core/invariant.ts';
import type { Operation } from '../../traffic/operation.ts';
import { means } from '../request-text.ts';
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

/** An operation that is declared open to all, and why a token or a certificate matters nothing there. */
export interface Opening {
	readonly operation: Operation;
	readonly hosts: readonly string[] | 'any';
	readonly why: string;
}

export interface Place {
	readonly side: 'gateway' | 'receiver';
	readonly workload: Workload;
	/** Empty for what nobody may call. */
	readonly entries: readonly Entry[];
	readonly openings: readonly Opening[];
}

/** Gateways, then services, each by name. */
export function placesOf(model: AccessModel): readonly Place[] {
	const services = model.workloads.filter(({ kind }) => kind === 'service');
	return [
		...model.gateways.map((gateway) => gatewayPlace(model, gateway)),
		...services.map((workload) => receiverPlace(model, workload)),
	];
}

function gatewayPlace(model: AccessModel, gateway: Gateway): Place {
	const { workload } = gateway;
	const port = workload.ports.find(({ protocol }) => protocol !== 'tcp')?.targetPort ?? 0;
	const entries = model.entrances
		.filter((entrance) => entrance.gateway === gateway)
		.flatMap(({ grant, operations }) =>
			operations.flatMap(({ hosts, operation }) =>
				hosts.flatMap((host) => usesOf(operation).map((http) => ({ grant, operation, host, port, http }))),
			),
		);
	const openings = model.apiKeys
		.filter((keys) => keys.gateway === gateway)
		.flatMap(({ operations }) =>
			operations.map(({ hosts, operation }): Opening => {
				return { operation, hosts, why: 'API keys open it, too, which an external authorizer judges' };
			}),
		);
	return { side: 'gateway', workload, entries, openings };
}

function receiverPlace(model: AccessModel, workload: Workload): Place {
	const entries = model.grants
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
	return { side: 'receiver', workload, entries, openings: plaintextAt(model, workload) };
}

function plaintextAt({ plaintext }: AccessModel, workload: Workload): readonly Opening[] {
	const declared = plaintext.filter((each) => each.workload === workload).flatMap(({ operations }) => operations);
	const probed = workload.probes.kind === 'direct' ? workload.probes.operations : [];
	return [...declared, ...probed].map((operation) => {
		return { operation, hosts: 'any', why: 'it is declared open to all, without mutual TLS' };
	});
}

export interface Asked {
	/** Whose certificate is shown; at a gateway nobody looks. */
	readonly presenter: Workload;
	/** The grant that the token is about, if there is a token. */
	readonly token: Grant | undefined;
	readonly port: number;
	readonly host: string | undefined;
	readonly method: string;
	/** Without dot segments. */
	readonly path: string;
}

/** Whether some grant, or an opening, means this request. */
export function isMeant(place: Place, asked: Asked): boolean {
	if (openingFor(place, asked) !== undefined) return true;
	return place.entries.some(({ grant, operation, host, port }) => {
		if (port !== asked.port || host !== asked.host) return false;
		if (place.side === 'receiver' && grant.presenter !== asked.presenter) return false;
		if (!means(operation, asked.method, asked.path)) return false;
		return needsNoToken(grant) || (asked.token !== undefined && isSameToken(grant, asked.token));
	});
}

/** The opening that lets a request in, whoever sends it. */
export const openingFor = (
	{ openings, workload, side }: Place,
	{ port, host, method, path }: Pick<Asked, 'port' | 'host' | 'method' | 'path'>,
): Opening | undefined =>
	openings.find(({ operation, hosts }) => {
		const isHere =
			side === 'gateway' || workload.ports.some((one) => one.name === operation.port && one.targetPort === port);
		const isHost = hosts === 'any' || (host !== undefined && hosts.includes(host));
		return isHere && isHost && means(operation, method, path);
	});

/** True for grants by certificate alone, and for anyone. */
export const needsNoToken = ({ actor }: Grant): boolean => actor.kind === 'identity' || actor.kind === 'anyone';

/** A token shows client, kind and scope; grants that agree in these share it. */
function isSameToken(a: Grant, b: Grant): boolean {
	const [mine, other] = [a.actor, b.actor];
	if (!('client' in mine) || !('client' in other)) return false;
	return mine.kind === other.kind && mine.client.id === other.client.id && a.scope === b.scope;
}
