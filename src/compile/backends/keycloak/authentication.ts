// How a client proves who it is, without a secret in any of the three ways. A client that asks for no token gets no
// credentials at all: it exists only to be an audience.
import type { Authentication } from '../../../access/model.ts';
import { unreachable } from '../../../core/invariant.ts';
import type { ClientAuthenticator } from '../../../manifests/keycloak.ts';
import { kubernetesProvider } from './names.ts';

export interface Credentials {
	readonly authenticator: ClientAuthenticator;
	readonly attributes: Readonly<Record<string, string>>;
}

/** Subject of a Kubernetes service-account token (Kubernetes documentation, "Service accounts"). */
const kubernetesSubject = (namespace: string, serviceAccount: string): string =>
	`system:serviceaccount:${namespace}:${serviceAccount}`;

/** Authenticator and attributes (Keycloak 26.7.5, measured; RFC 7523, RFC 8705). `none` can never authenticate. */
export function credentialsOf(authentication: Authentication): Credentials {
	switch (authentication.kind) {
		// Without issuer and subject no assertion matches. The default type would make Keycloak invent a secret.
		case 'none':
			return { authenticator: 'federated-jwt', attributes: {} };
		case 'federated':
			return {
				authenticator: 'federated-jwt',
				attributes: {
					'jwt.credential.issuer': kubernetesProvider,
					'jwt.credential.sub': kubernetesSubject(authentication.namespace, authentication.serviceAccount),
				},
			};
		case 'private-key-jwt':
			return {
				authenticator: 'client-jwt',
				attributes: {
					'use.jwks.url': 'true',
					'jwks.url': authentication.jwksUrl,
					'use.jwks.string': 'false',
					'token.endpoint.auth.signing.max.exp': '60',
				},
			};
		case 'mtls':
			return {
				authenticator: 'client-x509',
				attributes: {
					'x509.subjectdn': authentication.subject,
					'x509.allow.regex.pattern.comparison': 'false',
				},
			};
		default:
			return unreachable(authentication);
	}
}
