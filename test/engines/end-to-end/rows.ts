// All end-to-end rows of a place: the table for each use of each grant; where nobody may call, everyone in the mesh tries.
import type { AccessModel } from '../../../src/access/model.ts';
import type { MeshRequest } from '../mesh/case.ts';
import { contextOf, identity } from './context.ts';
import type { Place } from './places.ts';
import { type Expected, forbidden, type Line, type Requirement, type Row, refused } from './row.ts';
import { table } from './table.ts';

/** All rows of a place, in the order of the table. */
export function rowsOf(model: AccessModel, place: Place): readonly Line[] {
	if (place.entries.length === 0) return nobodyRows(model, place);
	return place.entries.flatMap((entry) => table.flatMap((make) => make(contextOf(model, place, entry))));
}

/** Where nobody may call, everyone in the mesh tries. */
function nobodyRows(model: AccessModel, place: Place): readonly Row[] {
	const { enforcer, name, side } = place;
	if (enforcer.kind !== 'sidecar') return [];
	const ports = enforcer.services.flatMap(({ ports: own }) => own);
	const [port = { port: 8080, protocol: 'http' as const }] = ports;
	const isTcp = port.protocol === 'tcp';
	const line = (requirement: Requirement, what: string, from: MeshRequest['from'], expected: Expected): Row => ({
		kind: 'row',
		requirement,
		name: `${requirement} ${name} (${side}), nobody may call: ${what}`,
		request: {
			from,
			port: ('targetPort' in port ? port.targetPort : undefined) ?? port.port,
			...(isTcp ? { tcp: 'hello' } : { http: { path: '/' } }),
		},
		expected,
	});
	if (ports.length === 0) return [];
	return [
		...model.workloads.map((each) => line('N9', `from ${each.name}`, identity(each), isTcp ? refused : forbidden)),
		line('N10', 'plaintext', 'plaintext', refused),
	];
}
