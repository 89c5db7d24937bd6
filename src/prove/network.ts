// NetworkPolicies, for what they stop: a connection that a grant needs must pass them. That they let more through than the
// mesh does is no matter: every pod is guarded by its sidecar.
import type { AccessModel, Grant, NetworkTarget, Workload } from '../access/model.ts';
import { type End, type Network, networkPolicyDoubt, readNetwork } from '../semantics/network-policy/index.ts';
import type { Operation } from '../traffic/operation.ts';
import type { Finding } from './finding.ts';
import type { Outline } from './outline.ts';
import type { OwnerOf } from './owner.ts';
import { podsOf } from './pods.ts';

interface Connection {
	/** What needs it. */
	readonly name: string;
	readonly from: End;
	readonly to: End;
	readonly port: number;
}

/** A doubt for each policy that the API server may refuse, or that may stop a connection, with the first of them. */
export function networkFindings(model: AccessModel, objects: readonly Outline[], ownerOf: OwnerOf): readonly Finding[] {
	const policies = objects.filter(({ group, kind }) => group === 'networking.k8s.io' && kind === 'NetworkPolicy');
	if (policies.length === 0) return [];
	const network = readNetwork(policies);
	const stopped = new Map<string, Connection[]>();
	for (const connection of connectionsOf(model)) {
		for (const policy of stops(network, connection)) {
			const before = stopped.get(policy);
			if (before === undefined) stopped.set(policy, [connection]);
			else before.push(connection);
		}
	}
	return policies.flatMap((policy): readonly Finding[] => {
		const stops = whyStops(stopped.get(`${policy.namespace}/${policy.name}`) ?? []);
		return [networkPolicyDoubt(policy.spec), stops].flatMap((why): Finding[] =>
			why === undefined ? [] : [{ kind: 'undecided', where: policy.title, why, origin: ownerOf(policy) }],
		);
	});
}

function whyStops([first, ...others]: readonly Connection[]): string | undefined {
	if (first === undefined) return undefined;
	const more = others.length === 0 ? '' : `, and ${others.length} more`;
	return `it may stop what \`${first.name}\` needs, a connection to port ${first.port}${more}`;
}

function* stops(network: Network, { from, to, port }: Connection): Iterable<string> {
	const leaving = from.kind === 'pods' ? network.stoppedAt(from, 'egress', to, port) : undefined;
	if (leaving !== undefined) yield leaving;
	const arriving = to.kind === 'pods' ? network.stoppedAt(to, 'ingress', from, port) : undefined;
	if (arriving !== undefined) yield arriving;
}

const anywhere: End = { kind: 'anywhere' };

/** Everything that the catalog needs of the network, but for names (DNS). The kubelet reaches its own pods always. */
function* connectionsOf(model: AccessModel): Iterable<Connection> {
	const canHave = podsOf(model);
	const pods = (namespace: string, labels: Workload['selector']): End => {
		return { kind: 'pods', namespace, labels, canHave: (more) => canHave(namespace, labels, more) };
	};
	const ends = new Map(model.workloads.map((each) => [each, pods(each.namespace.name, each.selector)]));
	const endOf = (workload: Workload): End => ends.get(workload) ?? anywhere;
	const reached = (name: string, from: Workload, target: NetworkTarget): readonly Connection[] => {
		if (target.kind === 'unknown') return [];
		const to = target.kind === 'pods' ? pods(target.namespace, target.selector) : blockOf(target.cidr);
		return [{ name, from: endOf(from), to, port: target.port }];
	};
	for (const grant of model.grants) {
		const { id: name, presenter, receiver, scope } = grant;
		const [from, to] = [endOf(presenter), endOf(receiver)];
		for (const port of portsOf(receiver, scope.operations)) yield { name, from, to, port };
		for (const target of issuersOf(grant)) yield* reached(name, presenter, target);
	}
	for (const gateway of new Set(model.entrances.map(({ gateway: { workload } }) => workload))) {
		const to = endOf(gateway);
		for (const { targetPort: port } of gateway.ports) yield { name: gateway.name, from: anywhere, to, port };
	}
	for (const { workload, operations } of model.plaintext) {
		const to = endOf(workload);
		for (const port of portsOf(workload, operations)) yield { name: workload.name, from: anywhere, to, port };
	}
	for (const { provider, network, gateway } of model.apiKeys) yield* reached(provider, gateway.workload, network);
	// Certificates and configuration (istio.io, "Application Requirements").
	const istiod = pods(model.mesh.istiodNamespace, { app: 'istiod' });
	for (const workload of model.workloads) {
		if (workload.state.kind === 'disabled') continue;
		for (const target of workload.external) yield* reached(workload.name, workload, target);
		yield { name: workload.name, from: endOf(workload), to: istiod, port: 15012 };
	}
}

const blockOf = (cidr: string): End => ({ kind: 'block', cidr });

const portsOf = (workload: Workload, operations: readonly Operation[]): ReadonlySet<number> => {
	const names = new Set(operations.map(({ port }) => port));
	return new Set(workload.ports.filter(({ name }) => names.has(name)).map(({ targetPort }) => targetPort));
};

/** Where a workload gets the tokens of a grant that it uses itself. */
function issuersOf({ actor, caller }: Grant): readonly NetworkTarget[] {
	const isOwn = caller.kind === 'workload' && (actor.kind === 'service' || actor.kind === 'user');
	return isOwn ? [actor.client.issuer.network] : [];
}
