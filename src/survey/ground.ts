// What is surveyed: manifests with the proxies they put before something, and the access model where a catalog made them.
import type { AccessModel, Workload } from '../access/model.ts';
import type { Scene } from '../decide/index.ts';
import type { ManifestFile } from '../manifests/object.ts';
import { readWorld, type World } from '../semantics/istio/index.ts';
import { type Found, type Meant, meantBy } from '../semantics/istio/surroundings/index.ts';
import { spiffeOf } from '../traffic/principal.ts';

export interface Ground {
	readonly scene: Scene;
	readonly world: World;
	/** Undefined for manifests that no catalog made. */
	readonly catalog: CatalogGround | undefined;
	/** Identities by what runs under them. */
	readonly known: ReadonlyMap<string, Known>;
}

export interface CatalogGround {
	readonly model: AccessModel;
	readonly files: readonly ManifestFile[];
}

/** Who runs under an identity. */
export interface Known {
	/** As in the catalog, or `namespace/name`; several names, where they share it. */
	readonly names: readonly string[];
	/** Undefined: no gateway among them. */
	readonly gateway: Found | undefined;
}

/** The ground of these objects, which the scene was made of. */
export function groundOf(scene: Scene, objects: readonly unknown[], catalog?: CatalogGround): Ground {
	const [world] = readWorld(objects, scene.mesh);
	const known = new Map<string, Known>();
	for (const found of scene.found) {
		const identity = identityOf(scene, found);
		if (identity === undefined) continue;
		const before = known.get(identity);
		known.set(identity, {
			names: [...(before?.names ?? []), nameOf(found, catalog !== undefined)],
			gateway: before?.gateway ?? (found.enforcer?.kind === 'gateway' ? found : undefined),
		});
	}
	return { scene, world, catalog, known };
}

/** `spiffe://…` of what was found; undefined where the manifests do not say its account. */
export const identityOf = ({ mesh }: Scene, { namespace, serviceAccount }: Found): `spiffe://${string}` | undefined =>
	serviceAccount === undefined ? undefined : spiffeOf({ trustDomain: mesh.trustDomain, namespace, serviceAccount });

/** Its name for people. */
export const nameOf = ({ namespace, name }: Found, isCatalog: boolean): string =>
	isCatalog ? name : `${namespace}/${name}`;

/** What a name means. Throws an ExpectedError, with the nearest names, for nothing and for several things. */
export const foundBy = ({ scene, catalog }: Ground, name: string): Meant =>
	meantBy(scene.found, name, catalog === undefined ? 'manifests' : 'catalog');

/** The workload of the catalog behind what was found. */
export const workloadOf = ({ catalog }: Ground, found: Found): Workload | undefined =>
	catalog?.model.workloads.find(({ name, namespace }) => name === found.name && namespace.name === found.namespace);
