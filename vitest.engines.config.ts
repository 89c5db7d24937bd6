// The suites that ask real engines: `npm run engines` first. One file at a time, because each engine takes what there is.
import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/engines/**/*.test.ts'],
		fileParallelism: false,
		testTimeout: 300_000,
		hookTimeout: 300_000,
	},
});
