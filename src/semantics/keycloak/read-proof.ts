// How clients prove themselves at the token endpoint: by a secret, a key, a certificate, or the word of an identity provider.
// Source: the client authenticators of Keycloak 26.7.5.
import { isOn } from './attributes.ts';
import type { Part } from './document.ts';
import type { Client, Proof, Provider } from './realm.ts';

type Attributes = ReadonlyMap<string, string>;

/** How a client that is not public proves itself; `providers` by alias. */
export function proofOf(part: Part, attributes: Attributes, providers: ReadonlyMap<string, Provider>): Proof {
	const authenticator = part.text('clientAuthenticatorType') || 'client-secret';
	switch (authenticator) {
		case 'client-secret':
			return { kind: 'secret', secret: part.has('secret') ? part.text('secret') : undefined };
		case 'client-jwt':
			return { kind: 'key', keys: keysOf(attributes) };
		case 'client-x509':
			return { kind: 'certificate', subject: attributes.get('x509.subjectdn') ?? '' };
		case 'federated-jwt': {
			const alias = attributes.get('jwt.credential.issuer') ?? '';
			const subject = attributes.get('jwt.credential.sub') ?? '';
			return { kind: 'federated', alias, subject, provider: providers.get(alias) };
		}
		default:
			return { kind: 'unknown', authenticator };
	}
}

function keysOf(attributes: Attributes): string {
	if (isOn(attributes, 'use.jwks.url')) return attributes.get('jwks.url') ?? '';
	if (isOn(attributes, 'use.jwks.string')) return attributes.get('jwks.string') ?? '';
	return attributes.get('jwt.credential.certificate') ?? '';
}

/** Which clients an assertion of another issuer may name; see `Realm.federated`. */
export function federatedClients(clients: readonly Client[]): ReadonlyMap<string, readonly string[]> {
	const found = new Map<string, string[]>();
	for (const { id, proof } of clients) {
		if (proof.kind !== 'federated' || proof.subject === '') continue;
		const key = `${proof.alias}\n${proof.subject}`;
		found.set(key, [...(found.get(key) ?? []), id]);
	}
	return found;
}
