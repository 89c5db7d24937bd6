// Cases about how the request is written: N12.
import { type Expected, forbidden, type Line } from './case.ts';
import type { Context } from './context.ts';
import { tricksOn } from './paths.ts';
import type { Asked } from './places.ts';

/** The cases of one use. */
export function trickCases({ entry, hasToken, row, leaveOut, isMeant }: Context): readonly Line[] {
	const { http, host } = entry;
	if (http === undefined) return leaveOut('N12', 'TCP has no paths');
	// What only spells a granted request differently is granted.
	const due = (change: Partial<Asked>, path: string): Expected =>
		isMeant(change) ? { kind: 'passes', path, header: undefined } : forbidden;
	const token = hasToken ? ({ flaw: 'none' } as const) : {};
	const hosts = host === undefined ? [] : [`${host}.evil.example`, `evil-${host}`];
	return [
		...tricksOn(http.path).flatMap(({ what, sent, means }) =>
			row('N12', what, { ...token, http: { path: sent }, expected: due({ path: means }, means) }),
		),
		...['PATCH', 'HEAD']
			.filter((method) => method !== http.method)
			.flatMap((method) =>
				row('N12', `method ${method}`, { ...token, http: { method }, expected: due({ method }, http.path) }),
			),
		...hosts.flatMap((other) =>
			row('N12', `host ${other}`, { ...token, http: { host: other }, expected: due({ host: other }, http.path) }),
		),
	];
}
