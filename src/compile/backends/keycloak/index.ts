// The Keycloak backend: for each issuer, one file for keycloak-config-cli and one whole realm for a new server.
import type { Issuer } from '../../../access/model.ts';
import type { DocumentFile } from '../../../manifests/object.ts';
import type { Backend } from '../backend.ts';
import { bootstrapRealm } from './bootstrap.ts';
import { configCliHeading } from './heading.ts';
import { type RealmNeeds, realmNeeds } from './needs.ts';
import { realmPart } from './realm.ts';

export { type TokenInstructions, type TokenPlan, type TokenRequest, tokenInstructions } from './tokens.ts';

/**
 * Two files for each issuer: `<environment>/keycloak/<realm>.config-cli.yaml` and `<realm>.realm.json`; named like the
 * issuers where two realms have one name.
 */
export const keycloak: Backend = (model) =>
	realmNeeds(model).flatMap((needs) => {
		const path = `${model.environment}/keycloak/${fileStem(needs.issuer, model.issuers)}`;
		return [configCliFile(`${path}.config-cli.yaml`, needs), bootstrapFile(`${path}.realm.json`, needs)];
	});

const configCliFile = (path: string, needs: RealmNeeds): DocumentFile => ({
	kind: 'document',
	path,
	format: 'yaml',
	heading: configCliHeading(needs),
	content: realmPart(needs),
});

const bootstrapFile = (path: string, needs: RealmNeeds): DocumentFile => ({
	kind: 'document',
	path,
	format: 'json',
	heading: ['Bootstrap only: for a server that does not have this realm yet (`start --import-realm`).'],
	content: bootstrapRealm(needs),
});

/**
 * The realm's name. Where two servers have a realm of one name, the issuer's name for all, since a realm may be called
 * like another one's issuer. Case does not count: some file systems do not tell it.
 */
function fileStem(issuer: Issuer, issuers: readonly Issuer[]): string {
	const realms = new Set(issuers.map(({ realm }) => realm.toLowerCase()));
	return realms.size === issuers.length ? issuer.realm : issuer.name;
}
