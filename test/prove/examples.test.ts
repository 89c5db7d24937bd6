// Every catalog that we ship is proved, in every environment, manifests and definitions together: no finding and no doubt.
import { describe, expect, test } from 'vitest';
import { prove } from '../../src/prove/index.ts';
import { catalogFiles, filesOf, subjectsOf } from './mutants/subject.ts';

describe.each(catalogFiles)('%s', (file) => {
	test('is proved', async () => {
		for (const subject of await subjectsOf(file)) {
			const { findings, counts } = prove(subject.model, filesOf(subject));
			expect([subject.name, findings]).toEqual([subject.name, []]);
			expect(counts.places).toBeGreaterThan(counts.workloads);
			expect(counts.grants).toBe(subject.model.grants.length);
		}
	});
});
