// The token side of least privilege: every token that a grant needs can be had, and no other one with anything of the
// catalog in it.
import type { AccessModel, Issuer } from '../../access/model.ts';
import { obtainable, type Problem, readRealm } from '../../semantics/keycloak/index.ts';
import type { Finding } from '../finding.ts';
import { askedOf } from './asked.ts';
import { excessTokens } from './excess.ts';
import { missingTokens } from './missing.ts';

/** What one document of definitions gives and does not give, held against the grants of its issuer. */
export function tokenFindings(model: AccessModel, issuer: Issuer, definitions: unknown): readonly Finding[] {
	const { realm, problems } = readRealm(definitions, { issuer: issuer.issuer });
	const wanted = askedOf(model, issuer);
	const can = obtainable(realm);
	return [
		...problems.map((problem) => doubt(problem, issuer)),
		...misnamed(issuer, realm.issuer),
		...missingTokens(wanted, can),
		...excessTokens(wanted, can, issuer.origin),
	];
}

const doubt = ({ where, what }: Problem, { name, origin }: Issuer): Finding => ({
	kind: 'undecided',
	where: `the definitions for ${name}`,
	why: `\`${where}\` ${what}`,
	origin,
});

function misnamed({ issuer, name, origin }: Issuer, found: string | undefined): readonly Finding[] {
	if (found === undefined || found === issuer) return [];
	const why = `its tokens say \`${found}\`, and receivers expect \`${issuer}\``;
	return [{ kind: 'undecided', where: `the definitions for ${name}`, why, origin }];
}
