// A Kubernetes API server with etcd and kubectl in one Go program (test/engines/cluster), and beside it the CRDs of the
// Istio API, so that the server judges Istio's objects as a real cluster does.
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verify } from '../checksum.ts';
import type { Recipe } from '../recipe.ts';
import { goBuild, goInputs, goModule, goTool } from './go-program.ts';

const kubernetes = { major: '1', minor: '36', patch: '3' };
const version = `${kubernetes.major}.${kubernetes.minor}.${kubernetes.patch}`;

/** The same as in test/engines/mesh/go/go.mod, so that both judges speak of one Istio. */
export const istioApi = 'istio.io/api@v1.31.1';
const definitions = {
	file: 'kubernetes/customresourcedefinitions.gen.yaml',
	sha256: 'c0ad59e008658765412badb836e73a523a355e3d792a32ad3c0711a728be5aff',
};

/** The program lacks its version otherwise, and kubectl refuses to work with it. */
const linkerFlags = [
	'-s',
	'-w',
	...Object.entries({ gitVersion: `v${version}`, gitMajor: kubernetes.major, gitMinor: kubernetes.minor }).map(
		([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`,
	),
];

const module = goModule('cluster');

/** Name of the file with Istio's CRDs, in the folder of the program. */
export const definitionsFile = 'istio-crds.yaml';

export const cluster: Recipe = {
	name: 'cluster',
	version: `Kubernetes ${version}, ${istioApi}`,
	gives: 'verdicts of a real API server on our manifests',
	kind: 'built',
	firstTime: 'about 10 minutes',
	tools: [goTool],
	queue: 'go',
	inputs: async () =>
		new Map([...(await goInputs(module, linkerFlags)), ['definitions', `${istioApi} ${definitions.sha256}`]]),
	product: 'cluster',
	make: async (bench) => {
		await bench.step("Istio's definitions", definitionsFile, async (to) => {
			// In the engine's folder, where no go.mod can change what is meant.
			const answer = await bench.run('go', ['mod', 'download', '-json', istioApi], { cwd: bench.folder });
			const { Dir }: { readonly Dir: string } = JSON.parse(answer);
			const source = join(Dir, definitions.file);
			await verify(source, [definitions.sha256]);
			await copyFile(source, to);
		});
		await goBuild(bench, module, 'cluster', linkerFlags);
	},
};
