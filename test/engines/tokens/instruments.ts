// What a test adds to a realm of ours to be able to measure it: people who can sign in, and two clients of its own that
// make subjects for token exchange. Neither shares a scope, a policy or a mark with our definitions.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessModel, Issuer } from '../../../src/access/model.ts';
import type { Admin } from './admin.ts';
import { type Browser, openBrowser, type Person, patience } from './browser.ts';
import { ask, type Proof, type RealmAddress } from './mint.ts';
import type { Outcome } from './outcome.ts';

export interface Instruments {
	/** The person of a tenant, made at the first call; `id` is the `sub` of their tokens. */
	readonly personOf: (tenant: string) => Promise<Person & { readonly id: string }>;
	/** A browser in which nobody is signed in yet, for that person. */
	readonly browserOf: (tenant: string) => Promise<Browser>;
	/** A person's token that names every client of the catalog in `aud`: the best that an exchange could start from. */
	readonly insiderToken: (tenant: string) => Promise<string>;
	/** The same of a service account: nobody's name is in it. */
	readonly insiderServiceToken: () => Promise<string>;
	/** A person's token that is meant for nobody here. */
	readonly outsiderToken: (tenant: string) => Promise<string>;
	readonly added: readonly string[];
}

/** The tenant of people where a grant does not say another. */
export const defaultTenant = 'acme';

const insider = 'oracle-insider';
const outsider = 'oracle-outsider';

/** Adds the two clients. People come when they are needed. */
export async function installInstruments(
	admin: Admin,
	at: RealmAddress,
	issuer: Issuer,
	model: AccessModel,
): Promise<Instruments> {
	const secret = randomUUID();
	const { realm } = issuer;
	const audiences = model.clients.filter((client) => client.issuer.name === issuer.name).map(({ id }) => id);
	await admin.clients.create({ realm, ...subjectMaker(insider, secret, audiences) });
	await admin.clients.create({ realm, ...subjectMaker(outsider, secret, []) });
	const people = new Map<string, Promise<Person & { readonly id: string }>>();
	const personOf = (tenant: string) => {
		const person = people.get(tenant) ?? makePerson(admin, realm, tenant, model.tenancy.kind === 'claim');
		people.set(tenant, person);
		return person;
	};
	const proofBy = (clientId: string): Proof => ({
		fields: () => ({ client_id: clientId, client_secret: secret }),
		post: fetch,
	});
	const signedIn = async (clientId: string, tenant: string): Promise<string> => {
		const { username, password, inTurn } = await personOf(tenant);
		const form = { grant_type: 'password', username, password, scope: 'openid' };
		for (let attempt = 1; ; attempt++) {
			const outcome = await inTurn(() => ask(at, proofBy(clientId), form));
			if (outcome.kind === 'token' || attempt === patience.attempts) return tokenIn(outcome);
			await sleep(patience.pauseMs);
		}
	};
	// Passwords are slow to check by design, so a token serves many exchanges; it lives for five minutes.
	const kept = new Map<string, { readonly token: Promise<string>; readonly since: number }>();
	const insiderToken = (tenant: string): Promise<string> => {
		const known = kept.get(tenant);
		if (known !== undefined && performance.now() - known.since < 120_000) return known.token;
		const token = signedIn(insider, tenant);
		kept.set(tenant, { token, since: performance.now() });
		return token;
	};
	return {
		personOf,
		insiderToken,
		browserOf: async (tenant) => openBrowser(at.server, new URL(at.issuer).origin, await personOf(tenant)),
		outsiderToken: (tenant) => signedIn(outsider, tenant),
		insiderServiceToken: async () => tokenIn(await ask(at, proofBy(insider), { grant_type: 'client_credentials' })),
		added: [insider, outsider].map((id) => `clients.${id}: added, to make subjects for token exchange`),
	};
}

function tokenIn(outcome: Outcome): string {
	if (outcome.kind === 'token') return outcome.token;
	throw new Error(`an instrument got no token: ${outcome.error} ${outcome.description}`);
}

const subjectMaker = (clientId: string, secret: string, audiences: readonly string[]) => ({
	clientId,
	secret,
	protocol: 'openid-connect',
	publicClient: false,
	clientAuthenticatorType: 'client-secret',
	standardFlowEnabled: false,
	directAccessGrantsEnabled: true,
	serviceAccountsEnabled: true,
	fullScopeAllowed: false,
	redirectUris: [],
	webOrigins: [],
	defaultClientScopes: ['basic'],
	optionalClientScopes: [],
	protocolMappers: audiences.map((audience) => ({
		name: `audience ${audience}`,
		protocol: 'openid-connect',
		protocolMapper: 'oidc-audience-mapper',
		config: { 'included.custom.audience': audience, 'access.token.claim': 'true', 'id.token.claim': 'false' },
	})),
});

async function makePerson(admin: Admin, realm: string, tenant: string, hasTenant: boolean) {
	const person = { username: `user-of-${tenant}`, password: randomUUID(), inTurn: turns() };
	const { id } = await admin.users.create({
		realm,
		username: person.username,
		enabled: true,
		email: `${person.username}@people.example`,
		emailVerified: true,
		firstName: 'Given',
		lastName: 'Family',
		...(hasTenant ? { attributes: { tenant: [tenant] } } : {}),
		credentials: [{ type: 'password', value: person.password, temporary: false }],
	});
	return { ...person, id };
}

/** One after the other, each whether or not the one before succeeded. */
function turns(): Person['inTurn'] {
	let last: Promise<unknown> = Promise.resolve();
	return (action) => {
		const result = last.then(action, action);
		last = result;
		return result;
	};
}
