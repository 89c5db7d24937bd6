// Generated access models as tests here ask them. No catalog stands behind one, so only whole requests can be asked.
import type { AccessModel } from '../../src/access/model.ts';
import { compile } from '../../src/compile/index.ts';
import { locateByPath } from '../../src/core/origin.ts';
import { catalogScene } from '../../src/decide/index.ts';
import { contextOf, prove } from '../../src/prove/index.ts';
import { readWorld } from '../../src/semantics/istio/index.ts';
import type { Access } from '../../src/testing/plain.ts';
import { walletOf } from '../../src/testing/tokens.ts';

const unwritten = {
	name: 'generated',
	mesh: { trustDomain: 'mesh.example', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { alpha: 'owned' },
	environments: { prod: {} },
	issuers: {},
	services: {},
} as const;

/** What the model compiles to, proved, ready to be asked. */
export function accessOfModel(model: AccessModel): Access {
	const files = compile(model);
	const proof = prove(model, files);
	const scene = catalogScene({ data: unwritten, locate: locateByPath('generated'), model, files });
	const objects = files.flatMap((file) => (file.kind === 'kubernetes' ? file.objects : []));
	return {
		kind: 'catalog',
		environment: model.environment,
		model,
		proof,
		findings: '',
		scene,
		world: readWorld(objects, scene.mesh)[0],
		context: () => contextOf(model, objects),
		wallet: walletOf(model, files),
		compile: () => ({ errors: [] }),
		catalogPlace: ({ path }) => path,
	};
}
