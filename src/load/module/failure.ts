// Says where and why the user's modules failed to run: Node tells it in an error's text, the user needs it as a place.
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { diagnose } from '../../core/diagnostic.ts';
import { loadDiagnostics } from '../diagnostics.ts';
import type { Spot } from '../source.ts';
import { originOf } from '../source.ts';
import { missingNames } from './missing-names.ts';
import { asPhrase, parseModule, syntaxErrors } from './parse.ts';
import type { Session } from './session.ts';

/** The diagnostics for what an import of the entry file threw; at least one. */
export function explainFailure(session: Session, thrown: unknown, entry: Spot): readonly Diagnostic[] {
	if (session.problems.length > 0) return session.problems;
	if (thrown instanceof SyntaxError) {
		const missing = missingNames(session, thrown);
		if (missing.length > 0) return missing;
		// The quick parse leaves out names and scopes, such as a name declared twice.
		const errors = [...session.modules.values()].flatMap(({ file }) => syntaxErrors(file, parseModule(file, true)));
		if (errors.length > 0) return errors;
	}
	const spot = thrownAt(session, thrown) ?? entry;
	return [diagnose(loadDiagnostics, 'LOD014', { reason: reasonOf(thrown) }, originOf(spot, ''))];
}

const maxReason = 300;

function reasonOf(thrown: unknown): string {
	if (!(thrown instanceof Error)) return `it threw \`${shortText(thrown)}\``;
	const name = thrown.name === 'Error' ? '' : `${thrown.name}: `;
	return `${name}${asPhrase(thrown.message)}`.slice(0, maxReason) || 'it threw an error without a message';
}

function shortText(thrown: unknown): string {
	if (typeof thrown === 'string') return (thrown.split('\n')[0] ?? '').slice(0, maxReason);
	return typeof thrown === 'object' && thrown !== null ? 'an object' : String(thrown);
}

/** The innermost frame of the error's stack that lies in a module of the user's. */
function thrownAt(session: Session, thrown: unknown): Spot | undefined {
	if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return undefined;
	const mark = `?${session.recorder.global}`;
	const byAddress = new Map(
		[...session.modules].map(([path, module]) => [`${pathToFileURL(path).href}${mark}`, module] as const),
	);
	for (const [, address = '', line, column] of thrown.stack.matchAll(/(file:\/\/\S+?):(\d+)(?::(\d+))?(?=\)|\s|$)/g)) {
		const module = byAddress.get(address);
		if (module !== undefined) return module.original(Number(line), Number(column ?? 1));
	}
	return undefined;
}
