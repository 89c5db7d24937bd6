// The faults that the end-to-end suite plants and finds on real engines: the prover finds each without them.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/manifests/object.ts';
import { tokenFindings } from '../../src/prove/tokens/index.ts';
import { realmsIn } from '../../src/prove/tokens/realms.ts';
import { faults } from '../engines/end-to-end/faults.ts';
import { realmFaults } from '../engines/end-to-end/realm-faults.ts';
import { bank, found } from './bank.ts';
import { type MeshObject, type Subject, subjectsOf } from './mutants/subject.ts';

test.each(faults)('in the bank: $name', ({ plant }) => {
	const objects: readonly MeshObject[] = JSON.parse(JSON.stringify(plant(bank.objects)));
	expect(found(objects).length).toBeGreaterThan(0);
});

describe.each(realmFaults)('in the realm of the token issuer: $name', ({ plant }) => {
	let issuing: Subject | undefined;
	beforeAll(async () => {
		[issuing] = await subjectsOf('examples/token-issuer/services.catalog.ts');
	});

	test.each(['realm.json', 'config-cli.yaml'])('as %s', (form) => {
		const file = issuing?.documents.find(({ path }) => path.endsWith(form));
		if (issuing === undefined || file === undefined) throw new Error('no realm');
		const content: Json = JSON.parse(JSON.stringify(plant(JSON.parse(JSON.stringify(file.content)))));
		const { realms } = realmsIn(issuing.model, [{ ...file, content }]);
		const { model } = issuing;
		expect(realms.flatMap((realm) => tokenFindings(model, realm)).length).toBeGreaterThan(0);
	});
});
