// What is mutated: compiled catalogs, those that the repository ships and generated ones.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { AccessModel } from '../../../src/access/model.ts';
import { readCatalog } from '../../../src/catalog/index.ts';
import { compile } from '../../../src/compile/index.ts';
import { lower } from '../../../src/compile/lower.ts';
import { loadCatalog } from '../../../src/load/index.ts';
import type { DocumentFile, ManifestFile } from '../../../src/manifests/object.ts';
import { models } from '../../generators/model.ts';
import type { Fields } from './edit.ts';

/** A Kubernetes object as plain data, with whatever is written in it. */
export type MeshObject = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: {
		readonly name: string;
		readonly namespace: string;
		readonly labels: Readonly<Record<string, string>>;
		readonly annotations: Readonly<Record<string, string>>;
	};
	readonly spec: Fields;
};

export interface Subject {
	readonly name: string;
	readonly model: AccessModel;
	/** Kubernetes objects of all files, as plain data. */
	readonly objects: readonly MeshObject[];
	readonly documents: readonly DocumentFile[];
}

const today = '2026-11-24';
const root = join(import.meta.dirname, '../../..');

/** Catalogs of the repository, relative to its root. */
export const catalogFiles: readonly string[] = [
	'services.catalog.ts',
	...readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('services.catalog.ts'))
		.map((path) => `examples/${path}`)
		.sort(),
];

/** One for each environment of a catalog file. */
export async function subjectsOf(file: string): Promise<readonly Subject[]> {
	const { catalog, diagnostics } = await loadCatalog(join(root, file));
	if (catalog === undefined) throw new Error(JSON.stringify(diagnostics));
	const [read, found] = readCatalog(catalog.value, catalog.locate, today);
	if (read === undefined) throw new Error(JSON.stringify(found));
	const name = file === 'services.catalog.ts' ? 'bank' : file.replace(/^examples\/|\/services\.catalog\.ts$/g, '');
	return Object.keys(read.data.environments).map((environment) =>
		subjectOf(`${name} ${environment}`, lower(read, environment)),
	);
}

/** Generated models, the same for the same seed; those whose tokens would cross issuers, which no catalog can say, left out. */
export const generatedSubjects = (count: number, seed: number): readonly Subject[] =>
	fc
		.sample(models.filter(isWithinIssuers), { numRuns: count, seed })
		.map((model, index) => subjectOf(`generated ${seed}/${index}`, model));

export const isWithinIssuers = ({ grants, clients }: AccessModel): boolean =>
	grants.every(({ actor, scope }) => {
		if (actor.kind !== 'service' && actor.kind !== 'user') return true;
		return clients.some(({ id, issuer }) => id === scope.audience && issuer === actor.client.issuer);
	});

export function subjectOf(name: string, model: AccessModel): Subject {
	const files = compile(model);
	return {
		name,
		model,
		objects: files.flatMap((file) => (file.kind === 'kubernetes' ? file.objects.map(plain) : [])),
		documents: files.filter((file) => file.kind === 'document'),
	};
}

const plain = (object: object): MeshObject => JSON.parse(JSON.stringify(object));

/** The files that would be applied. */
export function filesOf({ model, objects, documents }: Omit<Subject, 'name'>): readonly ManifestFile[] {
	const path = `${model.environment}/mesh/all.yaml`;
	return [{ kind: 'kubernetes', path, objects }, ...documents];
}
