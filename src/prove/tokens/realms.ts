// Which file has the definitions of which issuer. A file that is nobody's, and an issuer that has none, are doubts: what
// would be applied there is not known.
import type { AccessModel, Issuer } from '../../access/model.ts';
import { wholeFile } from '../../core/origin.ts';
import type { DocumentFile, ManifestFile } from '../../manifests/object.ts';
import type { Finding } from '../finding.ts';
import type { Definitions } from './index.ts';

/** The definitions of each issuer, in every form in which they are written, and what does not fit together. */
export function realmsIn(
	model: AccessModel,
	files: readonly ManifestFile[],
): { readonly realms: readonly Definitions[]; readonly findings: readonly Finding[] } {
	const realms: Definitions[] = [];
	const findings: Finding[] = [];
	const [first, ...others] = model.issuers;
	// Where there are several, it is nobody's.
	const origin = others.length === 0 && first !== undefined ? first.origin : wholeFile(first?.origin.file ?? '');
	for (const file of files) {
		if (file.kind !== 'document') continue;
		const issuer = issuerOf(file, model.issuers);
		if (issuer !== undefined) realms.push({ issuer, content: file.content, path: file.path });
		else
			findings.push({
				kind: 'undecided',
				where: file.path,
				why: 'it names the realm of no issuer of the catalog',
				origin,
			});
	}
	return { realms, findings: [...findings, ...unwritten(model, realms)] };
}

/** By the realm; where two servers have a realm of one name, files are called like the issuer. */
function issuerOf({ content, path }: DocumentFile, issuers: readonly Issuer[]): Issuer | undefined {
	const realm = typeof content === 'object' && content !== null && 'realm' in content ? content.realm : undefined;
	const named = issuers.filter((issuer) => issuer.realm === realm);
	if (named.length < 2) return named[0];
	const file = path.slice(path.lastIndexOf('/') + 1);
	return named.find(({ name }) => file.startsWith(`${name}.`));
}

/** An issuer from which grants need tokens, and for which nothing would be applied. */
function unwritten({ issuers, grants, environment }: AccessModel, realms: readonly Definitions[]): readonly Finding[] {
	return issuers
		.filter((issuer) => realms.every((realm) => realm.issuer !== issuer))
		.filter((issuer) =>
			grants.some(({ actor }) => (actor.kind === 'service' || actor.kind === 'user') && actor.client.issuer === issuer),
		)
		.map(({ name, origin }) => ({
			kind: 'undecided',
			where: `the tokens of ${name}`,
			why: `no file of ${environment} has its definitions`,
			origin,
		}));
}
