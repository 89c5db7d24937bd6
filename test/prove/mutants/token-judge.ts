// Whether a change of definitions changes which tokens can be had, as `mint` tells it, one question at a time: the same
// questions are put to the realm before and after. Only tokens with something of the catalog in them count.
import type { AccessModel, Issuer } from '../../../src/access/model.ts';
import type { DocumentFile } from '../../../src/manifests/object.ts';
import { type Minted, mint, type Question, type Realm, readRealm } from '../../../src/semantics/keycloak/index.ts';
import { isFields } from './edit.ts';

export interface TokenDifference {
	readonly question: Question;
	readonly before: string;
	readonly after: string;
}

const ways = ['as itself', 'sign-in', 'exchange', 'password', 'implicit', 'device', 'backchannel'] as const;

/** The first question that is answered otherwise. */
export function tokenDifference(
	model: AccessModel,
	before: DocumentFile,
	after: DocumentFile,
): TokenDifference | undefined {
	const issuer = issuerOf(model, before);
	if (issuer === undefined) return undefined;
	const [old, made] = [before, after].map(({ content }) => readRealm(content, { issuer: issuer.issuer }).realm);
	if (old === undefined || made === undefined) return undefined;
	for (const question of questions(model, [old, made])) {
		const [a, b] = [answer(model, mint(old, question)), answer(model, mint(made, question))];
		if (a !== b) return { question, before: a, after: b };
	}
	return undefined;
}

const issuerOf = ({ issuers }: AccessModel, { content }: DocumentFile): Issuer | undefined =>
	issuers.find(({ realm }) => isFields(content) && content.realm === realm);

/** Each client of either realm, each way, each scope alone and the first with each other one. */
function* questions(model: AccessModel, realms: readonly Realm[]): Iterable<Question> {
	const known = new Set(realms.flatMap((realm) => [...realm.clients.keys()]));
	const tenant = model.tenancy.kind === 'claim' ? { tenant: ['retail'], [model.tenancy.claim]: ['retail'] } : {};
	const user = { attributes: { ...tenant, locale: ['en'], department: ['x'] } };
	for (const client of known) {
		const optionals = new Set(realms.flatMap((realm) => [...(realm.clients.get(client)?.optionals.keys() ?? [])]));
		const mine = model.scopes.filter(({ name }) => optionals.has(name)).map(({ name }) => name);
		const lists = [[], ...mine.map((name) => [name]), mine];
		for (const way of ways) {
			for (const scopes of lists) {
				if (way !== 'exchange') {
					yield { client, way, scopes, user };
					continue;
				}
				const payload = { azp: 'mobile-app', aud: client, sub: 'x', scope: mine.join(' ') };
				yield { client, way, scopes, user, subject: { payload: { ...payload, sid: 'x' }, of: 'user' } };
				yield { client, way, scopes, subject: { payload: { ...payload, azp: client }, of: 'service' } };
			}
		}
	}
}

/** What counts of an answer: all claims, if there is a scope or an audience of the catalog among them. */
function answer({ scopes }: AccessModel, minted: Minted): string {
	if (minted.kind === 'refused') return 'nothing';
	if (minted.kind === 'undecided') return 'undecided';
	const { scope, aud } = minted.claims;
	const names = typeof scope === 'string' ? scope.split(' ') : [];
	const audiences = [aud].flat();
	const counts = scopes.some((each) => names.includes(each.name) || audiences.includes(each.audience));
	return counts ? JSON.stringify(minted.claims) : 'nothing';
}
