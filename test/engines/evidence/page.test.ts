// The page says what was measured, and says of everything else that it was not run.
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Measured, readMeasured } from './forms.ts';
import type { Meaning } from './meaning.ts';
import { evidencePage } from './page.ts';
import { writeEvidence } from './write.ts';

const recorded = { named: { cases: 2, verdicts: 30 }, random: { cases: 500, verdicts: 11_970 } };
const engines = { istio: 'v1', envoy: 'abc/1.39.3/Clean/RELEASE/BoringSSL' };
const meaning: Meaning = {
	verdicts: { compared: 12_000, disagreements: 0 },
	upstreams: 1500,
	tokens: { compared: 3400, disagreements: 1 },
	proofs: [
		{ catalog: 'bank prod', places: 1000, grants: 61, realms: 1, findings: 0 },
		{ catalog: 'bank test', places: 80, grants: 60, realms: 1, findings: 0 },
	],
};
const whole: Measured = {
	mesh: {
		suite: 'mesh',
		engines,
		seconds: 53,
		cases: 2000,
		verdicts: 100_000,
		said: { allow: 50_001, '401': 20_000 },
		compared: 99_000,
		upstreams: 14_000,
		disagreements: 2,
		verdictsPerSecond: 1886.8,
		translationMs: 3.21,
		memoryMiB: { envoy: 300 },
		processorSeconds: { envoy: 40.4 },
	},
	proof: {
		suite: 'proof',
		engines,
		seconds: 70,
		mutants: 400,
		sent: 1600,
		confirmed: 1599,
		refusedByIstio: 3,
		equals: 150,
		meant: 8000,
		strange: 0,
	},
	'tokens-meaning': {
		suite: 'tokens-meaning',
		engine: 'Keycloak 26.7.5',
		seconds: 90,
		realms: 20,
		compared: 2100,
		disagreements: 0,
	},
	mutation: { suite: 'mutation', mutants: 2000, killed: 1998, equivalents: 1001, passed: 1000, seconds: 50 },
	tokens: {
		suite: 'tokens',
		engine: 'Keycloak 26.7.5',
		readySeconds: 20,
		seconds: 300,
		realms: 3,
		asked: 12,
		minted: 4,
		refused: 8,
		tricks: 10,
		tricksRefused: 9,
		faultsPlanted: 2,
		faultsFound: 2,
		byWay: { exchange: { minted: 4, refused: 8 } },
	},
	cluster: { suite: 'cluster', engine: 'Kubernetes v1.36.3', seconds: 41, catalogs: 9, accepted: 1234, refused: 60 },
	'cluster-generated': {
		suite: 'cluster-generated',
		engine: 'Kubernetes v1.36.3',
		seconds: 10,
		models: 100,
		accepted: 2345,
		refused: 0,
	},
	'cluster-near-valid': {
		suite: 'cluster-near-valid',
		engine: 'Kubernetes v1.36.3',
		seconds: 1,
		accepted: 500,
		refused: 2500,
		byRules: 70,
	},
	'end-to-end': {
		suite: 'end-to-end',
		engines: { ...engines, keycloak: 'Keycloak 26.7.5' },
		seconds: 200,
		systems: [
			{
				name: 'bank',
				minted: 99,
				rows: { granted: 40, N1: 35 },
				letThrough: 3,
				wrong: 0,
				leftOut: [
					{ why: 'N10: TLS ends at the gateway', uses: 7 },
					{ why: 'N6: this is the gateway', uses: 12 },
				],
			},
		],
		faults: [{ name: 'an extra mapper', caughtBy: 'token b/read/a → aud is ["a","b"], not b' }],
	},
	'end-to-end-faults': {
		suite: 'end-to-end-faults',
		engines,
		seconds: 20,
		rows: 2340,
		faults: [{ name: 'any | caller', caughtBy: 'N8 accounts: from limits → allow, not 403' }],
	},
};

test('what was measured stands in the page, with thousands set apart', () => {
	const page = evidencePage(whole, recorded, engines, meaning);
	for (const line of [
		'| Envoy | 1.39.3 |',
		'| Keycloak | Keycloak 26.7.5 |',
		'| **all** | 502 | 12,000 |',
		'100,000 verdicts over 2,000 policy sets,\n1,887 a second; 3.2 ms a translation.',
		'| allow | 50,001 |',
		'| envoy | 300 MiB | 40 s |',
		'| exchange | 4 | 8 |',
		'| `authorize`, recorded verdicts of istiod and Envoy | 12,000 | 0 |',
		'| `authorize`, verdicts of the standing run | 99,000 | 2 |',
		'Of the allowed requests 15,500 came back',
		'| `prove`, counterexamples sent to Envoy | 1,600 | 1 |',
		'| `prove`, proved equal: verdicts of Envoy beside the catalog | 8,000 | 0 |',
		'| `mint`, recorded answers of Keycloak | 3,400 | 1 |',
		'| `mint`, answers about generated and strange definitions | 2,100 | 0 |',
		'1,998 of 2,000 found by `prove`; changes that mean nothing:\n1,000 of 1,001 raise no false alarm.',
		'| bank prod | 1,000 | 61 | 1 | 0 |',
		'| **all** | 1,080 | 121 | 2 | 0 |',
		'| Kubernetes API server | Kubernetes v1.36.3 |',
		'| cluster | `npm run test:engines -- test/engines/cluster/manifests.test.ts` | 41 s |',
		'| of 9 catalogs, dry and for real, kept as written; planted mistakes | 1,234 | 60 |',
		'| of 100 generated models | 2,345 | 0 |',
		'| near-valid, of which our rules refuse 70 more than the server | 500 | 2,500 |',
		'| N1 | wrong issuer | 35 |',
		'| N2 | wrong audience | 0 |',
		'|  | **rows** | 75 |',
		'| any \\| caller | N8 accounts: from limits → allow, not 403 |',
		'| an extra mapper | token b/read/a → aud is ["a","b"], not b |',
	]) {
		expect(page).toContain(line);
	}
	expect(page).not.toMatch(/not run/i);
});

test('reasons stand in the order of their numbers', () => {
	expect(evidencePage(whole, recorded, engines, meaning)).toMatch(/\| N6 \| this is the gateway \| 12 \|\n\| N10 \|/);
});

test('nothing was run: nothing is claimed', () => {
	const page = evidencePage({}, recorded, engines, meaning);
	expect(page.match(/not run/gi)).toHaveLength(24);
	expect(page).toContain('| Keycloak | – |');
	expect(page).toContain('| istiod (istio.io/istio) | v1 |');
});

test('what one of several did not run is not claimed', () => {
	const page = evidencePage({ ...whole, 'cluster-generated': undefined }, recorded, engines, meaning);
	expect(page).toContain('| of 0 generated models | not run | not run |');
	expect(page.match(/not run \| not run/g)).toHaveLength(1);
});

test('suites write where they are told, and nothing elsewhere', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'meshgrant-evidence-'));
	const { mesh } = whole;
	if (mesh === undefined) throw new Error('not whole');
	vi.stubEnv('EVIDENCE_DIR', '');
	await writeEvidence(mesh);
	vi.stubEnv('EVIDENCE_DIR', join(folder, 'deeper'));
	expect(await readdir(folder)).toEqual([]);
	await writeEvidence(mesh);
	vi.unstubAllEnvs();
	expect(await readMeasured(join(folder, 'deeper'))).toEqual({ mesh });
});

test('files of a folder are read; a file of another form is named', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'meshgrant-evidence-'));
	expect(await readMeasured(folder)).toEqual({});
	for (const [suite, measured] of Object.entries(whole)) {
		await writeFile(join(folder, `${suite}.json`), JSON.stringify(measured));
	}
	expect(await readMeasured(folder)).toEqual(whole);
	await writeFile(join(folder, 'tokens.json'), JSON.stringify({ ...whole.tokens, minted: -1 }));
	await expect(readMeasured(folder)).rejects.toThrow(/tokens\.json has another form: .*minted/s);
});
