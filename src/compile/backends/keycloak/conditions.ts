// Conditions of client policies (Keycloak 26.7.5, ids as its serverinfo lists them).
import { sortedUnique } from '../../../core/order.ts';
import type { PolicyCondition } from '../../../manifests/keycloak.ts';

/** True for a client that bears all these marks, now: on update Keycloak looks at the stored client (26.7.5). */
export const markedWith = (marks: Readonly<Record<string, string>>): PolicyCondition => ({
	condition: 'client-attributes',
	configuration: {
		'is-negative-logic': false,
		attributes: JSON.stringify(Object.entries(marks).map(([key, value]) => ({ key, value }))),
	},
});

/** True for a request by one of these grants. */
export const byGrant = (grantTypes: readonly string[]): PolicyCondition => ({
	condition: 'grant-type',
	configuration: { 'is-negative-logic': false, grant_types: grantTypes },
});

/** True for a request that names one of these scopes, which the client has as optional. */
export const asksFor = (scopes: readonly string[]): PolicyCondition => ({
	condition: 'client-scopes',
	configuration: { 'is-negative-logic': false, scopes: sortedUnique(scopes), type: 'Optional' },
});

/** True for a client that has this default client scope. */
export const wears = (mark: string): PolicyCondition => ({
	condition: 'client-scopes',
	configuration: { 'is-negative-logic': false, scopes: [mark], type: 'Default' },
});
