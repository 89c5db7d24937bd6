// Counting in words.

/** `1 grant`, `12,345 grants`: the number with commas, the noun in the fitting form. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
	return `${String(amount).replace(/\B(?=(\d{3})+$)/g, ',')} ${amount === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b, and c`; more than `most` end in `and 5 more`. */
export function listed(items: readonly string[], most = Number.POSITIVE_INFINITY): string {
	if (items.length > most) return `${items.slice(0, most).join(', ')}, and ${items.length - most} more`;
	const last = items.at(-1) ?? '';
	if (items.length <= 1) return last;
	return items.length === 2 ? items.join(' and ') : `${items.slice(0, -1).join(', ')}, and ${last}`;
}
