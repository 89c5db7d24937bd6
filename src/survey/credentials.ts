// What whoever takes a service or a client over holds in hand: its certificate, the tokens that it can get, and those that
// others hand to it. Of each token everything that can stand in it counts, since the thief asks for what there is.
import type { AccessModel, Client, Grant, Workload } from '../access/model.ts';
import { realmsIn } from '../prove/index.ts';
import { type Mintable, type Obtainable, obtainable, readRealm } from '../semantics/keycloak/index.ts';
import type { Payload } from '../traffic/facts.ts';
import { matcher, type Pattern } from '../traffic/pattern.ts';
import { claimTexts } from '../traffic/predicate.ts';
import { isSome } from './conditions.ts';
import type { CatalogGround } from './ground.ts';
import type { Known } from './settle.ts';

export type Credential =
	/** Its certificate, and nothing else. */
	| { readonly kind: 'identity' }
	/** Nothing at all: whoever reaches the pods may. */
	| { readonly kind: 'none' }
	/** A token that its own client gets. */
	| {
			readonly kind: 'own';
			readonly client: string;
			readonly way: Mintable['way'];
			readonly bearer: Mintable['bearer'];
	  }
	/** A token that another client got and that passes through its hands. */
	| { readonly kind: 'handed'; readonly client: string; readonly bearer: 'user' | 'service' }
	/** Some token: what can be had is not known without definitions. */
	| { readonly kind: 'unknown' };

/** A credential, and what is known of the requests that carry it. */
export interface Source {
	readonly credential: Credential;
	readonly known: Known;
	/** Whether a token with these claims can be had after all; a sentence where nobody knows. */
	readonly confirm: (payload: Payload | undefined) => string | undefined;
}

const identityAlone: Source = {
	credential: { kind: 'identity' },
	known: ({ kind }) => (kind === 'verified' || kind === 'claim' ? false : undefined),
	confirm: () => undefined,
};

/** Without definitions: its certificate, with whatever token. */
export const unknownSources: readonly Source[] = [
	identityAlone,
	{
		credential: { kind: 'unknown' },
		known: ({ kind }) => (kind === 'verified' ? true : undefined),
		confirm: () => undefined,
	},
];

export interface Realms {
	readonly all: readonly { readonly issuer: string; readonly can: Obtainable }[];
}

/** The definitions of the catalog's issuers, each in the form in which it is applied to a server that has the realm. */
export function realmsOf({ model, files }: CatalogGround): Realms {
	const own = files.filter(({ path }) => path.startsWith(`${model.environment}/`));
	const known = new Set<string>();
	return {
		all: realmsIn(model, own).realms.flatMap(({ issuer, content }) => {
			if (known.has(issuer.issuer)) return [];
			known.add(issuer.issuer);
			return [{ issuer: issuer.issuer, can: obtainable(readRealm(content, { issuer: issuer.issuer }).realm) }];
		}),
	};
}

/** What a workload holds. */
export function sourcesOfWorkload(model: AccessModel, realms: Realms, workload: Workload): readonly Source[] {
	const { namespace, serviceAccount } = workload.principal;
	const subject = `system:serviceaccount:${namespace}:${serviceAccount}`;
	// Whoever has its service account's token is each client that trusts this token.
	const isOwn = ({ entrance: { proof } }: Mintable) => proof.kind === 'federated' && proof.subject === subject;
	return [identityAlone, ...ownSources(realms, isOwn), ...handedSources(realms, handedTo(model, workload))];
}

/** What a client holds that is no workload. */
export const sourcesOfClient = (realms: Realms, client: Client): readonly Source[] =>
	ownSources(realms, (entry) => entry.client === client.id);

function ownSources(realms: Realms, isOwn: (entry: Mintable) => boolean): readonly Source[] {
	return realms.all.flatMap(({ issuer, can }) =>
		rowsOf(can.all.filter(isOwn)).map(([first, row]) => {
			const { client, way, bearer } = first;
			return sourceOf({ kind: 'own', client, way, bearer }, issuer, can, first, row);
		}),
	);
}

interface Handed {
	readonly client: Client;
	readonly bearer: 'user' | 'service';
	readonly way: Mintable['way'];
}

/** Tokens that grants bring to a workload, or that it hands on as a gateway. */
function handedTo({ grants }: AccessModel, workload: Workload): readonly Handed[] {
	const found = new Map<string, Handed>();
	for (const grant of grants) {
		if (grant.receiver !== workload && !(grant.presenter === workload && grant.caller.kind === 'client')) continue;
		const handed = handedBy(grant);
		if (handed !== undefined) found.set(`${handed.client.id} ${handed.bearer} ${handed.way}`, handed);
	}
	return [...found.values()];
}

function handedBy({ actor }: Grant): Handed | undefined {
	if (actor.kind === 'service') return { client: actor.client, bearer: 'service', way: 'as itself' };
	if (actor.kind !== 'user') return undefined;
	return { client: actor.client, bearer: 'user', way: actor.obtained === 'exchange' ? 'exchange' : 'sign-in' };
}

function handedSources(realms: Realms, handed: readonly Handed[]): readonly Source[] {
	return handed.flatMap(({ client, bearer, way }) =>
		realms.all
			.filter(({ issuer }) => issuer === client.issuer.issuer)
			.flatMap(({ issuer, can }) => {
				const of = can.all.filter((entry) => entry.client === client.id && entry.way === way && isFor(entry, bearer));
				return rowsOf(of).map(([first, row]) =>
					sourceOf({ kind: 'handed', client: client.id, bearer }, issuer, can, first, row),
				);
			}),
	);
}

const isFor = (entry: Mintable, bearer: Handed['bearer']): boolean => (entry.bearer === 'user') === (bearer === 'user');

/** Entries that differ in their scope only, side by side. */
function rowsOf(entries: readonly Mintable[]): readonly (readonly [Mintable, readonly Mintable[]])[] {
	const rows = new Map<string, [Mintable, Mintable[]]>();
	for (const entry of entries) {
		const key = JSON.stringify([entry.client, entry.way, entry.bearer]);
		const row = rows.get(key);
		if (row === undefined) rows.set(key, [entry, [entry]]);
		else row[1].push(entry);
	}
	return [...rows.values()];
}

function sourceOf(
	credential: Credential,
	issuer: string,
	can: Obtainable,
	{ client, way, bearer }: Mintable,
	row: readonly Mintable[],
): Source {
	return {
		credential,
		known: (atom) => {
			if (atom.kind === 'verified') return true;
			return atom.kind === 'claim' ? canSay(atom.path, atom.pattern, { issuer, client, row }) : undefined;
		},
		confirm: (payload = {}) => {
			const [scope] = claimTexts(payload, ['scope']);
			const [audience] = claimTexts(payload, ['aud']);
			const wanted = { ...(scope === undefined ? {} : { scope }), ...(audience === undefined ? {} : { audience }) };
			const entry = can.find({ client, way, bearer, ...wanted });
			if (entry === undefined) return `no definition gives \`${client}\` such a token in one piece`;
			const [doubt] = entry.doubts;
			return doubt === undefined ? undefined : `\`${doubt.where}\` ${doubt.what}`;
		},
	};
}

interface Row {
	readonly issuer: string;
	readonly client: string;
	readonly row: readonly Mintable[];
}

/** Whether a claim can have a text of the pattern in some token of the row: `false` never, undefined perhaps. */
function canSay(path: readonly string[], of: Pattern, { issuer, client, row }: Row): boolean | undefined {
	const matches = matcher(of);
	const among = (texts: Iterable<string>) => ([...texts].some(matches) ? undefined : false);
	const [name = ''] = path;
	switch (path.length === 1 ? name : '') {
		case 'iss':
			return matches(issuer);
		case 'azp':
			return matches(client);
		case 'aud':
			return among(row.flatMap(({ content }) => [...content.audiences]));
		case 'scope':
			return among(row.flatMap(({ content }) => [...content.scopes, 'openid']));
		case 'sid':
			return row.some(({ content }) => content.session) ? undefined : false;
		case 'sub':
			return isSome(of) ? true : undefined;
		default:
			return row.some(({ content }) => perhaps(content.claims.get(name), path, matches)) || isWritten.has(name)
				? undefined
				: false;
	}
}

/** Claims that the server writes into each token by itself (Keycloak 26.7.5). */
const isWritten: ReadonlySet<string> = new Set([
	'exp',
	'iat',
	'nbf',
	'auth_time',
	'jti',
	'typ',
	'acr',
	'session_state',
]);

function perhaps(
	claim: Mintable['content']['claims'] extends ReadonlyMap<string, infer C> ? C | undefined : never,
	path: readonly string[],
	matches: (text: string) => boolean,
): boolean {
	if (claim === undefined) return false;
	if (claim.kind !== 'fixed') return true;
	const [name = ''] = path;
	return claimTexts({ [name]: claim.value }, path).some(matches);
}
