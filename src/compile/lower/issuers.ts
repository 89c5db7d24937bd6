// Issuers: Keycloak realms and what follows from their address.
import type { Issuer, NetworkTarget } from '../../access/model.ts';
import type { CatalogData } from '../../catalog/index.ts';
import type { Locate } from '../../core/origin.ts';

/** Name → issuer. A realm's `iss` is `<url>/realms/<realm>`, its keys lie at `<iss>/protocol/openid-connect/certs` (Keycloak 26, "OIDC endpoints"). */
export function lowerIssuers(data: CatalogData, locate: Locate): ReadonlyMap<string, Issuer> {
	const issuers = new Map<string, Issuer>();
	for (const [name, written] of Object.entries(data.issuers ?? {})) {
		const { url, realm } = written.keycloak;
		const issuer = `${url}/realms/${realm}`;
		issuers.set(name, {
			name,
			issuer,
			jwksUri: written.jwksUri ?? `${issuer}/protocol/openid-connect/certs`,
			realm,
			url,
			kubernetes:
				written.kubernetesIssuer === undefined
					? { kind: 'none' }
					: { kind: 'issuer', issuer: written.kubernetesIssuer },
			network: written.network === undefined ? { kind: 'unknown' } : lowerTarget(written.network),
			origin: locate(['issuers', name]),
		});
	}
	return issuers;
}

type WrittenTarget = NonNullable<NonNullable<CatalogData['issuers']>[string]['network']>;

/** A place on the network: an address range, or pods of a namespace. */
export function lowerTarget(written: WrittenTarget): Exclude<NetworkTarget, { kind: 'unknown' }> {
	return 'cidr' in written
		? { kind: 'cidr', cidr: written.cidr, port: written.port }
		: { kind: 'pods', namespace: written.namespace, selector: written.selector, port: written.port };
}
