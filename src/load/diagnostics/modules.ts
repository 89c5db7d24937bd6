// What can be wrong with a catalog's TypeScript or JavaScript modules.
import type { DiagnosticTable } from '../../core/diagnostic.ts';
import { spec } from '../../core/diagnostic.ts';

/** The package that a bare specifier names, `@scope/name` or `name`; undefined for a path, an address, or no such name. */
const packageOf = (specifier: string): string | undefined =>
	/^(?:@[a-z0-9][\w.~-]*\/)?[a-z0-9][\w.~-]*(?=\/|$)/.exec(specifier)?.[0];

export const moduleDiagnostics = {
	LOD010: spec<{ readonly language: string; readonly reason: string }>({
		severity: 'error',
		title: 'syntax error',
		message: ({ language, reason }) => `this is not valid ${language}: ${reason}`,
		label: ({ reason }) => reason,
		why: () => 'the file cannot be read past this place',
		help: ({ language }) => `mend the ${language} at this place`,
	}),
	LOD011: spec<{ readonly what: string }>({
		severity: 'error',
		title: 'TypeScript syntax that needs a compiler',
		message: ({ what }) => `${what} cannot be used in a catalog`,
		label: () => 'needs a compiler',
		why: () => 'Node runs a catalog by erasing its types, and this syntax is more than a type',
		help: () => 'write it with plain JavaScript; `erasableSyntaxOnly` in tsconfig.json shows this in the editor',
	}),
	LOD012: spec<{ readonly specifier: string; readonly reason: string; readonly isMissing: boolean }>({
		severity: 'error',
		title: 'import cannot be loaded',
		message: ({ specifier, reason }) => `\`${specifier}\` cannot be imported: ${reason}`,
		label: ({ reason }) => reason,
		why: () => 'a part of the catalog is missing, so the rest could mean something else',
		help: ({ specifier, isMissing }) =>
			isMissing && packageOf(specifier) !== undefined
				? `install it: \`npm install ${packageOf(specifier)}\``
				: 'write a file with its path and ending, such as `./accounts.ts`; load YAML as an entry file',
	}),
	LOD013: spec<{ readonly name: string; readonly specifier: string; readonly isType: boolean }>({
		severity: 'error',
		title: 'imported name does not exist',
		message: ({ name, specifier, isType }) =>
			isType
				? `\`${name}\` of \`${specifier}\` is a type, and is imported as a value`
				: `\`${specifier}\` has no export \`${name}\``,
		label: ({ isType }) => (isType ? 'a type' : 'not exported'),
		why: ({ isType }) =>
			isType ? 'Node erases types, so there is nothing to import when the catalog runs' : 'the value would be missing',
		help: ({ name, isType }) =>
			isType
				? `write \`import type { ${name} }\``
				: `import a name that is exported; if it is a type, write \`import type { ${name} }\``,
	}),
	LOD014: spec<{ readonly reason: string }>({
		severity: 'error',
		title: 'catalog module threw an error',
		message: ({ reason }) => `the catalog's own code failed: ${reason}`,
		label: () => 'thrown here',
		why: () => 'a catalog that did not run to its end is not whole',
		help: () => 'mend the code at this place; a catalog that is plain data cannot fail this way',
	}),
	LOD015: spec<{ readonly file: string }>({
		severity: 'error',
		title: 'no default export',
		message: ({ file }) => `\`${file}\` has no default export`,
		label: () => 'no `export default` in this file',
		why: () => 'the default export of the entry file is the catalog',
		help: () => 'write `export default defineCatalog({ … })`',
	}),
	LOD016: spec<Record<never, never>>({
		severity: 'error',
		title: 'catalog is a promise',
		message: () => 'the default export is a promise, not a catalog',
		label: () => 'a promise',
		why: () => 'a catalog that waits for something can be another one on each run',
		help: () => 'export plain data; bring what it waits for into a file that is reviewed with it',
	}),
	LOD017: spec<{ readonly what: string }>({
		severity: 'error',
		title: 'patch is not a function',
		message: ({ what }) => `the export \`patch\` is no function but ${what === 'object' ? 'an object' : `a ${what}`}`,
		label: () => 'not a function',
		why: () => 'the export `patch` is called for each generated object, to change it before it is proved and written',
		help: () => 'write `export const patch = (object, file) => object`, or give the export another name',
	}),
} satisfies DiagnosticTable;
