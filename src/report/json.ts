// The machine-readable twin of every command's output. Its shape is published under `schema/`; a change that breaks a
// reader raises `version`. Arrays are never null and come in a stable order.
import { createHash } from 'node:crypto';
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Origin } from '../core/origin.ts';
import { compareDiagnostics } from './diagnostics/groups.ts';

const jsonVersion = 1;

export interface DiagnosticJson extends Diagnostic {
	/** The same as long as code, message and catalog path are the same: lines may move. */
	readonly fingerprint: string;
}

/**
 * The output of a command as JSON text, with version and command first, ending in a line break. Every origin in it names
 * its file as `shownFile` does. The command is null where nobody knows which was meant.
 */
export function renderJson(
	command: string | null,
	body: Readonly<Record<string, unknown>>,
	shownFile = (file: string): string => file,
): string {
	const replaced = (_key: string, value: unknown): unknown =>
		isOrigin(value) ? { ...value, file: shownFile(value.file) } : value;
	return `${JSON.stringify({ version: jsonVersion, command, ...body }, replaced, 2)}\n`;
}

const isOrigin = (value: unknown): value is Origin =>
	typeof value === 'object' && value !== null && 'file' in value && typeof value.file === 'string' && 'column' in value;

/** All diagnostics, none capped, most severe first. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): readonly DiagnosticJson[] {
	return [...diagnostics].sort(compareDiagnostics).map((diagnostic) => ({
		fingerprint: fingerprintOf(diagnostic),
		...diagnostic,
	}));
}

function fingerprintOf({ code, message, origin }: Diagnostic): string {
	return createHash('sha256')
		.update(JSON.stringify([code, origin.file, origin.path, message]))
		.digest('hex')
		.slice(0, 16);
}
