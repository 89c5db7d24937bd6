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

/** Kubernetes API, ConfigMap: the data of one must not exceed 1 MiB. */
const maxBytes = 2 ** 20;

/** Adds one ConfigMap with the given files to the scope. Throws an Error with a remedy for more than a ConfigMap holds. */
export function addConfigMap(scope: Construct, content: ConfigMapContent): ConfigMap {
	const { name, namespace, labels, data } = content;
	const bytes = Object.entries(data).reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
	if (bytes > maxBytes) {
		const size = (bytes / maxBytes).toFixed(1);
		throw new Error(
			`the files for ConfigMap \`${name}\` have ${size} MiB, and Kubernetes lets it hold 1: ` +
				'run keycloak-config-cli on the files that `meshgrant synth` writes instead',
		);
	}
	return new ConfigMap(scope, name, { metadata: { name, namespace, labels: { ...labels } }, data: { ...data } });
}
