// What can be had, by question: "can this client obtain, in this way, a token with this audience and this scope?"
import { type Bearer, type Content, piecesIn } from './content.ts';
import { type Mintable, mintable, resolves, rowOf } from './mintable.ts';
import { policiesBy } from './policy-index.ts';
import type { Way } from './question.ts';
import type { Realm, Scope } from './realm.ts';

export interface Wanted {
	readonly client: string;
	readonly way: Way;
	readonly bearer: Bearer;
	/** What must be in `scope`, and in `aud`; undefined asks for neither. */
	readonly scope?: string;
	readonly audience?: string;
}

export interface Obtainable {
	readonly all: readonly Mintable[];
	/** An entry that has all that is wanted. With doubts it is undecided; undefined: cannot be had. */
	readonly find: (wanted: Wanted) => Mintable | undefined;
}

/** Reads a realm once for many questions. Each costs a look-up, unless scope and audience come from two scopes. */
export function obtainable(realm: Realm): Obtainable {
	const all = mintable(realm);
	const rows = new Map<string, Map<string, Mintable>>();
	for (const entry of all) {
		const key = keyOf(entry);
		const row = rows.get(key) ?? new Map();
		// Pairs come after the single scopes of their row.
		if (!row.has(entry.scope)) row.set(entry.scope, entry);
		rows.set(key, row);
	}
	return {
		all,
		find: (wanted) => {
			const row = rows.get(keyOf(wanted));
			const single = [row?.get(''), row?.get(wanted.scope ?? '')].filter((entry) => entry !== undefined);
			const found = surest(single.filter(({ content }) => has(content, wanted)));
			if (row === undefined || (found !== undefined && found.doubts.length === 0)) return found;
			return surest([...(found === undefined ? [] : [found]), ...joint(realm, row, wanted)]);
		},
	};
}

/** The first without doubts, or else the first. */
function surest(entries: Iterable<Mintable>): Mintable | undefined {
	let first: Mintable | undefined;
	for (const entry of entries) {
		if (entry.doubts.length === 0) return entry;
		first ??= entry;
	}
	return first;
}

const keyOf = ({ client, way, bearer }: Wanted): string => `${way}\n${bearer}\n${client}`;

const has = ({ scopes, audiences }: Content, { scope, audience }: Wanted): boolean =>
	(scope === undefined || scopes.has(scope)) && (audience === undefined || audiences.has(audience));

/**
 * Entries that have all that is wanted by asking for several scopes at once: one names itself, and another brings the
 * audience, or two others do, of which one lets a role through and the other turns roles into audiences.
 */
function* joint(realm: Realm, row: ReadonlyMap<string, Mintable>, wanted: Wanted): Iterable<Mintable> {
	const [first] = row.values();
	const client = realm.clients.get(wanted.client);
	if (first === undefined || client === undefined || wanted.audience === undefined) return;
	const ask = rowOf({
		realm,
		policies: policiesBy(realm.policies)(client),
		client,
		way: first.way,
		bearer: first.bearer,
		entrance: first.entrance,
		read: piecesIn(realm),
		servicesHaveSessions: first.bearer === 'service' && first.content.session,
	});
	const named = wanted.scope === undefined ? undefined : client.optionals.get(wanted.scope);
	for (const others of othersOf([...client.optionals.values()])) {
		const found = ask([...new Set([...(named === undefined ? [] : [named]), ...others])]);
		if (found !== undefined && has(found.content, wanted)) yield found;
	}
}

function* othersOf(scopes: readonly Scope[]): Iterable<readonly Scope[]> {
	for (const scope of scopes) yield [scope];
	for (const one of scopes.filter(resolves)) for (const gate of scopes) if (gate.roles.size > 0) yield [one, gate];
}
