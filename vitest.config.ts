import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts', 'examples/**/*.test.ts'],
		// Those need real engines and have a configuration of their own, vitest.engines.config.ts.
		exclude: [...configDefaults.exclude, 'test/engines/**'],
		globalSetup: 'test/engines/prepare/note.ts',
		testTimeout: 60_000,
		hookTimeout: 120_000,
	},
});
