// istiod's translation with a driver for Envoy, certificates and a client: the Go program of test/engines/mesh.
import type { Recipe } from '../recipe.ts';
import { goBuild, goInputs, goModule, goTool } from './go-program.ts';

const module = goModule('mesh');
const linkerFlags = ['-s', '-w'];

export const mesh: Recipe = {
	name: 'mesh',
	version: 'Istio 1.31 (eed52ebb66ad)',
	gives: 'verdicts of the real istiod on our policies',
	kind: 'built',
	firstTime: 'about 10 minutes',
	tools: [goTool],
	queue: 'go',
	inputs: () => goInputs(module, linkerFlags),
	product: 'mesh',
	make: (bench) => goBuild(bench, module, 'mesh', linkerFlags),
};
