// The output as constructs, for a cdk8s app of the user's own: the same objects as `synth` writes, beside their
// Deployments. Like every shell it may read the clock.
import { isDeepStrictEqual } from 'node:util';
import { Construct, type IConstruct } from 'constructs';
import type { AccessModel } from './access/model.ts';
import type { Diagnostic } from './core/diagnostic.ts';
import { sortedUnique } from './core/order.ts';
import { locateByPath } from './core/origin.ts';
import { addConfigMap, addObjects, emit, isPrintedSafely, objectsUnder } from './emit/index.ts';
import type { KubernetesObject, ManifestFile } from './manifests/object.ts';
import { synthesize } from './pipeline.ts';
import { diagnosticOf, isJudged, prove } from './prove/index.ts';
import { renderDiagnostics } from './report/index.ts';

export interface CatalogProps {
	/** What `defineCatalog` returns. */
	readonly catalog: unknown;
	/** One of the catalog's environments. */
	readonly environment: string;
	/** File named in annotations and errors. @default services.catalog.ts */
	readonly file?: string;
	/** Day against which exceptions are held, `YYYY-MM-DD`. @default today, UTC */
	readonly today?: string;
}

/** Thrown by the constructs for a catalog that holds errors; the message is what `meshgrant check` prints. */
export class CatalogError extends Error {
	override readonly name = 'CatalogError';
	readonly diagnostics: readonly Diagnostic[];

	constructor(diagnostics: readonly Diagnostic[], text: string) {
		super(`the catalog cannot be compiled\n\n${text}`);
		this.diagnostics = diagnostics;
	}
}

export interface MeshPoliciesProps extends CatalogProps {
	/** Only the objects of this namespace. @default all namespaces of the catalog */
	readonly namespace?: string;
}

/**
 * Istio policies (and NetworkPolicies, where the catalog asks for them) of one environment. Names are the same as in
 * `synth`. Throws a CatalogError for a catalog that holds errors, before any object is added. When the app is
 * synthesised, its objects are proved as they are then, patches included, together with policies that stand elsewhere in the
 * app for namespaces of the catalog, or for the whole mesh; what does not hold fails the synthesis.
 */
export class MeshPolicies extends Construct {
	constructor(scope: Construct, id: string, props: MeshPoliciesProps) {
		// Before anything is added to the scope: a catalog with errors leaves the app as it was.
		const { model, files } = outputOf(props);
		const objects = files.flatMap((file) => (file.kind === 'kubernetes' ? file.objects : []));
		const wanted = inNamespace(objects, props.namespace);
		super(scope, id);
		addObjects(this, wanted);
		this.node.addValidation({
			validate: () => refusals(model, files, new Set(wanted), objectsUnder(this), besideIn(this.node.root, model)),
		});
	}
}

export interface KeycloakClientsProps extends CatalogProps {
	/** Where the ConfigMap stands, beside the keycloak-config-cli job that mounts it. */
	readonly namespace: string;
	/** @default keycloak-definitions */
	readonly name?: string;
}

/**
 * A ConfigMap with the keycloak-config-cli files of one environment, one entry a realm. It holds no secret. Throws for
 * definitions beyond the 1 MiB that Kubernetes lets a ConfigMap hold, about 170 services. When the app is synthesised with
 * other definitions in it, a patch's, that fails.
 */
export class KeycloakClients extends Construct {
	constructor(scope: Construct, id: string, props: KeycloakClientsProps) {
		const files = outputOf(props).files.filter((file) => file.kind === 'document' && file.format === 'yaml');
		const data = Object.fromEntries(
			[...emit(files)].map(([path, text]) => [path.slice(path.lastIndexOf('/') + 1), text]),
		);
		super(scope, id);
		const name = props.name ?? 'keycloak-definitions';
		addConfigMap(this, {
			name,
			namespace: props.namespace,
			labels: { 'app.kubernetes.io/managed-by': 'meshgrant' },
			data,
		});
		this.node.addValidation({
			validate: () => {
				const now = objectsUnder(this).map((object) => ('data' in object ? object.data : undefined));
				return isDeepStrictEqual(now, [data]) ? [] : [`${unproved} \`${name}\``];
			},
		});
	}
}

const unproved =
	'change Keycloak definitions in the catalog, or by its export `patch`: they are no longer those that were proved in ConfigMap';

/** What a proof finds when the objects in question are as they are now, all others as generated, and some beside them. */
function refusals(
	model: AccessModel,
	files: readonly ManifestFile[],
	replaced: ReadonlySet<KubernetesObject>,
	now: readonly KubernetesObject[],
	beside: readonly KubernetesObject[],
): string[] {
	const others = files.map((file) =>
		file.kind === 'kubernetes' ? { ...file, objects: file.objects.filter((one) => !replaced.has(one)) } : file,
	);
	const path = `${model.environment}/mesh/app.yaml`;
	const changed = [...others, { kind: 'kubernetes', path, objects: now } as const];
	const { findings, environment } = prove(model, changed, beside);
	const diagnostics = findings.map((finding) => diagnosticOf(finding, environment));
	return [
		...(findings.length === 0 ? [] : [renderDiagnostics(diagnostics, noSources, plainText)]),
		...[...now, ...beside].filter((object) => !isPrintedSafely(object)).map(misread),
	];
}

/** Other objects of the app that have a say at the catalog's pods; those of other catalogs and environments are proved there. */
function besideIn(app: IConstruct, { namespaces, mesh }: AccessModel): readonly KubernetesObject[] {
	const names = new Set([mesh.rootNamespace, ...namespaces.map(({ name }) => name)]);
	const isProved = (node: IConstruct) => node.node.scopes.some((scope) => scope instanceof MeshPolicies);
	return objectsUnder(app, isProved).filter(
		// What is written without a namespace goes to `default`.
		(object) => isJudged(object) && names.has(object.metadata.namespace ?? 'default'),
	);
}

/** A namespace without objects is a mistyped one: adding nothing would leave its workloads open. */
function inNamespace(objects: readonly KubernetesObject[], namespace: string | undefined): readonly KubernetesObject[] {
	if (namespace === undefined) return objects;
	const wanted = objects.filter((object) => object.metadata.namespace === namespace);
	if (wanted.length > 0) return wanted;
	const known = sortedUnique(objects.map((object) => object.metadata.namespace));
	throw new Error(`the catalog has nothing in namespace \`${namespace}\`; it has ${known.join(', ')}`);
}

const misread = ({ kind, metadata: { namespace, name } }: KubernetesObject): string =>
	`${kind} ${namespace}/${name} holds text that cdk8s prints without quotes and kubectl takes for a number, a line break or a ` +
	'merge: leave it out';

const noSources = { text: () => undefined };
const plainText = { color: false, width: 100 };

interface Output {
	readonly model: AccessModel;
	readonly files: readonly ManifestFile[];
}

function outputOf(props: CatalogProps): Output {
	const today = props.today ?? new Date().toISOString().slice(0, 10);
	const file = props.file ?? 'services.catalog.ts';
	const { verdict, models, files, diagnostics } = synthesize(props.catalog, locateByPath(file), today);
	if (verdict !== 'proved') {
		throw new CatalogError(diagnostics, renderDiagnostics(diagnostics, noSources, plainText));
	}
	if (diagnostics.length > 0) process.emitWarning(renderDiagnostics(diagnostics, noSources, plainText), 'Meshgrant');
	const model = models.find(({ environment }) => environment === props.environment);
	if (model === undefined) {
		const known = models.map(({ environment }) => environment);
		throw new Error(`the catalog has no environment \`${props.environment}\`; it has ${known.join(', ')}`);
	}
	return { model, files: files.filter((written) => written.path.startsWith(`${props.environment}/`)) };
}
