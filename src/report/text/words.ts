// Counting in words.

/** `1 grant`, `12,345 grants`: the number with commas, the noun in the fitting form. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
	return `${withCommas(amount)} ${amount === 1 ? noun : plural}`;
}

/** `a`, `a and b`, `a, b, and c`; more than `most` end in `and 5 more`. The word may be `or` instead. */
export function listed(items: readonly string[], most = Number.POSITIVE_INFINITY, word: 'and' | 'or' = 'and'): string {
	if (items.length > most) return `${items.slice(0, most).join(', ')}, ${word} ${withCommas(items.length - most)} more`;
	const last = items.at(-1) ?? '';
	if (items.length <= 1) return last;
	return items.length === 2 ? items.join(` ${word} `) : `${items.slice(0, -1).join(', ')}, ${word} ${last}`;
}

const withCommas = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ',');
