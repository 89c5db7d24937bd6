// The suites that ask real engines: `npm run engines` first. Two files at a time, because a server mostly waits for its client
// and the client for the server; the standing run at last and alone, because it measures speed. Limits are for machines that do
// ten other things: a hang is what they find.
import { configDefaults, defineConfig } from 'vitest/config';

const standing = 'test/engines/mesh/standing.test.ts';

export default defineConfig({
	test: {
		testTimeout: 1_200_000,
		hookTimeout: 1_200_000,
		projects: [
			{
				extends: true,
				test: {
					name: 'engines',
					include: ['test/engines/**/*.test.ts'],
					exclude: [...configDefaults.exclude, standing],
					maxWorkers: 2,
					sequence: { groupOrder: 0 },
				},
			},
			{ extends: true, test: { name: 'standing', include: [standing], maxWorkers: 1, sequence: { groupOrder: 1 } } },
		],
	},
});
