// The accounts under which clients act as themselves. Anybody else's account in the definitions is a problem: whoever is told
// its password is a user.
import type { Part } from './document.ts';
import type { Form } from './form.ts';
import { empty, fine, judged, judgeKeys, type Rule, type Rules } from './key-rules.ts';
import { rolesIn, wrongRoles } from './read-roles.ts';
import type { Account } from './realm.ts';
import type { Roles } from './roles.ts';

/** Accounts of clients. One that is named like an account but belongs to no client is an ordinary user's. */
export function readAccounts(document: Part, roles: Roles, form: Form): ReadonlyMap<string, Account> {
	const accounts = new Map<string, Account>();
	for (const part of document.named('users', 'username')) {
		const client = part.text('serviceAccountClientId');
		if (client === '') {
			// An import that names it does not make the client's own (26.7.5): nobody can act as that client.
			if (part.text('username').startsWith('service-account-'))
				part.doubt('is named as an account of a client, and is none');
			else part.doubt('is an account of somebody, who may sign in with whatever it has');
			continue;
		}
		if (accounts.has(client)) part.doubt('is a second account of its client');
		judgeKeys(part, keys);
		const had = rolesIn(part, 'realmRoles', 'clientRoles');
		const wrong = wrongRoles(roles, form, had);
		if (wrong !== undefined) part.doubt(`has ${wrong}`);
		const attributes = part.part('attributes');
		accounts.set(client, {
			enabled: part.flag('enabled', true),
			attributes: new Map(attributes.keys.map((name) => [name, textsOf(attributes, name)])),
			roles: had,
		});
	}
	return accounts;
}

const keys: Rules = new Map<string, Rule | 'fine'>([
	// Read above.
	...fine('username', 'enabled', 'serviceAccountClientId', 'attributes', 'realmRoles', 'clientRoles'),
	// Nobody signs in as this account, so that nothing of this is asked for.
	...fine('id', 'email', 'emailVerified', 'firstName', 'lastName', 'createdTimestamp', 'totp', 'notBefore'),
	...fine('requiredActions', 'disableableCredentialTypes', 'clientConsents', 'access'),
	...judged(empty('can bring roles and attributes'), 'groups'),
	...judged(empty('let somebody sign in as a client'), 'credentials', 'federatedIdentities'),
]);

const textsOf = (part: Part, name: string): readonly string[] =>
	Array.isArray((part.raw as Readonly<Record<string, unknown>>)[name]) ? part.texts(name) : [part.text(name)];
