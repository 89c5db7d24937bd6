// Cases made from our own output: for each workload of an environment what was granted, and one step away from it.
import type { AccessModel, Gateway, Workload } from '../../../src/access/model.ts';
import { emit } from '../../../src/emit/index.ts';
import type { ManifestFile } from '../../../src/manifests/object.ts';
import type { Enforcer, MeshCase, MeshRequest } from '../mesh/case.ts';
import { meshCaseVersion } from '../mesh/case.ts';
import { type Dice, fromSeed } from './dice.ts';
import { entranceRequests, grantRequests } from './granted.ts';
import { mutate, type Surroundings } from './mutate.ts';
import { readManifests } from './objects.ts';
import { isHttp } from './requests.ts';
import { bytes } from './words.ts';

/** The first `granted` requests of the case are what the catalog grants there; each of them must be allowed. */
export type ModelCase = { readonly workload: string; readonly granted: number; readonly asked: MeshCase };

export type ModelCaseOptions = {
	readonly seed: number;
	/** Changed requests for each granted one. Default 5. */
	readonly mutations?: number;
	/** No more requests in a case than this. Default 90. */
	readonly requests?: number;
};

/** One case for each service and gateway of the model, in its order; `id` = `<catalog>/<environment>/<workload>`. */
export function casesOfModel(
	model: AccessModel,
	files: readonly ManifestFile[],
	options: ModelCaseOptions,
): readonly ModelCase[] {
	const documents = documentsOf(model, files);
	return model.workloads.map((workload, index) =>
		fromSeed((dice) => caseOf(dice, model, workload, documents, options), options.seed + index),
	);
}

type Document = { readonly text: string; readonly namespace: string };

/** The environment's mesh manifests as they are written, one a document. */
function documentsOf(model: AccessModel, files: readonly ManifestFile[]): readonly Document[] {
	const own = files.filter((file) => file.kind === 'kubernetes' && file.path.startsWith(`${model.environment}/`));
	return [...emit(own).values()]
		.flatMap((text) => text.split(/^---\n/m))
		.flatMap((text) => readManifests(text).map((object) => ({ object, text })))
		.filter(({ object }) => object.apiVersion.startsWith('security.istio.io/'))
		.map(({ object, text }) => ({ text, namespace: object.metadata.namespace ?? 'default' }));
}

function caseOf(
	dice: Dice,
	model: AccessModel,
	workload: Workload,
	documents: readonly Document[],
	{ mutations = 5, requests: limit = 90 }: ModelCaseOptions,
): ModelCase {
	const gateway = model.gateways.find((each) => each.workload === workload);
	const around = surroundings(model, workload);
	const witnesses = gateway === undefined ? grantRequests(model, workload) : entranceRequests(model, gateway);
	const others = gateway === undefined ? model.workloads.flatMap((each) => grantRequests(model, each)) : witnesses;
	const granted = witnesses.slice(0, Math.ceil(limit / (1 + mutations)));
	const seen = new Set(witnesses.map((request) => JSON.stringify(request)));
	const changed: MeshRequest[] = [];
	for (const request of granted.length > 0 ? granted : [stranger(model, workload)]) {
		for (let count = 0; count < mutations; count++) {
			const other = dice.chance(50)
				? crossed(dice, request, dice.chance(50) ? witnesses : others)
				: mutate(dice, around, request);
			if (!seen.has(JSON.stringify(other))) changed.push(other);
			seen.add(JSON.stringify(other));
		}
	}
	const near = new Set([workload.namespace.name, model.mesh.rootNamespace]);
	const asked: MeshCase = {
		v: meshCaseVersion,
		id: `${model.catalog}/${model.environment}/${workload.name}`,
		manifests: documents
			.filter(({ namespace }) => near.has(namespace))
			.map(({ text }) => text)
			.join('---\n'),
		mesh: settings(model),
		enforcer: gateway === undefined ? sidecar(workload) : gatewayPod(gateway),
		requests: [...granted, ...changed.slice(0, limit - granted.length)],
	};
	return { workload: workload.name, granted: granted.length, asked };
}

/** One request with the caller, the token or the target of another: all parts are good, only not together. */
function crossed(dice: Dice, request: MeshRequest, others: readonly MeshRequest[]): MeshRequest {
	const other = dice.pick(others.length > 0 ? others : [request]);
	if (!isHttp(request) || !isHttp(other)) return { ...request, from: other.from };
	const { tokens: _, ...bare } = request.http;
	return dice.pick([
		{ ...request, from: other.from },
		{ ...request, http: { ...bare, ...(other.http.tokens === undefined ? {} : { tokens: other.http.tokens }) } },
		{ ...request, port: other.port, http: { ...request.http, path: other.http.path } },
		{
			...request,
			http: { ...other.http, ...(request.http.tokens === undefined ? {} : { tokens: request.http.tokens }) },
		},
	]);
}

/** Where nothing is granted, a caller from the mesh still tries. */
const stranger = (model: AccessModel, workload: Workload): MeshRequest => ({
	from: `spiffe://${model.mesh.trustDomain}/ns/default/sa/default`,
	port: workload.ports[0]?.targetPort ?? 8080,
	...(workload.ports[0]?.protocol === 'tcp' ? { tcp: bytes } : { http: { path: '/' } }),
});

function surroundings(model: AccessModel, workload: Workload): Surroundings {
	const targets = (tcp: boolean) =>
		workload.ports.filter(({ protocol }) => (protocol === 'tcp') === tcp).map(({ targetPort }) => targetPort);
	return {
		httpPorts: targets(false),
		tcpPorts: targets(true),
		otherPorts: [],
		addresses: 'loopback',
		trustDomains: [model.mesh.trustDomain],
		callers: workload.kind === 'gateway' ? 'strangers' : 'identities',
		enforcer: { kind: workload.kind === 'gateway' ? 'gateway' : 'sidecar' },
		accounts: model.workloads.map(({ principal }) => ({ ns: principal.namespace, sa: principal.serviceAccount })),
	};
}

function settings(model: AccessModel): NonNullable<MeshCase['mesh']> {
	const providers = [...new Set(model.apiKeys.map(({ provider }) => provider))];
	return {
		trustDomain: model.mesh.trustDomain,
		...(model.mesh.rootNamespace === 'istio-system' ? {} : { rootNamespace: model.mesh.rootNamespace }),
		...(providers.length === 0
			? {}
			: { extensionProviders: providers.map((name) => ({ name, protocol: 'http' as const })) }),
	};
}

const pod = ({ namespace, selector, principal }: Workload) => ({
	namespace: namespace.name,
	labels: selector,
	serviceAccount: principal.serviceAccount,
});

function sidecar(workload: Workload): Enforcer {
	const ports = workload.ports.map(({ port, targetPort, protocol }) => ({ port, targetPort, protocol }));
	return {
		kind: 'sidecar',
		workload: pod(workload),
		services: ports.length === 0 ? [] : [{ name: workload.name, ports }],
	};
}

function gatewayPod({ workload, attachment }: Gateway): Enforcer {
	return {
		kind: 'gateway',
		api: attachment.kind === 'selector' ? 'istio' : 'kubernetes',
		name: attachment.kind === 'selector' ? workload.name : attachment.name,
		workload: pod(workload),
		listeners: workload.ports.map(({ port, targetPort }) => ({ port, targetPort, protocol: 'http' })),
	};
}
