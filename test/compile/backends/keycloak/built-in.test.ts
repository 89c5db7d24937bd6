// Holds our compact data to a real server: `fresh-realm.json` is what Keycloak 26.7.5 exported of a realm that had just
// been made (partial export; ids, and what is no part of an import, left out).
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
	accountRoles,
	accountScopeMappings,
	builtInClients,
	realmRoles,
} from '../../../../src/compile/backends/keycloak/built-in-clients.ts';
import {
	builtInScopes,
	realmDefaults,
	realmOptionals,
} from '../../../../src/compile/backends/keycloak/built-in-scopes.ts';
import { userProfile } from '../../../../src/compile/backends/keycloak/tenant.ts';

const fresh = JSON.parse(readFileSync(new URL('./fresh-realm.json', import.meta.url), 'utf8'));

test('the recorded realm is of the version that our data claims', () => {
	expect(fresh.keycloakVersion).toBe('26.7.5');
	expect(fresh.clientScopes).toHaveLength(15);
});

test('all built-in client scopes are there, to the last mapper', () => {
	expect(builtInScopes).toStrictEqual(fresh.clientScopes);
});

test('the realm links the same scopes to new clients as a fresh realm does', () => {
	expect(realmDefaults).toEqual(fresh.defaultDefaultClientScopes);
	expect(realmOptionals).toEqual(fresh.defaultOptionalClientScopes);
});

test('the console clients are those of a fresh realm', () => {
	const ours = builtInClients('fresh');
	expect(ours.map((client) => client.clientId)).toEqual(
		fresh.clients.map((client: { clientId: string }) => client.clientId),
	);
	for (const [index, client] of ours.entries()) {
		const { attributes, rootUrl, baseUrl, ...same } = client;
		const theirs = fresh.clients[index];
		expect(theirs).toMatchObject(same);
		expect({ rootUrl: theirs.rootUrl ?? '', baseUrl: theirs.baseUrl ?? '' }).toEqual({ rootUrl, baseUrl });
		const { realm_client: _, ...written } = theirs.attributes;
		expect(attributes).toEqual(written);
	}
});

test('roles behind the consoles are those of a fresh realm', () => {
	const plain = (roles: readonly { composites?: unknown }[]) =>
		roles.map(({ composites, ...role }) => ({ ...role, composites: composites ?? {} }));
	expect(plain(realmRoles('fresh'))).toEqual(plain(fresh.realmRoles));
	expect(plain(accountRoles)).toEqual(plain(fresh.accountRoles));
	expect(accountScopeMappings).toEqual(fresh.clientScopeMappings);
});

test('the user profile is a fresh realm’s, and the tenant that only administrators set', () => {
	const profile = userProfile('tenant');
	const own = profile.attributes.filter(({ name }) => name === 'tenant');
	expect({ ...profile, attributes: profile.attributes.filter(({ name }) => name !== 'tenant') }).toEqual(
		fresh.userProfile,
	);
	expect(own).toHaveLength(1);
	expect(own[0]?.permissions).toEqual({ view: ['admin'], edit: ['admin'] });
});
