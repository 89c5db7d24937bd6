// Keycloak definitions carried into a cluster as ConfigMaps, for users who run keycloak-config-cli as a job there.
import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

export interface ConfigMapContent {
	readonly name: string;
	readonly namespace: string;
	readonly labels: Readonly<Record<string, string>>;
	/** File name → text. */
	readonly data: Readonly<Record<string, string>>;
}

/** Adds one ConfigMap with the given files to the scope. */
export function addConfigMap(scope: Construct, content: ConfigMapContent): ConfigMap {
	const { name, namespace, labels, data } = content;
	return new ConfigMap(scope, name, { metadata: { name, namespace, labels: { ...labels } }, data: { ...data } });
}
