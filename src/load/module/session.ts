// One load of one catalog in TypeScript or JavaScript: which modules of the user's took part, who imported whom, and
// what was found wrong with them.
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { Files } from '../files.ts';
import type { SourceFile, Spot } from '../source.ts';
import { instrument } from './instrument.ts';
import type { ParsedModule } from './parse.ts';
import { parseModule, syntaxErrors } from './parse.ts';
import type { Recorder } from './recorder.ts';

export interface UserModule {
	readonly file: SourceFile;
	readonly parsed: ParsedModule;
	/** Instrumented; undefined when the module has problems and must not run. */
	readonly code: string | undefined;
	readonly original: (line: number, column: number) => Spot;
	/** Specifier → absolute path of the user's file that it led to. */
	readonly imports: Map<string, string>;
}

/** An import statement of a user's module. */
export interface ImportPlace {
	readonly specifier: string;
	readonly spot: Spot;
}

export interface Session {
	readonly files: Files;
	readonly recorder: Recorder;
	/** By absolute path. */
	readonly modules: Map<string, UserModule>;
	/** Where each address was first imported. */
	readonly importedAt: Map<string, ImportPlace>;
	readonly problems: Diagnostic[];
}

const ownFolder = fileURLToPath(new URL('../../', import.meta.url));

/** True for a module whose literals belong to the catalog: not a package's, and not Meshgrant's own. */
export function isUserModule(url: string): boolean {
	if (!url.startsWith('file:')) return false;
	const path = fileURLToPath(url);
	return /\.m?[jt]s$/.test(path) && !path.includes(`${sep}node_modules${sep}`) && !path.startsWith(ownFolder);
}

/** The module at a path, read, parsed and instrumented once; undefined when it cannot be read. Problems are gathered. */
export function userModule(session: Session, path: string): UserModule | undefined {
	const known = session.modules.get(path);
	if (known !== undefined) return known;
	const file = session.files.read(path);
	if (!('text' in file)) {
		if (!session.problems.includes(file)) session.problems.push(file);
		return undefined;
	}
	const parsed = parseModule(file);
	const errors = syntaxErrors(file, parsed);
	const module = errors.length > 0 ? unusable(file, parsed) : usable(session, file, parsed);
	session.problems.push(...errors);
	session.modules.set(path, module);
	return module;
}

function usable(session: Session, file: SourceFile, parsed: ParsedModule): UserModule {
	const { program } = parsed;
	const { global } = session.recorder;
	const number = session.recorder.nextFile();
	const { shape, code, problems, original } = instrument(file, program, global, number);
	session.recorder.add(shape);
	session.problems.push(...problems);
	return { file, parsed, code: problems.length > 0 ? undefined : code, original, imports: new Map() };
}

function unusable(file: SourceFile, parsed: ParsedModule): UserModule {
	return { file, parsed, code: undefined, original: () => ({ file, offset: 0 }), imports: new Map() };
}
