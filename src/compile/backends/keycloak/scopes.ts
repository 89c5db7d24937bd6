// One client scope for each scope of the catalog. Its single mapper puts the receiver, and nobody else, into `aud`, so
// that holding the scope and being meant for the receiver cannot come apart.
import type { Scope } from '../../../access/model.ts';
import type { ClientScope } from '../../../manifests/keycloak.ts';
import { digestOf, sourceOf } from '../shared/annotations.ts';
import { clientMark } from './names.ts';

/**
 * The client scope of a catalog scope. The audience is a client, not a free text: a disabled or deleted receiver then
 * drops out of `aud` (Keycloak 26.7.5). Lightweight tokens keep it, too (`lightweight.claim`).
 */
export function clientScope(scope: Scope): ClientScope {
	const shape = {
		name: scope.name,
		description: scope.description,
		protocol: 'openid-connect',
		protocolMappers: [
			{
				name: `audience ${scope.audience}`,
				protocol: 'openid-connect',
				protocolMapper: 'oidc-audience-mapper',
				config: {
					'included.client.audience': scope.audience,
					'access.token.claim': 'true',
					'id.token.claim': 'false',
					'introspection.token.claim': 'true',
					'lightweight.claim': 'true',
				},
			},
		],
	} as const;
	return {
		...shape,
		attributes: {
			'include.in.token.scope': 'true',
			'display.on.consent.screen': 'false',
			'include.in.openid.provider.metadata': 'false',
			[clientMark.source]: sourceOf(scope.origin),
			[clientMark.owner]: scope.receiver.owner,
			[clientMark.digest]: digestOf(shape),
		},
	};
}
