// Ports of a workload, by the names that operations use.
import type { Workload } from '../../../access/model.ts';
import { invariant } from '../../../core/invariant.ts';
import type { Port } from '../../../traffic/principal.ts';

/** The port with this name; the catalog's checks have found it to exist, so an InvariantError otherwise. */
export function portOf(workload: Workload, name: string): Port {
	const port = workload.ports.find((each) => each.name === name);
	invariant(port !== undefined, `${workload.name} has no port ${name}`);
	return port;
}
