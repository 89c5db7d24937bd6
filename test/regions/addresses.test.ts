// Classes of addresses: held to what ranges say of single addresses.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressClasses } from '../../src/regions/addresses.ts';
import {
	type Address,
	type AddressRange,
	isWithin,
	printAddress,
	readAddress,
	readRange,
} from '../../src/traffic/address.ts';

const range = (text: string): AddressRange => readRange(text) as AddressRange;
const shown = (ranges: readonly string[]) =>
	addressClasses(ranges.map(range)).map(({ witness }) => printAddress(witness));

test.each([
	{ name: 'no ranges: both families', ranges: [], witnesses: ['192.0.2.1', '2001:db8::1'] },
	{
		name: 'a range and what is around it',
		ranges: ['10.0.0.0/8'],
		witnesses: ['192.0.2.1', '2001:db8::1', '10.0.0.1'],
	},
	{
		name: 'the same range twice',
		ranges: ['10.0.0.0/8', '10.1.2.3/8'],
		witnesses: ['192.0.2.1', '2001:db8::1', '10.0.0.1'],
	},
	{
		name: 'ranges one in the other',
		ranges: ['10.0.0.0/8', '10.0.0.0/9'],
		witnesses: ['192.0.2.1', '2001:db8::1', '10.128.0.1', '10.0.0.1'],
	},
	{
		name: 'halves that leave nothing of the whole',
		ranges: ['10.0.0.0/9', '10.128.0.0/9', '10.0.0.0/8'],
		witnesses: ['192.0.2.1', '2001:db8::1', '10.0.0.1', '10.128.0.1'],
	},
	{ name: 'all of a family', ranges: ['0.0.0.0/0'], witnesses: ['192.0.2.1', '2001:db8::1'] },
	{
		name: 'a family in halves',
		ranges: ['0.0.0.0/1', '128.0.0.0/1'],
		witnesses: ['2001:db8::1', '0.0.0.1', '192.0.2.1'],
	},
	{
		name: 'one address, and its neighbour',
		ranges: ['10.0.0.0/31', '10.0.0.0'],
		witnesses: ['192.0.2.1', '2001:db8::1', '10.0.0.1', '10.0.0.0'],
	},
	{
		name: 'both neighbours of a pair',
		ranges: ['10.0.0.0/31', '10.0.0.0', '10.0.0.1'],
		witnesses: ['192.0.2.1', '2001:db8::1', '10.0.0.0', '10.0.0.1'],
	},
	{
		name: 'the examples themselves are taken',
		ranges: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
		witnesses: ['0.0.0.1', '2001:db8::1', '192.0.2.1', '198.51.100.1', '203.0.113.1'],
	},
])('$name', ({ ranges, witnesses }) => {
	expect([...shown(ranges)].sort()).toEqual([...witnesses].sort());
});

/** Addresses that agree in all but a few bits, so that ranges meet. */
const near = fc
	.record({ family: fc.constantFrom<4 | 6>(4, 6), low: fc.nat(15), high: fc.nat(3) })
	.map(({ family, low, high }): Address => {
		return { family, bits: BigInt(low) | (BigInt(high) << BigInt(family === 4 ? 30 : 126)) };
	});
const nearRange = fc
	.record({ address: near, length: fc.constantFrom(0, 1, 2, 28, 29, 30, 31, 32) })
	.map(({ address, length }): AddressRange => {
		const all = address.family === 6 && length > 2 ? length + 96 : length;
		return range(`${printAddress(address)}/${all}`);
	});

test('every address has one class, and every class an address', () => {
	fc.assert(
		fc.property(fc.array(nearRange, { maxLength: 8 }), fc.array(near, { maxLength: 10 }), (ranges, addresses) => {
			const classes = addressClasses(ranges);
			const signature = (address: Address) => `${address.family} ${ranges.map((one) => isWithin(address, one)).join()}`;
			const told = classes.map(({ witness }) => signature(witness));
			expect(new Set(told).size).toBe(told.length);
			for (const address of addresses) expect(told).toContain(signature(address));
			for (const { range: around, witness } of classes) {
				expect(isWithin(witness, around)).toBe(true);
				expect(readAddress(printAddress(witness))).toEqual(witness);
			}
		}),
		{ numRuns: 300, seed: 20261124 },
	);
});
