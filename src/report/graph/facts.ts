// Who calls whom, as nodes and edges: the same graph for every picture format.
import type { AccessModel, Actor, Grant, State } from '../../access/model.ts';
import { groupBy, sortedBy, sortedUnique } from '../../core/order.ts';

export type NodeKind = 'service' | 'gateway' | 'client' | 'anyone';

export interface GraphNode {
	readonly kind: NodeKind;
	readonly name: string;
	readonly owner: string;
	readonly disabled: boolean;
}

export interface GraphEdge {
	/** Names of nodes. */
	readonly from: string;
	readonly to: string;
	readonly actor: Actor['kind'];
	/** The client whose token the caller hands on; empty where it comes with one of its own, or with none. */
	readonly tokenOf: string;
	/** Sorted, at least one. */
	readonly scopes: readonly string[];
}

export interface CallGraph {
	readonly catalog: string;
	readonly environment: string;
	/** Sorted by name; every service, gateway and client, also those that nobody calls. */
	readonly nodes: readonly GraphNode[];
	/** Sorted by from, to and actor. */
	readonly edges: readonly GraphEdge[];
}

/**
 * The call graph of one environment. A client that comes through a gateway has an edge to that one, which has an edge to
 * the receiver. A service that hands a client's token on has an edge that says so; the client itself calls nobody there.
 */
export function callGraph(model: AccessModel): CallGraph {
	const isOff = (state: State): boolean => state.kind === 'disabled';
	const workloads = model.workloads.map(({ kind, name, owner, state }) => ({
		kind,
		name,
		owner,
		disabled: isOff(state),
	}));
	const clients = model.clients
		.filter((client) => client.kind !== 'workload')
		.map(({ id, owner, state }) => ({ kind: 'client' as const, name: id, owner, disabled: isOff(state) }));
	const edges = edgesOf(model.grants);
	const anyone = edges.some((edge) => edge.from === 'anyone')
		? [{ kind: 'anyone' as const, name: 'anyone', owner: '', disabled: false }]
		: [];
	return {
		catalog: model.catalog,
		environment: model.environment,
		nodes: sortedBy<GraphNode>([...workloads, ...clients, ...anyone], (node) => node.name),
		edges,
	};
}

/** The node with this name, everything it calls, everything that calls it, and the edges among these. */
export function neighbourhood(graph: CallGraph, name: string): CallGraph {
	const near = new Set([name]);
	for (const edge of graph.edges) {
		if (edge.from === name) near.add(edge.to);
		if (edge.to === name) near.add(edge.from);
	}
	return {
		...graph,
		nodes: graph.nodes.filter((node) => near.has(node.name)),
		edges: graph.edges.filter((edge) => edge.from === name || edge.to === name),
	};
}

function edgesOf(grants: readonly Grant[]): GraphEdge[] {
	const steps = grants.flatMap((grant) => {
		const step = { actor: grant.actor.kind, scope: grant.scope.name };
		const last = { ...step, from: grant.presenter.name, to: grant.receiver.name };
		if (grant.caller.kind === 'workload') return [{ ...last, tokenOf: '' }];
		// How the token came to a service is another grant, with arrows of its own.
		if (grant.presenter.kind === 'service') return [{ ...last, tokenOf: grant.caller.name }];
		const first = { ...step, from: grant.caller.name, to: grant.presenter.name };
		return [first, last].map((one) => ({ ...one, tokenOf: '' }));
	});
	const groups = groupBy(steps, ({ from, to, actor, tokenOf }) => `${from}\n${to}\n${actor}\n${tokenOf}`);
	return [...groups.values()].flatMap((members) => {
		const [first] = members;
		if (first === undefined) return [];
		const { from, to, actor, tokenOf } = first;
		return [{ from, to, actor, tokenOf, scopes: sortedUnique(members.map((member) => member.scope)) }];
	});
}
