// Reads a catalog that is a TypeScript or JavaScript module: runs it with Node's own type stripping and remembers where
// each literal stands.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import type { Patch } from '../../core/patch.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import type { Files } from '../files.ts';
import { located } from '../places.ts';
import type { ReadResult } from '../result.ts';
import type { Spot } from '../source.ts';
import { originOf } from '../source.ts';
import { explainFailure } from './failure.ts';
import { installHooks, markedAddress } from './hooks.ts';
import { openRecorder } from './recorder.ts';
import type { Session, UserModule } from './session.ts';
import { userModule } from './session.ts';

/**
 * Runs the entry module and those that it imports. Each call reads the files afresh: Node keeps every version that was
 * imported in one process, so a process that loads for ever grows.
 */
export async function readModule(files: Files): Promise<ReadResult> {
	const session: Session = {
		files,
		recorder: openRecorder(),
		modules: new Map(),
		importedAt: new Map(),
		problems: [],
	};
	const entry = userModule(session, files.entry);
	if (entry === undefined) return failed(session.problems);
	const spot = exportNamed(entry, 'default');
	if (spot === undefined) {
		if (session.problems.length > 0) return failed(session.problems);
		const origin = originOf({ file: entry.file, offset: 0 }, '');
		return failed([diagnose(loadDiagnostics, 'LOD015', { file: entry.file.name }, origin)]);
	}
	const outcome = await runEntry(session);
	if (session.problems.length > 0) return failed(session.problems);
	if (outcome.kind === 'threw') return failed(explainFailure(session, outcome.thrown, spot));
	if (isThenable(outcome.value)) return failed([diagnose(loadDiagnostics, 'LOD016', {}, originOf(spot, ''))]);
	const { patch } = outcome;
	if (patch !== undefined && !isPatch(patch)) {
		return failed([
			diagnose(loadDiagnostics, 'LOD017', { what: typeof patch }, originOf(exportNamed(entry, 'patch') ?? spot, '')),
		]);
	}
	return { catalog: { ...located(outcome.value, session.recorder.placeOf, spot), patch }, diagnostics: [] };
}

const failed = (diagnostics: readonly Diagnostic[]): ReadResult => ({ catalog: undefined, diagnostics });

const isPatch = (value: unknown): value is Patch => typeof value === 'function';

type Outcome =
	| { readonly kind: 'ran'; readonly value: unknown; readonly patch: unknown }
	| { readonly kind: 'threw'; readonly thrown: unknown };

async function runEntry(session: Session): Promise<Outcome> {
	const hooks = installHooks(session);
	try {
		const importModule = await nativeImport();
		const namespace = await importModule(markedAddress(session, session.files.entry));
		return { kind: 'ran', value: Reflect.get(namespace, 'default'), patch: Reflect.get(namespace, 'patch') };
	} catch (thrown) {
		return { kind: 'threw', thrown };
	} finally {
		hooks.deregister();
		session.recorder.close();
	}
}

type ImportModule = (address: string) => Promise<object>;

/**
 * Node's own `import()`. A test runner or bundler rewrites the one in our text, but not the one in a `data:` module, and
 * only Node's own passes through the hooks.
 */
async function nativeImport(): Promise<ImportModule> {
	const address = 'data:text/javascript,export const importModule = (address) => import(address);';
	const module: { readonly importModule: ImportModule } = await import(/* @vite-ignore */ address);
	return module.importModule;
}

/** Where the entry file says what its export of this name is; undefined when it has none. */
function exportNamed({ file, parsed }: UserModule, name: string): Spot | undefined {
	for (const { entries } of parsed.module.staticExports) {
		for (const { exportName, isType, start } of entries) {
			const isNamed = (exportName.kind === 'Default' ? 'default' : exportName.name) === name;
			if (isNamed && !isType) return { file, offset: start };
		}
	}
	return undefined;
}

const isThenable = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && typeof Reflect.get(value, 'then') === 'function';
