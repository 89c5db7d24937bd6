// What the plain test command says about the engines, which it does not ask: one line, before the tests.
import { type Engine, type EngineName, engine } from './index.ts';
import { engineNames } from './recipes/index.ts';

/** One line: which engine suites could run, and why the others could not. */
export function note(found: readonly (readonly [EngineName, Engine])[]): string {
	const ready = found.filter(([, { kind }]) => kind === 'ready').map(([name]) => name);
	const missing = found.flatMap(([, answer]) => (answer.kind === 'missing' ? [answer.why] : []));
	const asked = 'skipped here: the suites that ask real engines (npm run test:engines)';
	return [`${asked}; ready: ${ready.join(', ') || 'none'}`, ...missing].join('; ');
}

/** Vitest calls it once, before all tests. */
export default async function setup(): Promise<void> {
	const found = await Promise.all(engineNames.map(async (name) => [name, await engine(name)] as const));
	process.stdout.write(`${note(found)}\n`);
}
