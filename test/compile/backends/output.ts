// Finds what a test is about in a backend's output.
import type { AuthorizationPolicy, Rule } from '../../../src/manifests/istio.ts';
import type { KubernetesObject, ManifestFile } from '../../../src/manifests/object.ts';
import { isAuthorizationPolicy } from '../istio-crd-rules.ts';

export const objectsOf = (files: readonly ManifestFile[]): readonly KubernetesObject[] =>
	files.flatMap((file) => (file.kind === 'kubernetes' ? file.objects : []));

/** `namespace/name` of every object of a kind, in order of output. */
export const namesOf = (files: readonly ManifestFile[], kind: string): readonly string[] =>
	objectsOf(files)
		.filter((object) => object.kind === kind)
		.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

/** The one object of a kind with this name; throws when there is none or more than one. */
export function objectOf(files: readonly ManifestFile[], kind: string, name: string): KubernetesObject {
	const [found, ...others] = objectsOf(files).filter((each) => each.kind === kind && each.metadata.name === name);
	if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} objects ${kind} ${name}`);
	return found;
}

export const specOf = (files: readonly ManifestFile[], kind: string, name: string): object =>
	objectOf(files, kind, name).spec;

export const policiesOf = (files: readonly ManifestFile[]): readonly AuthorizationPolicy[] =>
	objectsOf(files).filter(isAuthorizationPolicy);

/** Rules of the workload's ALLOW policy; none for nobody. */
export function allowed(files: readonly ManifestFile[], workload: string): readonly Rule[] {
	const policy = objectOf(files, 'AuthorizationPolicy', workload);
	return isAuthorizationPolicy(policy) ? (policy.spec.rules ?? []) : [];
}

/** Every rule of the action, over all policies. */
export const rulesWith = (files: readonly ManifestFile[], action: 'ALLOW' | 'DENY' | 'CUSTOM'): readonly Rule[] =>
	policiesOf(files)
		.filter(({ spec }) => spec.action === action)
		.flatMap(({ spec }) => spec.rules ?? []);
