// The lines at the top of a config-cli file: how to run it so that it touches nothing but its own, and what it leaves to
// whoever owns the realm.
import type { RealmNeeds } from './needs.ts';

/** Source of the flags: keycloak-config-cli 6.5, docs/MANAGED.md and application.properties. */
export function configCliHeading(needs: RealmNeeds): readonly string[] {
	const { model, issuer } = needs;
	return [
		`Realm ${issuer.realm}, environment ${model.environment}, for keycloak-config-cli 6.5 and Keycloak 26.6 to 26.8.`,
		'Run it with these flags. Without them, whatever is not in this file is deleted from the realm:',
		'  --import.remote-state.enabled=true',
		'  --import.managed.client=no-delete',
		'  --import.managed.client-scope=no-delete',
		'  --import.managed.client-scope-mapping=no-delete',
		'  --import.managed.scope-mapping=no-delete',
		'  --import.managed.identity-provider=no-delete',
		'  --import.managed.role=no-delete',
		'  --import.var-substitution.enabled=false',
		`  --import.cache.key=meshgrant-${model.catalog}-${model.environment}-${issuer.realm}`,
		'With --import.cache.enabled=true (the default), changes made by hand stay until this file changes.',
		'Client profiles and policies are replaced as a whole: a realm with policies of its own must merge them.',
		'no-delete keeps a client that left the catalog. Disable it in the catalog first, then delete it by hand.',
		...tenantLines(needs),
	];
}

function tenantLines({ model }: RealmNeeds): readonly string[] {
	if (model.tenancy.kind === 'none') return [];
	return [
		`Before the first run, declare the attribute \`${model.tenancy.attribute}\` in the realm's user profile, edit: [admin] (docs/tokens.md).`,
		'Undeclared, users have no tenant; and in a realm with unmanaged attributes ENABLED they can choose theirs.',
	];
}
