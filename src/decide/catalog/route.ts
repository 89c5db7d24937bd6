// The way from a gateway to a receiver: what the client sends, and what becomes of it. Routes are the user's own objects; the
// catalog says how they lead.
import type { Gateway, Route, Workload } from '../../access/model.ts';
import type { Wanted } from '../request-text.ts';

export interface Outside {
	readonly host: string;
	/** As the client sends it. */
	readonly path: string;
	/** Undefined: no route leads there. */
	readonly route: Route | undefined;
}

type Http = Exclude<Wanted, { kind: 'tcp' }>;

/**
 * What the client sends for a request: its path as it stands where a route begins like it, else the path by which a route
 * turns into it. `receiver` undefined: wherever the gateway leads it.
 */
export function outsideOf(
	{ routes }: Gateway,
	receiver: Workload | undefined,
	{ path }: Http,
	host: string | undefined,
): Outside {
	const usable = routes
		.filter(
			(route) =>
				(receiver === undefined || route.receiver === receiver) && (host === undefined || hasHost(route, host)),
		)
		.toSorted((a, b) => b.prefix.length - a.prefix.length);
	const direct = usable.find(({ prefix }) => startsWith(path, prefix));
	if (direct !== undefined) return { host: host ?? direct.hosts[0] ?? '', path, route: direct };
	const turned = receiver === undefined ? undefined : usable.find(({ rewrite }) => startsWith(path, rewrite));
	if (turned !== undefined) {
		return { host: host ?? turned.hosts[0] ?? '', path: replaced(path, turned.rewrite, turned.prefix), route: turned };
	}
	const [first] = routes;
	return { host: host ?? first?.hosts[0] ?? '', path, route: undefined };
}

/** Whom the gateway leads the path to, where it does not lead to the receiver that was asked for. */
export function leadsElsewhere(gateway: Gateway, path: string, host: string | undefined): Workload | undefined {
	return outsideOf(gateway, undefined, { kind: 'http', method: '', path }, host).route?.receiver;
}

/** The path as the receiver of the route sees it. */
export const behind = (path: string, { prefix, rewrite }: Route): string => replaced(path, prefix, rewrite);

const hasHost = ({ hosts }: Route, host: string): boolean => hosts.includes(host.toLowerCase().replace(/:\d+$/, ''));

/** By whole segments. */
function startsWith(path: string, steps: readonly string[]): boolean {
	const text = textOf(steps);
	return path === text || (path.startsWith(text) && /^[/?#]/.test(path.slice(text.length)));
}

function replaced(path: string, from: readonly string[], to: readonly string[]): string {
	const rest = path.slice(textOf(from).length);
	return `${textOf(to)}${rest}` || '/';
}

const textOf = (steps: readonly string[]): string => steps.map((step) => `/${step}`).join('');
