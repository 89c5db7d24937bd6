// The named properties: each one predicate over what the manifests admit, with a request where it does not hold. Least
// privilege (../least-privilege.ts) implies them all as far as the catalog itself keeps them; they are asked apart where
// somebody wants to hear just this, or where no catalog says what is right.

import type { Property } from './breach.ts';
import { noBypass } from './no-bypass.ts';
import { noUndeclaredPublicRoute } from './no-undeclared-public-route.ts';
import { plaintextNever } from './plaintext-never.ts';
import { tenantHeaderUnspoofable } from './tenant-header-unspoofable.ts';

export type { Breach, Property } from './breach.ts';

/** By name. `never from X to Y` takes the names that a user gives: it is `letIn` at Y, the matcher `toNever`. */
export const properties = {
	'no public route undeclared': noUndeclaredPublicRoute,
	'plaintext never': plaintextNever,
	'tenant header unspoofable': tenantHeaderUnspoofable,
	'no bypass of the gateway': noBypass,
} as const satisfies Readonly<Record<string, Property>>;
