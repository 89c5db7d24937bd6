// The ways to ask a realm for a token, as requests on the wire (RFC 6749, 7523, 7636, 8693). Nothing is checked here: what
// is asked goes out, what the server says comes back.
import { createHash, randomBytes } from 'node:crypto';
import type { Browser } from './browser.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

export type Form = Readonly<Record<string, string>>;

/** A realm of the test server, by its address on loopback. */
export interface RealmAddress {
	readonly server: string;
	readonly realm: string;
	/** The `iss` of its tokens. */
	readonly issuer: string;
}

/** How a client proves itself in one request: form fields, made anew each time, and the way in which they are posted. */
export interface Proof {
	readonly fields: () => Form;
	readonly post: typeof fetch;
}

export const clientAssertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';
const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** A form without the empty fields: "not asked" and "asked for nothing" differ to Keycloak. */
const filled = (form: Form): URLSearchParams =>
	new URLSearchParams(Object.entries(form).filter(([, value]) => value !== ''));

const endpoint = ({ server, realm }: RealmAddress, name: string): URL =>
	new URL(`/realms/${encodeURIComponent(realm)}/protocol/openid-connect/${name}`, server);

/** Any request to the token endpoint, or to one beside it. */
export async function ask(at: RealmAddress, proof: Proof, form: Form, name = 'token'): Promise<Outcome> {
	return outcomeOf(
		await proof.post(endpoint(at, name), { method: 'POST', body: filled({ ...form, ...proof.fields() }) }),
	);
}

/** Client credentials. */
export const asItself = (at: RealmAddress, proof: Proof, scope: string): Promise<Outcome> =>
	ask(at, proof, { grant_type: 'client_credentials', scope });

export const exchange = (
	at: RealmAddress,
	proof: Proof,
	subject: string,
	scope: string,
	audience = '',
): Promise<Outcome> =>
	ask(at, proof, {
		grant_type: exchangeGrant,
		subject_token: subject,
		subject_token_type: accessTokenType,
		requested_token_type: accessTokenType,
		scope,
		audience,
	});

export interface SignIn {
	readonly clientId: string;
	readonly redirectUri: string;
	readonly scope: string;
	/** Added to the authorization request; an empty value takes a parameter out of it. */
	readonly change?: Form;
}

/** Authorization code with PKCE (S256), the form filled in where there is one. */
export async function signIn(at: RealmAddress, proof: Proof, browser: Browser, wish: SignIn): Promise<Outcome> {
	const verifier = randomBytes(32).toString('base64url');
	const request = authorizationRequest(at, wish, verifier);
	const landing = await browser.authorize(request);
	if (landing.kind === 'refused') return landing;
	const answer = new URLSearchParams(`${landing.address.search.slice(1)}&${landing.address.hash.slice(1)}`);
	const code = answer.get('code');
	// The implicit flow: the token is in the address already.
	if (code === null) return outcomeOf(Response.json(Object.fromEntries(answer)));
	const withVerifier = request.searchParams.has('code_challenge') ? verifier : '';
	return ask(at, proof, {
		grant_type: 'authorization_code',
		code,
		redirect_uri: wish.redirectUri,
		code_verifier: withVerifier,
	});
}

/** The address to which a browser is sent. */
function authorizationRequest(at: RealmAddress, wish: SignIn, verifier: string): URL {
	const address = endpoint(at, 'auth');
	address.search = filled({
		response_type: 'code',
		client_id: wish.clientId,
		redirect_uri: wish.redirectUri,
		scope: wish.scope,
		state: 'state',
		nonce: 'nonce',
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
		...wish.change,
	}).toString();
	return address;
}
