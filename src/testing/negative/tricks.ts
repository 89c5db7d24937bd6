// Cases about how the request is written: N12.
import { forbidden, type Line } from './case.ts';
import type { Context, Sent } from './context.ts';
import { tricksOn } from './paths.ts';

/** The cases of one use. */
export function trickCases({ entry, hasToken, row, leaveOut, meant }: Context): readonly Line[] {
	const { http, host } = entry;
	if (http === undefined) return leaveOut('N12', 'TCP has no paths');
	// What only spells a granted request differently is granted.
	const spelt = (what: string, sent: Sent): readonly Line[] => {
		const change = hasToken ? ({ flaw: 'none', ...sent } as const) : sent;
		const path = sent.means ?? http.path;
		const passes = { kind: 'passes', path, header: undefined } as const;
		return row('N12', what, { ...change, expected: meant(change) === undefined ? forbidden : passes });
	};
	const methods = ['PATCH', 'HEAD'].filter((method) => method !== http.method);
	const hosts = host === undefined ? [] : [`${host}.evil.example`, `evil-${host}`];
	return [
		...tricksOn(http.path).flatMap(({ what, sent, means }) => spelt(what, { http: { path: sent }, means })),
		...methods.flatMap((method) => spelt(`method ${method}`, { http: { method } })),
		...hosts.flatMap((other) => spelt(`host ${other}`, { http: { host: other } })),
	];
}
