// Components of a realm: pieces of the server with settings of their own. Of most kinds nobody knows what they do to tokens;
// understood are the user profile (read-profile.ts) and keys that the server makes by itself.
import type { Part } from './document.ts';

export const profileProvider = 'org.keycloak.userprofile.UserProfileProvider';
const keyProvider = 'org.keycloak.keys.KeyProvider';

/** Settings of keys that the server makes. One that holds the key itself is known to whoever reads the definitions. */
const keySettings: ReadonlySet<string> = new Set([
	'priority',
	'enabled',
	'active',
	'algorithm',
	'keySize',
	'secretSize',
	'ecdsaEllipticCurveKey',
	'eddsaEllipticCurveKey',
]);

/** Remembers each component that could change who gets which token and is not understood. */
export function judgeComponents(document: Part): void {
	const components = document.part('components');
	for (const kind of components.keys) {
		for (const [index, part] of components.parts(kind, 'name', 'providerId').entries()) {
			if (kind === profileProvider) {
				if (index > 0) part.doubt('is a second user profile');
				if (!isDeclarative(part)) part.doubt('is a user profile of a kind that is not understood');
			} else if (kind !== keyProvider) part.doubt('is a component of a kind that is not understood');
			else if (!isMadeByServer(part)) part.doubt('brings a key of its own, by which tokens are signed');
		}
	}
}

const isDeclarative = (part: Part): boolean =>
	part.text('providerId') === 'declarative-user-profile' &&
	part.part('config').keys.every((name) => name === 'kc.user.profile.config');

const isMadeByServer = (part: Part): boolean =>
	part.text('providerId').endsWith('-generated') && part.part('config').keys.every((name) => keySettings.has(name));
