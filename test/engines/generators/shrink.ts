// From a case that shows something to the smallest part of it that still does: requests, policies, rules, fields, values and
// settings are dropped one after the other for as long as the thing is seen.
import type { MeshCase, MeshRequest } from '../mesh/case.ts';
import { isRecord, type MeshObject, readManifests, writeManifests } from './objects.ts';

/** True while the case still shows what is looked for. */
export type Shows = (candidate: MeshCase) => boolean | Promise<boolean>;

export type ShrinkOptions = {
	/** No more questions than this. Default 2,000. */
	readonly tries?: number;
};

/**
 * The smallest case found, or the case itself when `shows` is false for it. No part of the result can be left out alone
 * without losing what it shows (unless `tries` ran out). Candidates can be invalid to the engine: `shows` says no to those.
 */
export async function shrinkCase(
	start: MeshCase,
	shows: Shows,
	{ tries = 2000 }: ShrinkOptions = {},
): Promise<MeshCase> {
	if (!(await shows(start))) return start;
	let [left, smallest] = [tries, start];
	for (let moved = true; moved; ) {
		moved = false;
		for (const step of steps) {
			// After a success the same step goes on with the smaller case, past the candidates that it has refused already.
			for (let at = 0, list = step(smallest); at < list.length && left > 0; left--) {
				const candidate = list[at];
				if (candidate !== undefined && (await shows(candidate))) {
					smallest = candidate;
					moved = true;
					list = step(smallest);
					at = Math.min(at, list.length);
				} else at++;
			}
		}
	}
	return smallest;
}

/** Ways to make a case smaller, the boldest first; each gives its candidates in the order in which they are tried. */
const steps: readonly ((start: MeshCase) => readonly MeshCase[])[] = [
	(start) => cuts(start.requests).map((requests) => ({ ...start, requests })),
	(start) => cuts(readManifests(start.manifests)).map((objects) => ({ ...start, manifests: writeManifests(objects) })),
	(start) => smallerObjects(start),
	(start) => smallerRequests(start),
	(start) => withoutKeys(start, ['upstream', 'keys', 'namespaces', 'mesh']),
	(start) => (start.mesh === undefined ? [] : smallerValues(start.mesh).map((mesh) => ({ ...start, mesh }))),
];

/** Lists without their first half, without their second half, then without each single item. */
function cuts<T>(list: readonly T[]): readonly (readonly T[])[] {
	const half = Math.ceil(list.length / 2);
	const halves = list.length > 3 ? [list.slice(0, half), list.slice(half)] : [];
	return [...halves, ...list.map((_, index) => list.toSpliced(index, 1))];
}

/** One rule, field, value or label less in one of the objects. */
function smallerObjects(start: MeshCase): readonly MeshCase[] {
	const objects = readManifests(start.manifests);
	return objects.flatMap((object, index) =>
		smallerObject(object).map((smaller) => ({ ...start, manifests: writeManifests(objects.with(index, smaller)) })),
	);
}

function smallerObject(object: MeshObject): readonly MeshObject[] {
	const { name, namespace, ...more } = object.metadata;
	const place = { name, ...(namespace === undefined ? {} : { namespace }) };
	const bare = Object.keys(more).length === 0 ? [] : [{ ...object, metadata: place }];
	return [...bare, ...smallerValues(object.spec).map((spec) => ({ ...object, spec }))];
}

function smallerRequests(start: MeshCase): readonly MeshCase[] {
	return start.requests.flatMap((request, index) =>
		smallerRequest(request).map((smaller) => ({ ...start, requests: start.requests.with(index, smaller) })),
	);
}

/** Callers, port and path cannot be left out; what else a request has can. */
function smallerRequest(request: MeshRequest): readonly MeshRequest[] {
	const outer = withoutKeys(request, ['service', 'sourceAddress', 'destinationAddress', 'sni', 'alpn']);
	const { http } = request;
	if (http === undefined) return outer;
	const lists = [
		...(http.headers ?? []).map((_, index) => ({ ...http, headers: (http.headers ?? []).toSpliced(index, 1) })),
		...(http.tokens ?? []).map((_, index) => ({ ...http, tokens: (http.tokens ?? []).toSpliced(index, 1) })),
		...(http.tokens ?? []).flatMap((token, index) => {
			if (!('claims' in token)) return [];
			const claims = smallerValues(token.claims).map((smaller) => ({ ...token, claims: smaller }));
			const others = [...claims, ...withoutKeys(token, ['in', 'key', 'algorithm'])];
			return others.map((smaller) => ({ ...http, tokens: (http.tokens ?? []).with(index, smaller) }));
		}),
	];
	const inner = [...withoutKeys(http, ['headers', 'tokens', 'method', 'host']), ...lists];
	return [...outer, ...inner.map((smaller) => ({ ...rest(request), http: smaller }))];
}

const rest = ({ http: _, tcp: __, ...others }: MeshRequest) => others;

/** The value without one of these keys, for each that it has. */
function withoutKeys<T extends object>(value: T, keys: readonly (keyof T & string)[]): readonly T[] {
	return keys.filter((key) => key in value).map((key) => omit(value, key));
}

function omit<T extends object>(value: T, key: keyof T): T {
	const copy = { ...value };
	delete copy[key];
	return copy;
}

/** The object with one of its parts left out, at any depth; large parts first. */
function smallerValues<T extends object>(value: T): readonly T[] {
	const own = Object.keys(value) as (keyof T & string)[];
	return [
		...own.map((key) => omit(value, key)),
		...own.flatMap((key) => smallerPart(value[key]).map((part) => ({ ...value, [key]: part }))),
	];
}

function smallerPart(value: unknown): readonly unknown[] {
	if (Array.isArray(value)) {
		const shorter = value.map((_, index) => value.toSpliced(index, 1));
		return [...shorter, ...value.flatMap((item, index) => smallerPart(item).map((part) => value.with(index, part)))];
	}
	return isRecord(value) ? smallerValues(value) : [];
}
