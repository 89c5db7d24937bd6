// The last lines of a proof: what is taken for granted, since no file says it.
import { expect, test } from 'vitest';
import { prove } from '../../src/prove/index.ts';
import { proofsJson, renderProofs } from '../../src/report/proof.ts';
import { bank } from '../prove/bank.ts';
import { filesOf } from '../prove/mutants/subject.ts';

test('who sets a user’s tenant in a realm that lives is an assumption, and is printed', () => {
	const living = 'a realm that lives lets in nobody else by settings of its own';
	const editors = ', and only its administrators set tenant of a user';
	const text = (documents: typeof bank.documents) => {
		const proof = prove(bank.model, filesOf({ ...bank, documents }));
		expect(proof.findings).toEqual([]);
		const shown = renderProofs([proof], 400);
		expect(JSON.stringify(proofsJson([proof])).includes(living)).toBe(shown.includes(living));
		return shown;
	};
	expect(text(bank.documents)).toContain(`; ${living}${editors}`);
	expect(text(bank.documents.filter(({ path }) => path.endsWith('.realm.json')))).not.toContain(living);
});

test('a line of Istio stands for its newest patch, and that is printed', () => {
	const proof = prove(bank.model, filesOf(bank));
	const shown = (istio: string) => renderProofs([{ ...proof, mesh: { ...proof.mesh, istio } }], 400);
	expect(shown('1.30')).toContain('It stands on: the newest patch of Istio 1.30; a sidecar in every pod');
	expect(shown('1.30.2')).toContain('It stands on: Istio 1.30.2; a sidecar in every pod');
});
