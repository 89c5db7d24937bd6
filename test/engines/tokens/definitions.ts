// Our Keycloak definitions as the final files say them, and the few things that must differ for a server on loopback. The
// rest reaches the server as it was written.
import type ClientScopeRepresentation from '@keycloak/keycloak-admin-client/lib/defs/clientScopeRepresentation.js';
import type RealmRepresentation from '@keycloak/keycloak-admin-client/lib/defs/realmRepresentation.js';
import { load } from 'js-yaml';
import type { AccessModel, Issuer } from '../../../src/access/model.ts';
import { compile } from '../../../src/compile/index.ts';
import { emit } from '../../../src/emit/index.ts';
import type { LoopbackIssuer } from './issuer.ts';

export type Realm = RealmRepresentation & {
	readonly realm: string;
	readonly clientScopes?: ClientScopeRepresentation[];
};

/** One realm in the two forms in which we write it. */
export interface Definitions {
	/** `<realm>.realm.json`: the whole realm. */
	readonly bootstrap: Realm;
	/** `<realm>.config-cli.yaml`: our part of it. */
	readonly part: Realm;
}

/** What the files of a model say about one of its issuers. Throws an Error where they do not mention it. */
export function definitionsOf(model: AccessModel, issuer: Issuer): Definitions {
	const files = emit(compile(model));
	const textAt = (ending: string): string => {
		const isAlone = model.issuers.every((other) => other === issuer || other.realm !== issuer.realm);
		const stem = isAlone ? issuer.realm : issuer.name;
		const text = files.get(`${model.environment}/keycloak/${stem}.${ending}`);
		if (text === undefined) throw new Error(`no ${ending} for the realm ${issuer.realm}`);
		return text;
	};
	return {
		bootstrap: JSON.parse(textAt('realm.json')) as Realm,
		part: load(textAt('config-cli.yaml')) as Realm,
	};
}

/** A realm as the test server takes it, with a line for each thing that is not as in the file. */
export interface Adapted {
	readonly realm: Realm;
	readonly adapted: readonly string[];
}

/**
 * Keycloak's own hash of passwords is slow by design (a quarter of a suite's time was spent on it), and none of our definitions
 * says one.
 */
const quickPasswords = 'hashAlgorithm(pbkdf2-sha256) and hashIterations(1)';

/**
 * Replaces the addresses that the server itself would fetch from: the Kubernetes issuer and the clients' keys. The realm is
 * told its public address, so that `iss` and the audience of assertions stay what the catalog says, without DNS or TLS.
 * Clients with a certificate prove themselves by a key instead. Passwords are hashed quickly.
 */
export function atLoopback(realm: Realm, issuer: Issuer, loopback: LoopbackIssuer): Adapted {
	const adapted = [`frontendUrl: ${issuer.url}`, `passwordPolicy: ${quickPasswords}`];
	const passwordPolicy = [realm.passwordPolicy, quickPasswords].filter((each) => each !== undefined).join(' and ');
	const identityProviders = (realm.identityProviders ?? []).map((provider) => {
		adapted.push(`identityProviders.${provider.alias}.config.issuer: ${loopback.url}`);
		return { ...provider, config: { ...provider.config, issuer: loopback.url } };
	});
	const clients = (realm.clients ?? []).map((client) => {
		const { clientId = '', attributes = {} } = client;
		const isByCertificate = client.clientAuthenticatorType === 'client-x509';
		if (!isByCertificate && attributes['jwks.url'] === undefined) return client;
		const url = loopback.jwksUrl(clientId);
		adapted.push(`clients.${clientId}.attributes.jwks.url: ${url}`);
		if (!isByCertificate) return { ...client, attributes: { ...attributes, 'jwks.url': url } };
		adapted.push(`clients.${clientId}.clientAuthenticatorType: client-jwt, as the test server speaks no TLS`);
		const keys = { 'use.jwks.url': 'true', 'jwks.url': url, 'use.jwks.string': 'false' };
		return { ...client, clientAuthenticatorType: 'client-jwt', attributes: { ...attributes, ...keys } };
	});
	const attributes = { ...realm.attributes, frontendUrl: issuer.url };
	return { realm: { ...realm, identityProviders, clients, attributes, passwordPolicy }, adapted };
}
