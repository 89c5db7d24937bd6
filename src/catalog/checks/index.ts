// What the parts of a catalog mean to each other: one registry of checks, one check a file. The shape is in order when
// they run; every mistake is gathered, and none is told twice.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Locate } from '../../core/origin.ts';
import type { CatalogData } from '../input.ts';
import { checkActors } from './actors.ts';
import { checkClients } from './clients.ts';
import { contextOf } from './context.ts';
import { checkDeclarations } from './declarations.ts';
import { checkDuplicates } from './duplicates.ts';
import { checkEntrances } from './entrances.ts';
import { checkEnvironments } from './environments.ts';
import { checkExceptions } from './exceptions.ts';
import { checkGateways } from './gateways.ts';
import { checkHandshake } from './handshake.ts';
import { checkIdentities } from './identities.ts';
import { checkIssuers } from './issuers.ts';
import { checkNames } from './names.ts';
import { checkNamespaces, checkUnused } from './namespaces.ts';
import { checkNetworks } from './networks.ts';
import { checkOverlaps } from './overlaps.ts';
import { checkPorts } from './ports.ts';
import { checkProbes } from './probes.ts';
import { checkGrantReferences } from './references.ts';
import type { Check } from './report.ts';
import { checkRoutes } from './routes.ts';
import { checkScopeNames, checkScopeOperations, checkUnusedScopes } from './scopes.ts';
import { checkSelectors } from './selectors.ts';
import { checkTenancy } from './tenancy.ts';
import { checkUsers } from './users.ts';

export { checkDiagnostics } from './diagnostics.ts';

/** In the order in which they speak: names first, since the rest stands on them. */
const checks: readonly Check[] = [
	checkGrantReferences,
	checkDeclarations,
	checkNames,
	checkHandshake,
	checkDuplicates,
	checkActors,
	checkUsers,
	checkIdentities,
	checkSelectors,
	checkPorts,
	checkScopeNames,
	checkScopeOperations,
	checkOverlaps,
	checkProbes,
	checkGateways,
	checkRoutes,
	checkEntrances,
	checkIssuers,
	checkEnvironments,
	checkClients,
	checkTenancy,
	checkExceptions,
	checkNamespaces,
	checkNetworks,
	checkUnusedScopes,
	checkUnused,
];

/** All that is wrong or doubtful between the parts of a catalog whose shape is good. `today` is `YYYY-MM-DD`. */
export function checkCatalog(
	{ data, locate }: { readonly data: CatalogData; readonly locate: Locate },
	today: string,
): readonly Diagnostic[] {
	const context = contextOf(data, locate, today);
	return checks.flatMap((check) => check(context));
}
