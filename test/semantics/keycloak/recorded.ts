// Every question that a real Keycloak answered, as a question to `mint`, with the definitions that it was given: the same
// models, the same changes for its loopback address, the same faults.

import { isDeepStrictEqual } from 'node:util';
import type { AccessModel, Client } from '../../../src/access/model.ts';
import { unreachable } from '../../../src/core/invariant.ts';
import { type Minted, mint, type Question, type Realm } from '../../../src/semantics/keycloak/index.ts';
import type { Presented, SubjectToken, User } from '../../../src/semantics/keycloak/question.ts';
import { actors } from '../../engines/tokens/actors.ts';
import { onlyRealmOf, type RealmCase, recordedCases } from '../../engines/tokens/cases.ts';
import { atLoopback, type Realm as Definitions, definitionsOf } from '../../engines/tokens/definitions.ts';
import { faultyRealms } from '../../engines/tokens/faults.ts';
import { defaultTenant } from '../../engines/tokens/instruments.ts';
import type { LoopbackIssuer } from '../../engines/tokens/issuer.ts';
import type { Cell, Matrix, ProbeResult } from '../../engines/tokens/matrix.ts';
import { readMatrix } from '../../engines/tokens/record-file.ts';

export interface RecordedRealm {
	readonly name: string;
	readonly model: AccessModel;
	readonly matrix: Matrix;
	/** In each form that was tried; the engines found one matrix for both. */
	readonly definitions: readonly { readonly form: 'whole' | 'part'; readonly document: Definitions }[];
}

/** Examples and hand-made models as recorded, and the realms with planted faults. */
export async function recordedRealms(): Promise<readonly RecordedRealm[]> {
	const cases = await recordedCases();
	const right = await Promise.all(
		cases.map(async (each) => ({
			name: each.name,
			model: each.model,
			matrix: await readMatrix(each.name),
			definitions: [
				{ form: 'whole' as const, document: adapted(each, 'bootstrap') },
				{ form: 'part' as const, document: adapted(each, 'part') },
			],
		})),
	);
	const faulty = await Promise.all(
		faultyRealms.map(async ({ number, planted }) => {
			const change = (realm: Definitions) => planted.reduce((changed, { plant }) => plant(changed), realm);
			const document = adapted({ name: '', ...onlyRealmOf(actors) }, 'bootstrap', change);
			const matrix = await readMatrix(`faults-${number}`);
			return { name: `faults-${number}`, model: actors, matrix, definitions: [{ form: 'whole' as const, document }] };
		}),
	);
	return [...right, ...faulty];
}

/** The loopback of the engine suite without a socket: only its addresses are asked for. */
const loopback: Pick<LoopbackIssuer, 'url' | 'jwksUrl'> = {
	url: 'http://127.0.0.1:1',
	jwksUrl: (client) => `http://127.0.0.1:1/clients/${client}/keys`,
};

/** What the engine suite gives to the server. */
export function adapted(
	{ model, issuer }: RealmCase,
	form: 'bootstrap' | 'part',
	change = (realm: Definitions): Definitions => realm,
): Definitions {
	const changed = change(definitionsOf(model, issuer)[form]);
	return atLoopback(changed, issuer, loopback as LoopbackIssuer).realm;
}

const person: User = { attributes: { tenant: [defaultTenant] } };

/** The person's token that names every client: see instruments.ts of the engine suite. */
function insider(model: AccessModel, of: SubjectToken['of'] = 'user', meant = true): SubjectToken {
	const aud = meant ? model.clients.map(({ id }) => id) : [];
	const session = of === 'user' ? { sid: 'a session' } : {};
	return { of, payload: { azp: meant ? 'oracle-insider' : 'oracle-outsider', sub: 'somebody', aud, ...session } };
}

/** The question behind a cell of a matrix (mint-matrix.ts of the engine suite). */
function questionOf(model: AccessModel, { client, way, scope }: Cell): Question {
	const party = clientIn(model, client);
	const scopes = [...(way === 'sign-in' ? ['openid'] : []), ...(scope === '' ? [] : [scope])];
	const asked = { client, way, scopes, user: person, ...proofIn(model, party), ...redirectIn(party) };
	return way === 'exchange' ? { ...asked, subject: insider(model) } : asked;
}

function clientIn(model: AccessModel, id: string): Client {
	const client = model.clients.find((each) => each.id === id);
	if (client === undefined) throw new Error(`no client ${id}`);
	return client;
}

const redirectIn = ({ id, login }: Client) => ({
	redirectUri: (login.kind === 'browser' ? login.redirectUris[0] : undefined) ?? `https://${id}.invalid/callback`,
});

/** What the client shows, from the model and not from the definitions (party.ts of the engine suite). */
function proofIn(model: AccessModel, { id, authentication }: Client): { readonly proof: Presented } {
	const account = (namespace: string, name: string) => ({
		proof: {
			kind: 'federated' as const,
			alias: 'kubernetes',
			subject: `system:serviceaccount:${namespace}:${name}`,
		},
	});
	switch (authentication.kind) {
		case 'federated':
			return account(authentication.namespace, authentication.serviceAccount);
		case 'private-key-jwt':
		case 'mtls':
			return { proof: { kind: 'key', of: id } };
		case 'none': {
			const workload = model.workloads.find(({ name }) => name === id);
			if (workload === undefined) return { proof: { kind: 'nothing' } };
			return account(workload.principal.namespace, workload.principal.serviceAccount);
		}
		default:
			return unreachable(authentication);
	}
}

/** The questions behind the tricks that are about definitions; undefined for those about the form of a proof. */
function trickOf(model: AccessModel, { name, client }: ProbeResult): Question | undefined {
	if (client === '') return undefined;
	const party = clientIn(model, client);
	const { own, users, foreign } = scopesOf(model, client);
	const asked = { client, user: person, ...proofIn(model, party), ...redirectIn(party) };
	const asItself: Question = { ...asked, way: 'as itself', scopes: some(own) };
	const signIn: Question = { ...asked, way: 'sign-in', scopes: ['openid', ...some(users)] };
	const exchange: Question = { ...asked, way: 'exchange', scopes: some(users), subject: insider(model) };
	switch (name) {
		case 'a scope that is not granted beside one that is, as itself':
			return { ...asItself, scopes: [own, foreign] };
		case 'a scope that is not granted beside one that is, at sign-in':
			return { ...signIn, scopes: ['openid', users, foreign] };
		case 'an audience without its scope, by exchange':
			return {
				...exchange,
				scopes: [],
				audiences: some(model.scopes.find((each) => each.name === users)?.audience ?? ''),
			};
		case 'exchange of a token of a service':
			return { ...exchange, subject: insider(model, 'service') };
		case 'exchange of a token that is meant for others':
			return { ...exchange, subject: insider(model, 'user', false) };
		case 'password grant':
			return { ...asked, way: 'password', scopes: some(users) };
		case 'implicit flow':
			return { ...signIn, way: 'implicit', pkce: 'none' };
		case 'sign-in without PKCE':
			return { ...signIn, pkce: 'none' };
		case 'redirect to a stranger':
			return { ...signIn, redirectUri: 'https://stranger.example/callback' };
		case 'redirect below the registered address':
			return { ...signIn, redirectUri: `${asked.redirectUri}/below` };
		case 'redirect to the registered address with a query':
			return { ...signIn, redirectUri: `${asked.redirectUri}?to=stranger` };
		case 'device flow':
			return { ...asked, way: 'device', scopes: some(users) };
		case 'backchannel sign-in':
			return { ...asked, way: 'backchannel', scopes: ['openid', ...some(users)] };
		case 'JWT authorization grant':
			return { ...asked, way: 'assertion', scopes: some(users) };
		case 'without any proof':
			return { ...asItself, proof: { kind: 'nothing' } };
		case 'a guessed secret':
			return { ...asItself, proof: { kind: 'secret', secret: 'secret' } };
		case 'an assertion of another account': {
			const subject = `system:serviceaccount:elsewhere:${client}`;
			if (party.authentication.kind !== 'federated') return { ...asItself, proof: { kind: 'key', of: subject } };
			return { ...asItself, proof: { kind: 'federated', alias: 'kubernetes', subject } };
		}
		default:
			return undefined;
	}
}

const some = (scope: string): readonly string[] => (scope === '' ? [] : [scope]);

/** As probes.ts of the engine suite chooses them. */
function scopesOf({ grants, scopes }: AccessModel, client: string) {
	const mine = grants.filter(({ actor }) => 'client' in actor && actor.client.id === client);
	const first = (kind: string): string => mine.find(({ actor }) => actor.kind === kind)?.scope.name ?? '';
	const granted = new Set(mine.map(({ scope }) => scope.name));
	const foreign = scopes.find(({ name }) => !granted.has(name))?.name ?? '';
	return { own: first('service'), users: first('user'), foreign };
}

export interface Comparison {
	readonly cells: number;
	readonly tokens: number;
	readonly tricks: number;
	/** Tricks about the form of a proof or of a request, which the definitions do not decide. */
	readonly left: number;
	readonly differing: readonly object[];
}

/** Every answer of a server beside the one of `mint`. */
export function compare(realm: Realm, model: AccessModel, { cells, probes }: Matrix): Comparison {
	const asked = [
		...cells.map((cell) => ({ about: cell, outcome: cell.outcome, question: questionOf(model, cell) })),
		...probes.flatMap((probe) => {
			const question = trickOf(model, probe);
			return question === undefined ? [] : [{ about: probe, outcome: probe.outcome, question }];
		}),
	];
	const differing = asked.flatMap(({ about, outcome, question }) => {
		const said = asSeen(mint(realm, question));
		return isDeepStrictEqual(said, outcome) ? [] : [{ about, said }];
	});
	const tricks = asked.length - cells.length;
	const tokens = cells.filter(({ outcome }) => outcome.kind === 'token').length;
	return { cells: cells.length, tokens, tricks, left: probes.length - tricks, differing };
}

/** An answer of `mint` in the words of a matrix, which leaves out what is new each time. */
function asSeen(minted: Minted): unknown {
	if (minted.kind !== 'token') return minted;
	const { sub: _sub, auth_time: _time, ...claims } = minted.claims;
	const shown = Object.entries(claims).map(([name, value]) => [name, minted.varying.has(name) ? varying(name) : value]);
	// Without `sub` it is nobody's.
	const subject = minted.of === 'user' && minted.claims.sub !== undefined ? 'person' : 'other';
	return { kind: 'token', lifetime: minted.lifetimeSeconds, subject, claims: Object.fromEntries(shown) };
}

const varying = (name: string): string => (name === 'sid' ? 'a session' : '127.0.0.1');
