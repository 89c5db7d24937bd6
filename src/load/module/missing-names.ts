// Finds every name that one of the user's modules imports from another that does not export it. Node stops at the first
// and does not say that a type was meant.
import type { StaticImportEntry } from 'oxc-parser';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import { originOf } from '../source.ts';
import type { Session, UserModule } from './session.ts';

/**
 * One diagnostic for each import of a missing name between the user's own modules; when there is none, for the import
 * that Node's error names, which then is one from a package.
 */
export function missingNames(session: Session, error: SyntaxError): readonly Diagnostic[] {
	const found = missingBetweenModules(session);
	return found.length > 0 ? found : missingInPackage(session, error);
}

function missingInPackage(session: Session, error: SyntaxError): readonly Diagnostic[] {
	const [, named, name] = /requested module '(.+)' does not provide an export named '(.+)'/.exec(error.message) ?? [];
	for (const { file, parsed } of session.modules.values()) {
		for (const { moduleRequest, entries } of parsed.module.staticImports) {
			const specifier = moduleRequest.value;
			const entry = entries.find((each) => importedName(each) === name && !each.isType);
			if (specifier !== named || entry === undefined || name === undefined) continue;
			const origin = originOf({ file, offset: entry.importName.start ?? entry.localName.start }, '');
			return [diagnose(loadDiagnostics, 'LOD013', { name, specifier, isType: false }, origin)];
		}
	}
	return [];
}

const importedName = ({ importName }: StaticImportEntry): string | undefined =>
	importName.kind === 'Default' ? 'default' : (importName.name ?? undefined);

function missingBetweenModules(session: Session): readonly Diagnostic[] {
	return [...session.modules.values()].flatMap((module) =>
		module.parsed.module.staticImports.flatMap(({ moduleRequest, entries }) => {
			const target = session.modules.get(module.imports.get(moduleRequest.value) ?? '');
			return target === undefined
				? []
				: entries.flatMap((entry) => missingName(module, moduleRequest.value, entry, target));
		}),
	);
}

function missingName(
	module: UserModule,
	specifier: string,
	entry: StaticImportEntry,
	target: UserModule,
): readonly Diagnostic[] {
	const name = importedName(entry);
	if (entry.isType || name === undefined) return [];
	const exported = target.parsed.module.staticExports.flatMap((statement) => statement.entries);
	// What `export *` passes on is not followed: no answer is better than a wrong one.
	if (exported.some(({ exportName, isType }) => exportName.kind === 'None' && !isType)) return [];
	const sameName = exported.filter(
		({ exportName }) => (exportName.kind === 'Default' ? 'default' : exportName.name) === name,
	);
	if (sameName.some(({ isType }) => !isType)) return [];
	const origin = originOf({ file: module.file, offset: entry.importName.start ?? entry.localName.start }, '');
	return [diagnose(loadDiagnostics, 'LOD013', { name, specifier, isType: sameName.length > 0 }, origin)];
}
