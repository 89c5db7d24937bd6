// A compiled catalog as a scene: the manifests of one environment, and the proxies that the access model says there are.
import type { AccessModel, Gateway, Workload } from '../../access/model.ts';
import type { CatalogData } from '../../catalog/index.ts';
import { type Locate, printPath } from '../../core/origin.ts';
import type { ManifestFile } from '../../manifests/object.ts';
import type { Port } from '../../semantics/istio/index.ts';
import type { Found } from '../../semantics/istio/surroundings/index.ts';
import { type PlacedObject, type Scene, sceneOf } from '../scene.ts';

export interface CatalogScene extends Scene {
	readonly model: AccessModel;
	/** As it was written, for all environments. */
	readonly data: CatalogData;
	readonly locate: Locate;
}

/** What a catalog means in one environment. */
export interface Compiled {
	readonly data: CatalogData;
	readonly locate: Locate;
	readonly model: AccessModel;
	/** Of all environments. */
	readonly files: readonly ManifestFile[];
}

/** The manifests that would be applied for the environment of the model, ready to be asked. */
export function catalogScene({ data, locate, model, files }: Compiled): CatalogScene {
	const objects = files.flatMap((file): readonly PlacedObject[] => {
		if (file.kind !== 'kubernetes' || !file.path.startsWith(`${model.environment}/`)) return [];
		return file.objects.map((value) => ({
			value,
			locate: (path) => ({ file: file.path, line: 0, column: 0, path: printPath(path) }),
		}));
	});
	const providers = [...new Set(model.apiKeys.map(({ provider }) => provider))];
	const scene = sceneOf(objects, {
		mesh: {
			trustDomain: model.mesh.trustDomain,
			rootNamespace: model.mesh.rootNamespace,
			istio: model.mesh.istio,
			// What the authorizer speaks changes no verdict on HTTP, and API keys are for HTTP.
			extensionProviders: providers.map((name) => ({ name, protocol: 'http' })),
		},
		found: model.workloads.map((workload) => foundOf(workload, model)),
		parse: () => undefined,
	});
	return { ...scene, assumptions: [], model, data, locate };
}

function foundOf(workload: Workload, { gateways }: AccessModel): Found {
	const { name, namespace, selector, principal } = workload;
	const gateway = gateways.find((one) => one.workload === workload);
	const pods = { namespace: namespace.name, labels: selector };
	const ports = workload.ports.map(({ targetPort, protocol }): Port => ({ port: targetPort, protocol }));
	return {
		namespace: namespace.name,
		name,
		kind: gateway === undefined ? 'service' : 'gateway',
		services: [{ name, ports: workload.ports.map((port) => ({ ...port, enforced: port.targetPort })) }],
		enforcer:
			gateway === undefined
				? { kind: 'sidecar', workload: pods, ports }
				: { kind: 'gateway', ...attachmentOf(gateway), workload: pods, ports },
		serviceAccount: principal.serviceAccount,
		waypoint: undefined,
		portNames: new Map(workload.ports.map((port) => [port.name, port.targetPort])),
		assumptions: [],
		object: workload,
	};
}

const attachmentOf = ({
	attachment,
	workload,
}: Gateway): { readonly api: 'istio' | 'kubernetes'; readonly name: string } =>
	attachment.kind === 'selector' ? { api: 'istio', name: workload.name } : { api: 'kubernetes', name: attachment.name };
