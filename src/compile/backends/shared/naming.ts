// Names of the objects that we write. Every object's name is the workload's own, or one of the reserved names, so that
// a reader finds the workload from the object and the other way round. No two kinds share a name space in Kubernetes.
import type { Principal } from '../../../traffic/principal.ts';

/** Names that no service or gateway may bear, because objects of a whole namespace bear them. */
export const reservedNames = ['default', 'default-deny'] as const;

/** The DENY that removes client-sent copies of the tenant header. */
export const tenantGuardName = (workload: string): string => `${workload}-tenant-guard`;

/** The CUSTOM policy that hands requests to the external authorizer. */
export const apiKeyName = (gateway: string, provider: string): string => `${gateway}-api-key-${provider}`;

/** Shards of one policy: `accounts`, `accounts-2`, `accounts-3`; `index` counts from 0. */
export const shardName = (workload: string, index: number): string =>
	index === 0 ? workload : `${workload}-${index + 1}`;

/** `bank.example/ns/accounts/sa/accounts`: Istio writes principals without `spiffe://` (AuthorizationPolicy reference, 1.30). */
export const istioPrincipal = (principal: Principal): string =>
	`${principal.trustDomain}/ns/${principal.namespace}/sa/${principal.serviceAccount}`;
