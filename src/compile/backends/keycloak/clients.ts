// One Keycloak client for each OAuth client. Every boolean and list is written: what a client leaves out, Keycloak fills
// with an open default. Scope links are exactly what the grants need.
import type { Client as Party } from '../../../access/model.ts';
import { byText, sortedUnique } from '../../../core/order.ts';
import type { Client } from '../../../manifests/keycloak.ts';
import { digestOf, sourceOf } from '../shared/annotations.ts';
import { credentialsOf } from './authentication.ts';
import { clientMark, tenantScope } from './names.ts';
import type { ClientNeeds } from './needs.ts';

/** The client in the realm; `marks` are default scopes for policies. A disabled one keeps its name, so that it stays known, and loses everything else. */
export function keycloakClient(catalog: string, needs: ClientNeeds, marks: readonly string[]): Client {
	const { client } = needs;
	const active = client.state.kind === 'active';
	const isPublic = client.kind === 'public';
	const credentials = credentialsOf(client.authentication);
	const shape = {
		clientId: client.id,
		name: client.id,
		description: client.description,
		protocol: 'openid-connect',
		enabled: active,
		publicClient: isPublic,
		bearerOnly: false,
		consentRequired: false,
		clientAuthenticatorType: credentials.authenticator,
		standardFlowEnabled: active && client.login.kind === 'browser',
		implicitFlowEnabled: false,
		directAccessGrantsEnabled: false,
		serviceAccountsEnabled: needs.asItself.length > 0,
		authorizationServicesEnabled: false,
		fullScopeAllowed: false,
		frontchannelLogout: false,
		alwaysDisplayInConsole: false,
		rootUrl: '',
		baseUrl: '',
		adminUrl: '',
		redirectUris: active && client.login.kind === 'browser' ? client.login.redirectUris : [],
		webOrigins: active && client.login.kind === 'browser' ? client.login.webOrigins : [],
		defaultClientScopes: defaultScopes(needs, marks),
		optionalClientScopes: sortedUnique([...needs.asItself, ...needs.forUsers]),
		protocolMappers: [],
	} as const satisfies Omit<Client, 'attributes'>;
	const attributes = { ...tokenAttributes(client, needs), ...credentials.attributes };
	return {
		...shape,
		attributes: {
			...attributes,
			[clientMark.catalog]: catalog,
			[clientMark.access]: isPublic ? 'public' : 'confidential',
			[clientMark.login]: client.login.kind,
			[clientMark.source]: sourceOf(client.origin),
			[clientMark.owner]: client.owner,
			[clientMark.grants]: needs.grants.join('\n'),
			[clientMark.digest]: digestOf({ ...shape, attributes }),
		},
	};
}

/** `basic` gives `sub`; `service_account` gives the `client_id` by which receivers know a service's own token. */
function defaultScopes({ client, asItself, carriesTenant }: ClientNeeds, marks: readonly string[]): string[] {
	if (client.state.kind === 'disabled') return [];
	return [
		'basic',
		...marks,
		...(carriesTenant ? [tenantScope] : []),
		...(asItself.length > 0 ? ['service_account'] : []),
	].sort(byText);
}

function tokenAttributes(client: Party, needs: ClientNeeds): Record<string, string> {
	const { login } = client;
	return {
		'access.token.lifespan': String(client.lifetimeSeconds),
		'standard.token.exchange.enabled': String(needs.exchanges),
		// A config-cli run takes the bare refresh mode for a wish to exchange, so it goes along only where that is so.
		...(needs.exchanges ? { 'standard.token.exchange.enableRefreshRequestedTokenType': 'NO' } : {}),
		'client_credentials.use_refresh_token': 'false',
		'use.refresh.tokens': String(login.kind === 'browser'),
		'client.use.lightweight.access.token.enabled': 'false',
		'oauth2.device.authorization.grant.enabled': 'false',
		'oidc.ciba.grant.enabled': 'false',
		'oauth2.jwt.authorization.grant.enabled': 'false',
		'post.logout.redirect.uris': postLogoutUris(login),
		...(login.kind === 'browser' ? { 'pkce.code.challenge.method': 'S256' } : {}),
	};
}

/** `-` is Keycloak's word for "none". Left out, the server writes `+`: any redirect URI will do (26.7.5, measured). */
function postLogoutUris(login: Party['login']): string {
	const uris = login.kind === 'browser' ? login.postLogoutRedirectUris : [];
	return uris.length === 0 ? '-' : uris.join('##');
}
