// A person at Keycloak's account console who would like another tenant: signs in there, saves the own profile with another
// value, and looks at what the next token says.
import { defaultTenant } from './instruments.ts';
import { signIn } from './mint.ts';
import type { TokenCase } from './oracle.ts';
import { isRecord, type Outcome, type Refused } from './outcome.ts';

const console = 'account-console';
const wanted = 'another-tenant';

/**
 * The refusal of the account API, if the stored tenant is still the same; else a token-like outcome whose claims tell what
 * is stored. Source: account REST API of Keycloak 26.7.5, as the account console uses it.
 */
export async function editOwnTenant({ address, admin, instruments, issuer }: TokenCase): Promise<Outcome> {
	const account = new URL(`/realms/${issuer.realm}/account/`, address.server);
	const person = await instruments.personOf(defaultTenant);
	const signedIn = await signIn(
		address,
		{ fields: () => ({ client_id: console }), post: fetch },
		await instruments.browserOf(defaultTenant),
		{ clientId: console, redirectUri: `${issuer.url}/realms/${issuer.realm}/account/`, scope: 'openid' },
	);
	if (signedIn.kind === 'refused') throw new Error(`the account console is shut: ${JSON.stringify(signedIn)}`);
	const headers = {
		authorization: `Bearer ${signedIn.token}`,
		accept: 'application/json',
		'content-type': 'application/json',
	};
	const profile: unknown = await (await fetch(account, { headers })).json();
	if (!isRecord(profile)) throw new Error(`the account API gave no profile: ${JSON.stringify(profile)}`);
	const attributes = { ...(isRecord(profile.attributes) ? profile.attributes : {}), tenant: [wanted] };
	const body = JSON.stringify({ ...profile, attributes });
	const answer = await fetch(account, { method: 'POST', headers, body });
	const stored = (await admin.users.findOne({ realm: issuer.realm, id: person.id }))?.attributes?.tenant ?? [];
	if (String(stored) !== defaultTenant) return { kind: 'token', token: '', claims: { tenant: stored } };
	return refusal(answer.status, await answer.text());
}

const refusal = (status: number, description: string): Refused => ({
	kind: 'refused',
	at: 'account',
	status,
	error: status < 400 ? 'ignored' : 'account API',
	description: description.slice(0, 300),
});
