// A client of the model as it behaves towards the realm: what it shows to prove itself, where users come back to it.
import type { AccessModel, Client, Workload } from '../../../src/access/model.ts';
import { unreachable } from '../../../src/core/invariant.ts';
import type { LoopbackIssuer } from './issuer.ts';
import { clientAssertionType, type Form, type Proof } from './mint.ts';

export interface Party {
	readonly client: Client;
	readonly proof: Proof;
	/** Registered, or made up where the client has none. */
	readonly redirectUri: string;
}

/** Every client of the model at this issuer, sorted by id as the model has them. */
export function partiesOf(model: AccessModel, issuerName: string, loopback: LoopbackIssuer): readonly Party[] {
	const workloads = new Map(model.workloads.map((workload) => [workload.name, workload]));
	return model.clients
		.filter(({ issuer }) => issuer.name === issuerName)
		.map((client) => ({
			client,
			proof: { fields: () => proofFields(client, workloads.get(client.id), loopback), post: fetch },
			redirectUri: redirectOf(client),
		}));
}

function proofFields(client: Client, workload: Workload | undefined, loopback: LoopbackIssuer): Form {
	const { authentication } = client;
	const { issuer } = client.issuer;
	switch (authentication.kind) {
		case 'federated':
			return asserted(loopback.serviceAccountToken(authentication, issuer));
		// A certificate is adapted to a key: see definitions.ts.
		case 'private-key-jwt':
		case 'mtls':
			return asserted(loopback.clientAssertion(client.id, issuer));
		// A workload that only receives still has a service account, and could try with it.
		case 'none':
			return workload === undefined
				? { client_id: client.id }
				: { client_id: client.id, ...asserted(loopback.serviceAccountToken(workload.principal, issuer)) };
		default:
			return unreachable(authentication);
	}
}

/** The form fields of RFC 7523 2.2. */
export const asserted = (assertion: string): Form => ({
	client_assertion_type: clientAssertionType,
	client_assertion: assertion,
});

function redirectOf({ id, login }: Client): string {
	const [first] = login.kind === 'browser' ? login.redirectUris : [];
	return first ?? `https://${id}.invalid/callback`;
}
