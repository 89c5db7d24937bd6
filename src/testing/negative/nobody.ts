// Where nobody may call, everybody tries: services that only call, and pods in our namespaces that the catalog does not name.
import type { AccessModel, Workload } from '../../access/model.ts';
import type { Enforcer, HttpRequest, Request } from '../../semantics/istio/index.ts';
import { closed, type Expected, forbidden, type NegativeCase, type Requirement, type Use } from './case.ts';
import { identity, nameOf } from './context.ts';
import type { Place } from './places.ts';

const http: HttpRequest = {
	method: 'GET',
	path: '/',
	host: 'pods.svc.cluster.local',
	headers: [],
	tokens: [],
	external: 'agrees',
};

/** Cases at a service without grants; none at a gateway, where strangers are told apart by what they ask for. */
export function nobodyCases(model: AccessModel, place: Place): readonly NegativeCase[] {
	const { workload, side, meaning } = place;
	if (side === 'gateway') return [];
	const { protocol = 'http', targetPort: port = 8080 } = workload.ports[0] ?? {};
	const isTcp = protocol === 'tcp';
	const isMeant = meaning.why({ from: 'plaintext', port, ...(isTcp ? {} : { http }) }, '/') !== undefined;
	if (isMeant) return [];
	const tried = { port, isTcp, isPlain: meaning.isOpen(port), callers: model.workloads };
	return triesAt(model, workload.name, `${workload.namespace.name}/${workload.name}`, tried);
}

/** Cases at a pod that has a label of its own, in each owned namespace. */
export function undeclaredCases(model: AccessModel): readonly NegativeCase[] {
	return model.namespaces
		.filter(({ kind }) => kind === 'owned')
		.flatMap(({ name: namespace }) => {
			const enforcer: Enforcer = {
				kind: 'sidecar',
				workload: { namespace, labels: { app: 'not-in-the-catalog' } },
				ports: [{ port: 8080, protocol: 'http' }],
			};
			const at = { port: 8080, isTcp: false, isPlain: false, callers: model.workloads.slice(0, 1) };
			return triesAt(model, `any other pod in ${namespace}`, enforcer, at);
		});
}

interface At {
	readonly port: number;
	readonly isTcp: boolean;
	/** The port is open in plaintext for something else. */
	readonly isPlain: boolean;
	readonly callers: readonly Workload[];
}

function triesAt(model: AccessModel, at: string, enforcer: Enforcer | string, tried: At): readonly NegativeCase[] {
	const use: Use = { at, side: 'nobody', grant: undefined, operation: tried.isTcp ? 'TCP' : 'GET /' };
	const row = (requirement: Requirement, what: string, from: Request['from'], expected: Expected): NegativeCase => ({
		kind: 'case',
		requirement,
		what,
		name: nameOf(requirement, use, what),
		enforcer,
		request: { from, port: tried.port, ...(tried.isTcp ? {} : { http }) },
		lacking: undefined,
		expected,
		...use,
	});
	const refused = tried.isTcp ? closed('no-allow') : forbidden;
	return [
		...tried.callers.map((caller) => row('N9', `from ${caller.name}`, identity(caller), refused)),
		row('N9', 'a stranger in the mesh', `spiffe://${model.mesh.trustDomain}/ns/default/sa/stranger`, refused),
		row('N10', 'plaintext', 'plaintext', tried.isPlain ? refused : closed('mutual-tls')),
	];
}
