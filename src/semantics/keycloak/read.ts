// Reads the definitions of a realm in any of the forms in which they are written: a whole realm (a bootstrap file, an
// export, a realm import) or a part of one that lives (keycloak-config-cli). Absent fields get what the server gives them:
// an import and the Admin REST API differ there (26.7.5, RepresentationToModel and setupClientDefaults).
import { builtInDefaults, builtInOptionals, builtInScopeMappings, builtInScopes } from './built-in.ts';
import { judgeComponents } from './components.ts';
import { type Part, partOf } from './document.ts';
import type { Form } from './form.ts';
import { judgePlaceholders } from './placeholders.ts';
import type { Problem } from './problem.ts';
import { readAccounts } from './read-accounts.ts';
import { readClient } from './read-client.ts';
import { readPolicies } from './read-policies.ts';
import { readEditors } from './read-profile.ts';
import { federatedClients } from './read-proof.ts';
import { readProviders } from './read-provider.ts';
import { readRoles } from './read-roles.ts';
import { readScope, type ScopeRoles, scopeRolesOf } from './read-scope.ts';
import type { Realm, Scope } from './realm.ts';
import { judgeRealmKeys } from './realm-keys.ts';

export interface ReadSettings {
	/** The `iss` of the realm's tokens, where the definitions do not say it by `frontendUrl`. */
	readonly issuer?: string;
	/** `whole`: what is not in the document is not in the realm. Default: `whole` where it names the realm's default scopes. */
	readonly form?: Form;
}

/** The realm and everything in it that is not understood. Never throws, whatever the document is. */
export function readRealm(
	definitions: unknown,
	settings: ReadSettings = {},
): { readonly realm: Realm; readonly problems: readonly Problem[] } {
	const problems: Problem[] = [];
	const document = partOf(definitions, '', problems);
	const form = settings.form ?? formOf(document);
	judgeRealmKeys(document);
	judgeComponents(document);
	judgePlaceholders(document, form);
	const name = document.text('realm');
	if (name === '') document.doubt('the realm has no name');
	const roles = readRoles(document, form, name);
	const scopes = readScopes(document, form, problems);
	const clientRoles = scopeRolesOf(document, 'client');
	const realmWide = {
		form,
		scopes,
		defaults: namesOr(document, 'defaultDefaultClientScopes', builtInDefaults),
		optionals: namesOr(document, 'defaultOptionalClientScopes', builtInOptionals),
		lifetimeSeconds: document.number('accessTokenLifespan') ?? 300,
		sessionSeconds: Math.max(
			document.number('ssoSessionMaxLifespan') ?? 36_000,
			document.number('ssoSessionMaxLifespanRememberMe') ?? 0,
		),
		providers: readProviders(document),
	};
	const clients = document.named('clients', 'clientId').map((part) => readClient(part, realmWide, clientRoles));
	const realm: Realm = {
		name,
		form,
		enabled: document.flag('enabled', form === 'part'),
		issuer: issuerOf(document, name) ?? settings.issuer,
		clients: new Map(clients.map((client) => [client.id, client])),
		roles,
		accounts: readAccounts(document, roles, form),
		policies: readPolicies(document),
		federated: federatedClients(clients),
		editors: readEditors(document, form),
		forNewClients: [...realmWide.defaults, ...realmWide.optionals].flatMap((scope) => scopes.get(scope) ?? []),
	};
	return { realm, problems };
}

/** A whole realm says which scopes new clients get; our part never does, as they are the realm's own affair. */
const formOf = (document: Part): Form =>
	document.has('defaultDefaultClientScopes') || document.has('defaultOptionalClientScopes') ? 'whole' : 'part';

const namesOr = (document: Part, key: string, otherwise: readonly string[]): readonly string[] =>
	document.has(key) ? document.texts(key) : otherwise;

function issuerOf(document: Part, realm: string): string | undefined {
	const url = document.map('attributes').get('frontendUrl') ?? '';
	return url === '' ? undefined : `${url.replace(/\/+$/, '')}/realms/${realm}`;
}

/** A whole realm that lists any scope gets none of the server's own (RealmManager.importRealm). */
function readScopes(document: Part, form: Form, problems: Problem[]): ReadonlyMap<string, Scope> {
	const isAlone = form === 'whole' && document.has('clientScopes');
	const ownParts = document.named('clientScopes', 'name');
	const builtIn = partOf({ clientScopes: builtInScopes, scopeMappings: builtInScopeMappings }, 'built-in', problems);
	const roles = scopeRolesOf(document, 'clientScope');
	const scopes = new Map<string, Scope>();
	const add = (parts: readonly Part[], by: ScopeRoles): void => {
		for (const part of parts) {
			if (part.text('protocol') === 'openid-connect') scopes.set(part.text('name'), readScope(part, by));
		}
	};
	if (!isAlone) add(builtIn.parts('clientScopes', 'name'), scopeRolesOf(builtIn, 'clientScope'));
	add(ownParts, roles);
	return scopes;
}
