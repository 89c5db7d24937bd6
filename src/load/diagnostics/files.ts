// What can be wrong with a file before anything in it is read.
import type { DiagnosticTable } from '../../core/diagnostic.ts';
import { spec } from '../../core/diagnostic.ts';

export interface OneFile {
	readonly file: string;
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

export const fileDiagnostics = {
	LOD001: spec<OneFile>({
		severity: 'error',
		title: 'catalog file not found',
		message: ({ file }) => `there is no file \`${file}\``,
		label: () => 'not found',
		why: () => 'the catalog is the only source of what is allowed; without it there is nothing to compile',
		help: () => 'check the name and the folder, or make a first catalog with `meshgrant init`',
	}),
	LOD002: spec<OneFile>({
		severity: 'error',
		title: 'catalog path is not a file',
		message: ({ file }) => `\`${file}\` is not a file`,
		label: () => 'a folder or a device',
		why: () => 'a catalog begins in one file; a folder does not say which',
		help: () => 'name the entry file, such as `services.catalog.ts` in that folder',
	}),
	LOD003: spec<OneFile & { readonly reason: string }>({
		severity: 'error',
		title: 'catalog file cannot be read',
		message: ({ file, reason }) => `\`${file}\` cannot be read: ${reason}`,
		label: () => 'not readable',
		why: () => 'a catalog that is read only in part could leave out a rule',
		help: () => 'check the path and the rights on the file and its folders',
	}),
	LOD004: spec<OneFile>({
		severity: 'error',
		title: 'catalog in an unknown language',
		message: ({ file }) => `\`${file}\` is in no language that a catalog can be written in`,
		label: () => 'unknown ending',
		why: () => 'the ending of its name says how a catalog is read',
		help: () => 'use `.ts`, `.mts`, `.js`, `.mjs`, `.yaml`, `.yml`, or `.json`',
	}),
	LOD005: spec<OneFile & { readonly bytes: number; readonly limit: number }>({
		severity: 'error',
		title: 'catalog file too large',
		message: ({ file, bytes, limit }) => `\`${file}\` has ${megabytes(bytes)}; a file may have ${megabytes(limit)}`,
		label: () => 'too large',
		why: () => 'no person can review a file of this size, and it is most likely the wrong file',
		help: () => 'split the catalog into TypeScript modules, one a team, and import them in the entry file',
	}),
	LOD006: spec<OneFile>({
		severity: 'error',
		title: 'catalog file is not UTF-8 text',
		message: ({ file }) => `\`${file}\` is not UTF-8 text`,
		label: () => 'not UTF-8',
		why: () => 'in another encoding a name can read as a different one',
		help: () => 'save the file as UTF-8',
	}),
} satisfies DiagnosticTable;
