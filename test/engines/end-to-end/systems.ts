// The four reference systems as they are compiled, and the same catalogs with a realm of another name: another issuer.
import { fileURLToPath } from 'node:url';
import type { AccessModel, Issuer } from '../../../src/access/model.ts';
import type { Catalog, CatalogData } from '../../../src/catalog/index.ts';
import { lower } from '../../../src/compile/lower.ts';
import { locateByPath } from '../../../src/core/origin.ts';
import { emit } from '../../../src/emit/index.ts';
import { loadCatalog } from '../../../src/load/index.ts';
import { synthesize } from '../../../src/pipeline.ts';
import { type MeshObject, readManifests } from '../generators/objects.ts';

export interface System {
	readonly name: string;
	readonly environment: string;
	readonly model: AccessModel;
	readonly issuer: Issuer;
	/** Istio's objects as the files say them. */
	readonly objects: readonly MeshObject[];
	/** The same catalog, its realm under another name: tokens of it must mean nothing to `model`. */
	readonly elsewhere: { readonly model: AccessModel; readonly issuer: Issuer };
}

const today = '2026-11-24';
const wanted = [
	{ name: 'car rental', file: 'examples/car-rental/services.catalog.ts', environment: 'prod' },
	{ name: 'bank', file: 'services.catalog.ts', environment: 'prod' },
	{ name: 'token issuer', file: 'examples/token-issuer/services.catalog.ts', environment: 'prod' },
	{ name: 'orders', file: 'examples/orders/services.catalog.ts', environment: 'prod' },
] as const;

export const systems = (): Promise<readonly System[]> => Promise.all(wanted.map(system));

async function system({ name, file, environment }: (typeof wanted)[number]): Promise<System> {
	const { catalog: loaded } = await loadCatalog(fileURLToPath(new URL(`../../../${file}`, import.meta.url)));
	const { catalog, models, files } = synthesize(loaded?.value, loaded?.locate ?? locateByPath(file), today);
	const model = models.find((each) => each.environment === environment);
	if (catalog === undefined || model === undefined) throw new Error(`${file} does not compile for ${environment}`);
	const ours = files.filter((each) => each.kind === 'kubernetes' && each.path.startsWith(`${environment}/`));
	const objects = [...emit(ours).values()].flatMap(readManifests);
	const other = lower(inAnotherRealm(catalog), environment);
	return {
		name,
		environment,
		model,
		issuer: onlyIssuer(model),
		objects: objects.filter(({ apiVersion }) => apiVersion.startsWith('security.istio.io/')),
		elsewhere: { model: other, issuer: onlyIssuer(other) },
	};
}

function inAnotherRealm({ data, locate }: Catalog): Catalog {
	const issuers: CatalogData['issuers'] = Object.fromEntries(
		Object.entries(data.issuers ?? {}).map(([name, issuer]) => [
			name,
			{ ...issuer, keycloak: { ...issuer.keycloak, realm: `${issuer.keycloak.realm}-elsewhere` } },
		]),
	);
	return { data: { ...data, issuers }, locate };
}

function onlyIssuer({ catalog, issuers }: AccessModel): Issuer {
	const [issuer, ...others] = issuers;
	if (issuer === undefined || others.length > 0) throw new Error(`${catalog} has not one issuer`);
	return issuer;
}
