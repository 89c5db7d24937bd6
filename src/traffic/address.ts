// IP addresses and ranges, as numbers that can be compared.

export interface Address {
	readonly family: 4 | 6;
	readonly bits: bigint;
}

/** All addresses of one family that share the first `length` bits with `bits`. */
export interface AddressRange extends Address {
	/** 0 to 32, or 0 to 128. */
	readonly length: number;
}

const widths = { 4: 32, 6: 128 } as const;

/** Reads `10.0.0.1` or `2001:db8::1` (RFC 4291, an IPv4 tail too); undefined for anything else. */
export function readAddress(text: string): Address | undefined {
	return text.includes(':') ? readVersion6(text) : readVersion4(text);
}

/** Reads an address, or a range `10.0.0.0/8`; bits behind the prefix are dropped. Undefined for anything else. */
export function readRange(text: string): AddressRange | undefined {
	const [head = '', prefix, rest] = text.split('/');
	const address = readAddress(head);
	if (address === undefined || rest !== undefined) return undefined;
	const width = widths[address.family];
	const length = prefix === undefined ? width : /^(?:0|[1-9]\d{0,2})$/.test(prefix) ? Number(prefix) : -1;
	if (length < 0 || length > width) return undefined;
	const behind = BigInt(width - length);
	return { family: address.family, bits: (address.bits >> behind) << behind, length };
}

/** True when the address lies in the range. Families do not mix. */
export function isWithin(address: Address, range: AddressRange): boolean {
	const behind = BigInt(widths[range.family] - range.length);
	return address.family === range.family && address.bits >> behind === range.bits >> behind;
}

/** The canonical text (RFC 5952 without zero compression is not canonical, so the longest run of zeros is `::`). */
export function printAddress({ family, bits }: Address): string {
	if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.');
	const groups = Array.from({ length: 8 }, (_, index) => Number((bits >> BigInt(112 - 16 * index)) & 0xffffn));
	const zeros = longestZeros(groups);
	const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
	if (zeros.length < 2) return text(groups);
	return `${text(groups.slice(0, zeros.start))}::${text(groups.slice(zeros.start + zeros.length))}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly length: number } {
	let best = { start: 0, length: 0 };
	for (let start = 0; start < groups.length; start++) {
		let length = 0;
		while (groups[start + length] === 0) length++;
		if (length > best.length) best = { start, length };
	}
	return best;
}

function readVersion4(text: string): Address | undefined {
	const parts = text.split('.');
	if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
		return undefined;
	}
	return { family: 4, bits: parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) };
}

function readVersion6(text: string): Address | undefined {
	const [head = '', tail, rest] = text.split('::');
	if (rest !== undefined) return undefined;
	// An IPv4 tail stands at the end of the whole address only.
	const before = tail !== undefined && head.includes('.') ? undefined : readGroups(head);
	const after = tail === undefined ? [] : readGroups(tail);
	if (before === undefined || after === undefined) return undefined;
	const missing = 8 - before.length - after.length;
	if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
	const groups = [...before, ...Array.from({ length: missing }, () => 0), ...after];
	return { family: 6, bits: groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n) };
}

/** `a:b:1.2.3.4` as 16-bit numbers; undefined when it is none. */
function readGroups(text: string): readonly number[] | undefined {
	if (text === '') return [];
	const parts = text.split(':');
	const last = parts.at(-1) ?? '';
	const dotted = last.includes('.') ? readVersion4(last) : undefined;
	if (last.includes('.') && dotted === undefined) return undefined;
	const plain = dotted === undefined ? parts : parts.slice(0, -1);
	if (!plain.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined;
	const groups = plain.map((part) => Number.parseInt(part, 16));
	return dotted === undefined ? groups : [...groups, Number(dotted.bits >> 16n), Number(dotted.bits & 0xffffn)];
}
