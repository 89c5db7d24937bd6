// Names that the backends give to objects are kept out of the catalog, which may not ask the backends.
import { expect, test } from 'vitest';
import {
	keycloakClients,
	keycloakScopes,
	reservedObjectNames,
	whyReserved,
} from '../../../src/catalog/checks/names.ts';
import { readCatalog } from '../../../src/catalog/index.ts';
import { scopeName } from '../../../src/catalog/schema/words.ts';
import { reservedNames, shardName, tenantGuardName } from '../../../src/compile/backends/shared/naming.ts';
import { locateByPath } from '../../../src/core/origin.ts';
import { plant } from './plant.ts';
import { validCatalog } from './valid.ts';

test('the reserved names are those of the backends', () => {
	expect([...reservedObjectNames].sort()).toEqual([...reservedNames].sort());
	for (const name of [...reservedNames, ...keycloakClients, 'anyone']) expect(whyReserved(name)).toBeTypeOf('string');
	expect(whyReserved('accounts')).toBeUndefined();
});

test.each([tenantGuardName('cart'), shardName('cart', 1), shardName('cart', 9), shardName('cart', 41)])(
	'%s is refused beside cart, and only in its namespace',
	(name) => {
		const spare = { owner: 'x', namespace: 'shop', serviceAccount: 'spare', selector: { app: 'spare' } };
		const codes = (service: object) =>
			readCatalog(plant(validCatalog(), [[`services/${name}`, service]]), locateByPath('x'), '2026-11-24')[1].map(
				({ code }) => code,
			);
		expect(codes(spare)).toEqual(['ACC010']);
		expect(codes({ ...spare, namespace: 'istio-system' })).toEqual(['ACC083']);
	},
);

test("Keycloak's other built-in scopes are no scope names here", () => {
	const builtIn = ['profile', 'email', 'roles', 'web-origins', 'acr', 'basic', 'offline_access', 'address', 'phone'];
	for (const name of [...builtIn, 'microprofile-jwt', 'organization', 'service_account', 'kc-admin-api']) {
		expect(scopeName.safeParse(name).success, name).toBe(false);
	}
	for (const name of keycloakScopes) expect(scopeName.safeParse(name).success, name).toBe(true);
});
