// The machine-readable twin of every command's output. Its shape is published under `schema/`; a change that breaks a
// reader raises `version`. Arrays are never null and come in a stable order.
import { createHash } from 'node:crypto';
import type { Diagnostic } from '../core/diagnostic.ts';
import { compareDiagnostics } from './diagnostics/groups.ts';

const jsonVersion = 1;

export interface DiagnosticJson extends Diagnostic {
	/** The same as long as code, message and catalog path are the same: lines may move. */
	readonly fingerprint: string;
}

/** The output of a command as JSON text, with version and command first, ending in a line break. */
export function renderJson(command: string, body: Readonly<Record<string, unknown>>): string {
	return `${JSON.stringify({ version: jsonVersion, command, ...body }, null, 2)}\n`;
}

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
