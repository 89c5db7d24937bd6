// The one interface of the token suites: given an access model, what tokens does a real Keycloak hand out under our
// definitions? One server for a run; one realm for each case, which is deleted when the case is closed.
import type { AccessModel, Grant, Issuer } from '../../../src/access/model.ts';
import { type Admin, adminOf } from './admin.ts';
import { addToRealm, importRealm } from './apply.ts';
import { atLoopback, definitionsOf, type Realm } from './definitions.ts';
import { type Instruments, installInstruments } from './instruments.ts';
import { type LoopbackIssuer, startIssuer } from './issuer.ts';
import type { RealmAddress } from './mint.ts';
import type { Outcome } from './outcome.ts';
import { type Party, partiesOf } from './party.ts';
import { type KeycloakServer, type Run, startKeycloak } from './server.ts';
import { tokenForGrant } from './token-for-grant.ts';

export interface Tokens {
	readonly server: KeycloakServer;
	readonly loopback: LoopbackIssuer;
	readonly admin: Admin;
	/** Makes the realm of one issuer of the model. Only one realm of a name can be open. */
	readonly open: (model: AccessModel, issuer: Issuer, options?: OpenOptions) => Promise<TokenCase>;
	/** Stops everything. Throws an Error if the server's log has a complaint. */
	readonly close: () => Promise<void>;
}

export interface OpenOptions {
	/** `import` (default): `<realm>.realm.json` as a whole. `rest`: `<realm>.config-cli.yaml` into a fresh realm. */
	readonly by?: 'import' | 'rest';
	/** Changes the definitions first: for faults planted by a test. */
	readonly change?: (realm: Realm) => Realm;
}

/** A realm that is there, with everyone who can ask it for tokens. */
export interface TokenCase {
	readonly model: AccessModel;
	readonly issuer: Issuer;
	readonly admin: Admin;
	readonly loopback: LoopbackIssuer;
	readonly address: RealmAddress;
	readonly parties: readonly Party[];
	readonly instruments: Instruments;
	/** What differs from our files, one line each. */
	readonly adapted: readonly string[];
	/**
	 * A real token that this grant is about, got in the way that the catalog means; or the server's refusal. `tenant` is the
	 * user's (default: the grant's own, or `acme`). Throws an Error for a grant without a token.
	 */
	readonly tokenFor: (grant: Grant, tenant?: string) => Promise<Outcome>;
	/** The realm's public keys, as JSON text. */
	readonly jwks: () => Promise<string>;
	readonly close: () => Promise<void>;
}

/** Starts the server in `home` (from `engine('keycloak')`) and the loopback issuer. */
export async function openTokens(home: string, run: Run = 'short'): Promise<Tokens> {
	const server = await startKeycloak(home, run);
	const loopback = await startIssuer();
	const admin = adminOf(server);
	return {
		server,
		loopback,
		admin,
		open: (model, issuer, options) => openCase({ server, loopback, admin }, model, issuer, options),
		close: async () => {
			await server.stop();
			await loopback.stop();
			const complaints = server.takeComplaints();
			if (complaints.length > 0) throw new Error(`Keycloak complained:\n${complaints.join('\n')}`);
		},
	};
}

type Running = Pick<Tokens, 'server' | 'loopback' | 'admin'>;

async function openCase(
	{ server, loopback, admin }: Running,
	model: AccessModel,
	issuer: Issuer,
	{ by = 'import', change = (realm) => realm }: OpenOptions = {},
): Promise<TokenCase> {
	const { bootstrap, part } = definitionsOf(model, issuer);
	const { realm, adapted } = atLoopback(change(by === 'import' ? bootstrap : part), issuer, loopback);
	const remove = () => admin.realms.del({ realm: issuer.realm });
	try {
		await (by === 'import' ? importRealm(admin, realm) : addToRealm(admin, realm));
	} catch (error) {
		await remove();
		throw error;
	}
	const address: RealmAddress = { server: server.url, realm: issuer.realm, issuer: issuer.issuer };
	const instruments = await installInstruments(admin, address, issuer, model);
	const parties = partiesOf(model, issuer.name, loopback);
	const asking = { model, issuer, admin, loopback, address, parties, instruments };
	return {
		...asking,
		adapted: [...adapted, ...instruments.added],
		tokenFor: (grant, tenant) => tokenForGrant(asking, grant, tenant),
		jwks: async () => (await fetch(`${server.url}/realms/${issuer.realm}/protocol/openid-connect/certs`)).text(),
		close: remove,
	};
}
