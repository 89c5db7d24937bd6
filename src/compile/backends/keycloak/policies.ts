// Client policies: what the server itself refuses, whoever edits a client later. They aim at our clients only, by a
// mark; `any-client` would break Keycloak's own console. Separation of actors is in actor-policies.ts.
import type { ClientPolicy, ClientProfile } from '../../../manifests/keycloak.ts';
import { actorPolicies, actorProfiles } from './actor-policies.ts';
import { markedWith } from './conditions.ts';
import { clientMark } from './names.ts';
import type { RealmNeeds } from './needs.ts';
import type { Separations } from './separations.ts';

const profiles: readonly ClientProfile[] = [
	{
		name: 'meshgrant-clients',
		description: 'No full scope, no password grant, no implicit flow',
		executors: [
			// Refuses rather than mends: a silent correction would hide who tried.
			{ executor: 'full-scope-disabled', configuration: { 'auto-configure': false } },
			{ executor: 'reject-implicit-grant', configuration: { 'auto-configure': false } },
			{ executor: 'reject-ropc-grant', configuration: { 'auto-configure': false } },
		],
	},
	{
		name: 'meshgrant-confidential',
		description: 'Clients prove themselves by a key, never by a shared secret',
		executors: [
			{ executor: 'confidential-client', configuration: {} },
			{
				executor: 'secure-client-authenticator',
				configuration: {
					'allowed-client-authenticators': ['client-jwt', 'client-x509', 'federated-jwt'],
					'default-client-authenticator': 'federated-jwt',
				},
			},
		],
	},
	{
		name: 'meshgrant-login',
		description: 'Users sign in with PKCE S256 only',
		executors: [{ executor: 'pkce-enforcer', configuration: { 'auto-configure': false } }],
	},
	...actorProfiles,
];

/** All profiles and policies of a realm, sorted by name. */
export function policiesOf(
	realm: RealmNeeds,
	separations: Separations,
): {
	readonly profiles: readonly ClientProfile[];
	readonly policies: readonly ClientPolicy[];
} {
	const { catalog } = realm.model;
	const rules = (name: string, description: string, marks: Readonly<Record<string, string>>): ClientPolicy => ({
		name,
		description,
		enabled: true,
		mode: 'STRICT',
		conditions: [markedWith({ [clientMark.catalog]: catalog, ...marks })],
		profiles: [name],
	});
	return {
		profiles,
		policies: [
			...actorPolicies(realm, separations),
			rules('meshgrant-clients', 'Every client of the catalog', {}),
			rules('meshgrant-confidential', 'Clients that can keep a key', { [clientMark.access]: 'confidential' }),
			rules('meshgrant-login', 'Clients that sign users in', { [clientMark.login]: 'browser' }),
		],
	};
}
