// The payload of one token: pieces (content.ts) with the facts of the bearer filled in.

import { byText, sortedBy, sortedUnique } from '../../core/order.ts';
import type { Json, Payload } from '../../traffic/facts.ts';
import { accountValues, type Bearer, ownNote, type Pieces, reach } from './content.ts';
import { clientPlaceholder } from './mapper.ts';
import type { User } from './question.ts';
import type { Client, Realm } from './realm.ts';
import { clientOfRole, nameOfRole, type Role } from './roles.ts';

export interface Facts {
	readonly client: Client;
	readonly bearer: Bearer;
	/** Roles of the bearer, with all that they bring along. */
	readonly roles: ReadonlySet<Role>;
	readonly user: User;
	/** Whether the token belongs to a session that lasts: then it has `sid`. */
	readonly session: boolean;
	/** `openid` was asked for. */
	readonly openid: boolean;
	/** Audiences to which an exchange limits the token; empty: no limit. */
	readonly audiences: readonly string[];
}

type Claims = { [name: string]: Json };

/** Stands for a value that the server makes up. */
const made = 'made by the server';

/** The claims, sorted; `varying` names those with a value that only stands for one. */
export function payloadOf(
	realm: Realm,
	pieces: Pieces,
	facts: Facts,
): { readonly claims: Payload; readonly varying: ReadonlySet<string> } {
	const { client, bearer, session } = facts;
	const claims: Claims = { azp: client.id, typ: 'Bearer', scope: scopeText(pieces, facts.openid) };
	const varying = new Set<string>();
	const vary = (name: string): void => {
		claims[name] = made;
		varying.add(name);
	};
	if (realm.issuer !== undefined) claims.iss = realm.issuer;
	if (bearer !== 'user' || pieces.subject) vary('sub');
	if (session) vary('sid');
	if (client.bound) vary('cnf');
	const allowed = rolesInToken(realm, facts, pieces);
	const audiences = audiencesFor(pieces, facts, allowed);
	const [only, ...more] = audiences;
	if (only !== undefined) claims.aud = more.length === 0 ? only : audiences;
	for (const { path, value } of pieces.claims) {
		const found = valueFor(realm, facts, value);
		if (found === 'varies') vary(path[0] ?? '');
		else if (found !== undefined) put(claims, path, found.value);
	}
	for (const piece of pieces.roleClaims) putRoles(claims, piece, allowed);
	return { claims: Object.fromEntries(sortedBy(Object.entries(claims), ([name]) => name)), varying };
}

function scopeText({ scopes }: Pieces, openid: boolean): string {
	return [...(openid ? ['openid'] : []), ...[...scopes].sort(byText)].join(' ');
}

function rolesInToken(realm: Realm, { client, roles, audiences }: Facts, pieces: Pieces): readonly Role[] {
	const allowed = reach(realm, client, pieces);
	const carried = [...roles].filter((role) => allowed === 'all' || allowed.has(role));
	if (audiences.length === 0) return carried;
	return carried.filter((role) => clientOfRole(role) === '' || audiences.includes(clientOfRole(role)));
}

function audiencesFor(pieces: Pieces, { client, audiences }: Facts, roles: readonly Role[]): readonly string[] {
	const owners = pieces.resolvesAudiences ? roles.map(clientOfRole) : [];
	const found = [...pieces.audiences, ...owners.filter((owner) => owner !== '' && owner !== client.id)];
	return sortedUnique(found).filter((audience) => audiences.length === 0 || audiences.includes(audience));
}

/** Undefined: no claim. */
function valueFor(
	realm: Realm,
	{ client, bearer, user }: Facts,
	value: Pieces['claims'][number]['value'],
): { readonly value: Json } | 'varies' | undefined {
	switch (value.kind) {
		case 'fixed':
			return { value: value.value };
		case 'varies':
			return 'varies';
		case 'note': {
			const note = ownNote(client, value.note);
			if (note === undefined) return bearer === 'itself' ? undefined : 'varies';
			if (bearer !== 'itself') return undefined;
			return note.kind === 'fixed' ? { value: note.value } : 'varies';
		}
		case 'attribute': {
			const { attribute, several, typed } = value;
			const values =
				bearer === 'itself' ? accountValues(realm, client.id, attribute) : (user.attributes[attribute] ?? []);
			const [first] = values;
			if (first === undefined) return undefined;
			if (typed) return 'varies';
			return { value: several ? [...values].sort(byText) : first };
		}
	}
}

/** Goes down a path, making objects on the way. What stands in the way is replaced, as the server does. */
function put(claims: Claims, path: readonly string[], value: Json): void {
	const [name = '', ...rest] = path;
	if (rest.length === 0) {
		claims[name] = value;
		return;
	}
	const inner: Claims = isNested(claims[name]) ? { ...claims[name] } : {};
	put(inner, rest, value);
	claims[name] = inner;
}

const isNested = (value: Json | undefined): value is Payload =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function putRoles(claims: Claims, piece: Pieces['roleClaims'][number], allowed: readonly Role[]): void {
	const byOwner = new Map<string, string[]>();
	for (const role of allowed) {
		const owner = clientOfRole(role);
		byOwner.set(owner, [...(byOwner.get(owner) ?? []), nameOfRole(role)]);
	}
	const owners = sortedUnique(byOwner.keys()).filter((owner) => {
		if (piece.kind === 'realm roles') return owner === '';
		return owner !== '' && (piece.client === undefined || piece.client === owner);
	});
	for (const owner of owners) {
		const path = piece.path.map((step) => (step === clientPlaceholder ? owner : step));
		put(claims, path, (byOwner.get(owner) ?? []).sort(byText));
	}
}
