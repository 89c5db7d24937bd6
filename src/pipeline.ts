// The whole pipeline as one sentence: read the catalog, lower it for each environment, compile it to manifests, apply the
// user's patch, prove the result. The shells around it (`main`, `cli`, the constructs) load the catalog before and emit,
// write or draw after.
import type { AccessModel } from './access/model.ts';
import { type Catalog, readCatalog } from './catalog/index.ts';
import { compile } from './compile/index.ts';
import { lower } from './compile/lower.ts';
import { type Diagnostic, diagnose } from './core/diagnostic.ts';
import { byText } from './core/order.ts';
import type { Locate } from './core/origin.ts';
import type { Patch } from './core/patch.ts';
import type { ManifestFile } from './manifests/object.ts';
import { patchFiles } from './manifests/patch.ts';
import { diagnosticOf, type Proof, prove, proveDiagnostics } from './prove/index.ts';

export interface Synthesis {
	/** Undefined exactly when the catalog itself holds errors; models, proofs and files are then empty. */
	readonly catalog: Catalog | undefined;
	/** One for each environment, sorted by its name. */
	readonly models: readonly AccessModel[];
	/** One for each model. */
	readonly proofs: readonly Proof[];
	/** What was judged, for all environments: compiled and patched, proved or not. For looking at, never for writing. */
	readonly judged: readonly ManifestFile[];
	/** What may be written: the same, or nothing unless every proof holds. */
	readonly files: readonly ManifestFile[];
	/** What was found wrong, in the catalog or by a proof. */
	readonly diagnostics: readonly Diagnostic[];
	readonly verdict: Verdict;
}

/**
 * `proved`: the files admit exactly what the catalog grants. `refused`: they do not. `undecided`: nobody knows. Only the
 * first may be written. `unreadable`: the catalog holds errors.
 */
export type Verdict = 'proved' | 'refused' | 'undecided' | 'unreadable';

/**
 * Everything that follows from a catalog's value. `today` is `YYYY-MM-DD`; exceptions that ended before it are errors.
 * `patch` is the user's own change to the objects, made before they are proved.
 */
export function synthesize(value: unknown, locate: Locate, today: string, patch?: Patch): Synthesis {
	const [catalog, diagnostics] = readCatalog(value, locate, today);
	if (catalog === undefined) return { ...unread, diagnostics };
	const environments = Object.keys(catalog.data.environments).sort(byText);
	const models = environments.map((environment) => lower(catalog, environment));
	const compiled = models.flatMap(compile);
	const { files, problems } = patch === undefined ? { files: compiled, problems: [] } : patchFiles(compiled, patch);
	const proofs = models.map((model) => prove(model, files));
	const found = [
		...problems.map((problem) => diagnose(proveDiagnostics, 'PRV007', problem, locate([]))),
		...proofs.flatMap(({ environment, findings }) => findings.map((finding) => diagnosticOf(finding, environment))),
	];
	const verdict = problems.length > 0 ? 'refused' : verdictOf(proofs);
	return {
		catalog,
		models,
		proofs,
		judged: files,
		files: verdict === 'proved' ? files : [],
		diagnostics: [...diagnostics, ...found],
		verdict,
	};
}

/** A synthesis of no catalog. */
export const unread: Synthesis = {
	catalog: undefined,
	models: [],
	proofs: [],
	judged: [],
	files: [],
	diagnostics: [],
	verdict: 'unreadable',
};

const codes = { proved: 0, refused: 1, unreadable: 2, undecided: 3 } as const;

/** The exit code of a shell: 0 holds, 1 findings, 2 bad input, 3 undecided. */
export const exitCodeOf = (verdict: Verdict): 0 | 1 | 2 | 3 => codes[verdict];

/** A finding is known to be wrong, so it weighs more than a doubt. */
function verdictOf(proofs: readonly Proof[]): Verdict {
	const findings = proofs.flatMap((proof) => proof.findings);
	if (findings.length === 0) return 'proved';
	return findings.every(({ kind }) => kind === 'undecided') ? 'undecided' : 'refused';
}
