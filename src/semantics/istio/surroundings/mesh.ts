// The mesh's settings as the manifests tell them: istiod's ConfigMap, an IstioOperator, an `Istio` of the Sail operator, and
// istiod's own Deployment (Istio 1.31, references "Global Mesh Options" and "Environment variables").
import type { ExtensionProvider, MeshSettings, Normalization } from '../world.ts';
import { defaultSettings } from '../world.ts';
import { at, type Fields, fieldsOf, isKind, listOf, namedOf, textOf } from './objects.ts';

type Written = { -readonly [key in keyof MeshSettings]?: MeshSettings[key] };

export interface Settings {
	readonly mesh: MeshSettings;
	/** What was taken for granted, as sentences without a full stop. */
	readonly assumptions: readonly string[];
}

/**
 * Settings in the order: `over`, the manifests, Istio's defaults. `parse` reads YAML: the ConfigMap holds its settings as a
 * text. Nothing throws; a text that is no YAML counts for nothing and is among the assumptions.
 */
export function settingsOf(
	objects: readonly unknown[],
	parse: (text: string) => unknown,
	over: Partial<MeshSettings> = {},
): Settings {
	const assumptions: string[] = [];
	const written: Written = {};
	let found = false;
	for (const object of objects) {
		const config = meshConfigIn(object, parse);
		if (config === 'unreadable')
			assumptions.push('the settings in ConfigMap `istio` cannot be read, so Istio’s defaults hold');
		else if (config !== undefined) {
			found = true;
			Object.assign(written, fromMeshConfig(config));
		}
		Object.assign(written, fromControlPlane(object));
	}
	const missing = (['trustDomain', 'rootNamespace', 'pathNormalization'] as const).filter(
		(key) => over[key] === undefined,
	);
	if (!found && missing.length > 0) {
		const values = missing.map((key) => `${words[key]} \`${defaultSettings[key]}\``);
		assumptions.push(`the mesh has Istio’s default settings: ${values.join(', ')}`);
	}
	return { mesh: { ...defaultSettings, ...written, ...over }, assumptions };
}

const words = { trustDomain: 'trust domain', rootNamespace: 'root namespace', pathNormalization: 'path normalization' };

function meshConfigIn(object: unknown, parse: (text: string) => unknown): Fields | 'unreadable' | undefined {
	if (isKind(object, '', 'ConfigMap') && /^istio(?:-|$)/.test(namedOf(object).name)) {
		const text = textOf(at(object, 'data', 'mesh'));
		if (text === undefined) return undefined;
		const parsed = parse(text);
		return parsed === undefined ? 'unreadable' : fieldsOf(parsed);
	}
	const paths = isKind(object, 'install.istio.io', 'IstioOperator')
		? [
				['spec', 'values', 'meshConfig'],
				['spec', 'meshConfig'],
			]
		: isKind(object, 'sailoperator.io', 'Istio')
			? [['spec', 'values', 'meshConfig']]
			: [];
	const configs = paths.map((path) => at(object, ...path)).filter((config) => config !== undefined);
	return configs.length === 0 ? undefined : Object.assign({}, ...configs.map(fieldsOf));
}

function fromMeshConfig(config: Fields): Written {
	const written: Written = {};
	const trustDomain = textOf(config.trustDomain);
	if (trustDomain !== undefined) written.trustDomain = trustDomain;
	const rootNamespace = textOf(config.rootNamespace);
	if (rootNamespace !== undefined) written.rootNamespace = rootNamespace;
	const aliases = listOf(config.trustDomainAliases).flatMap((alias) => textOf(alias) ?? []);
	if (aliases.length > 0) written.trustDomainAliases = aliases;
	const normalization = normalizationOf(at(config, 'pathNormalization', 'normalization'));
	if (normalization !== undefined) written.pathNormalization = normalization;
	const providers = listOf(config.extensionProviders).flatMap(providerOf);
	if (providers.length > 0) written.extensionProviders = providers;
	return written;
}

function normalizationOf(word: unknown): Normalization | undefined {
	switch (word) {
		case 'NONE':
		case 'BASE':
		case 'MERGE_SLASHES':
		case 'DECODE_AND_MERGE_SLASHES':
			return word;
		case 'DEFAULT':
			return 'BASE';
		default:
			return undefined;
	}
}

/** Only those that authorize: the others write logs and traces. */
function providerOf(provider: unknown): ExtensionProvider[] {
	const name = textOf(at(provider, 'name'));
	if (name === undefined) return [];
	if (at(provider, 'envoyExtAuthzGrpc') !== undefined) return [{ name, protocol: 'grpc' }];
	return at(provider, 'envoyExtAuthzHttp') === undefined ? [] : [{ name, protocol: 'http' }];
}

/** Version and feature flags, from whatever installs or runs istiod. */
function fromControlPlane(object: unknown): Written {
	if (isKind(object, 'apps', 'Deployment') && /^istiod(?:-|$)/.test(namedOf(object).name)) {
		const containers = listOf(at(object, 'spec', 'template', 'spec', 'containers'));
		const pilot = containers.find((container) => at(container, 'name') === 'discovery') ?? containers[0];
		const flags = listOf(at(pilot, 'env')).map(
			(entry) => [textOf(at(entry, 'name')) ?? '', at(entry, 'value')] as const,
		);
		return {
			...fromFlags(Object.fromEntries(flags)),
			...fromRevision(textOf(new Map(flags).get('REVISION'))),
			...fromVersion(textOf(at(pilot, 'image'))?.replace(/^.*:/, '')),
		};
	}
	if (isKind(object, 'install.istio.io', 'IstioOperator') || isKind(object, 'sailoperator.io', 'Istio')) {
		const flags = fieldsOf(at(object, 'spec', 'values', 'pilot', 'env'));
		return {
			...fromFlags(flags),
			...fromRevision(textOf(at(object, 'spec', 'revision') ?? at(object, 'spec', 'values', 'revision')) || undefined),
			...fromVersion(textOf(at(object, 'spec', 'version')) ?? textOf(at(object, 'spec', 'tag'))),
		};
	}
	return {};
}

function fromFlags(flags: Fields): Written {
	const written: Written = {};
	const many = flags.PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS;
	if (many !== undefined) written.manyCustomProviders = String(many) === 'true';
	const selectors = flags.ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY;
	if (selectors !== undefined) written.selectorsAtGateways = String(selectors) === 'true';
	return written;
}

/** An istiod without a revision, an empty text, reads all objects. */
const fromRevision = (revision: string | undefined): Written => (revision === undefined ? {} : { revision });

function fromVersion(tag: string | undefined): Written {
	const version = /^v?(\d+\.\d+(?:\.\d+)?)/.exec(tag ?? '')?.[1];
	return version === undefined ? {} : { istio: version };
}
