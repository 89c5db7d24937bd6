// The Keycloak backend: for each issuer, one file for keycloak-config-cli and one whole realm for a new server.
import type { Issuer } from '../../../access/model.ts';
import { sortedBy } from '../../../core/order.ts';
import type { BootstrapRealm } from '../../../manifests/keycloak.ts';
import type { DocumentFile } from '../../../manifests/object.ts';
import type { Backend } from '../backend.ts';
import { builtInScopes, realmDefaults, realmOptionals } from './built-in-scopes.ts';
import { configCliHeading } from './heading.ts';
import { type RealmNeeds, realmNeeds } from './needs.ts';
import { realmPart } from './realm.ts';
import { userProfileComponents } from './tenant.ts';

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

/** A whole realm. What is not ours is a fresh realm's of 26.7.5, but for the stricter switches written here. */
export function bootstrapRealm(needs: RealmNeeds): BootstrapRealm {
	const part = realmPart(needs);
	return {
		...part,
		sslRequired: 'external',
		registrationAllowed: false,
		bruteForceProtected: true,
		revokeRefreshToken: true,
		refreshTokenMaxReuse: 0,
		accessTokenLifespan: 300,
		clientScopes: sortedBy([...builtInScopes, ...part.clientScopes], (scope) => scope.name),
		defaultDefaultClientScopes: realmDefaults,
		defaultOptionalClientScopes: realmOptionals,
		scopeMappings: [{ clientScope: 'offline_access', roles: ['offline_access'] }],
		components: needs.model.tenancy.kind === 'none' ? {} : userProfileComponents(),
	};
}

/** The realm's name, and the issuer's as well where two servers have a realm of one name. */
function fileStem(issuer: Issuer, issuers: readonly Issuer[]): string {
	const alone = issuers.filter(({ realm }) => realm === issuer.realm).length === 1;
	return alone ? issuer.realm : `${issuer.realm}.${issuer.name}`;
}
