// Reads the definitions of a realm in any of the forms in which they are written: a whole realm (a bootstrap file, an
// export, a realm import) or a part of one that lives (keycloak-config-cli). Absent fields get what the server gives them:
// an import and the Admin REST API differ there (26.7.5, RepresentationToModel and setupClientDefaults).
import {
	builtInDefaultRole,
	builtInDefaults,
	builtInOptionals,
	builtInScopeMappings,
	builtInScopes,
} from './built-in.ts';
import { type Part, partOf } from './document.ts';
import type { Form } from './form.ts';
import type { Problem } from './problem.ts';
import { federatedClients, readClient } from './read-client.ts';
import { readPolicies } from './read-policies.ts';
import { readEditors } from './read-profile.ts';
import { readScope, type ScopeRoles, scopeRolesOf } from './read-scope.ts';
import type { Account, Realm, Scope } from './realm.ts';
import { type Role, type Roles, roleOf } from './roles.ts';

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
		sessionSeconds: document.number('ssoSessionMaxLifespan') ?? 36_000,
		providers: new Set(
			document
				.parts('identityProviders', 'alias')
				.filter((provider) => provider.flag('enabled', true))
				.map((provider) => provider.text('alias')),
		),
	};
	const clients = document.parts('clients', 'clientId').map((part) => readClient(part, realmWide, clientRoles));
	const realm: Realm = {
		name,
		enabled: document.flag('enabled', form === 'part'),
		issuer: settings.issuer ?? issuerOf(document, name),
		clients: new Map(clients.map((client) => [client.id, client])),
		roles,
		accounts: readAccounts(document),
		policies: readPolicies(document),
		federated: federatedClients(clients),
		editors: readEditors(document, form),
	};
	if (realm.clients.size < clients.length) document.doubt('two clients have the same id');
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
	const ownParts = document.parts('clientScopes', 'name');
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

function readRoles(document: Part, form: Form, realm: string): Roles {
	const composites = new Map<Role, readonly Role[]>();
	const ofClient = new Map<string, Role[]>();
	const add = (client: string, part: Part): void => {
		const role = roleOf(client, part.text('name'));
		composites.set(role, rolesIn(part.part('composites'), 'realm', 'client'));
		if (client !== '') ofClient.set(client, [...(ofClient.get(client) ?? []), role]);
	};
	const parts = document.part('roles');
	for (const part of parts.parts('realm', 'name')) add('', part);
	for (const client of parts.part('client').keys) {
		for (const part of parts.part('client').parts(client, 'name')) add(client, part);
	}
	const defaults = roleOf('', document.part('defaultRole').text('name') || `default-roles-${realm.toLowerCase()}`);
	if (form === 'part' && !composites.has(defaults)) {
		const builtIn = rolesIn(partOf(builtInDefaultRole, 'built-in', []), 'realm', 'client');
		composites.set(defaults, builtIn);
		ofClient.set('account', [...(ofClient.get('account') ?? []), ...builtIn.filter((role) => !role.startsWith('\n'))]);
	}
	return { composites, defaults, owners: new Set(ofClient.keys()), ofClient };
}

function rolesIn(part: Part, realmKey: string, clientKey: string): readonly Role[] {
	const byClient = part.part(clientKey);
	const ofClients = byClient.keys.flatMap((client) => byClient.texts(client).map((name) => roleOf(client, name)));
	return [...part.texts(realmKey).map((name) => roleOf('', name)), ...ofClients];
}

/** Accounts of clients. One that is named like an account but belongs to no client is an ordinary user's. */
function readAccounts(document: Part): ReadonlyMap<string, Account> {
	const accounts = new Map<string, Account>();
	for (const part of document.parts('users', 'username')) {
		const client = part.text('serviceAccountClientId');
		if (client === '') {
			// An import that names it does not make the client's own (26.7.5): nobody can act as that client.
			if (part.text('username').startsWith('service-account-'))
				part.doubt('is named as an account of a client, and is none');
			continue;
		}
		if (part.texts('groups').length > 0) part.doubt('has groups, which can bring roles and attributes');
		const attributes = part.part('attributes');
		accounts.set(client, {
			enabled: part.flag('enabled', true),
			attributes: new Map(attributes.keys.map((name) => [name, textsOf(attributes, name)])),
			roles: rolesIn(part, 'realmRoles', 'clientRoles'),
		});
	}
	return accounts;
}

const textsOf = (part: Part, name: string): readonly string[] =>
	Array.isArray((part.raw as Readonly<Record<string, unknown>>)[name]) ? part.texts(name) : [part.text(name)];
