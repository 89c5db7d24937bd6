// Node's module hooks for one load. Modules of the user's carry this load's mark in their address: so they are read
// afresh each time, several loads in one process do not meet, and nothing else in the process is touched.
import type { LoadFnOutput, LoadHookContext, ModuleHooks, ResolveFnOutput } from 'node:module';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import { originOf } from '../source.ts';
import { asPhrase } from './parse.ts';
import type { ImportPlace, Session, UserModule } from './session.ts';
import { isUserModule, userModule } from './session.ts';

const stop = 'throw new Error("this module has problems that are reported apart");';

/** Stands in for a module that cannot be had. */
const stopped: LoadFnOutput = { format: 'module', source: stop, shortCircuit: true };

/** Stands in for a module that must not run; what it imports is still read, so that problems there are found too. */
function stoppedBut({ parsed }: UserModule): LoadFnOutput {
	const imports = parsed.module.staticImports
		.filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
		.map(({ moduleRequest }) => moduleRequest.value)
		.filter((specifier) => !specifier.endsWith('.json'))
		.map((specifier) => `import ${JSON.stringify(specifier)};`);
	return { format: 'module', source: `${imports.join('')}${stop}`, shortCircuit: true };
}

/** The address under which a load asks for one of its own modules. */
export function markedAddress(session: Session, path: string): string {
	return `${pathToFileURL(path).href}?${session.recorder.global}`;
}

/** Installs the hooks of one load; the caller deregisters them. */
export function installHooks(session: Session): ModuleHooks {
	const mark = `?${session.recorder.global}`;
	const isMarked = (url: string | undefined): url is string => url?.endsWith(mark) === true;
	return registerHooks({
		resolve: (specifier, context, next) => {
			if (!isMarked(context.parentURL)) return next(specifier, context);
			const parent = session.modules.get(fileURLToPath(context.parentURL));
			const place = parent && importPlace(parent, specifier);
			let found: ResolveFnOutput;
			try {
				found = next(specifier, context);
			} catch (error) {
				// Only a static import is sure to be needed; a dynamic one may expect to fail.
				if (place === undefined) throw error;
				reportImport(session, place, error);
				return { url: `data:text/javascript,${stop}`, format: 'module', shortCircuit: true };
			}
			if (place !== undefined && !session.importedAt.has(found.url)) session.importedAt.set(found.url, place);
			if (!isUserModule(found.url)) return found;
			const path = fileURLToPath(found.url);
			parent?.imports.set(specifier, path);
			return { ...found, url: `${pathToFileURL(path).href}${mark}` };
		},
		load: (url, context, next) => {
			if (isMarked(url)) {
				const own = loadUserModule(session, fileURLToPath(url), context);
				if (own !== undefined) return own;
			}
			const place = session.importedAt.get(url);
			try {
				return next(url, context);
			} catch (error) {
				if (place === undefined) throw error;
				reportImport(session, place, error);
				return stopped;
			}
		},
	});
}

/** The instrumented module; undefined for a CommonJS one, which is left to Node. */
function loadUserModule(session: Session, path: string, context: LoadHookContext): LoadFnOutput | undefined {
	const module = userModule(session, path);
	if (module === undefined) return stopped;
	const isScript = module.parsed.errors.length === 0 && !module.parsed.module.hasModuleSyntax;
	const saidModule = /\.m[jt]s$/.test(path) || context.format?.startsWith('module') === true;
	if (isScript && !saidModule) return undefined;
	if (module.code === undefined) return stoppedBut(module);
	return { format: path.endsWith('ts') ? 'module-typescript' : 'module', source: module.code, shortCircuit: true };
}

function importPlace(parent: UserModule, specifier: string): ImportPlace | undefined {
	const { staticImports, staticExports } = parent.parsed.module;
	const requests = [
		...staticImports.map((statement) => statement.moduleRequest),
		...staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest ?? [])),
	];
	const request = requests.find(({ value }) => value === specifier);
	return request && { specifier, spot: { file: parent.file, offset: request.start } };
}

const reasons: ReadonlyMap<string, string> = new Map([
	['ERR_MODULE_NOT_FOUND', 'there is no such file or package'],
	['ERR_UNSUPPORTED_DIR_IMPORT', 'it is a folder'],
	['ERR_PACKAGE_PATH_NOT_EXPORTED', 'the package does not export it'],
	['ERR_UNKNOWN_FILE_EXTENSION', 'Node cannot import a file of this kind'],
	['ERR_UNKNOWN_BUILTIN_MODULE', 'Node has no such module'],
	['ERR_IMPORT_ATTRIBUTE_MISSING', "a JSON file needs `with { type: 'json' }`"],
	['ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING', 'Node does not run TypeScript inside `node_modules`'],
]);

function reportImport(session: Session, { specifier, spot }: ImportPlace, error: unknown): void {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	const reason = reasons.get(code) ?? (error instanceof Error ? asPhrase(error.message) : String(error));
	const origin = originOf(spot, '');
	// Node 22 resolves an import again when linking fails.
	const isKnown = session.problems.some(
		(problem) =>
			problem.code === 'LOD012' &&
			problem.origin.file === origin.file &&
			problem.origin.line === origin.line &&
			problem.origin.column === origin.column,
	);
	if (!isKnown)
		session.problems.push(
			diagnose(loadDiagnostics, 'LOD012', { specifier, reason, isMissing: code === 'ERR_MODULE_NOT_FOUND' }, origin),
		);
}
