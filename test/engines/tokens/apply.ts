// Brings definitions into the server in the two ways in which people do: a whole realm at once, and our part into a realm
// that lives, step by step through the Admin REST API. Afterwards the server is asked what it holds, because it accepts
// names that do not exist without a word.
import { readFile } from 'node:fs/promises';
import type ClientRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientRepresentation.js';
import type UserRepresentation from '@keycloak/keycloak-admin-client/lib/defs/userRepresentation.js';
import { byText } from '../../../src/core/order.ts';
import { type Admin, fourAtATime } from './admin.ts';
import type { Realm } from './definitions.ts';

/** Makes the realm as `start --import-realm` does: the Admin API's create runs the same import. */
export async function importRealm(admin: Admin, realm: Realm): Promise<void> {
	await admin.realms.create(realm);
	await assertLinks(admin, realm);
}

/**
 * Makes a realm as Keycloak ships it and adds our part, in the order that leaves nothing open in between: scopes, identity
 * provider, clients without scopes, their scopes, accounts, policies; at last each client again unchanged, since policies
 * look at a client only when it is written.
 */
export async function addToRealm(admin: Admin, part: Realm): Promise<void> {
	const { realm, clients = [], clientScopes = [], users = [] } = part;
	const { attributes = {}, passwordPolicy = '' } = part;
	await admin.realms.create({ realm, enabled: true, attributes, passwordPolicy });
	await declareTenant(admin, realm, part);
	await fourAtATime(clientScopes, (scope) => admin.clientScopes.create({ realm, ...scope }));
	for (const provider of part.identityProviders ?? []) await admin.identityProviders.create({ realm, ...provider });
	const ids = new Map((await admin.clientScopes.find({ realm })).map(({ name = '', id = '' }) => [name, id]));
	const idOf = (scope: string): string => {
		const id = ids.get(scope);
		if (id === undefined) throw new Error(`the realm has no client scope ${scope}`);
		return id;
	};
	const made = await fourAtATime(clients, async (client) => {
		const without = { ...client, defaultClientScopes: [], optionalClientScopes: [] };
		const { id } = await admin.clients.create({ realm, ...without });
		return { id, client };
	});
	await fourAtATime(made, async ({ id, client }) => {
		for (const scope of client.defaultClientScopes ?? [])
			await admin.clients.addDefaultClientScope({ realm, id, clientScopeId: idOf(scope) });
		for (const scope of client.optionalClientScopes ?? [])
			await admin.clients.addOptionalClientScope({ realm, id, clientScopeId: idOf(scope) });
	});
	for (const user of users) await setAccount(admin, realm, made, user);
	await admin.clientPolicies.createProfiles({ realm, ...part.clientProfiles });
	await admin.clientPolicies.updatePolicy({ realm, ...part.clientPolicies });
	await fourAtATime(made, ({ id, client }) => admin.clients.update({ realm, id }, client));
	await assertLinks(admin, part);
}

type MadeClient = { readonly id: string; readonly client: ClientRepresentation };

async function setAccount(
	admin: Admin,
	realm: string,
	made: readonly MadeClient[],
	user: UserRepresentation & { readonly serviceAccountClientId?: string },
): Promise<void> {
	const owner = made.find(({ client }) => client.clientId === user.serviceAccountClientId);
	if (owner === undefined) throw new Error(`${user.username} is the account of no client`);
	const account = await admin.clients.getServiceAccountUser({ realm, id: owner.id });
	await admin.users.update({ realm, id: account.id ?? '' }, { ...account, attributes: user.attributes ?? {} });
}

/** What docs/tokens.md asks whoever runs a living realm to do first, taken from there. */
async function declareTenant(admin: Admin, realm: string, part: Realm): Promise<void> {
	const carries = part.clientScopes?.some(({ name }) => name === 'meshgrant-tenant') || (part.users ?? []).length > 0;
	if (!carries) return;
	const page = await readFile(new URL('../../../docs/tokens.md', import.meta.url), 'utf8');
	const declaration = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
	const profile = await admin.users.getProfile({ realm });
	await admin.users.updateProfile({
		realm,
		...profile,
		attributes: [...(profile.attributes ?? []), JSON.parse(declaration)],
	});
}

/** Throws an Error where a client has other scopes than the definitions say. */
async function assertLinks(admin: Admin, { realm, clients = [] }: Realm): Promise<void> {
	const differing = await fourAtATime(clients, async (wanted) => {
		const [found] = await admin.clients.find({ realm, clientId: wanted.clientId ?? '' });
		return linksOf(found) === linksOf(wanted) ? [] : [`${wanted.clientId}: ${linksOf(found)}, not ${linksOf(wanted)}`];
	});
	if (differing.flat().length > 0)
		throw new Error(`scopes of clients differ in ${realm}:\n${differing.flat().join('\n')}`);
}

function linksOf(client: ClientRepresentation | undefined): string {
	const names = (list: readonly string[] = []): string => [...list].sort(byText).join(' ');
	return `default [${names(client?.defaultClientScopes)}] optional [${names(client?.optionalClientScopes)}]`;
}
