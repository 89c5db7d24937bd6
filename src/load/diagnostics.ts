// The table of everything that can be wrong before a catalog's shape is looked at: files, modules, values, texts.
import type { DiagnosticTable } from '../core/diagnostic.ts';
import { fileDiagnostics } from './diagnostics/files.ts';
import { manifestDiagnostics } from './diagnostics/manifests.ts';
import { moduleDiagnostics } from './diagnostics/modules.ts';
import { textDiagnostics } from './diagnostics/texts.ts';
import { valueDiagnostics } from './diagnostics/values.ts';

export const loadDiagnostics = {
	...fileDiagnostics,
	...moduleDiagnostics,
	...valueDiagnostics,
	...textDiagnostics,
	...manifestDiagnostics,
} satisfies DiagnosticTable;
