// Where a sign-in may send people back. Source: RedirectUtils of Keycloak 26.7.5 and recorded refusals: an address matches
// as a whole, or by a registered one that ends in `*`. One that begins with `/` is at the server's own address.
import { type Refused, refused } from './question.ts';
import type { Client, Realm } from './realm.ts';

/** The refusal of an address; without one, that of the first address that is registered, if there is any. */
export function redirectRefusal(
	{ issuer = '' }: Realm,
	{ redirectUris }: Client,
	address: string | undefined,
): Refused | undefined {
	const server = /^https?:\/\/[^/]+/.exec(issuer)?.[0] ?? '';
	const absolute = redirectUris.map((uri) => (uri.startsWith('/') ? `${server}${uri}` : uri));
	const asked = address ?? absolute[0]?.replace(/\*$/, '');
	if (asked !== undefined && absolute.some((registered) => matches(registered, asked))) return undefined;
	return refused('authorization', 400, 'page', 'Invalid parameter: redirect_uri');
}

function matches(registered: string, asked: string): boolean {
	if (!registered.endsWith('*')) return registered === asked;
	const stem = registered.slice(0, -1);
	// A wildcard stands for a path: what follows `?` is not looked at, and a fragment or dots are never right.
	const path = asked.split('?')[0] ?? '';
	if (asked.includes('#') || path.includes('/..')) return false;
	return path.startsWith(stem) || (stem.endsWith('/') && `${path}/` === stem);
}
