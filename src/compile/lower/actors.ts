// In whose name a caller acts where the catalog does not say, and who therefore asks the issuer for tokens.
import type { CallerData, CatalogData } from '../../catalog/index.ts';

export type ActorKind = NonNullable<CallerData['as']>;

/**
 * What the entry says, or: `identity` in a catalog without tokens, `user` for public and confidential clients,
 * `service` for everyone else. `anyone` is never a default.
 */
export function actorKindOf(data: CatalogData, caller: CallerData): ActorKind {
	if (caller.as !== undefined) return caller.as;
	if (data.withoutTokens !== undefined) return 'identity';
	const client = data.clients?.[caller.from];
	return client !== undefined && client.kind !== 'machine' ? 'user' : 'service';
}

/** Names of the services that obtain tokens themselves: for calls of their own, by exchange, or by signing users in. */
export function asksForTokens(data: CatalogData): ReadonlySet<string> {
	const asking = new Set<string>();
	for (const [name, service] of Object.entries(data.services)) {
		if (service.login !== undefined) asking.add(name);
		for (const caller of service.callers ?? []) {
			const kind = actorKindOf(data, caller);
			if (caller.via === undefined && (kind === 'service' || kind === 'user')) asking.add(caller.from);
		}
	}
	return asking;
}
