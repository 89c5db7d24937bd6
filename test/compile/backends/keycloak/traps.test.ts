// Each trap of Keycloak that would open access or break tokens, by name, and that our output does not fall into it. What
// the server does was measured on 26.7.5 unless a test says otherwise.
import { expect, test } from 'vitest';
import { keycloak } from '../../../../src/compile/backends/keycloak/index.ts';
import { clientOf, grant, modelOf, scope, service } from '../../model.ts';
import { bank, clientIn, partOf, realmOf } from './bank.ts';

const part = partOf(bank);
const realm = realmOf(bank);
const own = new Set(part.clients.map((client) => client.clientId));
const everything = JSON.stringify(keycloak(bank));

const clientBooleans = [
	'enabled',
	'publicClient',
	'bearerOnly',
	'consentRequired',
	'standardFlowEnabled',
	'implicitFlowEnabled',
	'directAccessGrantsEnabled',
	'serviceAccountsEnabled',
	'authorizationServicesEnabled',
	'fullScopeAllowed',
	'frontchannelLogout',
	'alwaysDisplayInConsole',
] as const;

test.each(clientBooleans)('creation defaults bite: `%s` is written on every client', (key) => {
	for (const client of part.clients) expect(client[key], client.clientId).toBeTypeOf('boolean');
});

test.each(['redirectUris', 'webOrigins', 'defaultClientScopes', 'optionalClientScopes', 'protocolMappers'] as const)(
	'giving one list clears the others: `%s` is written on every client',
	(key) => {
		for (const client of part.clients) expect(client[key], client.clientId).toBeInstanceOf(Array);
	},
);

test('a root URL invents redirect URIs: ours is empty', () => {
	for (const client of part.clients) expect([client.rootUrl, client.baseUrl, client.adminUrl]).toEqual(['', '', '']);
});

test('full scope allowed puts roles and surprise audiences into tokens: off, everywhere', () => {
	for (const client of part.clients) expect(client.fullScopeAllowed).toBe(false);
});

test('the `roles` scope brings an audience by the back door: no client of ours has it', () => {
	for (const client of part.clients) {
		expect([...client.defaultClientScopes, ...client.optionalClientScopes]).not.toContain('roles');
	}
});

test('no client of ours gets the realm defaults `profile` and `email`, or long-lived `offline_access`', () => {
	for (const client of part.clients) {
		const links = [...client.defaultClientScopes, ...client.optionalClientScopes];
		for (const name of ['profile', 'email', 'offline_access', 'address', 'phone']) expect(links).not.toContain(name);
	}
});

test('without `basic` a user token has no `sub`: every active client has it', () => {
	for (const client of part.clients) expect(client.defaultClientScopes.includes('basic')).toBe(client.enabled);
});

test('without `service_account` a service’s own token has no `client_id`: linked exactly where one acts as itself', () => {
	for (const client of part.clients) {
		expect(client.defaultClientScopes.includes('service_account')).toBe(client.serviceAccountsEnabled);
	}
	expect(part.clients.filter((client) => client.serviceAccountsEnabled).map((client) => client.clientId)).toEqual([
		'desk',
		'partner',
		'payments',
		'reports',
		'scheduler',
		'statements',
	]);
});

test('a second link of an optional scope as default does nothing: no scope is both', () => {
	for (const client of part.clients) {
		const both = client.defaultClientScopes.filter((name) => client.optionalClientScopes.includes(name));
		expect(both).toEqual([]);
	}
});

test('a link to a scope that does not exist vanishes with a warning: every link has its scope in the realm', () => {
	const known = new Set(realm.clientScopes.map((each) => each.name));
	for (const client of realm.clients) {
		for (const name of [...client.defaultClientScopes, ...client.optionalClientScopes]) expect(known).toContain(name);
	}
});

test('in a live realm, links go to our own scopes and to `basic` and `service_account`, which every realm has', () => {
	const known = new Set([...part.clientScopes.map((each) => each.name), 'basic', 'service_account']);
	for (const client of part.clients) {
		for (const name of [...client.defaultClientScopes, ...client.optionalClientScopes]) expect(known).toContain(name);
	}
});

test('an import with client scopes gets none of the built-in ones: the bootstrap realm brings all fifteen', () => {
	const ours = part.clientScopes.map((each) => each.name);
	const builtIn = realm.clientScopes.map((each) => each.name).filter((name) => !ours.includes(name));
	expect(builtIn).toEqual([
		'AuthnContextClassRef',
		'acr',
		'address',
		'basic',
		'email',
		'microprofile-jwt',
		'offline_access',
		'organization',
		'phone',
		'profile',
		'role_list',
		'roles',
		'saml_organization',
		'service_account',
		'web-origins',
	]);
});

test('an import with client scopes leaves the consoles without scopes: the bootstrap realm brings their clients', () => {
	for (const id of ['account', 'account-console', 'admin-cli', 'security-admin-console']) {
		const client = realm.clients.find((each) => each.clientId === id);
		expect(client?.defaultClientScopes).toEqual(['acr', 'basic', 'email', 'profile', 'roles', 'web-origins']);
	}
});

test('a scope among the realm’s defaults would go to every new client: none of ours is', () => {
	const ours = new Set(part.clientScopes.map((each) => each.name));
	for (const name of [...realm.defaultDefaultClientScopes, ...realm.defaultOptionalClientScopes]) {
		expect(ours).not.toContain(name);
	}
});

test('a live realm keeps its own built-in scopes: the config-cli file names none of them', () => {
	for (const { name } of part.clientScopes) {
		expect(name === 'meshgrant-tenant' || name.startsWith('meshgrant-') || name.includes('.')).toBe(true);
	}
});

test('a custom audience outlives its client: every audience is a client of the realm', () => {
	const mappers = part.clientScopes.flatMap((each) => each.protocolMappers);
	const audiences = mappers.filter((mapper) => mapper.protocolMapper === 'oidc-audience-mapper');
	expect(audiences).toHaveLength(bank.scopes.length);
	for (const { config } of audiences) {
		expect(config['included.custom.audience']).toBeUndefined();
		expect(own).toContain(config['included.client.audience']);
	}
});

test('a lightweight token has no `aud` unless the mapper says so; and none of ours is lightweight', () => {
	for (const { protocolMappers } of part.clientScopes) {
		for (const mapper of protocolMappers) expect(mapper.config['lightweight.claim']).toBe('true');
	}
	for (const client of part.clients) {
		expect(client.attributes['client.use.lightweight.access.token.enabled']).toBe('false');
	}
});

test('ID tokens are no access tokens: no audience and no tenant goes into them', () => {
	for (const { protocolMappers } of part.clientScopes) {
		for (const mapper of protocolMappers) expect(mapper.config['id.token.claim']).toBe('false');
	}
});

test('a scope’s name reaches the token only if told: every catalog scope is told, no mark and no tenant is', () => {
	for (const { name, attributes } of part.clientScopes) {
		expect(attributes['include.in.token.scope']).toBe(String(!name.startsWith('meshgrant-')));
	}
});

test('parameterized scopes change how names match: none is', () => {
	expect(everything.match(/dynamic\.scope|parameterized/g)).toBeNull();
});

test('a scope with two mappers of one name gives a misleading 409: each catalog scope has exactly one mapper', () => {
	for (const each of part.clientScopes.filter(({ name }) => !name.startsWith('meshgrant-'))) {
		expect(each.protocolMappers.map((mapper) => mapper.name)).toHaveLength(1);
	}
});

test('client mappers add claims past the scopes: no client of ours has any', () => {
	for (const client of part.clients) expect(client.protocolMappers).toEqual([]);
});

test('whoever may exchange gets all its own scopes, whatever the subject had: it has exactly its grants', () => {
	expect(clientIn(part, 'payments').optionalClientScopes).toEqual(['accounts.close', 'accounts.read', 'limits.check']);
	expect(clientIn(part, 'reports').optionalClientScopes).toEqual(['accounts.close', 'accounts.read']);
});

test('exchange is on only where a grant exchanges; refresh tokens are never exchanged for', () => {
	const exchanging = part.clients.filter(({ attributes }) => attributes['standard.token.exchange.enabled'] === 'true');
	expect(exchanging.map((client) => client.clientId)).toEqual(['payments', 'reports']);
	const mode = 'standard.token.exchange.enableRefreshRequestedTokenType';
	for (const client of part.clients) {
		expect(client.attributes[mode]).toBe(exchanging.includes(client) ? 'NO' : undefined);
		if (exchanging.includes(client)) expect(client.publicClient).toBe(false);
	}
});

test('token exchange V1, its permissions, and the preview grants are never used', () => {
	expect(everything.match(/token-exchange\.permission|authorizationSettings/g)).toBeNull();
	for (const client of part.clients) {
		expect(client.attributes['oauth2.jwt.authorization.grant.enabled']).toBe('false');
		expect(client.attributes['oauth2.device.authorization.grant.enabled']).toBe('false');
		expect(client.attributes['oidc.ciba.grant.enabled']).toBe('false');
	}
});

test('a sender-constrained token cannot be exchanged by another client: no client binds its tokens', () => {
	expect(everything.match(/dpop\.bound|certificate\.bound/g)).toBeNull();
});

test('a service token is accepted as the subject of an exchange: a policy asks for the `sid` that only users have', () => {
	const policy = part.clientPolicies.policies.find((each) => each.name === 'meshgrant-exchange');
	const profile = part.clientProfiles.profiles.find((each) => each.name === 'meshgrant-exchange');
	expect(policy?.mode).toBe('STRICT');
	expect(profile?.executors).toEqual([
		{ executor: 'jwt-claim-enforcer', configuration: { 'claim-name': 'sid', 'allowed-value': '.+' } },
	]);
});

test('client credentials with a refresh token leave a session behind: off', () => {
	for (const client of part.clients) expect(client.attributes['client_credentials.use_refresh_token']).toBe('false');
});

test('two clients with one service account both get 401: the backend refuses to write them', () => {
	const one = service('one');
	const two = service('two', { namespace: one.namespace, principal: one.principal });
	const to = scope(service('to'), 'to.read', ['GET /']);
	const twins = modelOf({
		clients: [clientOf(to.receiver, { authentication: { kind: 'none' } })],
		grants: [grant(one, to, 'service'), grant(two, to, 'service')],
	});
	expect(() => keycloak(twins)).toThrow('share the service account one/one');
});

test('a service account is linked by itself, unless the import lists its user: each listed one names its client', () => {
	expect(part.users.map((user) => user.username)).toEqual(['service-account-partner', 'service-account-statements']);
	for (const user of part.users) {
		expect(user.username).toBe(`service-account-${user.serviceAccountClientId}`);
		expect(clientIn(part, user.serviceAccountClientId).serviceAccountsEnabled).toBe(true);
	}
});

test('the default authenticator makes the server invent a secret: no client of ours has it', () => {
	for (const client of part.clients) {
		expect(['federated-jwt', 'client-jwt', 'client-x509']).toContain(client.clientAuthenticatorType);
	}
});

test('no secret, no password, no key, no placeholder for one, in any file', () => {
	const names = new Set<string>();
	JSON.stringify(keycloak(bank), (key, value) => {
		names.add(key);
		return value;
	});
	expect([...names].filter((name) => /secret|password|credentials$|private|^jwks\.string/i.test(name))).toEqual([]);
	expect(everything.match(/PRIVATE KEY|\$\(env|\$\(file|client-secret|\$\{[A-Z_]+\}/g)).toBeNull();
});

test('a certificate subject can be matched by pattern: never', () => {
	const { clientAuthenticatorType, attributes } = clientIn(part, 'scheduler');
	expect(clientAuthenticatorType).toBe('client-x509');
	expect(attributes['x509.subjectdn']).toBe('CN=scheduler,O=Bank');
	expect(attributes['x509.allow.regex.pattern.comparison']).toBe('false');
});

test('`any-client` breaks Keycloak’s own consoles: no policy uses it', () => {
	const conditions = part.clientPolicies.policies.flatMap((policy) => policy.conditions.map((each) => each.condition));
	expect(conditions).not.toContain('any-client');
	expect(new Set(conditions)).toEqual(new Set(['client-attributes', 'client-scopes', 'grant-type']));
});

test('a policy without conditions or profiles does nothing: all have both, all are on, all are STRICT', () => {
	const profiles = new Set(part.clientProfiles.profiles.map((each) => each.name));
	for (const policy of part.clientPolicies.policies) {
		expect(policy).toMatchObject({ enabled: true, mode: 'STRICT' });
		expect(policy.conditions.length).toBeGreaterThan(0);
		expect(policy.profiles.length).toBeGreaterThan(0);
		for (const name of policy.profiles) expect(profiles).toContain(name);
	}
});

test('a policy that names a scope which does not exist is refused, and with it the whole list: all exist', () => {
	const known = new Set(part.clientScopes.map((each) => each.name));
	for (const { conditions } of part.clientPolicies.policies) {
		for (const { configuration } of conditions) {
			const named = configuration.scopes ?? [];
			for (const name of Array.isArray(named) ? named : [named]) expect(known).toContain(name);
		}
	}
});

test('executors that 26.7.5 does not know would make the server refuse the whole list: only known ones are used', () => {
	const used = part.clientProfiles.profiles.flatMap((profile) => profile.executors.map((each) => each.executor));
	expect(used.sort()).toEqual([
		'confidential-client',
		'full-scope-disabled',
		'jwt-claim-enforcer',
		'pkce-enforcer',
		'reject-implicit-grant',
		'reject-request',
		'reject-ropc-grant',
		'secure-client-authenticator',
	]);
});

test('global security profiles refuse federated-jwt: ours allows it', () => {
	const profile = part.clientProfiles.profiles.find((each) => each.name === 'meshgrant-confidential');
	const executor = profile?.executors.find((each) => each.executor === 'secure-client-authenticator');
	expect(executor?.configuration['allowed-client-authenticators']).toEqual([
		'client-jwt',
		'client-x509',
		'federated-jwt',
	]);
});

test('`client-attributes` looks at the stored client: every client bears its marks from the start', () => {
	for (const client of part.clients) {
		expect(client.attributes).toMatchObject({
			'meshgrant.catalog': 'bank',
			'meshgrant.access': client.publicClient ? 'public' : 'confidential',
		});
	}
});

test('no wildcard in a redirect URI or web origin, and no `+`', () => {
	for (const client of part.clients) {
		for (const uri of [...client.redirectUris, ...client.webOrigins]) expect(uri).not.toMatch(/[*+]/);
	}
});

test('left out, post-logout URIs are all redirect URIs: `-` says none', () => {
	expect(clientIn(part, 'mobile-app').attributes['post.logout.redirect.uris']).toBe('-');
	expect(clientIn(part, 'payments').attributes['post.logout.redirect.uris']).toBe('-');
	expect(clientIn(part, 'desk').attributes['post.logout.redirect.uris']).toBe(
		'https://desk.example/bye##https://desk.example/out',
	);
});

test('attributes are a map of texts: a boolean or a number there is refused', () => {
	for (const { attributes } of [...part.clients, ...part.clientScopes]) {
		for (const value of Object.values(attributes)) expect(value).toBeTypeOf('string');
	}
});

test('ids are the server’s: none is predicted', () => {
	expect(everything.match(/"(?:id|internalId|containerId)":/g)).toBeNull();
});

test('role mappings give by who the user is, not by the catalog: ours has none', () => {
	expect(part).not.toHaveProperty('roles');
	expect(part).not.toHaveProperty('scopeMappings');
	expect(realm.scopeMappings).toEqual([{ clientScope: 'offline_access', roles: ['offline_access'] }]);
	for (const name of Object.keys(realm.clientScopeMappings)) expect(own).not.toContain(name);
});

test('config-cli deletes what a file does not list, unless told: the file says how to tell it', () => {
	const [file] = keycloak(bank).filter((each) => each.path.endsWith('.config-cli.yaml'));
	const heading = file?.kind === 'document' ? file.heading.join('\n') : '';
	for (const kind of ['client', 'client-scope', 'client-scope-mapping', 'scope-mapping', 'identity-provider', 'role']) {
		expect(heading).toContain(`--import.managed.${kind}=no-delete`);
	}
	expect(heading).toContain('--import.remote-state.enabled=true');
	expect(heading).toContain('--import.var-substitution.enabled=false');
	expect(heading).toContain('--import.cache.key=meshgrant-bank-prod-bank');
});

test('config-cli replaces a user profile as a whole: its file has none, and says what to declare', () => {
	const [file] = keycloak(bank).filter((each) => each.path.endsWith('.config-cli.yaml'));
	expect(file).not.toHaveProperty('content.userProfile');
	expect(file).not.toHaveProperty('content.components');
	expect(file?.kind === 'document' && file.heading.join('\n')).toContain('`tenant` in the realm');
});

test('the admin scope of 26.8.2 is for tools, not for services: no client of ours has `kc-admin-api`', () => {
	expect(everything.match(/kc-admin-api|admin-permissions/g)).toBeNull();
});
