// What reading the manifests around the policies gives: proxies with the names by which people know them.
import type { Enforcer } from '../world.ts';

export interface Found {
	readonly namespace: string;
	/** Of the workload, the Gateway, or the waypoint. */
	readonly name: string;
	/** `Deployment`, `Pod`, `Gateway`… */
	readonly kind: string;
	/** Names of Services (in its namespace) that lead to it, with the ports as the enforcer counts them, by Service port. */
	readonly services: readonly FoundService[];
	/** Undefined: no proxy stands before these pods, so no policy is enforced. */
	readonly enforcer: Enforcer | undefined;
	/** Of the pods, or of the proxy's own; undefined where the manifests do not say. */
	readonly serviceAccount: string | undefined;
	/** The waypoint through which its Services are reached, `namespace/name`. */
	readonly waypoint: string | undefined;
	/** Container ports by name. */
	readonly portNames: ReadonlyMap<string, number>;
	/** What was taken for granted, as sentences without a full stop. */
	readonly assumptions: readonly string[];
	/** The manifest that it was read from. */
	readonly object: unknown;
}

export interface FoundService {
	readonly name: string;
	readonly ports: readonly { readonly name: string; readonly port: number; readonly enforced: number }[];
}

/** The namespaces whose objects have a say at its proxy, beside the root namespace: of a waypoint those of its Services, too. */
export const namespacesAt = ({ namespace, enforcer }: Found): readonly string[] =>
	enforcer?.kind === 'waypoint'
		? [namespace, ...enforcer.services.map((service) => service.namespace ?? namespace)]
		: [namespace];
