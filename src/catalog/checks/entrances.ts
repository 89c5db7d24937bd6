// What a gateway sees of the grants: external hosts and paths. What needs no token there must not take in what needs one
// behind a longer route, and an API key must not stand before a way in that others use without one.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { Operation } from '../../traffic/operation.ts';
import { seenOutside } from '../../traffic/seen-outside.ts';
import type { GatewayData, RouteInput } from '../input.ts';
import type { CheckContext, NamedScope, Scope } from './context.ts';
import { stepsOf } from './gateways.ts';
import { canMeet } from './patterns.ts';
import { type Check, found } from './report.ts';

/** One operation of a scope through one route. */
interface Entrance {
	readonly kind: 'public' | 'token' | 'key';
	readonly scope: Scope;
	readonly text: string;
	readonly inside: Operation;
	/** Without the receiver's port, which the gateway does not see. */
	readonly outside: Operation;
	readonly route: RouteInput;
	/** Where it is granted. */
	readonly path: CatalogPath;
	/** The scope's operation. */
	readonly written: CatalogPath;
	/** Undefined is all. */
	readonly environments: readonly string[] | undefined;
}

/** Public routes and API keys that take in more, or let in less, than the grants behind them say. */
export const checkEntrances: Check = (context) => [
	...sameScope(context),
	...[...context.gateways].flatMap(([name, gateway]) => {
		const entrances = entrancesOf(context, name, gateway);
		const hosts = hostsOf(context, name);
		return [...reaching(context, name, entrances, hosts), ...judging(context, name, entrances, hosts)];
	}),
];

/** The external authorizer is asked before any token is looked at (Istio: CUSTOM policies are evaluated first). */
function sameScope(context: CheckContext): readonly Diagnostic[] {
	const keyed = new Map<string, number>();
	for (const [index, exception] of (context.data.exceptions ?? []).entries()) {
		if (exception.kind !== 'api-key') continue;
		for (const scope of exception.scopes) keyed.set(`${exception.gateway}\n${exception.to}\n${scope}`, index);
	}
	if (keyed.size === 0) return [];
	return context.grants.flatMap(({ caller, receiver, scopes, sound }) =>
		scopes.flatMap(({ path, scope }) => {
			const index = sound ? keyed.get(`${caller.via}\n${receiver}\n${scope.name}`) : undefined;
			if (index === undefined || caller.via === undefined) return [];
			const parameters = { gateway: caller.via, receiver, scope: scope.name };
			return [found(context, 'ACC052', parameters, path, [{ path: ['exceptions', index], label: 'open by API key' }])];
		}),
	);
}

/** One entrance for each kind, scope, route and operation, however many callers have it. */
function entrancesOf(context: CheckContext, name: string, gateway: GatewayData): readonly Entrance[] {
	const known = new Set<string>();
	const entrances: Entrance[] = [];
	const add = (kind: Entrance['kind'], { path, scope }: NamedScope, environments?: readonly string[]): void => {
		const key = `${kind} ${scope.receiver} ${scope.name} ${kind === 'key' ? path.join(' ') : ''}`;
		if (known.has(key)) return;
		known.add(key);
		for (const route of gateway.routes) {
			if (route.to !== scope.receiver || (kind === 'public' && !route.public?.includes(scope.name))) continue;
			const rewriting = { prefix: stepsOf(route.path), rewrite: stepsOf(route.rewrite ?? route.path) };
			for (const { operation: inside, path: written, text } of scope.operations) {
				const seen = seenOutside(inside, rewriting);
				if (seen === undefined) continue;
				entrances.push({
					kind,
					scope,
					text,
					inside,
					outside: { ...seen, port: '' },
					route,
					path,
					written,
					environments,
				});
			}
		}
	};
	for (const { caller, scopes, sound } of context.grants) {
		if (!sound || caller.via !== name) continue;
		for (const named of scopes) add(caller.from === 'anyone' ? 'public' : 'token', named);
	}
	for (const [index, exception] of (context.data.exceptions ?? []).entries()) {
		if (exception.kind !== 'api-key' || exception.gateway !== name) continue;
		for (const [position, text] of exception.scopes.entries()) {
			const scope = context.scopes.get(exception.to)?.get(text);
			const path = ['exceptions', index, 'scopes', position];
			if (scope !== undefined) add('key', { scope, path }, exception.environments);
		}
	}
	return entrances;
}

/** The first of the environments in which two host sets of the gateway share a host. */
type SharedHost = (one: string, other: string, environments: readonly string[] | undefined) => string | undefined;

function hostsOf(context: CheckContext, gateway: string): SharedHost {
	const known = new Map<string, readonly string[]>();
	const sharing = (one: string, other: string): readonly string[] =>
		[...context.environments]
			.filter(([, { gateways }]) => {
				const sets = gateways?.[gateway]?.hosts ?? {};
				const first = new Set(Object.hasOwn(sets, one) ? sets[one] : []);
				return Object.hasOwn(sets, other) && sets[other]?.some((host) => first.has(host)) === true;
			})
			.map(([name]) => name);
	return (one, other, environments) => {
		const key = `${one}\n${other}`;
		const there = known.get(key) ?? sharing(one, other);
		known.set(key, there);
		return there.find((name) => environments?.includes(name) ?? true);
	};
}

/** Public operations that a longer route sends to somebody who asks for a token. Where both meet at one receiver, that is told there. */
function reaching(
	context: CheckContext,
	gateway: string,
	entrances: readonly Entrance[],
	sharedHost: SharedHost,
): readonly Diagnostic[] {
	const guarded = entrances.filter(({ kind }) => kind === 'token');
	return onePerPair(
		entrances.filter(({ kind }) => kind === 'public'),
		guarded,
		(open, other) => {
			if (!startsWith(stepsOf(other.route.path), stepsOf(open.route.path))) return [];
			if (open.scope.receiver === other.scope.receiver && canMeet(open.inside, other.inside)) return [];
			const environment = meeting(open, other, sharedHost);
			if (environment === undefined) return [];
			const parameters = { ...meetingOf(open, other), gateway, route: other.route.path, environment };
			const places = [
				{ path: other.written, label: 'what it reaches into' },
				{ path: other.path, label: 'asks for a token' },
			];
			return [found(context, 'ACC086', parameters, open.written, places)];
		},
	);
}

/** Keyed operations that take in those of another way in. */
function judging(
	context: CheckContext,
	gateway: string,
	entrances: readonly Entrance[],
	sharedHost: SharedHost,
): readonly Diagnostic[] {
	const others = entrances.filter(({ kind }) => kind !== 'key');
	return onePerPair(
		entrances.filter(({ kind }) => kind === 'key'),
		others,
		(keyed, other) => {
			// A scope open in both ways is told as such.
			if (keyed.scope === other.scope) return [];
			const environment = meeting(keyed, other, sharedHost);
			if (environment === undefined) return [];
			const places = [
				{ path: keyed.written, label: 'the operation with a key' },
				{ path: other.written, label: 'what it reaches into' },
				{ path: other.path, label: 'the other way in' },
			];
			return [found(context, 'ACC087', { ...meetingOf(keyed, other), gateway, environment }, keyed.path, places)];
		},
	);
}

/** What is said of two scopes is said of the first two operations that meet. */
function onePerPair(
	ones: readonly Entrance[],
	others: readonly Entrance[],
	say: (one: Entrance, other: Entrance) => readonly Diagnostic[],
): readonly Diagnostic[] {
	const told = new Map<Scope, Set<Scope>>();
	return ones.flatMap((one) =>
		others.flatMap((other) => {
			if (told.get(one.scope)?.has(other.scope) === true) return [];
			const said = say(one, other);
			if (said.length > 0) told.set(one.scope, (told.get(one.scope) ?? new Set()).add(other.scope));
			return said;
		}),
	);
}

const meeting = (one: Entrance, other: Entrance, sharedHost: SharedHost): string | undefined =>
	canMeet(one.outside, other.outside) ? sharedHost(one.route.host, other.route.host, one.environments) : undefined;

const meetingOf = (one: Entrance, other: Entrance) => ({
	operation: one.text,
	scope: one.scope.name,
	other: other.text,
	otherScope: other.scope.name,
});

const startsWith = (steps: readonly string[], prefix: readonly string[]): boolean =>
	prefix.every((text, index) => steps[index] === text);
