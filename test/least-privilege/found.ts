// Reads final files the way an auditor would: every permission that an ALLOW policy gives, one line for each, and every
// scope that a Keycloak client may ask for. Shares no code with the backends; knows only the output's fields.
import { loadAll } from 'js-yaml';

interface Rule {
	from?: { source: Record<string, string[]> }[];
	to?: { operation: Record<string, string[]> }[];
	when?: { key: string; values: string[] }[];
}

export interface Manifest {
	kind: string;
	metadata: { name: string; namespace: string };
	spec: {
		action?: string;
		selector?: { matchLabels: Record<string, string> };
		targetRefs?: { kind: string; name: string }[];
		rules?: Rule[];
		mtls?: { mode: string };
	};
}

/** Kubernetes objects of the mesh files, in order. */
export function manifestsIn(files: ReadonlyMap<string, string>): Manifest[] {
	return [...files].filter(([path]) => path.includes('/mesh/')).flatMap(([, text]) => loadAll(text) as Manifest[]);
}

export const attachmentOf = ({ metadata, spec }: Manifest): string => {
	const labels = Object.entries(spec.selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
	const targets = (spec.targetRefs ?? []).map((target) => `${target.kind}/${target.name}`);
	return `${metadata.namespace} ${[...labels, ...targets].sort().join(',') || 'everything'}`;
};

/** `attachment | who | port method path host | conditions`, one line for each combination that a rule lists. */
export function permissionsIn(manifests: readonly Manifest[]): string[] {
	return manifests
		.filter(({ kind, spec }) => kind === 'AuthorizationPolicy' && (spec.action ?? 'ALLOW') === 'ALLOW')
		.flatMap((policy) => (policy.spec.rules ?? []).map((rule) => linesOf(attachmentOf(policy), rule)))
		.flat();
}

function linesOf(attachment: string, rule: Rule): string[] {
	const when = (rule.when ?? []).map(({ key, values }) => `${key} in ${values.join('+')}`).sort();
	const sources = (rule.from ?? [{ source: {} }]).flatMap(({ source }) =>
		products(source, ['principals', 'requestPrincipals']).map((values) => values.join(' with token ')),
	);
	const operations = (rule.to ?? [{ operation: {} }]).flatMap(({ operation }) =>
		products(operation, ['ports', 'methods', 'paths', 'hosts']).map((values) => values.join(' ')),
	);
	return sources.flatMap((source) =>
		operations.map((operation) => `${attachment} | ${source} | ${operation} | ${when.join(' & ')}`),
	);
}

/** All combinations of the named fields' values; `any` where a field is absent. A field that is not named is an error. */
function products(fields: Record<string, string[]>, names: readonly string[]): string[][] {
	const unknown = Object.keys(fields).filter((name) => !names.includes(name));
	if (unknown.length > 0) throw new Error(`unknown fields ${unknown.join(', ')}`);
	return names.reduce<string[][]>(
		(lists, name) => lists.flatMap((list) => (fields[name] ?? ['any']).map((value) => [...list, value])),
		[[]],
	);
}

interface Realm {
	clients: { clientId: string; optionalClientScopes: string[]; defaultClientScopes: string[]; enabled: boolean }[];
	clientScopes: { name: string; protocolMappers?: { config: Record<string, string> }[] }[];
}

/** `client may ask for scope (aud audience)` for each scope of the catalog that a realm file links to a client. */
export function mintableIn(realm: Realm, catalogScopes: ReadonlySet<string>): string[] {
	const audiences = new Map(
		realm.clientScopes.map((scope) => [
			scope.name,
			(scope.protocolMappers ?? []).flatMap(
				({ config }) => config['included.client.audience'] ?? config['included.custom.audience'] ?? [],
			),
		]),
	);
	return realm.clients.flatMap(({ clientId, optionalClientScopes, defaultClientScopes }) =>
		[...optionalClientScopes, ...defaultClientScopes]
			.filter((scope) => catalogScopes.has(scope))
			.map((scope) => `${clientId} may ask for ${scope} (aud ${audiences.get(scope)?.join('+')})`),
	);
}
