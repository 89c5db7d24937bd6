// Roles, and which of a user's roles a token may carry. Source: TokenManager.getAccess and
// DefaultClientSessionContext of Keycloak 26.7.5; Server Administration Guide, "Role scope mappings".

/** A role by its client (empty for a role of the realm) and name; see `roleOf`. */
export type Role = string;

export interface Roles {
	/** Roles that a role brings along, directly. */
	readonly composites: ReadonlyMap<Role, readonly Role[]>;
	/** What every user and every service account has. */
	readonly defaults: Role;
	/** Clients that have roles at all. */
	readonly owners: ReadonlySet<string>;
	/** Roles of each client, by client id. */
	readonly ofClient: ReadonlyMap<string, readonly Role[]>;
}

/** `client` is empty for a role of the realm. No name holds a line break: Keycloak refuses it. */
export const roleOf = (client: string, name: string): Role => `${client}\n${name}`;

/** The client of a role; empty for a role of the realm. */
export const clientOfRole = (role: Role): string => role.slice(0, role.indexOf('\n'));

/** The name of a role in its client or realm. */
export const nameOfRole = (role: Role): string => role.slice(role.indexOf('\n') + 1);

/** The roles and all that they bring along. */
export function expanded({ composites }: Pick<Roles, 'composites'>, roles: Iterable<Role>): ReadonlySet<Role> {
	const found = new Set<Role>();
	const waiting = [...roles];
	for (let role = waiting.pop(); role !== undefined; role = waiting.pop()) {
		if (found.has(role)) continue;
		found.add(role);
		waiting.push(...(composites.get(role) ?? []));
	}
	return found;
}
