// The Admin REST API of the test server, through Keycloak's own client for it. That client cannot renew a token that came
// without a refresh token, so it is given a provider that asks anew, one request at a time.
import KeycloakAdminClient from '@keycloak/keycloak-admin-client';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { KeycloakServer } from './server.ts';

export type Admin = KeycloakAdminClient;

/** An admin token lives for a minute on a fresh server. */
const renewAfterMs = 40_000;

/** The bootstrap administrator at the realm `master`; every call names the realm that it is about. */
export function adminOf(server: KeycloakServer): Admin {
	const admin = new KeycloakAdminClient({ baseUrl: server.url, realmName: 'master', timeout: 120_000 });
	let current: { readonly token: Promise<string>; readonly since: number } | undefined;
	admin.registerTokenProvider({
		getAccessToken: () => {
			if (current === undefined || performance.now() - current.since > renewAfterMs) {
				current = { token: adminToken(server), since: performance.now() };
			}
			return current.token;
		},
	});
	return admin;
}

async function adminToken({ url, admin }: KeycloakServer): Promise<string> {
	const outcome: Outcome = await outcomeOf(
		await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'client_credentials',
				client_id: admin.clientId,
				client_secret: admin.clientSecret,
			}),
		}),
	);
	if (outcome.kind === 'refused') throw new Error(`no admin token: ${outcome.error} ${outcome.description}`);
	return outcome.token;
}

/** Runs `action` on each item, at most four at a time: what one server takes without conflicts (measured on 26.7.5). */
export async function fourAtATime<In, Out>(items: Iterable<In>, action: (item: In) => Promise<Out>): Promise<Out[]> {
	const waiting = [...items].entries();
	const results: Out[] = [];
	const work = async (): Promise<void> => {
		for (const [index, item] of waiting) results[index] = await action(item);
	};
	await Promise.all([work(), work(), work(), work()]);
	return results;
}
