// In whose name a caller acts where the catalog does not say, and who therefore asks the issuer for tokens.
import type { ActorInput, CallerData, CatalogData } from './input.ts';

/**
 * What the entry says, or: `identity` in a catalog without tokens, `user` for public and confidential clients,
 * `service` for everyone else. `anyone` is never a default.
 */
export function actorOf(data: CatalogData, caller: CallerData): ActorInput {
	if (caller.as !== undefined) return caller.as;
	if (data.withoutTokens !== undefined) return 'identity';
	const { clients } = data;
	const client = clients !== undefined && Object.hasOwn(clients, caller.from) ? clients[caller.from] : undefined;
	return client !== undefined && client.kind !== 'machine' ? 'user' : 'service';
}

/** True for the actors that a token speaks for. */
export const hasToken = (actor: ActorInput): actor is 'service' | 'user' => actor === 'service' || actor === 'user';

/** Names of those who get tokens themselves: for calls of their own, by exchange, or by signing users in. */
export function askingForTokens(data: CatalogData): ReadonlySet<string> {
	const asking = new Set<string>();
	for (const [name, service] of Object.entries(data.services)) {
		if (service.login !== undefined) asking.add(name);
		for (const caller of service.callers ?? []) {
			if (caller.via === undefined && hasToken(actorOf(data, caller))) asking.add(caller.from);
		}
	}
	return asking;
}
