// Suites that need engines: with them they run, without them one test says why they do not. With ENGINES=required, as in
// continuous integration, a missing engine is a failure.
import { describe, test } from 'vitest';
import { type EngineName, engine } from './index.ts';

/**
 * Registers the suite with the engines' paths, or one skipped test (a failed one with ENGINES=required) that names what is
 * missing. To be awaited at the top of a test file.
 */
export async function withEngines<Name extends EngineName>(
	names: readonly Name[],
	suite: (paths: Readonly<Record<Name, string>>) => void,
): Promise<void> {
	const found = await Promise.all(names.map(async (name) => ({ name, answer: await engine(name) })));
	const missing = found.flatMap(({ answer }) => (answer.kind === 'missing' ? [answer.why] : []));
	if (missing.length > 0) {
		const why = missing.join('; ');
		process.stderr.write(`skipped: ${why}\n`);
		test(`needs ${names.join(' and ')}`, ({ skip }) => {
			if (process.env.ENGINES === 'required') throw new Error(why);
			skip(why);
		});
		return;
	}
	const paths = Object.fromEntries(found.map(({ name, answer }) => [name, answer.kind === 'ready' ? answer.path : '']));
	describe(`with ${names.join(' and ')}`, () => suite(paths as Record<Name, string>));
}
