// Manifests → text, through cdk8s. The only place that knows cdk8s and cdk8s-plus-28. It interprets nothing: an object
// comes in inert and leaves as the bytes that would be applied, and no key is lost on the way.
import { unreachable } from '../core/invariant.ts';
import { sortedBy } from '../core/order.ts';
import type { DocumentFile, KubernetesObject, ManifestFile } from '../manifests/object.ts';
import { chartOf } from './charts.ts';
import { escaped, isBareIn } from './misread.ts';
import { yamlPrinter } from './yaml.ts';

export { addObjects, objectsUnder } from './charts.ts';
export { addConfigMap } from './config-maps.ts';

/** Whether cdk8s, which prints what stands in a user's own app, prints the object so that every reader reads the same. */
export const isPrintedSafely = (object: KubernetesObject): boolean => !isBareIn(object);

/**
 * Path (relative, with `/`) → text, sorted by path. Kubernetes files hold one YAML document an object, byte for byte what
 * `App.synth` of cdk8s 2.70 prints for a chart of the same objects. Throws an InvariantError for an object with an empty
 * (`undefined` or `null`) key, which cdk8s would drop.
 */
export function emit(files: readonly ManifestFile[]): ReadonlyMap<string, string> {
	const printYaml = yamlPrinter();
	const texts = files.map((file): [string, string] => [file.path, printFile(file, printYaml)]);
	return new Map(sortedBy(texts, ([path]) => path));
}

function printFile(file: ManifestFile, printYaml: (value: unknown) => string): string {
	if (file.kind === 'document') return printDocument(file, printYaml);
	const objects = chartOf(file).apiObjects.map((object) => printYaml(object.toJson()));
	return objects.join('---\n');
}

function printDocument(file: DocumentFile, printYaml: (value: unknown) => string): string {
	switch (file.format) {
		case 'json':
			return `${JSON.stringify(file.content, undefined, 2)}\n`;
		case 'yaml':
			return (
				file.heading.map((line) => escaped(`# ${line}`).trimEnd()).join('\n') +
				(file.heading.length > 0 ? '\n' : '') +
				printYaml(file.content)
			);
		default:
			return unreachable(file.format);
	}
}
