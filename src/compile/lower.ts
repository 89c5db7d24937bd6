// Catalog → access model: from what a person wrote to what it means in one environment. Overlays, defaults and names
// end here; after this stage everything refers to nodes, not to names. Assumes a checked catalog: what cannot be there
// after the checks is an invariant, not a diagnostic.
import type { AccessModel } from '../access/model.ts';
import type { Catalog, ExceptionData } from '../catalog/index.ts';
import { overlay } from '../catalog/index.ts';
import { sortedBy } from '../core/order.ts';
import { lowerClients } from './lower/clients.ts';
import { lowerApiKeys, lowerEntrances } from './lower/entrances.ts';
import { exceptionsOf } from './lower/exceptions.ts';
import { apiKeyGrants, lowerGrants } from './lower/grants.ts';
import { lowerIssuers } from './lower/issuers.ts';
import { lowerPlaintext } from './lower/plaintext.ts';
import { lowerScopes } from './lower/scopes.ts';
import { lowerGateways, lowerNamespaces, lowerWorkloads } from './lower/workloads.ts';

const tenantAttribute = 'tenant';

/** The meaning of the catalog in the named environment. Throws an InvariantError for a catalog that was not checked. */
export function lower(catalog: Catalog, environment: string): AccessModel {
	const { locate } = catalog;
	const data = overlay(catalog.data, environment);
	const namespaces = lowerNamespaces(data, locate);
	const issuers = lowerIssuers(data, locate);
	const workloads = lowerWorkloads(data, locate, namespaces);
	const gateways = lowerGateways(data, locate, workloads);
	const exceptions = <K extends ExceptionData['kind']>(kind: K) =>
		exceptionsOf(catalog.data, locate, environment, kind);
	const clients = lowerClients(data, locate, issuers, exceptions('long-lived-token'));
	const scopes = lowerScopes(data, locate, workloads);
	const parts = { data, locate, workloads, clients, scopes };
	const granted = lowerGrants(parts);
	const keyed = apiKeyGrants(parts, exceptions('api-key'));
	return {
		catalog: data.name,
		environment,
		mesh: {
			trustDomain: data.mesh.trustDomain,
			istio: data.mesh.istio,
			rootNamespace: data.mesh.rootNamespace ?? 'istio-system',
			istiodNamespace: data.mesh.istiodNamespace ?? 'istio-system',
			egress: data.mesh.egress ?? 'open',
			networkPolicies: data.mesh.networkPolicies ?? 'none',
		},
		tenancy:
			data.tenant === undefined ? { kind: 'none' } : { kind: 'claim', ...data.tenant, attribute: tenantAttribute },
		namespaces: sortedBy(namespaces.values(), (namespace) => namespace.name),
		issuers: sortedBy(issuers.values(), (issuer) => issuer.name),
		workloads: sortedBy(workloads.values(), (workload) => workload.name),
		gateways: sortedBy(gateways.values(), (gateway) => gateway.workload.name),
		clients: sortedBy(clients.values(), (client) => client.id),
		scopes: sortedBy(scopes.values(), (scope) => scope.name),
		grants: sortedBy([...granted, ...keyed], (grant) => grant.id),
		entrances: lowerEntrances(data, gateways, granted),
		plaintext: lowerPlaintext(data, workloads, exceptions('plaintext')),
		apiKeys: lowerApiKeys(data, gateways, scopes, exceptions('api-key')),
	};
}
