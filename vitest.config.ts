// The plain tests. Files share their workers, so that the pipeline is loaded once for each and not once a file, and Node
// itself loads it, as it does for users; those that put something in a module's place have a worker of their own.
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

// Programs that tests start load the same sources again and again.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node-compile');

const replacing = ['test/output/replace.test.ts'];
/** Those need real engines and have a configuration of their own, vitest.engines.config.ts. */
const exclude = [...configDefaults.exclude, 'test/engines/**'];

export default defineConfig({
	test: {
		globalSetup: 'test/engines/prepare/note.ts',
		testTimeout: 60_000,
		hookTimeout: 120_000,
		maxWorkers: 2,
		projects: [
			{
				extends: true,
				test: {
					name: 'plain',
					include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
					exclude: [...exclude, ...replacing],
					isolate: false,
					experimental: { viteModuleRunner: false },
				},
			},
			{ extends: true, test: { name: 'replacing', include: replacing } },
		],
	},
});
