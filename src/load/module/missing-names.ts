// Finds every name that one of the user's modules imports from another that does not export it. Node stops at the first
// and does not say that a type was meant.
import type { StaticImportEntry } from 'oxc-parser';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import { originOf } from '../source.ts';
import type { Session, UserModule } from './session.ts';

/** One diagnostic for each import of a missing name between the user's own modules. */
export function missingNames(session: Session): readonly Diagnostic[] {
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
	const name = entry.importName.kind === 'Default' ? 'default' : entry.importName.name;
	if (entry.isType || name === null || name === undefined) return [];
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
