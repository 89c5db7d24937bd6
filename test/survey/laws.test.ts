// Laws over all examples: whoever is listed gets through, whoever has a grant is listed, and nobody else is.
import { expect, test } from 'vitest';
import { authorize } from '../../src/semantics/istio/index.ts';
import { foundBy, whoCan } from '../../src/survey/index.ts';
import { catalogGround, examples } from './grounds.ts';

test.each(examples)('%s: listed is allowed, granted is listed, and each entry has its grant', async (file) => {
	const ground = await catalogGround(file);
	const listed = new Set<string>();
	let shown = 0;
	for (const found of ground.scene.found) {
		const who = whoCan(ground, foundBy(ground, `${found.namespace}/${found.name}`), {
			request: undefined,
			port: undefined,
		});
		expect(who.doubts).toEqual([]);
		for (const entry of who.gates.flatMap(({ entries }) => entries)) {
			for (const { example, grants, text } of entry.operations) {
				if (found.enforcer !== undefined) {
					expect(authorize(ground.world, found.enforcer, example).decision, `${who.receiver}: ${text}`).toBe('allow');
				}
				expect(grants, `${who.receiver}: ${text}`).not.toEqual([]);
				for (const { id } of grants) listed.add(id);
				shown++;
			}
			if (entry.caller.kind !== 'identity' && found.enforcer?.kind !== 'gateway') {
				expect(entry.operations.every(({ grants }) => grants.every(({ kind }) => kind === 'other'))).toBe(true);
			}
		}
	}
	expect(shown).toBeGreaterThan(0);
	for (const { id } of ground.catalog?.model.grants ?? []) expect(listed, id).toContain(id);
});
