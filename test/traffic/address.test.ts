// Addresses and ranges as text: what is read, what is refused, and how they are printed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	type Address,
	type AddressRange,
	isWithin,
	printAddress,
	readAddress,
	readRange,
} from '../../src/traffic/address.ts';

const right: readonly (readonly [text: string, printed: string])[] = [
	['0.0.0.0', '0.0.0.0'],
	['255.255.255.255', '255.255.255.255'],
	['10.1.2.3', '10.1.2.3'],
	['::', '::'],
	['::1', '::1'],
	['1::', '1::'],
	['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
	['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
	['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
	['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
	['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
	['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
	['::ffff:10.0.0.1', '::ffff:a00:1'],
	['1:2:3:4:5:6:10.0.0.1', '1:2:3:4:5:6:a00:1'],
	['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
];

test.each(right)('%s is read and printed as %s', (text, printed) => {
	const address = readAddress(text);
	expect(address && printAddress(address)).toBe(printed);
	expect(readAddress(printed)).toEqual(address);
});

const wrong = [
	'',
	' 1.2.3.4',
	'1.2.3',
	'1.2.3.4.5',
	'1.2.3.256',
	'01.2.3.4',
	'1.2.3.-4',
	'1.2.3.4:80',
	'0x1.2.3.4',
	':',
	':::',
	'1:::2',
	'::1::',
	'1:2:3:4:5:6:7',
	'1:2:3:4:5:6:7:8:9',
	'1:2:3:4:5:6:7:8::',
	'::1:2:3:4:5:6:7:8',
	':1:2:3:4:5:6:7',
	'1:2:3:4:5:6:7:',
	'12345::',
	'g::',
	'fe80::1%eth0',
	'[::1]',
	// An IPv4 part stands last, once, and takes the room of two groups.
	'1.2.3.4::',
	'1.2.3.4::1',
	'::1.2.3.4:5',
	'::1.2.3',
	'::1.2.3.4.5',
	'1:2:3:4:5:6:7:1.2.3.4',
	'1:2:3:4:5:1.2.3.4',
	'::01.2.3.4',
	'::1.2.3.4:1.2.3.4',
];

test.each(wrong)('`%s` is no address', (text) => {
	expect(readAddress(text)).toBeUndefined();
	expect(readRange(text)).toBeUndefined();
	expect(readRange(`${text}/8`)).toBeUndefined();
});

test.each([
	['10.1.2.3', 4, '10.1.2.3', 32],
	['10.1.2.3/8', 4, '10.0.0.0', 8],
	['10.1.2.3/0', 4, '0.0.0.0', 0],
	['10.1.2.3/31', 4, '10.1.2.2', 31],
	['2001:db8::1', 6, '2001:db8::1', 128],
	['2001:db8:ffff::/33', 6, '2001:db8:8000::', 33],
	['::1/0', 6, '::', 0],
] as const)('%s is a range of family %i, from %s, with %i bits fixed', (text, family, first, length) => {
	expect(readRange(text)).toEqual({ family, length, bits: readAddress(first)?.bits });
});

test.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.0/08', '10.0.0.0/ 8', '/8'])(
	'`%s` is no range',
	(text) => {
		expect(readRange(text)).toBeUndefined();
	},
);

const someAddress: fc.Arbitrary<Address> = fc.oneof(
	fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((bits): Address => ({ family: 4, bits })),
	fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((bits): Address => ({ family: 6, bits })),
	// With runs of zeros.
	fc
		.array(fc.constantFrom(0n, 0n, 1n, 0xffffn), { minLength: 8, maxLength: 8 })
		.map((groups): Address => ({ family: 6, bits: groups.reduce<bigint>((bits, group) => (bits << 16n) | group, 0n) })),
);

test('what is printed is read again', () => {
	fc.assert(
		fc.property(someAddress, (address) => {
			expect(readAddress(printAddress(address))).toEqual(address);
		}),
		{ numRuns: 2_000, seed: 20261124 },
	);
});

test('a range has the addresses that share its first bits', () => {
	let inside = 0;
	fc.assert(
		fc.property(someAddress, someAddress, fc.nat(128), (address, other, wanted) => {
			const length = Math.min(wanted, address.family === 4 ? 32 : 128);
			const range = readRange(`${printAddress(address)}/${length}`) as AddressRange;
			expect(isWithin(address, range)).toBe(true);
			const width = address.family === 4 ? 32 : 128;
			const first = ({ bits }: Address) => bits.toString(2).padStart(width, '0').slice(0, length);
			const expected = other.family === address.family && first(other) === first(address);
			expect(isWithin(other, range)).toBe(expected);
			if (expected) inside++;
		}),
		{ numRuns: 2_000, seed: 20261124 },
	);
	expect(inside).toBeGreaterThan(10);
});
