// Where a recorded verdict is not the one that the named case states.
import type { Judged } from '../format.ts';
import type { NamedCase } from './case.ts';

/** One sentence for each row that came out otherwise; none when the engine agrees. */
export function mistakes(named: NamedCase, verdicts: Judged['verdicts']): readonly string[] {
	return named.rows.flatMap(({ request, expected, upstream }, index) => {
		const { verdict, received, why } = verdicts[index] ?? { verdict: 'refused' };
		const what = `${named.name}, row ${index + 1} (${request.from} ${request.http?.method ?? ''} ${request.http?.path ?? 'TCP'})`;
		if (verdict !== expected)
			return [`${what}: expected ${expected}, was ${verdict}${why === undefined ? '' : ` (${why})`}`];
		const headers = new Map(received?.headers ?? []);
		return Object.entries(upstream ?? {})
			.filter(([name, value]) => headers.get(name) !== value)
			.map(([name, value]) => `${what}: expected ${name}: ${value} at the upstream, was ${headers.get(name)}`);
	});
}
