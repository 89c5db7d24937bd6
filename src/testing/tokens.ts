// Tokens as the catalog's Keycloak definitions give them: asked of the realm as a client would ask, not made up here.
import type { AccessModel, Client, Grant, Issuer } from '../access/model.ts';
import type { ManifestFile } from '../manifests/object.ts';
import { type Minted, mint, type Question, type Realm, readRealm } from '../semantics/keycloak/index.ts';

export interface Wanted {
	/** Client id: the token's `azp`. */
	readonly client: string;
	readonly kind: 'service' | 'user';
	readonly scopes: readonly string[];
	/** Of the user, or of the service where the realm gives it that one. */
	readonly tenant: string | undefined;
}

export type Claims = Readonly<Record<string, unknown>>;

/** A payload, or why there is none. */
export type Held =
	| { readonly kind: 'token'; readonly claims: Claims }
	| { readonly kind: 'none'; readonly why: string };

export type Wallet = (wanted: Wanted) => Held;

export const someUser = 'some-user';
export const someTenant = 'some-tenant';

/** The tokens of one environment; `files` are those that would be applied there. Each is asked for once. */
export function walletOf(model: AccessModel, files: readonly ManifestFile[]): Wallet {
	const realms = new Map(model.issuers.map((issuer) => [issuer, realmOf(model, issuer, files)]));
	const known = new Map<string, Held>();
	return (wanted) => {
		const key = JSON.stringify(wanted);
		const held = known.get(key) ?? heldFor({ model, realms }, wanted, new Set());
		known.set(key, held);
		return held;
	};
}

interface Realms {
	readonly model: AccessModel;
	readonly realms: ReadonlyMap<Issuer, Realm | undefined>;
}

/** Of the file that changes a living realm, else of the one that makes it. */
function realmOf(model: AccessModel, issuer: Issuer, files: readonly ManifestFile[]): Realm | undefined {
	const [file] = files.filter(
		({ path, kind }) => kind === 'document' && path.startsWith(`${model.environment}/keycloak/${issuer.realm}.`),
	);
	return file?.kind === 'document' ? readRealm(file.content, { issuer: issuer.issuer }).realm : undefined;
}

function heldFor(realms: Realms, wanted: Wanted, asking: ReadonlySet<string>): Held {
	const client = realms.model.clients.find(({ id }) => id === wanted.client);
	const realm = client === undefined ? undefined : realms.realms.get(client.issuer);
	if (client === undefined || realm === undefined) return none(`\`${wanted.client}\` is no client of a known realm`);
	return heldOf(mint(realm, questionFor(realms, client, wanted, asking)), client, wanted.kind);
}

function questionFor(realms: Realms, client: Client, wanted: Wanted, asking: ReadonlySet<string>): Question {
	const { scopes, kind, tenant } = wanted;
	if (kind === 'service') return { client: client.id, way: 'as itself', scopes };
	// Our definitions read the tenant from its attribute; a patch may read the claim's own name.
	const { tenancy } = realms.model;
	const named = tenant === undefined || tenancy.kind === 'none' ? [] : [tenancy.attribute, tenancy.claim];
	const user = { attributes: Object.fromEntries(named.map((name) => [name, [tenant ?? '']])) };
	if (client.login.kind === 'browser') {
		return { client: client.id, way: 'sign-in', scopes: ['openid', ...scopes], user };
	}
	const payload = subjectFor(realms, client, wanted, new Set([...asking, client.id]));
	return { client: client.id, way: 'exchange', scopes, user, subject: { of: 'user', payload } };
}

type Payload = NonNullable<Question['subject']>['payload'];

/** The user's token that the client was called with: of a grant of its own, where one can be had. */
function subjectFor(realms: Realms, client: Client, { tenant }: Wanted, asking: ReadonlySet<string>): Payload {
	const isFitting = ({ actor, scope }: Grant): boolean =>
		actor.kind === 'user' && scope.audience === client.id && !asking.has(actor.client.id);
	for (const { actor, scope } of realms.model.grants.filter(isFitting)) {
		if (actor.kind !== 'user') continue;
		const wanted = { client: actor.client.id, kind: 'user', scopes: [scope.name], tenant } as const;
		const held = heldFor(realms, wanted, asking);
		if (held.kind === 'token') return JSON.parse(JSON.stringify(held.claims));
	}
	return { azp: 'a-client', sub: someUser, sid: 'some-session', aud: client.id };
}

function heldOf(minted: Minted, client: Client, kind: Wanted['kind']): Held {
	switch (minted.kind) {
		case 'token': {
			const sub = kind === 'service' ? `service-account-${client.id}` : someUser;
			const made: Claims = { sub, sid: 'some-session' };
			const claims = Object.entries(minted.claims).map(([name, value]) => {
				return [name, minted.varying.has(name) ? (made[name] ?? value) : value];
			});
			return { kind: 'token', claims: Object.fromEntries(claims) };
		}
		case 'refused':
			return none(`Keycloak refuses the token: ${minted.status} ${minted.error}, ${minted.description}`);
		case 'undecided': {
			const [first] = minted.because;
			const doubt = first === undefined ? 'something in its definitions' : `\`${first.where}\` ${first.what}`;
			return none(`nobody knows whether Keycloak gives the token: ${doubt}`);
		}
	}
}

const none = (why: string): Held => ({ kind: 'none', why });
