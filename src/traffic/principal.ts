// Who speaks on the wire: the workload identity that mutual TLS proves.

/** A SPIFFE workload identity, `spiffe://<trustDomain>/ns/<namespace>/sa/<serviceAccount>`. */
export interface Principal {
	readonly trustDomain: string;
	readonly namespace: string;
	readonly serviceAccount: string;
}

/** The identity as certificates write it. */
export const spiffeOf = ({ trustDomain, namespace, serviceAccount }: Principal): `spiffe://${string}` =>
	`spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;

export type Protocol = 'http' | 'grpc' | 'tcp';

export interface Port {
	readonly name: string;
	/** The Service's port. */
	readonly port: number;
	/** The container's port: what a sidecar sees. */
	readonly targetPort: number;
	readonly protocol: Protocol;
}
