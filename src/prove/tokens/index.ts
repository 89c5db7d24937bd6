// The token side of least privilege: every token that a grant needs can be had, and no other one with anything of the
// catalog in it.
import type { AccessModel, Issuer } from '../../access/model.ts';
import { obtainable, type Problem, readRealm } from '../../semantics/keycloak/index.ts';
import type { Finding } from '../finding.ts';
import { askedOf } from './asked.ts';
import { excessTokens } from './excess.ts';
import { missingTokens } from './missing.ts';

/** What one file says of an issuer's realm. */
export interface Definitions {
	readonly issuer: Issuer;
	readonly content: unknown;
	/** Relative to the output folder. */
	readonly path: string;
}

/** What one file of definitions gives and does not give, held against the grants of its issuer. */
export function tokenFindings(model: AccessModel, { issuer, content, path }: Definitions): readonly Finding[] {
	const { realm, problems } = readRealm(content, { issuer: issuer.issuer });
	const wanted = askedOf(model, issuer);
	const can = obtainable(realm);
	const files = [path];
	return [
		...problems.map((problem) => doubt(problem, issuer, path)),
		...misnamed(issuer, realm.issuer, path),
		...missingTokens(wanted, can, files),
		...excessTokens(wanted, can, files),
	];
}

/** The same findings, each once, with all files in which it was made. */
export function onceForAllFiles(findings: readonly Finding[]): readonly Finding[] {
	const found = new Map<string, Finding>();
	for (const finding of findings) {
		const files = 'files' in finding ? finding.files : [];
		const key = JSON.stringify({ ...finding, files: [] });
		const known = found.get(key);
		const before = known !== undefined && 'files' in known ? known.files : [];
		found.set(key, 'files' in finding ? { ...finding, files: [...before, ...files] } : finding);
	}
	return [...found.values()];
}

const doubt = ({ where, what }: Problem, { origin }: Issuer, path: string): Finding => ({
	kind: 'undecided',
	where: path,
	why: where === '' ? what : `\`${where}\` ${what}`,
	origin,
});

function misnamed({ issuer, origin }: Issuer, found: string | undefined, path: string): readonly Finding[] {
	if (found === undefined || found === issuer) return [];
	return [
		{ kind: 'undecided', where: path, why: `its tokens say \`${found}\`, and receivers expect \`${issuer}\``, origin },
	];
}
