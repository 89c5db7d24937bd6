// The tokens that grants need: who must be able to get which, and how. Read from the access model alone.
import type { AccessModel, Client, Grant, Issuer, Tenancy } from '../../access/model.ts';
import type { Way } from '../finding.ts';

/** One token that a grant needs. */
export interface Asked {
	readonly client: Client;
	readonly way: Way;
	readonly grant: Grant;
}

export interface AskedOfIssuer {
	readonly issuer: Issuer;
	readonly tenancy: Tenancy;
	/** Sorted as the model's grants. */
	readonly asked: readonly Asked[];
	/** Audiences of the catalog, of whatever issuer. */
	readonly audiences: ReadonlySet<string>;
	/** Scopes of the catalog. */
	readonly scopes: ReadonlySet<string>;
	readonly clients: ReadonlyMap<string, Client>;
}

/** What is asked of one issuer. */
export function askedOf(model: AccessModel, issuer: Issuer): AskedOfIssuer {
	const asked = model.grants.flatMap((grant): readonly Asked[] => {
		const { actor } = grant;
		if (actor.kind !== 'service' && actor.kind !== 'user') return [];
		if (actor.client.issuer !== issuer) return [];
		return [{ client: actor.client, way: wayOf(actor), grant }];
	});
	const own = model.clients.filter((client) => client.issuer === issuer);
	return {
		issuer,
		tenancy: model.tenancy,
		asked,
		audiences: new Set(model.scopes.map(({ audience }) => audience)),
		scopes: new Set(model.scopes.map(({ name }) => name)),
		clients: new Map(own.map((client) => [client.id, client])),
	};
}

function wayOf(actor: Extract<Grant['actor'], { kind: 'service' | 'user' }>): Way {
	if (actor.kind === 'service') return 'itself';
	return actor.obtained === 'exchange' ? 'exchange' : 'login';
}
