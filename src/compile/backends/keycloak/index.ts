// The Keycloak backend: for each issuer, one file for keycloak-config-cli and one whole realm for a new server.
import type { Issuer } from '../../../access/model.ts';
import type { DocumentFile } from '../../../manifests/object.ts';
import type { Backend } from '../backend.ts';
import { bootstrapRealm } from './bootstrap.ts';
import { configCliHeading } from './heading.ts';
import { type RealmNeeds, realmNeeds } from './needs.ts';
import { realmPart } from './realm.ts';

export { type TokenInstructions, type TokenPlan, type TokenRequest, tokenInstructions } from './tokens.ts';

/** Two files for each issuer: `<environment>/keycloak/<realm>.config-cli.yaml` and `<realm>.realm.json`. */
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

/** The realm's name, and the issuer's as well where two servers have a realm of one name. */
function fileStem(issuer: Issuer, issuers: readonly Issuer[]): string {
	const alone = issuers.filter(({ realm }) => realm === issuer.realm).length === 1;
	return alone ? issuer.realm : `${issuer.realm}.${issuer.name}`;
}
