// One set of manifests, read once for many questions: policies, settings, proxies, and where each object stands.
import { type Locate, nowhere, type Origin } from '../core/origin.ts';
import type { Decision, Enforcer, MeshSettings, Request } from '../semantics/istio/index.ts';
import { authorizer, type Problem, readWorld, unsettled } from '../semantics/istio/index.ts';
import { enforcersOf, type Found, settingsOf } from '../semantics/istio/surroundings/index.ts';

/** A manifest and where its parts stand. */
export interface PlacedObject {
	readonly value: unknown;
	readonly locate: Locate;
}

export interface Scene {
	readonly mesh: MeshSettings;
	readonly found: readonly Found[];
	/** Of the mesh's settings; those of a proxy stand with it. */
	readonly assumptions: readonly string[];
	readonly problems: readonly Problem[];
	/** Where an object stands, or one rule of it; `kind` as manifests write it, `name` as `namespace/name`. */
	readonly place: (kind: string, name: string, rule?: number) => Origin | undefined;
	/** Where a problem stands; the file alone is not known for an object without a name. */
	readonly placeOf: (problem: Problem) => Origin;
	/** What of a proxy that the manifests do not show is not told by them; that of the others is among the problems. */
	readonly problemsAt: (enforcer: Enforcer) => readonly Problem[];
	readonly decide: (enforcer: Enforcer, request: Request) => Decision;
}

export interface SceneOptions {
	readonly mesh?: Partial<MeshSettings>;
	readonly dataPlane?: 'sidecar' | 'ambient' | 'none' | undefined;
	/** Proxies that are known otherwise; left out, they are read from the manifests. */
	readonly found?: readonly Found[];
	/** Reads YAML that stands inside manifests; undefined for what is none. */
	readonly parse: (text: string) => unknown;
}

/** Reads manifests for asking. Nothing throws for what is wrong in them: the problems say it. */
export function sceneOf(objects: readonly PlacedObject[], options: SceneOptions): Scene {
	const values = objects.map(({ value }) => value);
	const { mesh, assumptions } = settingsOf(values, options.parse, options.mesh);
	const [world, read] = readWorld(values, mesh);
	const around = { rootNamespace: mesh.rootNamespace, dataPlane: options.dataPlane };
	const found = options.found ?? enforcersOf(values, around);
	const open = found.flatMap(({ enforcer }) => (enforcer === undefined ? [] : unsettled(world, enforcer)));
	const problems = [...read, ...new Map(open.map((problem) => [JSON.stringify(problem), problem])).values()];
	const places = new Map<string, Locate>();
	for (const { value, locate } of objects) {
		const key = keyOf(value);
		if (key !== undefined && !places.has(key)) places.set(key, locate);
	}
	// One enforcer is asked many questions, and reading its chains is most of the work.
	const prepared = new Map<Enforcer, (request: Request) => Decision>();
	return {
		mesh,
		found,
		assumptions,
		problems,
		place: (kind, name, rule) => places.get(`${kind} ${name}`)?.(rule === undefined ? [] : ['spec', 'rules', rule]),
		placeOf: ({ object, path }) => places.get(object)?.(stepsOf(path)) ?? { ...nowhere, path: object },
		problemsAt: (enforcer) => unsettled(world, enforcer),
		decide: (enforcer, request) => {
			const ask = prepared.get(enforcer) ?? authorizer(world, enforcer);
			prepared.set(enforcer, ask);
			return ask(request);
		},
	};
}

/** `spec.rules[0].to` → `spec`, `rules`, 0, `to`. */
const stepsOf = (path: string): readonly (string | number)[] =>
	[...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key = '']) => (index === undefined ? key : Number(index)));

function keyOf(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null || !('kind' in value) || !('metadata' in value)) return undefined;
	const { kind, metadata } = value;
	if (typeof metadata !== 'object' || metadata === null || !('name' in metadata)) return undefined;
	const namespace = 'namespace' in metadata && metadata.namespace !== '' ? metadata.namespace : 'default';
	return `${String(kind)} ${String(namespace)}/${String(metadata.name)}`;
}
