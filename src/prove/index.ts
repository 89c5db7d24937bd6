// The proof: what the catalog means, held against what would be applied. Two readings that share no code: `intended` reads
// the access model, `semantics` the final manifests and definitions, and `regions` compares the two as sets of requests.
import type { AccessModel } from '../access/model.ts';
import type { Origin } from '../core/origin.ts';
import type { ManifestFile } from '../manifests/object.ts';
import type { MeshSettings, Problem } from '../semantics/istio/index.ts';
import { type Context, contextOf } from './context.ts';
import type { Finding } from './finding.ts';
import { handlingFindings } from './handling.ts';
import { leastPrivilege } from './least-privilege.ts';
import { mutualTlsFindings } from './mutual-tls.ts';
import { reachFindings } from './reach.ts';
import { onceForAllFiles, tokenFindings } from './tokens/index.ts';
import { realmsIn } from './tokens/realms.ts';

export { type Context, contextOf, type Site } from './context.ts';
export { proveDiagnostics } from './diagnostics.ts';
export type { Finding } from './finding.ts';
export { letIn } from './let-in.ts';
export { diagnosticOf } from './report.ts';

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
}

/** Proves one environment: `files` are those that would be applied, of this environment or of all. */
export function prove(model: AccessModel, files: readonly ManifestFile[]): Proof {
	const own = files.filter(({ path }) => path.startsWith(`${model.environment}/`));
	const objects = own.flatMap((file) => (file.kind === 'kubernetes' ? file.objects : []));
	const context = contextOf(model, objects);
	const { realms, findings: strays } = realmsIn(model, own);
	const findings = [
		...meshFindings(context, objects),
		...strays,
		...onceForAllFiles(realms.flatMap((realm) => tokenFindings(model, realm))),
	];
	const counts = {
		workloads: model.workloads.length,
		places: context.sites.length,
		grants: model.grants.length,
		realms: realms.length,
	};
	return { environment: model.environment, findings, counts, mesh: context.mesh };
}

/** What is found about the objects from which the context was made. */
export const meshFindings = (context: Context, objects: readonly unknown[]): readonly Finding[] => [
	...context.problems.map((problem) => doubt(problem, context.model)),
	...reachFindings(context.model, objects),
	...mutualTlsFindings(context),
	...leastPrivilege(context),
	...handlingFindings(context),
];

function doubt({ object, path, what, why }: Problem, model: AccessModel): Finding {
	const origin: Origin = model.workloads[0]?.origin ?? { file: '', line: 0, column: 0, path: '' };
	return { kind: 'undecided', where: path === '' ? object : `${object}, ${path}`, why: `${what}: ${why}`, origin };
}
