// Who gets in at the token endpoint. The answers to wrong proofs are recorded ones (Keycloak 26.7.5): each authenticator
// says no in its own words.
import type { Presented, Refused } from './question.ts';
import { refused } from './question.ts';
import type { Client, Realm } from './realm.ts';

/** The identifier of a proof among client policies and in `clientAuthenticatorType`. */
export function authenticatorOf({ proof }: Client): string {
	switch (proof.kind) {
		case 'none':
		case 'secret':
			return 'client-secret';
		case 'key':
			return 'client-jwt';
		case 'certificate':
			return 'client-x509';
		case 'federated':
			return 'federated-jwt';
		case 'unknown':
			return proof.authenticator;
	}
}

const generic = 'Invalid client or Invalid client credentials';
/** Also where no client is found at all. */
export const stranger: Refused = refused('token', 401, 'invalid_client', generic);
/** Of a client of SAML, say, at every endpoint (26.7.5, measured). */
export const wrongProtocol: Refused = refused('token', 400, 'invalid_client', 'Wrong client protocol.');
const wrongSecret = refused('token', 401, 'unauthorized_client', generic);
const noAssertion = refused('token', 400, 'invalid_client', 'Parameter client_assertion_type is missing');

/** The refusal of a client that shows this; undefined where it gets in. Without `presented` it shows what it should. */
export function authenticate(realm: Realm, client: Client, presented: Presented | undefined): Refused | undefined {
	const { proof } = client;
	if (client.protocol !== 'openid-connect') return wrongProtocol;
	// Even of a client that is off, which is looked up only afterwards.
	if (proof.kind === 'key' && (presented?.kind === 'nothing' || presented?.kind === 'secret')) return noAssertion;
	if (!client.enabled || client.kind === 'bearer-only') return stranger;
	switch (proof.kind) {
		case 'none':
			return undefined;
		case 'unknown':
			return presented === undefined ? undefined : stranger;
		case 'certificate':
			return presented === undefined && proof.subject !== '' ? undefined : stranger;
		case 'secret':
			if (presented === undefined || presented.kind === 'secret') {
				return presented === undefined || presented.secret === proof.secret ? undefined : wrongSecret;
			}
			// An assertion names its own client: the secret is not even looked for.
			return presented.kind === 'nothing' ? wrongSecret : stranger;
		case 'key':
			if (presented === undefined) return proof.keys === '' ? stranger : undefined;
			return presented.kind === 'key' && presented.of === client.id && proof.keys !== '' ? undefined : stranger;
		case 'federated': {
			const shown = presented ?? proof;
			if (shown.kind !== 'federated') return stranger;
			// Where its provider is off, or not there, nobody is this client (26.7.5). A realm that lives may have it.
			if (proof.provider === undefined ? realm.form === 'whole' : !proof.provider.enabled) return stranger;
			// Two clients with one subject: neither is found (26.7.5).
			const [found, another] = realm.federated.get(`${shown.alias}\n${shown.subject}`) ?? [];
			return found === client.id && another === undefined ? undefined : stranger;
		}
	}
}

/** Whether the client can prove itself at all, to whoever has what the definitions ask for. */
export const canEnter = (realm: Realm, client: Client): boolean => authenticate(realm, client, undefined) === undefined;
