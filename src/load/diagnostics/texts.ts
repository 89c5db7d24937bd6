// What can be wrong with a catalog in YAML or JSON, beyond its syntax.
import type { DiagnosticTable } from '../../core/diagnostic.ts';
import { spec } from '../../core/diagnostic.ts';

export const textDiagnostics = {
	LOD040: spec<{ readonly file: string }>({
		severity: 'error',
		title: 'empty catalog file',
		message: ({ file }) => `\`${file}\` is empty`,
		label: () => 'nothing but blanks and comments',
		why: () => 'an empty catalog cannot be told from one that was lost',
		help: () => 'write a catalog, or make a first one with `meshgrant init`',
	}),
	LOD041: spec<{ readonly count: number }>({
		severity: 'error',
		title: 'several YAML documents in one file',
		message: ({ count }) => `the file holds ${count} YAML documents; a catalog is one`,
		label: () => 'a second document begins here',
		why: () => 'what stands in the other documents would be left out in silence',
		help: () => 'join the documents, or put them into files of their own',
	}),
	LOD042: spec<{ readonly tag: string }>({
		severity: 'error',
		title: 'unknown YAML tag',
		message: ({ tag }) => `the tag \`${tag}\` is not known here`,
		label: () => 'unknown tag',
		why: () => 'a tag changes what a value is; only those of YAML 1.2’s core schema have one meaning',
		help: () => 'write the value without the tag',
	}),
	LOD043: spec<{ readonly what: string }>({
		severity: 'error',
		title: 'YAML key that is not a text',
		message: ({ what }) => `${what} cannot be a key`,
		label: () => 'not a text',
		why: () => 'keys are names, and a key of another kind is read differently by different tools',
		help: () => 'put the key into quotes',
	}),
	LOD044: spec<Record<never, never>>({
		severity: 'error',
		title: 'YAML merge key',
		message: () => 'the merge key `<<` is not part of YAML 1.2',
		label: () => 'not merged',
		why: () => 'some tools would merge here and others would not, so the same file could mean two catalogs',
		help: () => 'write the fields out, or use a TypeScript catalog with `...base`',
	}),
	LOD045: spec<{ readonly anchor: string }>({
		severity: 'error',
		title: 'YAML alias without anchor',
		message: ({ anchor }) => `there is no anchor \`&${anchor}\` above this alias`,
		label: () => 'unknown alias',
		why: () => 'the alias stands for nothing',
		help: ({ anchor }) => `write \`&${anchor}\` before the value that is meant, or put a text with \`*\` into quotes`,
	}),
} satisfies DiagnosticTable;
