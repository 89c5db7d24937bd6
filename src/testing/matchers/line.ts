// What is asked about, as policies see it: the request itself, and what becomes of it behind the routes of a gateway.
import type { Gateway, Route } from '../../access/model.ts';
import { quote } from '../../core/quote.ts';
import { behind, outsideOf, readRequestText } from '../../decide/index.ts';
import {
	anyRequest,
	bytesWanted,
	lineSeen,
	lineWanted,
	type MeshSettings,
	type Wanted,
} from '../../semantics/istio/index.ts';

export interface Line {
	/** Of a request that is sent straight to the receiver. */
	readonly direct: Wanted;
	/** Of one that may have gone through a gateway: the path may be meant as it is sent there. */
	readonly anyhow: Wanted;
	/** At a gateway; undefined: no gateway is asked, since bytes have no route. */
	readonly outside: Wanted | undefined;
}

/** Reads what is asked; throws for a request that no proxy reads. Undefined: all requests. */
export function lineOf(mesh: MeshSettings, request: string | undefined, gateways: readonly Gateway[]): Line {
	if (request === undefined) return { direct: anyRequest, anyhow: anyRequest, outside: anyRequest };
	const wanted = readRequestText(request);
	if (wanted.kind === 'tcp') return { direct: bytesWanted, anyhow: bytesWanted, outside: undefined };
	const { method } = wanted;
	const own = lineSeen(mesh, wanted);
	if (own.kind === 'refused') throw new Error(`no proxy reads ${quote(request)} as HTTP: ${own.what}`);
	const routes = gateways.flatMap((gateway) => gateway.routes.map((route) => ({ gateway, route })));
	const others = routes.flatMap(({ gateway, route }) =>
		pathsBy({ ...gateway, routes: [route] }, route, wanted, own.path),
	);
	const seen = (paths: readonly string[]) =>
		lineWanted(method, [...new Set([own.path, ...paths.flatMap((path) => seenPath(mesh, method, path))])]);
	return {
		direct: lineWanted(method, [own.path]),
		anyhow: seen(others.map(({ inside }) => inside)),
		outside: seen(others.map(({ outside }) => outside)),
	};
}

function seenPath(mesh: MeshSettings, method: string, path: string): readonly string[] {
	const line = lineSeen(mesh, { method, path });
	return line.kind === 'read' ? [line.path] : [];
}

interface Led {
	readonly outside: string;
	readonly inside: string;
}

/** What a client sends for it by this route, and what the receiver then sees. */
function pathsBy(
	gateway: Gateway,
	route: Route,
	wanted: Exclude<ReturnType<typeof readRequestText>, { kind: 'tcp' }>,
	seen: string,
): readonly Led[] {
	return [wanted.path, seen].flatMap((path): readonly Led[] => {
		const outside = outsideOf(gateway, route.receiver, { ...wanted, path }, undefined);
		return outside.route === undefined ? [] : [{ outside: outside.path, inside: behind(outside.path, route) }];
	});
}
