// Classes of addresses. Two ranges are nested or disjoint, so the addresses that ranges tell apart are: those of a range
// that are in no smaller one. What no range names belongs to the whole of its family.
import { type Address, type AddressRange, isWithin, readAddress } from '../traffic/address.ts';

export interface AddressClass {
	/** The smallest range around it. */
	readonly range: AddressRange;
	readonly witness: Address;
}

/** All addresses. */
export const families: readonly AddressRange[] = [
	{ family: 4, bits: 0n, length: 0 },
	{ family: 6, bits: 0n, length: 0 },
];

/** Addresses that people know from examples (RFC 5737, RFC 3849), where one of them will do. */
const examples: readonly Address[] = ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1'].flatMap(
	(text) => readAddress(text) ?? [],
);

const rangeKey = ({ family, bits, length }: AddressRange): string => `${family} ${bits}/${length}`;

/** True when all addresses of the first are in the second. */
export const isInsideRange = (range: AddressRange, other: AddressRange): boolean =>
	range.length >= other.length && isWithin(range, other);

/** The classes that the ranges tell apart; those without an address are left out. Quadratic in the ranges. */
export function addressClasses(ranges: readonly AddressRange[]): readonly AddressClass[] {
	const distinct = [...new Map([...families, ...ranges].map((range) => [rangeKey(range), range])).values()];
	return distinct.flatMap((range) => {
		const smaller = distinct.filter((other) => other.length > range.length && isWithin(other, range));
		const isFree = (address: Address) => !smaller.some((other) => isWithin(address, other));
		const known = examples.find((address) => isWithin(address, range) && isFree(address));
		const witness = known ?? firstFree(range, smaller);
		return witness === undefined ? [] : [{ range, witness }];
	});
}

/** An address of the range in none of the smaller ones, low and not the first of its half where there is a choice. */
function firstFree(range: AddressRange, smaller: readonly AddressRange[]): Address | undefined {
	const { family, bits, length } = range;
	const width = family === 4 ? 32 : 128;
	if (smaller.some((other) => isInsideRange(range, other))) return undefined;
	if (smaller.length === 0) return { family, bits: length < width ? bits + 1n : bits };
	const half = 1n << BigInt(width - length - 1);
	for (const start of [bits, bits + half]) {
		const part = { family, bits: start, length: length + 1 };
		const found = firstFree(
			part,
			smaller.filter((other) => isInsideRange(other, part) || isInsideRange(part, other)),
		);
		if (found !== undefined) return found;
	}
	return undefined;
}
