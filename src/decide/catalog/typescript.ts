// Plain data as TypeScript, as a person would write it into a catalog. YAML's flow style reads the same.

const plainKey = /^[A-Za-z_$][\w$]*$/;

/** `{ from: 'checkout', scopes: ['cart.read'] }`, on one line. */
export function typescript(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(typescript).join(', ')}]`;
	if (typeof value === 'string') return text(value);
	if (typeof value !== 'object' || value === null) return String(value);
	const entries = Object.entries(value).filter(([, one]) => one !== undefined);
	if (entries.length === 0) return '{}';
	return `{ ${entries.map(([key, one]) => `${keyText(key)}: ${typescript(one)}`).join(', ')} }`;
}

/** A key as it stands before a colon. */
export const keyText = (key: string): string => (plainKey.test(key) ? key : text(key));

/** JSON escapes what must be escaped; only the quotes are others. */
const text = (value: string): string =>
	`'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
