// Which part of the catalog a diagnostic belongs to, and in which order the parts are reported.
import type { Diagnostic, Severity } from '../../core/diagnostic.ts';
import { byText, groupBy } from '../../core/order.ts';

export interface DiagnosticGroup {
	/** `service accounts`, `gateway edge`, or `catalog` for what belongs to no single part. */
	readonly title: string;
	readonly diagnostics: readonly Diagnostic[];
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };
const part = /^(service|client|gateway|environment|issuer)s(?:\.([\w$-]+)|\["((?:[^"\\]|\\.)*)"\])/;

/** The part of the catalog that a path lies in. */
export function partOf(path: string): string {
	const found = part.exec(path);
	return found === null ? 'catalog' : `${found[1]} ${found[2] ?? found[3] ?? ''}`;
}

/** Most severe first, then by place and code: an order that depends on the diagnostics alone. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
	return (
		rank[a.severity] - rank[b.severity] ||
		byText(a.origin.file, b.origin.file) ||
		a.origin.line - b.origin.line ||
		a.origin.column - b.origin.column ||
		byText(a.code, b.code) ||
		byText(a.origin.path, b.origin.path) ||
		byText(a.message, b.message)
	);
}

/** Groups with the most severe first, then by title; each sorted. */
export function groupDiagnostics(diagnostics: readonly Diagnostic[]): readonly DiagnosticGroup[] {
	const groups = groupBy([...diagnostics].sort(compareDiagnostics), (diagnostic) => partOf(diagnostic.origin.path));
	const worst = (group: DiagnosticGroup): number => rank[group.diagnostics[0]?.severity ?? 'note'];
	return [...groups]
		.map(([title, members]) => ({ title, diagnostics: members }))
		.sort((a, b) => worst(a) - worst(b) || byText(a.title, b.title));
}
