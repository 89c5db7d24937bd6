// One question to a realm, answered as the server does, step by step in its order: who asks, whether the way is open, what
// client policies say, whether the scopes are the client's, and at last what the token holds. Source: the grant types and
// the authorization endpoint of Keycloak 26.7.5; every answer that is recorded agrees.
import { isOn } from './attributes.ts';
import { authenticate, authenticatorOf, stranger, wrongProtocol } from './authenticate.ts';
import { type Bearer, type Pieces, piecesIn, rolesOfAccount, together } from './content.ts';
import { payloadOf } from './payload.ts';
import type { Event } from './policy.ts';
import { policyVerdict, scopesIn } from './policy-verdict.ts';
import type { Subject } from './policy-vote.ts';
import type { Problem } from './problem.ts';
import { type Minted, type Question, type Refused, refused, type SubjectToken, type User } from './question.ts';
import type { Client, Realm, Scope } from './realm.ts';
import { redirectRefusal } from './redirect.ts';
import { expanded, type Role } from './roles.ts';
import { askedOf, isForAudience, isPermitted, isValid } from './scopes.ts';
import { wayRules } from './ways.ts';

/**
 * The access token that the realm gives for a question, or its refusal as the server words it; `undecided` where something
 * that is not understood could change the answer. A sure refusal is given even beside such doubts.
 */
export function mint(realm: Realm, question: Question): Minted {
	const client = realm.clients.get(question.client);
	const isBrowser = question.way === 'sign-in' || question.way === 'implicit';
	if (client === undefined) return isBrowser ? refused('authorization', 400, 'page', 'Client not found.') : stranger;
	const state: State = { realm, client, question, problems: [], lightweight: client.lightweight, downscoped: false };
	const steps = isBrowser ? browserSteps : question.way === 'exchange' ? exchangeSteps : tokenSteps;
	for (const step of steps) {
		const refusal = step(state);
		if (refusal !== undefined) return refusal;
	}
	return tokenOf(state);
}

interface State {
	readonly realm: Realm;
	readonly client: Client;
	readonly question: Question;
	/** Doubts met on the way. */
	readonly problems: Problem[];
	lightweight: boolean;
	downscoped: boolean;
}

type Step = (state: State) => Refused | undefined;

const enters: Step = ({ realm, client, question }) => {
	const refusal = authenticate(realm, client, question.proof);
	if (refusal === undefined || question.way === 'sign-in') return refusal;
	const at = question.way === 'device' || question.way === 'backchannel' ? question.way : 'token';
	return { ...refusal, at };
};

const isOpen: Step = ({ client, question }) => wayRules[question.way].shut(client);

/** The error names what was asked for, as it was written. */
const hasScopes: Step = ({ client, question: { scopes, way } }) => {
	if (isValid(client, scopes)) return undefined;
	const isBrowser = way === 'sign-in' || way === 'implicit';
	const description = `Invalid scopes: ${scopes.join(' ')}`;
	return refused(isBrowser ? 'authorization' : 'token', isBrowser ? 302 : 400, 'invalid_scope', description);
};

const policiesAt =
	(...events: readonly Event[]): Step =>
	(state) => {
		for (const event of events) {
			if (!wayRules[state.question.way].events.includes(event)) continue;
			const refusal = policiesSay(state, event);
			if (refusal !== undefined) return refusal;
		}
		return undefined;
	};

function policiesSay(state: State, event: Event): Refused | undefined {
	const { realm, client, question } = state;
	const subject: Subject = { kind: 'given', payload: question.subject?.payload ?? {} };
	const verdict = policyVerdict(realm.policies, {
		client,
		authenticator: authenticatorOf(client),
		event,
		responseGrant: question.way === 'implicit' ? 'implicit' : 'authorization_code',
		scopes: new Set(question.scopes),
		pkce: question.pkce ?? 'S256',
		subject,
	});
	state.problems.push(...verdict.problems);
	state.lightweight ||= verdict.lightweight;
	state.downscoped ||= verdict.downscoped;
	if (verdict.refusal === undefined) return undefined;
	const isBrowser = event === 'AUTHORIZATION_REQUEST';
	const { description } = verdict.refusal;
	// Where a code is redeemed, whatever policies say is called an invalid grant (26.7.5, measured).
	const error = event === 'TOKEN_REQUEST' ? 'invalid_grant' : verdict.refusal.error;
	return refused(isBrowser ? 'authorization' : 'token', isBrowser ? 302 : 400, error, description);
}

/** Policies are asked last, when the scopes are known to be right. */
const tokenSteps: readonly Step[] = [
	enters,
	isOpen,
	({ realm, question }) => {
		if (question.way !== 'as itself' || realm.accounts.get(question.client)?.enabled !== false) return undefined;
		const description = `User 'service-account-${question.client.toLowerCase()}' disabled`;
		return refused('token', 401, 'invalid_request', description);
	},
	hasScopes,
	(state) => policiesAt(...wayRules[state.question.way].events)(state),
];

const browserSteps: readonly Step[] = [
	({ client }) => {
		if (client.protocol !== 'openid-connect') return { ...wrongProtocol, at: 'authorization', error: 'page' };
		if (!client.enabled) return refused('authorization', 400, 'page', 'Client disabled.');
		if (client.kind !== 'bearer-only') return undefined;
		const description = 'Bearer-only applications are not allowed to initiate browser login.';
		return refused('authorization', 403, 'page', description);
	},
	({ realm, client, question }) => redirectRefusal(realm, client, question.redirectUri),
	isOpen,
	hasScopes,
	({ client, question: { pkce = 'S256' } }) => {
		if (client.pkce === '' || pkce === client.pkce) return undefined;
		const description =
			pkce === 'none'
				? 'Missing parameter: code_challenge_method'
				: 'Invalid parameter: code challenge method is not matching the configured one';
		return refused('authorization', 302, 'invalid_request', description);
	},
	policiesAt('AUTHORIZATION_REQUEST'),
	(state) => (state.question.way === 'sign-in' ? enters(state) : undefined),
	policiesAt('PRE_TOKEN_REQUEST', 'TOKEN_REQUEST', 'TOKEN_RESPONSE'),
];

/** Policies are asked first here, before anything is known of scopes or audiences. */
const exchangeSteps: readonly Step[] = [
	enters,
	isOpen,
	policiesAt('TOKEN_EXCHANGE_REQUEST'),
	({ question }) =>
		question.subject === undefined ? refused('token', 400, 'invalid_request', 'Invalid token') : undefined,
	audienceStep,
	hasScopes,
];

/** Source: StandardTokenExchangeProvider.validateAudience. */
function audienceStep({ realm, client, question }: State): Refused | undefined {
	for (const audience of question.audiences ?? []) {
		const target = realm.clients.get(audience);
		if (target === undefined) return refused('token', 400, 'invalid_client', 'Audience not found');
	}
	if (client.kind === 'public') {
		return refused('token', 400, 'invalid_client', 'Public client is not allowed to exchange token');
	}
	const disabled = question.audiences?.some((audience) => realm.clients.get(audience)?.enabled === false);
	if (disabled) return refused('token', 400, 'invalid_client', 'Client disabled');
	const { azp, aud } = question.subject?.payload ?? {};
	const isMeant = azp === client.id || aud === client.id || (Array.isArray(aud) && aud.includes(client.id));
	return isMeant ? undefined : refused('token', 403, 'access_denied', 'Client is not within the token audience');
}

function tokenOf(state: State): Minted {
	const { realm, client, question } = state;
	const bearer = bearerOf(question);
	const roles = rolesOf(state, bearer);
	const pieces = piecesFor(state, roles);
	const doubts = [...state.problems, ...client.doubts, ...pieces.doubts];
	if (doubts.length > 0) return { kind: 'undecided', because: [...new Set(doubts)] };
	const { claims, varying } = payloadOf(realm, pieces, {
		client,
		bearer,
		roles,
		user: userOf(state, bearer),
		session: hasSession(client, question),
		openid: question.scopes.includes('openid'),
		audiences: question.way === 'exchange' ? (question.audiences ?? []) : [],
	});
	const missing = (question.audiences ?? []).filter((audience) => !holds(claims.aud, audience));
	if (question.way === 'exchange' && missing.length > 0) {
		return refused('token', 400, 'invalid_request', `Requested audience not available: ${missing.join(' ')}`);
	}
	return { kind: 'token', of: bearer, claims, varying, lifetimeSeconds: client.lifetimeSeconds };
}

const holds = (aud: unknown, audience: string): boolean =>
	aud === audience || (Array.isArray(aud) && aud.includes(audience));

const bearerOf = ({ way, subject }: Question): Bearer =>
	way === 'as itself' ? 'itself' : way === 'exchange' && subject?.of === 'service' ? 'service' : 'user';

/** A client's own session lasts only where it asks for refresh tokens; an exchanged token has the session of its subject. */
function hasSession(client: Client, { way, subject }: Question): boolean {
	if (way === 'as itself') return isOn(client.attributes, 'client_credentials.use_refresh_token');
	if (way === 'exchange') return subject?.payload.sid !== undefined;
	return way !== 'assertion';
}

function piecesFor(state: State, roles: ReadonlySet<Role>): Pieces {
	const { realm, client, question, lightweight } = state;
	const read = piecesIn(realm);
	const audiences = question.way === 'exchange' ? (question.audiences ?? []) : [];
	const had = state.downscoped ? scopesIn(question.subject?.payload ?? {}) : undefined;
	const isIn = (scope: Scope): boolean =>
		isPermitted(realm, scope, roles) &&
		(audiences.length === 0 || isForAudience(scope, audiences)) &&
		(had === undefined || !scope.named || had.has(scope.name));
	const scopes = [...client.defaults, ...askedOf(client, question.scopes)].filter(isIn);
	return together([...scopes, client.own].map((scope) => read(scope, lightweight)));
}

/** Of a service's token that is exchanged, the account is that of the client which got it. */
const accountOwner = (subject: SubjectToken | undefined): string =>
	typeof subject?.payload.azp === 'string' ? subject.payload.azp : '';

function userOf({ realm, question }: State, bearer: Bearer): User {
	if (bearer !== 'service') return question.user ?? { attributes: {} };
	return { attributes: Object.fromEntries(realm.accounts.get(accountOwner(question.subject))?.attributes ?? []) };
}

function rolesOf({ realm, client, question }: State, bearer: Bearer): ReadonlySet<Role> {
	if (bearer === 'itself') return rolesOfAccount(realm, client.id);
	if (bearer === 'service') return rolesOfAccount(realm, accountOwner(question.subject));
	return expanded(realm.roles, [realm.roles.defaults, ...(question.user?.roles ?? [])]);
}
