// What definitions leave in doubt for the catalog that is held against them, beside what nobody understands of them anyway.
import type { Grant } from '../../access/model.ts';
import { editorOf, leftOpen, type Problem, type Realm } from '../../semantics/keycloak/index.ts';
import type { AskedOfIssuer } from './asked.ts';

/** What a living realm may have otherwise, what clients get that nobody has made yet, and who can have a tenant. */
export const doubtsOf = (wanted: AskedOfIssuer, realm: Realm, content: unknown): readonly Problem[] => [
	...(realm.form === 'part' ? leftOpen(content) : []),
	...forNewClients(wanted, realm),
	...unclearTenant(wanted, realm),
];

/** The attribute of a tenant that some grant needs of users, where nothing says who may set it. */
export function unsaidTenant(wanted: AskedOfIssuer, { editors }: Realm): string | undefined {
	const attribute = tenantOfUsers(wanted);
	return attribute !== undefined && editorOf(editors, attribute) === 'not said' ? attribute : undefined;
}

function tenantOfUsers({ asked, tenancy }: AskedOfIssuer): string | undefined {
	if (tenancy.kind === 'none') return undefined;
	return asked.some(({ way, grant }) => way !== 'itself' && needsTenant(grant)) ? tenancy.attribute : undefined;
}

const needsTenant = ({ tenant }: Grant): boolean => tenant.kind === 'any-claimed' || tenant.kind === 'fixed';

function unclearTenant(wanted: AskedOfIssuer, { editors }: Realm): readonly Problem[] {
	const attribute = tenantOfUsers(wanted);
	if (attribute === undefined || !editors.unclear.has(attribute)) return [];
	return [{ where: '', what: `the user profile says more of \`${attribute}\` than is understood` }];
}

/** Whoever makes a client later would hand it something of the catalog, and the catalog would not know. */
function forNewClients({ scopes, audiences }: AskedOfIssuer, realm: Realm): readonly Problem[] {
	const isOfCatalog = ({ name, mappers }: Realm['forNewClients'][number]): boolean =>
		scopes.has(name) ||
		mappers.some(
			({ effect }) =>
				(effect.kind === 'audience' && audiences.has(effect.audience)) ||
				(effect.kind === 'audience of client' && audiences.has(effect.client)),
		);
	return realm.forNewClients
		.filter(isOfCatalog)
		.map(({ name }) => ({ where: '', what: `every client that is made later gets \`${name}\`` }));
}
