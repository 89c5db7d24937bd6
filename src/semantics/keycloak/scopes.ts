// Which client scopes a request brings into a token. Source: TokenManager.isValidScope and getRequestedClientScopes,
// DefaultClientSessionContext.isClientScopePermittedForUser (26.7.5); recorded.
import type { Client, Realm, Scope } from './realm.ts';
import { clientOfRole, expanded, type Role } from './roles.ts';

/** True where each name is `openid` or a scope that the client has, by default or on request. One wrong name refuses all. */
export const isValid = ({ defaults, optionals }: Client, asked: readonly string[]): boolean =>
	asked.every((name) => name === 'openid' || optionals.has(name) || defaults.some((scope) => scope.name === name));

/** The optional scopes among those asked for. Asking for a default one changes nothing. */
export const askedOf = ({ optionals }: Client, asked: readonly string[]): readonly Scope[] =>
	[...new Set(asked)].flatMap((name) => optionals.get(name) ?? []);

/** False where the scope is gated by roles and the bearer has none of them: it is dropped in silence, mappers and all. */
export function isPermitted(realm: Realm, scope: Scope, bearerRoles: ReadonlySet<Role>): boolean {
	if (scope.roles.size === 0) return true;
	for (const role of expanded(realm.roles, scope.roles)) if (bearerRoles.has(role)) return true;
	return false;
}

/** An exchange for given audiences drops scopes that are mapped to roles of clients, unless one is of these audiences. */
export function isForAudience(scope: Scope, audiences: readonly string[]): boolean {
	const owners = new Set([...scope.roles].map(clientOfRole).filter((owner) => owner !== ''));
	return owners.size === 0 || audiences.some((audience) => owners.has(audience));
}
