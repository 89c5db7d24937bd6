// What the tool has to say about a user's input: plain data, made by each stage from its own table, phrased here,
// laid out only in `report`.
import type { Origin } from './origin.ts';

/** `error` stops all output; `warning` asks for an act; `note` informs. */
export type Severity = 'error' | 'warning' | 'note';

/** A second place that belongs to a diagnostic, and what to see there. */
export interface RelatedPlace {
	readonly origin: Origin;
	readonly label: string;
}

export interface Diagnostic {
	/** Stage prefix and number, such as `ACC012`; never reused. */
	readonly code: string;
	readonly severity: Severity;
	/** What is the matter: lower case, no full stop, user input in backticks. */
	readonly message: string;
	/** A few words for the underlined place. */
	readonly label: string;
	/** Why it matters. */
	readonly why: string;
	/** What to do. */
	readonly help: string;
	readonly origin: Origin;
	readonly related: readonly RelatedPlace[];
	/** What was found, item by item: a request, the rule that lets it in. Left out where the message says it all. */
	readonly details?: readonly Detail[];
}

/** One item: a word or two, and a text that may be long. */
export interface Detail {
	readonly label: string;
	readonly text: string;
}

/** One row of a stage's table: how the diagnostic with this code reads, given its parameters. */
export interface DiagnosticSpec<P> {
	readonly severity: Severity;
	/** A title without parameters, for the list of codes and the page. */
	readonly title: string;
	readonly message: (parameters: P) => string;
	readonly label: (parameters: P) => string;
	readonly why: (parameters: P) => string;
	readonly help: (parameters: P) => string;
}

/** Lets a row name its parameter type while the table keeps the type of each row. */
export const spec = <P>(row: DiagnosticSpec<P>): DiagnosticSpec<P> => row;

export type DiagnosticTable = Readonly<Record<string, DiagnosticSpec<never>>>;

type ParametersOf<Row> = Row extends DiagnosticSpec<infer P> ? P : never;

/** Makes a diagnostic from a table; an unknown code or a missing parameter does not type-check. */
export function diagnose<T extends DiagnosticTable, C extends keyof T & string>(
	table: T,
	code: C,
	parameters: ParametersOf<T[C]>,
	origin: Origin,
	related: readonly RelatedPlace[] = [],
): Diagnostic {
	const row = table[code] as unknown as DiagnosticSpec<ParametersOf<T[C]>>;
	return {
		code,
		severity: row.severity,
		message: row.message(parameters),
		label: row.label(parameters),
		why: row.why(parameters),
		help: row.help(parameters),
		origin,
		related,
	};
}

/** True when one of them is an error, so that nothing may be written. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
	return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
