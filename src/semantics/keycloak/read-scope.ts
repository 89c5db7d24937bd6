// Client scopes, and the roles mapped to scopes and clients (`scopeMappings`, `clientScopeMappings`).
import { isOn, judgeScopeAttributes } from './attributes.ts';
import type { Part } from './document.ts';
import { isMute, type Mapper, readMapper } from './mapper.ts';
import type { Problem } from './problem.ts';
import type { Scope } from './realm.ts';
import { type Role, roleOf } from './roles.ts';

/** Roles mapped to scopes (or clients), by name. */
export type ScopeRoles = ReadonlyMap<string, ReadonlySet<Role>>;

export const noRoles: ReadonlySet<Role> = new Set();

/** `holder`: whether the mappings of client scopes are wanted, or those of clients. */
export function scopeRolesOf(document: Part, holder: 'client' | 'clientScope'): ScopeRoles {
	const found = new Map<string, Set<Role>>();
	const add = (client: string, part: Part): void => {
		const name = part.text(holder);
		if (name === '') return;
		const roles = found.get(name) ?? new Set();
		for (const role of part.texts('roles')) roles.add(roleOf(client, role));
		found.set(name, roles);
	};
	for (const part of document.parts('scopeMappings', holder)) add('', part);
	const byClient = document.part('clientScopeMappings');
	for (const client of byClient.keys) for (const part of byClient.parts(client, holder)) add(client, part);
	return found;
}

/** A client scope. Its name stands in tokens unless it says otherwise. */
export function readScope(part: Part, roles: ScopeRoles): Scope {
	const name = part.text('name');
	const attributes = part.map('attributes');
	const { mappers, doubts } = readMappers(part);
	doubts.push(...judgeScopeAttributes(part, attributes));
	return {
		name,
		named: isOn(attributes, 'include.in.token.scope', true),
		mappers,
		roles: roles.get(name) ?? noRoles,
		doubts,
	};
}

/** The mappers that can speak in an access token, and those that are not understood. */
export function readMappers(part: Part): { readonly mappers: readonly Mapper[]; readonly doubts: Problem[] } {
	const read = part.named('protocolMappers', 'name').map(readMapper);
	return {
		mappers: read.flatMap(({ mapper }) => (mapper === undefined || isMute(mapper) ? [] : [mapper])),
		doubts: read.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
	};
}
