// Ways to a token, in the catalog's words and in Keycloak's.
import { unreachable } from '../../core/invariant.ts';
import type { Mintable } from '../../semantics/keycloak/index.ts';
import type { Way } from '../finding.ts';

type KeycloakWay = Mintable['way'];

/** The grant type by which the catalog's way goes. */
export function keycloakWay(way: Way): KeycloakWay {
	switch (way) {
		case 'itself':
			return 'as itself';
		case 'login':
			return 'sign-in';
		case 'exchange':
			return 'exchange';
		default:
			return unreachable(way);
	}
}

/** For people: how, and in whose name. */
export const wayText = (way: KeycloakWay, bearer: Mintable['bearer']): string => {
	if (way === 'as itself') return 'as itself';
	const whose = bearer === 'user' ? 'for a user' : 'for another service';
	return way === 'exchange' ? `by exchange, ${whose}` : `by ${way}, ${whose}`;
};
