// One conversion of istiod's against the chains of the same manifests, over all connections.
import { authorizer } from '../../../../src/semantics/istio/index.ts';
import type { MeshCase, ZtunnelConversion } from '../../../engines/mesh/case.ts';
import { ourCase } from '../case.ts';
import { connections } from './cases.ts';
import { type Connection, passes } from './rbac.ts';

export interface Difference {
	readonly id: string;
	readonly connection: Connection;
	readonly passes: boolean;
	readonly because: unknown;
}

export function differences(asked: MeshCase, conversion: ZtunnelConversion): readonly Difference[] {
	const { world, enforcer } = ourCase(asked);
	const decide = authorizer(world, enforcer);
	return connections.flatMap((connection) => {
		const { peer, ...rest } = connection;
		const { decision, because } = decide({ from: (peer as `spiffe://${string}` | undefined) ?? 'plaintext', ...rest });
		const wanted = passes(conversion, asked.enforcer.workload.namespace, connection);
		return (decision === 'allow') === wanted ? [] : [{ id: asked.id, connection, passes: wanted, because }];
	});
}
