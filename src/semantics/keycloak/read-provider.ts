// Identity providers. One of kind `kubernetes` vouches for clients and for nobody else; any other can let people in whom
// somebody outside made, which is not understood. Source: KubernetesIdentityProvider and its configuration, 26.7.5.
import type { Part } from './document.ts';
import type { Provider } from './realm.ts';

/** What a Kubernetes provider without an issuer trusts: the cluster that the server runs in. */
const ownCluster = 'https://kubernetes.default.svc.cluster.local';

/** The realm's providers by alias. What is not understood of an enabled one is a problem. */
export function readProviders(document: Part): ReadonlyMap<string, Provider> {
	const providers = new Map<string, Provider>();
	const issuers = new Set<string>();
	for (const part of document.named('identityProviders', 'alias')) {
		const provider = readProvider(part);
		if (provider.enabled && issuers.has(provider.issuer)) part.doubt('has the issuer of another identity provider');
		if (provider.enabled) issuers.add(provider.issuer);
		providers.set(provider.alias, provider);
	}
	return providers;
}

function readProvider(part: Part): Provider {
	const [alias, kind] = [part.text('alias'), part.text('providerId')];
	const config = part.map('config');
	const enabled = part.flag('enabled', true);
	const said = (...names: readonly string[]): string => names.map((name) => config.get(name) ?? '').find(isSaid) ?? '';
	if (kind !== 'kubernetes') {
		if (enabled) part.doubt('lets in whom somebody else vouches for, which is not understood');
		return { alias, kind, enabled, issuer: said('issuer'), keys: said('jwksUrl', 'publicKeySignatureVerifier') };
	}
	for (const name of config.keys()) {
		if (enabled && !kubernetesSettings.has(name)) part.doubt(`has a setting that is not understood, \`${name}\``);
	}
	return { alias, kind, enabled, issuer: said('issuer') || ownCluster, keys: said('jwksUrl', 'issuerDiscoveryUrl') };
}

const kubernetesSettings: ReadonlySet<string> = new Set(['issuer', 'jwksUrl', 'issuerDiscoveryUrl', 'hideOnLogin']);

const isSaid = (text: string): boolean => text !== '';
