// Whether a change of the mesh changes access, as `authorize` tells it: the same requests are put to the proxies before and
// after. Which pods there are is read from the model here, by code of its own.
import type { AccessModel, Workload } from '../../../src/access/model.ts';
import type { Json } from '../../../src/manifests/object.ts';
import {
	authorizer,
	type Decision,
	defaultSettings,
	type Enforcer,
	type MeshSettings,
	type Request,
	readWorld,
	type World,
} from '../../../src/semantics/istio/index.ts';
import { aimedRequests } from './aim.ts';
import { isFields, listAt, textsAt, valueAt } from './edit.ts';
import { touched } from './operator.ts';
import type { MeshObject, Subject } from './subject.ts';

export interface Difference {
	readonly enforcer: Enforcer;
	readonly request: Request;
	readonly before: Decision;
	readonly after: Decision;
}

function settingsOf({ mesh, apiKeys }: AccessModel): MeshSettings {
	const names = [...new Set(apiKeys.map(({ provider }) => provider))];
	return {
		...defaultSettings,
		trustDomain: mesh.trustDomain,
		rootNamespace: mesh.rootNamespace,
		istio: mesh.istio,
		extensionProviders: names.map((name) => ({ name, protocol: 'http' })),
	};
}

export const worldOf = ({ model, objects }: Pick<Subject, 'model' | 'objects'>): World =>
	readWorld(objects, settingsOf(model))[0];

/** The first request that is treated otherwise: let in or not, refused before or after the connection stands, handed on with other headers. */
export function difference(
	subject: Subject,
	world: World,
	after: readonly MeshObject[],
	most: number,
	seed: number,
): Difference | undefined {
	const { model, objects } = subject;
	const changed = touched(objects, after).filter(
		({ apiVersion, kind }) => apiVersion.startsWith('security.istio.io/') && kind !== '',
	);
	if (changed.length === 0) return undefined;
	const other = worldOf({ model, objects: after });
	const focus = changedRules(objects, after);
	for (const enforcer of enforcersNear(model, changed)) {
		const [before, now] = [authorizer(world, enforcer), authorizer(other, enforcer)];
		const others = [...objects, ...after].filter((object) => isAbout(object, enforcer)).flatMap(rulesOf);
		const about = { focus, others: unique(others) };
		const ports = 'ports' in enforcer ? enforcer.ports.map(({ port }) => port) : [];
		for (const request of aimedRequests(model, about, ports.length > 0 ? ports : [8080], most, seed)) {
			const [a, b] = [before(request), now(request)];
			if (outcome(a) !== outcome(b)) return { enforcer, request, before: a, after: b };
		}
	}
	return undefined;
}

const rulesOf = (object: MeshObject): readonly Json[] => listAt(object, ['spec', 'rules']);

const unique = (rules: readonly Json[]): readonly Json[] => [...new Set(rules)];

/** Rules that stand on one side only; where an object as a whole was changed, all of them. */
function changedRules(before: readonly MeshObject[], after: readonly MeshObject[]): readonly Json[] {
	const changed = touched(before, after).flatMap(rulesOf);
	const counts = new Map<string, number>();
	for (const rule of changed) counts.set(JSON.stringify(rule), (counts.get(JSON.stringify(rule)) ?? 0) + 1);
	const single = changed.filter((rule) => counts.get(JSON.stringify(rule)) === 1);
	return single.length > 0 ? single : unique(changed);
}

/** What counts of a decision. Which status refuses a request is of no account, but for that it was read at all. */
export function outcome(decision: Decision): string {
	if (decision.decision === 'deny') return decision.status === 'closed' ? 'closed' : 'refused';
	const { removed, written, removedParameters } = decision.upstream;
	return JSON.stringify([[...new Set(removed)].sort(), [...written].map(String).sort(), removedParameters]);
}

const isAbout = ({ kind, metadata, spec }: MeshObject, enforcer: Enforcer): boolean =>
	kind === 'AuthorizationPolicy' &&
	'workload' in enforcer &&
	metadata.namespace === enforcer.workload.namespace &&
	JSON.stringify(valueAt(spec, ['selector', 'matchLabels'])) === JSON.stringify(enforcer.workload.labels);

/** Proxies in the namespaces of these objects: of the workloads, with more labels too, and of pods that nobody declared. */
export function enforcersNear(model: AccessModel, changed: readonly MeshObject[]): readonly Enforcer[] {
	const names = new Set(changed.map(({ metadata }) => metadata.namespace));
	const isRoot = names.has(model.mesh.rootNamespace);
	const labels = changed.flatMap((object) => {
		const found = valueAt(object, ['spec', 'selector', 'matchLabels']);
		return isFields(found) ? [found as Readonly<Record<string, string>>] : [];
	});
	// Pods of other namespaces are taken not to wear the labels of a workload of the root namespace.
	const isRoots = (each: Readonly<Record<string, string>>) =>
		model.workloads.some(
			({ namespace, selector }) =>
				namespace.name === model.mesh.rootNamespace && JSON.stringify(selector) === JSON.stringify(each),
		);
	const found: Enforcer[] = [];
	for (const workload of model.workloads) {
		if (!isRoot && !names.has(workload.namespace.name)) continue;
		const own = enforcerOf(model, workload, workload.selector);
		found.push(own);
		if (own.kind === 'gateway') found.push(...listening(own, changed));
		for (const more of labels.filter((each) => !isRoots(each))) {
			const isMore = Object.entries(more).every(([name, value]) => (workload.selector[name] ?? value) === value);
			const both = { ...workload.selector, ...more };
			const isOther = model.workloads.some(
				(other) =>
					other !== workload &&
					other.namespace === workload.namespace &&
					Object.entries(other.selector).every(([name, value]) => both[name] === value),
			);
			if (isMore && !isOther && Object.keys(both).length > Object.keys(workload.selector).length)
				found.push(enforcerOf(model, workload, both));
		}
	}
	for (const { name, kind } of model.namespaces) {
		if (kind !== 'owned' || (!isRoot && !names.has(name))) continue;
		const own = model.workloads.filter(({ namespace }) => namespace.name === name);
		for (const each of [{}, ...labels]) {
			const isOwn = own.some(({ selector }) => Object.entries(selector).every(([key, value]) => each[key] === value));
			if (isOwn || isRoots(each)) continue;
			const workload = { namespace: name, labels: each };
			found.push({ kind: 'sidecar', workload, ports: [] });
			// A gateway that somebody puts there, which asks for no mutual TLS.
			const door: Enforcer = { kind: 'gateway', api: 'istio', name: 'stranger', workload, ports: [] };
			const [listens] = listening(door, changed);
			found.push(listeningAt(listens?.kind === 'gateway' ? listens : door, 9));
		}
	}
	return found;
}

/** A gateway's listeners are its owner's affair: it may have one at each port that a rule names. */
function listening(
	gateway: Extract<Enforcer, { kind: 'gateway' }>,
	changed: readonly MeshObject[],
): readonly Enforcer[] {
	const named = changed
		.flatMap(rulesOf)
		.flatMap((rule) => listAt(rule, ['to']).flatMap((entry) => textsAt(entry, ['operation', 'ports'])))
		.map(Number)
		.filter((port) => gateway.ports.every((known) => known.port !== port));
	const ports = [...new Set(named)].map((port) => ({ port, protocol: 'http' as const }));
	return ports.length === 0 ? [] : [{ ...gateway, ports: [...gateway.ports, ...ports] }];
}

export function enforcerOf(model: AccessModel, workload: Workload, labels: Readonly<Record<string, string>>): Enforcer {
	const pod = { namespace: workload.namespace.name, labels };
	if (workload.kind === 'service') {
		const ports = workload.ports.map(({ targetPort, protocol }) => ({ port: targetPort, protocol }));
		return { kind: 'sidecar', workload: pod, ports };
	}
	const ports = workload.ports.map(({ targetPort, protocol }) => ({
		port: targetPort,
		protocol: protocol === 'tcp' ? protocol : ('http' as const),
	}));
	const attachment = model.gateways.find((gateway) => gateway.workload === workload)?.attachment;
	const proxy: Enforcer =
		attachment?.kind === 'gateway-api'
			? { kind: 'gateway', api: 'kubernetes', name: attachment.name, workload: pod, ports }
			: { kind: 'gateway', api: 'istio', name: workload.name, workload: pod, ports };
	return listeningAt(proxy, 9);
}

/** A gateway listens where its user says, at other ports than the catalog's, too. */
export const listeningAt = (proxy: Enforcer, port: number): Enforcer =>
	proxy.kind === 'gateway' && proxy.ports.every((one) => one.port !== port)
		? { ...proxy, ports: [...proxy.ports, { port, protocol: 'undeclared' }] }
		: proxy;
