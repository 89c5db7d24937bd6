// The table of everything that can be wrong with a catalog's shape, its names and its operations. What parts mean to
// each other has its own table in `checks/diagnostics.ts`.
import type { DiagnosticTable } from '../core/diagnostic.ts';
import { nameDiagnostics } from './diagnostics/names.ts';
import { operationDiagnostics } from './diagnostics/operations.ts';
import { shapeDiagnostics } from './diagnostics/shape.ts';

export type { NameCode } from './diagnostics/names.ts';
export type { OperationCode, OperationMistake } from './diagnostics/operations.ts';

export const catalogDiagnostics = {
	...shapeDiagnostics,
	...nameDiagnostics,
	...operationDiagnostics,
} satisfies DiagnosticTable;
