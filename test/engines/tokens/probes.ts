// Doors that must be shut whatever the grants are: tricks with otherwise right requests, flows that no catalog asks for,
// and people who edit their own tenant. One attempt each, for every client to which it applies.
import type { Grant } from '../../../src/access/model.ts';
import { fourAtATime } from './admin.ts';
import { defaultTenant } from './instruments.ts';
import type { ProbeResult } from './matrix.ts';
import { asItself, ask, exchange, type Form, signIn } from './mint.ts';
import type { TokenCase } from './oracle.ts';
import type { Outcome } from './outcome.ts';
import { asserted, type Party } from './party.ts';
import { seen } from './seen.ts';
import { editOwnTenant } from './self-service.ts';

interface Attempt {
	readonly opened: TokenCase;
	readonly party: Party;
	/** A scope that this client is granted as itself, and one for users; empty where there is none. */
	readonly own: string;
	readonly users: string;
	/** A scope of the realm that it is not granted at all. */
	readonly foreign: string;
}

interface Probe {
	readonly applies: (attempt: Attempt) => boolean;
	readonly attempt: (attempt: Attempt) => Promise<Outcome>;
}

const always = () => true;
const asService = ({ own }: Attempt): boolean => own !== '';
const bySignIn = ({ party, users }: Attempt): boolean => party.client.login.kind === 'browser' && users !== '';
const byExchange = ({ opened, party }: Attempt): boolean =>
	opened.model.grants.some(
		({ actor }) => actor.kind === 'user' && actor.obtained === 'exchange' && actor.client.id === party.client.id,
	);
const withKey = ({ party }: Attempt): boolean => party.client.kind !== 'public';

const probes: Readonly<Record<string, Probe>> = {
	'a scope that is not granted beside one that is, as itself': {
		applies: (attempt) => asService(attempt) && attempt.foreign !== '',
		attempt: ({ opened, party, own, foreign }) => asItself(opened.address, party.proof, `${own} ${foreign}`),
	},
	'a scope that is not granted beside one that is, at sign-in': {
		applies: (attempt) => bySignIn(attempt) && attempt.foreign !== '',
		attempt: (attempt) => signInWith(attempt, {}, `openid ${attempt.users} ${attempt.foreign}`),
	},
	'a scope that is not granted, added when refreshing': {
		applies: (attempt) => bySignIn(attempt) && attempt.foreign !== '',
		attempt: async (attempt) => {
			const first = await signInWith(attempt);
			if (first.kind === 'refused' || first.refreshToken === undefined) return first;
			const scope = `openid ${attempt.users} ${attempt.foreign}`;
			return form(attempt, { grant_type: 'refresh_token', refresh_token: first.refreshToken, scope });
		},
	},
	'an audience without its scope, by exchange': {
		applies: byExchange,
		attempt: async ({ opened, party, users }) =>
			exchange(opened.address, party.proof, await insider(opened), '', audienceOf(opened, users)),
	},
	'exchange of a token of a service': {
		applies: byExchange,
		attempt: async ({ opened, party, users }) =>
			exchange(opened.address, party.proof, await opened.instruments.insiderServiceToken(), users),
	},
	'exchange of a token that is meant for others': {
		applies: byExchange,
		attempt: async ({ opened, party, users }) =>
			exchange(opened.address, party.proof, await opened.instruments.outsiderToken(defaultTenant), users),
	},
	'password grant': {
		applies: always,
		attempt: async (attempt) => {
			const { username, password } = await attempt.opened.instruments.personOf(defaultTenant);
			return form(attempt, { grant_type: 'password', username, password, scope: attempt.users });
		},
	},
	'implicit flow': {
		applies: ({ party }) => party.client.login.kind === 'browser',
		attempt: (attempt) =>
			signInWith(attempt, { response_type: 'token', code_challenge: '', code_challenge_method: '' }),
	},
	'sign-in without PKCE': {
		applies: bySignIn,
		attempt: (attempt) => signInWith(attempt, { code_challenge: '', code_challenge_method: '' }),
	},
	'sign-in with plain PKCE': {
		applies: bySignIn,
		attempt: (attempt) => signInWith(attempt, { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }),
	},
	'redirect to a stranger': {
		applies: bySignIn,
		attempt: (attempt) => signInAt(attempt, 'https://stranger.example/callback'),
	},
	'redirect below the registered address': {
		applies: bySignIn,
		attempt: (attempt) => signInAt(attempt, `${attempt.party.redirectUri}/below`),
	},
	'redirect to the registered address with a query': {
		applies: bySignIn,
		attempt: (attempt) => signInAt(attempt, `${attempt.party.redirectUri}?to=stranger`),
	},
	'device flow': {
		applies: always,
		attempt: async (attempt) => stopped('device', await form(attempt, { scope: attempt.users }, 'auth/device')),
	},
	'backchannel sign-in': {
		applies: always,
		attempt: async (attempt) => {
			const { username } = await attempt.opened.instruments.personOf(defaultTenant);
			const wish = { scope: `openid ${attempt.users}`.trim(), login_hint: username };
			return stopped('backchannel', await form(attempt, wish, 'ext/ciba/auth'));
		},
	},
	'JWT authorization grant': {
		applies: withKey,
		attempt: (attempt) =>
			form(attempt, {
				grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
				assertion: attempt.opened.loopback.clientAssertion('stranger', attempt.opened.issuer.issuer),
				scope: attempt.users,
			}),
	},
	'without any proof': {
		applies: withKey,
		attempt: (attempt) => withProof(attempt, {}),
	},
	'a guessed secret': {
		applies: withKey,
		attempt: (attempt) => withProof(attempt, { client_secret: 'secret' }),
	},
	'the secret that the server may have made up': {
		applies: withKey,
		attempt: async (attempt) => {
			const { admin, issuer } = attempt.opened;
			const [stored] = await admin.clients.find({ realm: issuer.realm, clientId: attempt.party.client.id });
			return withProof(attempt, { client_secret: stored?.secret ?? 'none' });
		},
	},
	'an assertion for the token endpoint': {
		applies: asService,
		attempt: (attempt) => withAssertion(attempt, { claims: { aud: `${attempt.opened.issuer.issuer}/token` } }),
	},
	'an assertion for another environment': {
		applies: asService,
		attempt: (attempt) => withAssertion(attempt, { claims: { aud: 'https://idp.staging.example/realms/other' } }),
	},
	'an assertion with a second audience': {
		applies: asService,
		attempt: (attempt) =>
			withAssertion(attempt, { claims: { aud: [attempt.opened.issuer.issuer, 'https://elsewhere.example'] } }),
	},
	'an assertion by an unknown key': {
		applies: asService,
		attempt: (attempt) => withAssertion(attempt, { signature: 'stranger' }),
	},
	'an unsigned assertion': {
		applies: asService,
		attempt: (attempt) => withAssertion(attempt, { signature: 'none' }),
	},
	'an expired assertion': {
		applies: asService,
		attempt: (attempt) => withAssertion(attempt, { claims: { iat: hoursAgo(2), nbf: hoursAgo(2), exp: hoursAgo(1) } }),
	},
	'an assertion of another account': {
		applies: asService,
		attempt: (attempt) =>
			withAssertion(attempt, { claims: { sub: `system:serviceaccount:elsewhere:${attempt.party.client.id}` } }),
	},
	'an assertion used twice': {
		applies: (attempt) => asService(attempt) && attempt.party.client.authentication.kind !== 'federated',
		attempt: async (attempt) => {
			const once = attempt.party.proof.fields();
			await withProof(attempt, once);
			return withProof(attempt, once);
		},
	},
};

/** All attempts, for all clients to which they apply, and the one that is about people. */
export async function probe(opened: TokenCase, person: string): Promise<readonly ProbeResult[]> {
	const results = await fourAtATime(opened.parties, async (party) => {
		const attempt = attemptOf(opened, party);
		const found: ProbeResult[] = [];
		for (const [name, { applies, attempt: make }] of Object.entries(probes)) {
			if (!applies(attempt)) continue;
			found.push({ name, client: party.client.id, outcome: seen(await make(attempt), person) });
		}
		return found;
	});
	if (opened.model.tenancy.kind === 'none') return results.flat();
	const outcome = seen(await editOwnTenant(opened), person);
	return [...results.flat(), { name: 'a person edits their own tenant', client: '', outcome }];
}

function attemptOf(opened: TokenCase, party: Party): Attempt {
	const mine = opened.model.grants.filter(({ actor }) => clientIn(actor) === party.client.id);
	const first = (kind: 'service' | 'user'): string => mine.find(({ actor }) => actor.kind === kind)?.scope.name ?? '';
	const granted = new Set(mine.map(({ scope }) => scope.name));
	const foreign = opened.model.scopes.find(({ name }) => !granted.has(name))?.name ?? '';
	return { opened, party, own: first('service'), users: first('user'), foreign };
}

const clientIn = (actor: Grant['actor']): string =>
	actor.kind === 'service' || actor.kind === 'user' ? actor.client.id : '';

const audienceOf = ({ model }: TokenCase, scope: string): string =>
	model.scopes.find(({ name }) => name === scope)?.audience ?? '';

const insider = ({ instruments }: TokenCase): Promise<string> => instruments.insiderToken(defaultTenant);

const form = ({ opened, party }: Attempt, fields: Form, endpoint?: string): Promise<Outcome> =>
	ask(opened.address, party.proof, fields, endpoint);

/** Client credentials under another proof of the client. */
const withProof = ({ opened, party, own }: Attempt, proof: Form): Promise<Outcome> =>
	ask(
		opened.address,
		{ fields: () => proof, post: fetch },
		{ grant_type: 'client_credentials', scope: own, client_id: party.client.id },
	);

function withAssertion(attempt: Attempt, wrong: Parameters<TokenCase['loopback']['clientAssertion']>[2]) {
	const { opened, party } = attempt;
	const { authentication, id } = party.client;
	const { loopback, issuer } = opened;
	const assertion =
		authentication.kind === 'federated'
			? loopback.serviceAccountToken(authentication, issuer.issuer, wrong)
			: loopback.clientAssertion(id, issuer.issuer, wrong);
	return ask(
		opened.address,
		{ fields: () => asserted(assertion), post: fetch },
		{ grant_type: 'client_credentials', scope: attempt.own },
	);
}

const signInAt = (attempt: Attempt, redirectUri: string): Promise<Outcome> =>
	signInWith(attempt, {}, `openid ${attempt.users}`, redirectUri);

async function signInWith(
	{ opened, party, users }: Attempt,
	change: Form = {},
	scope = `openid ${users}`.trim(),
	redirectUri = party.redirectUri,
): Promise<Outcome> {
	const browser = await opened.instruments.browserOf(defaultTenant);
	const wish = { clientId: party.client.id, redirectUri, scope, change };
	return signIn(opened.address, party.proof, browser, wish);
}

const hoursAgo = (hours: number): number => Math.floor(Date.now() / 1000) - hours * 3600;

/** Beside the token endpoint, success has another form: whatever it is, the door is open. */
function stopped(at: 'device' | 'backchannel', outcome: Outcome): Outcome {
	if (outcome.kind === 'refused' && outcome.status >= 400) return { ...outcome, at };
	return { kind: 'token', token: '', claims: { opened: at } };
}
