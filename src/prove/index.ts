// The proof: what the catalog means, held against what would be applied. Two readings that share no code: `intended` reads
// the access model, `semantics` the final manifests and definitions, and `regions` compares the two as sets of requests.
import type { AccessModel } from '../access/model.ts';
import type { KubernetesObject, ManifestFile } from '../manifests/object.ts';
import type { MeshSettings, Problem } from '../semantics/istio/index.ts';
import { type Context, type Ground, groundOf, type Site, sitesOf } from './context.ts';
import type { Finding } from './finding.ts';
import { handlingFindings, onceForEachProxy } from './handling.ts';
import { leastPrivilege } from './least-privilege.ts';
import { isOpen, mutualTlsFindings, rivalNames } from './mutual-tls.ts';
import { networkFindings } from './network.ts';
import { type Outline, outlineOf } from './outline.ts';
import { type OwnerOf, ownersIn } from './owner.ts';
import { reachFindings } from './reach.ts';
import { sidecarFindings } from './sidecars.ts';
import { judgeTokens, type LivingRealm, onceForAllFiles } from './tokens/index.ts';
import { realmsIn } from './tokens/realms.ts';

export { type Context, contextOf, type Site } from './context.ts';
export { proveDiagnostics } from './diagnostics.ts';
export { acceptedTokens } from './effective/admitted.ts';
export { type At, askedAt, type Passing, passingAt, seenAt } from './effective/passing.ts';
export { portsOf } from './effective/ports.ts';
export type { Finding } from './finding.ts';
export { type Concern, concerns, type Intended, type Intent, intended, intentsAt } from './intended/index.ts';
export { operationPredicate } from './intended/operations.ts';
export { letIn } from './let-in.ts';
export { type Breach, properties } from './properties/index.ts';
export { isJudged } from './reach.ts';
export { replay } from './replay.ts';
export { diagnosticOf } from './report.ts';
export { requestOf } from './request.ts';
export { realmsIn } from './tokens/realms.ts';
export { requestText, senderText, tokenText } from './words.ts';

export interface Proof {
	readonly environment: string;
	/** None: the manifests and the tokens admit exactly what the catalog grants. */
	readonly findings: readonly Finding[];
	/** What was compared. */
	readonly counts: {
		readonly workloads: number;
		readonly places: number;
		readonly grants: number;
		readonly realms: number;
	};
	readonly mesh: MeshSettings;
	/** Realms that have more than their files say. */
	readonly living: readonly LivingRealm[];
}

/**
 * Proves one environment: `files` are those that would be applied, of this environment or of all. `beside`: objects that
 * somebody else would apply with them.
 */
export function prove(
	model: AccessModel,
	files: readonly ManifestFile[],
	beside: readonly KubernetesObject[] = [],
): Proof {
	const own = files.filter(({ path }) => path.startsWith(`${model.environment}/`));
	const written = own.flatMap((file) => (file.kind === 'kubernetes' ? file.objects : []));
	const objects = [...written, ...beside];
	const ground = groundOf(model, objects);
	const { places, findings: found } = judged(ground, sitesOf(ground), objects, new Set(beside));
	const { realms, findings: strays } = realmsIn(model, own);
	const tokens = realms.map((realm) => judgeTokens(model, realm));
	const living = tokens.flatMap((judgement) => judgement.living ?? []);
	const findings = [...found, ...strays, ...onceForAllFiles(tokens.flatMap((judgement) => judgement.findings))];
	const counts = {
		workloads: model.workloads.length,
		places,
		grants: model.grants.length,
		realms: realms.length,
	};
	return { environment: model.environment, findings, counts, mesh: ground.mesh, living };
}

/** What is found about the objects from which the context was made. */
export const meshFindings = (context: Context, objects: readonly unknown[]): readonly Finding[] =>
	judged(context, context.sites, objects, new Set()).findings;

/** Looks at each place once. */
function judged(
	ground: Ground,
	sites: Iterable<Site>,
	objects: readonly unknown[],
	beside: ReadonlySet<unknown>,
): { readonly places: number; readonly findings: readonly Finding[] } {
	const open: Site[] = [];
	const different: Finding[] = [];
	const handled: Finding[] = [];
	const rivals = new Map<string, readonly string[]>();
	let places = 0;
	for (const site of sites) {
		places++;
		if (isOpen(ground, site)) open.push(site);
		different.push(...leastPrivilege(site));
		handled.push(...handlingFindings(ground, site));
		for (const names of rivalNames(ground.world, site)) rivals.set(names.join(), names);
	}
	const outlines = objects.map(outlineOf);
	const ownerOf = ownersIn(ground.model);
	const findings = [
		...doubts(ground.problems, [...rivals.values()], outlines, ownerOf),
		...reachFindings(ground, outlines, beside, ownerOf),
		...networkFindings(ground.model, outlines, ownerOf),
		...sidecarFindings(ground.model, outlines, ownerOf),
		...mutualTlsFindings(open),
		...different,
		...onceForEachProxy(handled),
	];
	return { places, findings };
}

/** Of what is not understood, and of PeerAuthentications of which nobody knows which one counts. */
function doubts(
	problems: readonly Problem[],
	rivals: readonly (readonly string[])[],
	outlines: readonly Outline[],
	ownerOf: OwnerOf,
): readonly Finding[] {
	const titled = new Map(outlines.map((outline) => [outline.title, outline]));
	const doubt = (object: string, path: string, why: string): Finding => {
		const origin = ownerOf(titled.get(object) ?? { namespace: '', name: '', selected: {} });
		return { kind: 'undecided', where: path === '' ? object : `${object}, ${path}`, why, origin };
	};
	return [
		...problems.map(({ object, path, what, why }) => doubt(object, path, `${what}: ${why}`)),
		...rivals.map(([first = '', ...others]) =>
			doubt(
				`PeerAuthentication ${others[0] ?? ''}`,
				'',
				`\`${first}\` speaks for the same pods and says otherwise, and only the oldest of them counts`,
			),
		),
	];
}
