// Gateways: what is granted through them must be reachable, and what is public must be granted.
import { spec } from '../../../core/diagnostic.ts';
import { quote } from '../../../core/quote.ts';

export interface Public {
	readonly gateway: string;
	readonly receiver: string;
	readonly scope: string;
}

export const gatewayDiagnostics = {
	ACC047: spec<Public>({
		severity: 'error',
		title: 'Anyone is let in, but no route is public',
		message: ({ gateway, receiver, scope }) =>
			`${quote(receiver)} lets anyone use ${quote(scope)} via ${quote(gateway)}, where no route lists it as public`,
		label: ({ gateway }) => `not in \`public\` of a route of ${quote(gateway)}`,
		why: () => 'a public operation is agreed on both sides: by its owner and by the owner of the gateway',
		help: ({ receiver, scope }) => `add \`public: [${scope}]\` to the route to ${quote(receiver)}, or remove the grant`,
	}),
	ACC048: spec<Public>({
		severity: 'error',
		title: 'A public route that the receiver does not grant',
		message: ({ gateway, receiver, scope }) =>
			`a route of ${quote(gateway)} makes ${quote(scope)} public, but ${quote(receiver)} does not let anyone in`,
		label: ({ receiver }) => `not granted to anyone by ${quote(receiver)}`,
		why: () => 'a public operation is agreed on both sides: by its owner and by the owner of the gateway',
		help: ({ gateway, receiver, scope }) =>
			`ask the owner of ${quote(receiver)} to add \`{ from: 'anyone', via: '${gateway}', scopes: ['${scope}'], as: 'anyone', because: '…' }\`, or remove it here`,
	}),
	ACC049: spec<Public & { operation: string; routes: number }>({
		severity: 'error',
		title: 'An operation that no route leads to',
		message: ({ gateway, operation, receiver }) =>
			`no route of ${quote(gateway)} leads to ${quote(operation)} of ${quote(receiver)}`,
		label: ({ scope }) => `${quote(scope)} cannot be used in full`,
		why: ({ routes }) =>
			routes === 0
				? 'the gateway has no such route to this receiver, so nothing that was granted could be reached'
				: 'the receiver sees the path after the rewrite, and no route yields this one (gRPC paths cannot be rewritten)',
		help: ({ receiver }) =>
			`add a route to ${quote(receiver)} whose \`rewrite\`, or else \`path\`, begins the operation's path, or split the scope`,
	}),
	ACC050: spec<Public>({
		severity: 'error',
		title: 'TCP through a gateway',
		message: ({ gateway, receiver, scope }) =>
			`${quote(scope)} of ${quote(receiver)} is TCP and cannot come through ${quote(gateway)}`,
		label: () => 'a TCP operation',
		why: () => 'a gateway tells its callers apart by tokens, hosts, and paths, and a TCP connection has none',
		help: () => 'let in services of the mesh only, with `as: identity`',
	}),
	ACC051: spec<{ gateway: string; host: string; path: string; environment: string }>({
		severity: 'error',
		title: 'Two routes for one path',
		message: ({ gateway, host, path }) => `two routes of ${quote(gateway)} take ${quote(`${host}${path}`)}`,
		label: ({ environment }) => `the same host and path in ${quote(environment)}`,
		why: () =>
			'which receiver a request reaches would depend on the order of routes, and the rules would be right for one only',
		help: () => 'give one of the routes another path or host',
	}),
	ACC052: spec<Public>({
		severity: 'error',
		title: 'An API key beside another way in',
		message: ({ gateway, receiver, scope }) =>
			`${quote(scope)} of ${quote(receiver)} is open via ${quote(gateway)} by API key and by another grant`,
		label: () => 'also granted through this gateway',
		why: () =>
			'the external authorizer is asked first and about every request, so callers with a token but no key would be refused',
		help: () => 'give callers with API keys a gateway, or a scope, of their own',
	}),
};
