// The roles of a realm, and which of them administer it: whoever can change definitions can get every token.
import { builtInDefaultRole } from './built-in.ts';
import { type Part, partOf } from './document.ts';
import type { Form } from './form.ts';
import { fine, judgeKeys } from './key-rules.ts';
import { clientOfRole, expanded, type Role, type Roles, roleOf } from './roles.ts';

/** The roles that are told, and the realm's default one. A part of a realm has the server's own default role by itself. */
export function readRoles(document: Part, form: Form, realm: string): Roles {
	const composites = new Map<Role, readonly Role[]>();
	const ofClient = new Map<string, Role[]>();
	const add = (client: string, part: Part): void => {
		const role = roleOf(client, part.text('name'));
		composites.set(role, rolesIn(part.part('composites'), 'realm', 'client'));
		if (client !== '') ofClient.set(client, [...(ofClient.get(client) ?? []), role]);
	};
	const parts = document.part('roles');
	judgeKeys(parts, new Map(fine('realm', 'client')));
	for (const part of parts.named('realm', 'name')) add('', part);
	for (const client of parts.part('client').keys) {
		for (const part of parts.part('client').named(client, 'name')) add(client, part);
	}
	const usual = `default-roles-${realm.toLowerCase()}`;
	const told = document.part('defaultRole');
	// What it brings along stands beside the other roles.
	judgeKeys(told, new Map(fine('id', 'name', 'description', 'composite', 'clientRole', 'containerId')));
	const name = told.text('name') || usual;
	const defaults = roleOf('', name);
	if (form === 'part' && name === usual && !composites.has(defaults)) {
		composites.set(defaults, builtInRoles);
		ofClient.set('account', [
			...(ofClient.get('account') ?? []),
			...builtInRoles.filter((role) => clientOfRole(role) !== ''),
		]);
	}
	const roles = { composites, defaults, owners: new Set(ofClient.keys()), ofClient };
	const wrong = wrongRoles(roles, form, [defaults]);
	if (wrong !== undefined) document.doubt(`gives everybody ${wrong}`, 'defaultRole');
	return roles;
}

const builtInRoles = rolesIn(partOf(builtInDefaultRole, 'built-in', []), 'realm', 'client');

/** Roles that are listed by name: the realm's under one key, those of clients by client under the other. */
export function rolesIn(part: Part, realmKey: string, clientKey: string): readonly Role[] {
	const byClient = part.part(clientKey);
	const ofClients = byClient.keys.flatMap((client) => byClient.texts(client).map((name) => roleOf(client, name)));
	return [...part.texts(realmKey).map((name) => roleOf('', name)), ...ofClients];
}

/** What is wrong with having these roles: they administer, or nobody knows what they bring along. Undefined: nothing. */
export function wrongRoles(roles: Roles, form: Form, had: readonly Role[]): string | undefined {
	const all = [...expanded(roles, had)];
	if (all.some(administers)) return 'a role that can change the realm';
	const isKnown = (role: Role): boolean => roles.composites.has(role) || builtInRoles.includes(role);
	return form === 'whole' || all.every(isKnown) ? undefined : 'a role that these definitions do not hold';
}

/** Of the realm's own management client, or in the first realm of those of the others. */
const administers = (role: Role): boolean => /^(realm-management|.*-realm)$/.test(clientOfRole(role));
