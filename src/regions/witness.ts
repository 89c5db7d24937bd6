// One concrete request out of a box, as plain data, and as the facts that predicates are asked about.
import { printAddress, readAddress } from '../traffic/address.ts';
import type { Facts, Json, Payload } from '../traffic/facts.ts';
import { type AddressAttribute, pathKey, type TextAttribute } from '../traffic/predicate.ts';
import { type Box, tighten } from './box.ts';
import type { Cut } from './cut.ts';
import type { Dimension } from './dimension.ts';
import type { Region } from './sets.ts';

/** A request by its attributes; undefined: missing. What no atom speaks of is missing, too, unless it cannot be. */
export interface Witness extends Readonly<Record<TextAttribute | AddressAttribute, string | undefined>> {
	readonly port: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, readonly string[]>>;
	/** Of the verified token. */
	readonly payload: Payload | undefined;
	/** External authorizers that agree. */
	readonly agreeing: readonly string[];
}

type Chosen = { -readonly [K in TextAttribute | AddressAttribute]?: string | undefined } & {
	port: number;
	verified: boolean;
	headers: [string, string][];
	claims: [readonly string[], string][];
	/** Claims that are a list, even of one text. */
	lists: Set<string>;
	agreeing: string[];
};

/** A request of the region, taken from its first box; undefined when it is empty. */
export function witness(cut: Cut, { boxes }: Region): Witness | undefined {
	const [first] = boxes;
	return first === undefined ? undefined : witnessOf(cut, first);
}

/** A request of the box. It has no more than it must: what may be missing is. */
export function witnessOf({ dimensions, layout }: Cut, box: Box): Witness {
	const chosen: Chosen = { port: 0, verified: false, headers: [], claims: [], lists: new Set(), agreeing: [] };
	let left = box;
	for (const dimension of dimensions) {
		const { offset, mask } = dimension.field;
		const bits = (left & mask) >> offset;
		const bit = bits & -bits;
		left = tighten(layout, (left & ~mask) | (bit << offset));
		choose(chosen, dimension, bit.toString(2).length - 1);
	}
	return {
		peer: chosen.peer,
		port: chosen.port,
		sourceAddress: chosen.sourceAddress,
		remoteAddress: chosen.remoteAddress,
		destinationAddress: chosen.destinationAddress,
		serverName: chosen.serverName,
		method: chosen.method,
		path: chosen.path,
		host: chosen.host,
		headers: Object.fromEntries([...lists(chosen.headers)]),
		payload: chosen.verified ? payloadOf(chosen.claims, chosen.lists) : undefined,
		agreeing: chosen.agreeing,
	};
}

/** Other requests of the box, so that each class of each dimension occurs in one of them or in `witnessOf`. */
export function* variantsOf(cut: Cut, box: Box): Iterable<Witness> {
	for (const { field } of cut.dimensions) {
		const bits = (box & field.mask) >> field.offset;
		for (let left = bits & (bits - 1n); left !== 0n; left &= left - 1n) {
			const narrowed = tighten(cut.layout, (box & ~field.mask) | ((left & -left) << field.offset));
			if (narrowed !== 0n) yield witnessOf(cut, narrowed);
		}
	}
}

function choose(chosen: Chosen, dimension: Dimension, index: number): void {
	switch (dimension.kind) {
		case 'text':
			chosen[dimension.attribute] = dimension.values[index];
			return;
		case 'address': {
			const address = dimension.values[index];
			chosen[dimension.attribute] = address === undefined ? undefined : printAddress(address);
			return;
		}
		case 'port':
			chosen.port = dimension.values[index] ?? 0;
			return;
		case 'verified':
			chosen.verified = dimension.values[index] ?? false;
			return;
		case 'agrees':
			if (dimension.values[index]) chosen.agreeing.push(dimension.provider);
			return;
		case 'header': {
			const text = dimension.values[index];
			if (text !== undefined) chosen.headers.push([dimension.name, text]);
			return;
		}
		case 'alone':
			if (dimension.values[index] === undefined) chosen.lists.add(pathKey(dimension.path));
			return;
		case 'claim':
		case 'single': {
			const text = dimension.values[index];
			if (text !== undefined) chosen.claims.push([dimension.path, text]);
		}
	}
}

function lists(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
	const found = new Map<string, string[]>();
	for (const [name, text] of pairs) found.set(name, [...(found.get(name) ?? []), text]);
	return found;
}

/** The claims as one object; several texts of one claim are a list, and so is one where it must be. */
function payloadOf(
	claims: readonly (readonly [path: readonly string[], text: string])[],
	isList: ReadonlySet<string>,
	outer: readonly string[] = [],
): Payload {
	const names = [...new Set(claims.map(([path]) => path[outer.length] ?? ''))];
	return Object.fromEntries(
		names.map((name): [string, Json] => {
			const path = [...outer, name];
			const inside = claims.filter(([one]) => one[outer.length] === name);
			const texts = inside.flatMap(([one, text]) => (one.length === path.length ? [text] : []));
			const [only, second] = texts;
			if (only === undefined) return [name, payloadOf(inside, isList, path)];
			return [name, second === undefined && !isList.has(pathKey(path)) ? only : texts];
		}),
	);
}

/** The facts of the witness, as an enforcement point would state them. */
export function factsOf(witness: Witness): Facts {
	const address = (text: string | undefined) => (text === undefined ? undefined : readAddress(text));
	return {
		...witness,
		sourceAddress: address(witness.sourceAddress),
		remoteAddress: address(witness.remoteAddress),
		destinationAddress: address(witness.destinationAddress),
		headers: new Map(Object.entries(witness.headers)),
		agreeing: new Set(witness.agreeing),
	};
}
