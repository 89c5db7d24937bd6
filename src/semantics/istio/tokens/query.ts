// Query parameters as Envoy reads them, and the query that it writes when it takes a token out of one: parameters in the
// order of their names, `%41` decoded and not encoded again, `x` as `x=` (http/utility.cc QueryParamsMulti, Envoy 1.39.3;
// measured). The parameters of a path that keeps its token stay as they were sent.

/** Values by decoded name. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

/** The parameters of a path, none where it has no query. */
export function readParameters(path: string): Parameters {
	const found = new Map<string, string[]>();
	const start = path.indexOf('?');
	if (start === -1) return found;
	const query = path.slice(start + 1).replace(/&$/, '');
	if (query === '' && !path.endsWith('&')) return found;
	for (const pair of query.split('&')) {
		const equals = pair.indexOf('=');
		const name = decode(equals === -1 ? pair : pair.slice(0, equals));
		const value = equals === -1 ? '' : decode(pair.slice(equals + 1));
		const values = found.get(name);
		if (values === undefined) found.set(name, [value]);
		else values.push(value);
	}
	return found;
}

/** The path without every parameter of this name. */
export function withoutParameter(path: string, name: string): string {
	const kept = [...readParameters(path)].filter(([key]) => key !== name).sort(([a], [b]) => (a < b ? -1 : 1));
	const pairs = kept.flatMap(([key, values]) => values.map((value) => `${key}=${value}`));
	const plain = path.slice(0, path.indexOf('?'));
	return pairs.length === 0 ? plain : `${plain}?${pairs.join('&')}`;
}

const decode = (text: string): string =>
	text.includes('%')
		? text.replace(/%([0-9A-Fa-f]{2})/g, (_, pair: string) => String.fromCharCode(Number.parseInt(pair, 16)))
		: text;
