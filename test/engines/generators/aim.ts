// Requests aimed at the policies at hand: one attribute of a request is replaced by a value from the edge of a rule's own
// value.
import type { MeshRequest } from '../mesh/case.ts';
import { ruleValues } from './authorization.ts';
import type { Dice } from './dice.ts';
import { moved, mutate, withHttp } from './mutate.ts';
import type { MeshObject } from './objects.ts';
import { edgeOf } from './patterns.ts';
import { type HttpMeshRequest, isHttp, spiffe } from './requests.ts';
import { methods } from './words.ts';
import type { World } from './worlds.ts';

/** The values in the policies' rules that a request can show, by the field that asks for them. */
export type Targets = readonly (readonly [name: string, values: readonly string[]])[];

export const targetsIn = (objects: readonly MeshObject[]): Targets =>
	[...ruleValues(objects)].filter(([name, list]) => list.length > 0 && canAim(name));

/** The request with one attribute taken from the rules; a plain mutation when there is nothing to aim at. */
export function aim(dice: Dice, around: World, request: MeshRequest, values: Targets): MeshRequest {
	if (values.length === 0) return mutate(dice, around, request);
	const [name, list] = dice.pick(values);
	const value = edgeOf(dice, dice.pick(list));
	return (
		(isHttp(request) ? aimHttp(dice, request, name, value) : undefined) ?? aimConnection(around, request, name, value)
	);
}

const positiveName = (name: string): string => name.replace(/^not(.)/, (_, first: string) => first.toLowerCase());

const http = ['hosts', 'methods', 'paths', 'requestPrincipals', 'request.auth.principal'];
const connection = [
	'principals',
	'source.principal',
	'namespaces',
	'source.namespace',
	'serviceAccounts',
	'source.serviceAccount',
	'ports',
	'connection.sni',
];

const knownMethods: readonly string[] = methods;

const canAim = (name: string): boolean =>
	[...http, ...connection].includes(positiveName(name)) || /^request\.(headers|auth\.claims)\[/.test(name);

/** Undefined for attributes of the connection. */
function aimHttp(dice: Dice, request: HttpMeshRequest, name: string, value: string): MeshRequest | undefined {
	const header = /^request\.headers\[(.*)\]$/.exec(name)?.[1];
	if (header !== undefined) {
		const others = (request.http.headers ?? []).filter(
			([other]) => dice.chance(30) || other.toLowerCase() !== header.toLowerCase(),
		);
		return withHttp(request, { headers: [...others, [header, value]] });
	}
	const path = /^request\.auth\.claims\[(.*)\]$/.exec(name)?.[1]?.split('][');
	if (path !== undefined) return withClaims(request, claimAt(path, dice.chance(40) ? [value] : value));
	switch (positiveName(name)) {
		case 'hosts':
			return value === '' ? undefined : withHttp(request, { host: value });
		case 'methods':
			return knownMethods.includes(value) || dice.chance(8) ? withHttp(request, { method: value || 'GET' }) : undefined;
		case 'paths':
			return withHttp(request, { path: value.startsWith('/') ? value : `/${value}` });
		case 'requestPrincipals':
		case 'request.auth.principal':
			return withClaims(request, {
				iss: value.slice(0, value.lastIndexOf('/')),
				sub: value.slice(value.lastIndexOf('/') + 1),
			});
		default:
			return undefined;
	}
}

const claimAt = (path: readonly string[], value: unknown): Readonly<Record<string, unknown>> => {
	const [name = '', ...rest] = path;
	return { [name]: rest.length === 0 ? value : claimAt(rest, value) };
};

function withClaims(request: HttpMeshRequest, claims: Readonly<Record<string, unknown>>): MeshRequest {
	const [first, ...rest] = request.http.tokens ?? [];
	if (first === undefined || !('claims' in first)) return request;
	return withHttp(request, { tokens: [{ ...first, claims: { ...first.claims, ...claims } }, ...rest] });
}

function aimConnection(around: World, request: MeshRequest, name: string, value: string): MeshRequest {
	const [td = '', , ns = '', , sa = ''] = value.split('/');
	const strangers = around.callers === 'strangers';
	const domain = around.trustDomains[0];
	switch (positiveName(name)) {
		case 'principals':
		case 'source.principal':
			return strangers || sa === '' || /[^a-z0-9.-]/.test(td + ns + sa)
				? request
				: { ...request, from: spiffe(td, ns, sa) };
		case 'namespaces':
		case 'source.namespace':
			return strangers || !/^[a-z0-9-]+$/.test(value) ? request : { ...request, from: spiffe(domain, value, 'web') };
		case 'serviceAccounts':
		case 'source.serviceAccount': {
			const account = /^([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(value);
			return strangers || account === null
				? request
				: { ...request, from: spiffe(domain, account[1] ?? '', account[2] ?? '') };
		}
		case 'ports': {
			const known = isHttp(request) ? around.httpPorts : around.tcpPorts;
			return known.includes(Number(value)) ? moved(around, request, Number(value)) : request;
		}
		case 'connection.sni':
			return around.enforcer.kind === 'waypoint' || value.includes('*') ? request : { ...request, sni: value };
		default:
			return request;
	}
}
