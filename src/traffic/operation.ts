// What a caller does at a receiver: an HTTP request, a gRPC call, a TCP connection.

export const httpMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type HttpMethod = (typeof httpMethods)[number];

export type Method = { readonly kind: 'any' } | { readonly kind: 'exactly'; readonly method: HttpMethod };

/** One step of a path. A parameter stands for exactly one non-empty segment. */
export type Segment =
	| { readonly kind: 'literal'; readonly text: string }
	| { readonly kind: 'parameter'; readonly name: string };

/** `/accounts/{id}` ends there; `/static/**` is `/static` and everything below it. */
export interface PathPattern {
	readonly segments: readonly Segment[];
	/** True for `/x/`: the slash is part of the path. Never together with `below`. */
	readonly trailingSlash: boolean;
	readonly below: boolean;
}

export interface HttpOperation {
	readonly kind: 'http';
	/** Name of the receiver's port. */
	readonly port: string;
	readonly method: Method;
	readonly path: PathPattern;
}

export interface GrpcOperation {
	readonly kind: 'grpc';
	readonly port: string;
	/** Full name with package, such as `hipstershop.AdService`. */
	readonly service: string;
	readonly method: string;
}

export interface TcpOperation {
	readonly kind: 'tcp';
	readonly port: string;
}

export type Operation = HttpOperation | GrpcOperation | TcpOperation;

/** `/accounts/{id}/**`, as the catalog writes it. */
function printPathPattern(path: PathPattern): string {
	const steps = path.segments.map((step) => (step.kind === 'literal' ? step.text : `{${step.name}}`));
	if (path.below) steps.push('**');
	return `/${steps.join('/')}${path.trailingSlash && steps.length > 0 ? '/' : ''}`;
}

/** An operation without its port: `GET /accounts/{id}`, `shop.Cart/Add`, `TCP`. */
export function printOperation(operation: Operation): string {
	switch (operation.kind) {
		case 'http': {
			const method = operation.method.kind === 'any' ? 'ANY' : operation.method.method;
			return `${method} ${printPathPattern(operation.path)}`;
		}
		case 'grpc':
			return `${operation.service}/${operation.method}`;
		case 'tcp':
			return 'TCP';
	}
}
