// What is surveyed: manifests with the proxies they put before something, and the access model where a catalog made them.
import type { AccessModel, Workload } from '../access/model.ts';
import { ExpectedError } from '../core/expected.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { quote, quoteList } from '../core/quote.ts';
import type { Scene } from '../decide/index.ts';
import type { ManifestFile } from '../manifests/object.ts';
import { readWorld, type World } from '../semantics/istio/index.ts';
import type { Found } from '../semantics/istio/surroundings/index.ts';

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
	serviceAccount === undefined ? undefined : `spiffe://${mesh.trustDomain}/ns/${namespace}/sa/${serviceAccount}`;

/** Its name for people. */
export const nameOf = ({ namespace, name }: Found, isCatalog: boolean): string =>
	isCatalog ? name : `${namespace}/${name}`;

/** What a name means: `name`, `namespace/name`, or a Service's name. Throws an ExpectedError with the nearest names. */
export function foundBy({ scene, catalog }: Ground, name: string): Found {
	const [bare = '', namespace] = name.split('/').reverse();
	const fits = (one: Found) =>
		(namespace === undefined || one.namespace === namespace) &&
		(one.name === bare || one.services.some((service) => service.name === bare));
	const exact = scene.found.filter((one) => fits(one) && one.name === bare);
	const [first, second] = exact.length > 0 ? exact : scene.found.filter(fits);
	const names = scene.found.map((one) => nameOf(one, catalog !== undefined));
	if (first !== undefined && second === undefined) return first;
	if (first !== undefined) {
		const all = scene.found.filter(fits).map((one) => `${one.kind} ${one.namespace}/${one.name}`);
		throw new ExpectedError(`${quote(name)} could be ${quoteList([...new Set(all)], 'or')}`, 'write `namespace/name`');
	}
	const near = nearest(name, new Set([...names, ...scene.found.map((one) => one.name)]));
	const few = names.slice(0, 6);
	const otherwise =
		names.length === 0
			? 'a workload is read from its Deployment, StatefulSet, DaemonSet, Job, or Pod: add it to the manifests'
			: `there is ${quoteList(few, 'and')}${names.length > few.length ? ', among others' : ''}`;
	const where =
		catalog === undefined
			? 'the manifests have no workload, Service, or Gateway'
			: 'the catalog has no service or gateway';
	throw new ExpectedError(`${where} ${quote(name)}`, didYouMean(near, otherwise));
}

/** The workload of the catalog behind what was found. */
export const workloadOf = ({ catalog }: Ground, found: Found): Workload | undefined =>
	catalog?.model.workloads.find(({ name, namespace }) => name === found.name && namespace.name === found.namespace);

/** Objects that could not be read or judged, where they could have a say in one of the namespaces. */
export function doubtsIn({ scene }: Ground, namespaces: readonly string[]): readonly string[] {
	const heard = new Set([scene.mesh.rootNamespace, ...namespaces]);
	return scene.problems
		.filter(({ kind, object }) => {
			const namespace = /^\S+ ([^/]*)\//.exec(object)?.[1];
			return (kind === 'unreadable' || kind === 'unmodelled') && (namespace === undefined || heard.has(namespace));
		})
		.map(({ object, path, what, why }) => `${object}${path === '' ? '' : `, ${path}`}: ${what}: ${why}`);
}
