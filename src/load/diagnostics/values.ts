// What a catalog's value may not hold, in whatever language it was written.
import type { DiagnosticTable } from '../../core/diagnostic.ts';
import { spec } from '../../core/diagnostic.ts';

export interface AtPath {
	/** Printed path; empty for the catalog itself. */
	readonly path: string;
}

const name = (path: string): string => (path === '' ? 'the catalog' : `\`${path}\``);

const plainData = 'a catalog is plain data, so that what is reviewed is what is compiled';

export const valueDiagnostics = {
	LOD020: spec<AtPath>({
		severity: 'error',
		title: 'function in a catalog',
		message: ({ path }) => `${name(path)} is a function`,
		label: () => 'a function',
		why: () => plainData,
		help: () => 'write the value itself, or call the function',
	}),
	LOD021: spec<AtPath & { readonly className: string }>({
		severity: 'error',
		title: 'class instance in a catalog',
		message: ({ path, className }) => `${name(path)} is an instance of \`${className}\``,
		label: ({ className }) => `a \`${className}\``,
		why: () => plainData,
		help: () => 'write a plain object, a list, or a text',
	}),
	LOD022: spec<AtPath>({
		severity: 'error',
		title: 'getter or setter in a catalog',
		message: ({ path }) => `${name(path)} is a getter or a setter`,
		label: () => 'computed on each reading',
		why: () => 'it can answer differently each time, so the value that was checked need not be the one compiled',
		help: () => 'write the value itself',
	}),
	LOD023: spec<AtPath>({
		severity: 'error',
		title: 'undefined value in a catalog',
		message: ({ path }) => `${name(path)} is undefined`,
		label: () => 'undefined',
		why: () => 'a value that went missing, such as a misspelt variable, would leave out a restriction in silence',
		help: () => 'give it a value, or leave the key out: `...(condition ? { key: value } : {})`',
	}),
	LOD024: spec<AtPath & { readonly value: string }>({
		severity: 'error',
		title: 'number that is not finite',
		message: ({ path, value }) => `${name(path)} is ${value}`,
		label: ({ value }) => value,
		why: () => 'it comes from a calculation that went wrong, and it has no form in JSON',
		help: () => 'write a number',
	}),
	LOD025: spec<AtPath & { readonly what: string }>({
		severity: 'error',
		title: 'symbol or bigint in a catalog',
		message: ({ path, what }) => `${name(path)} ${what}`,
		label: () => 'has no form in JSON',
		why: () => plainData,
		help: () => 'use a text or a number',
	}),
	LOD030: spec<AtPath & { readonly target: string }>({
		severity: 'error',
		title: 'value that contains itself',
		message: ({ path, target }) => `${name(path)} is ${name(target)} again, so the catalog contains itself`,
		label: () => 'a circle',
		why: () => 'such a catalog has no end',
		help: () => 'refer to services, clients, and gateways by their names',
	}),
	LOD031: spec<AtPath & { readonly nodes: number; readonly limit: number }>({
		severity: 'error',
		title: 'catalog expands to too many nodes',
		message: ({ path, nodes, limit }) =>
			`${name(path)} expands to ${Number.isFinite(nodes) ? nodes : 'endlessly many'} nodes; a catalog may have ${limit}`,
		label: () => 'expands too far',
		why: () => 'parts that are shared many times over grow beyond what can be compiled or reviewed',
		help: () => 'write fewer shared parts inside shared parts',
	}),
	LOD032: spec<AtPath & { readonly limit: number }>({
		severity: 'error',
		title: 'catalog is nested too deeply',
		message: ({ limit }) => `objects and lists stand more than ${limit} deep inside each other`,
		label: () => 'too deep',
		why: () => 'no part of a catalog is nested like this',
		help: () => 'remove the nesting at this place',
	}),
	LOD033: spec<Record<never, never>>({
		severity: 'error',
		title: '`__proto__` as a key',
		message: () => '`__proto__` cannot be a key',
		label: () => 'not a key but the object’s prototype',
		why: () => 'JavaScript takes it for the object’s prototype: the entry would vanish from the catalog in silence',
		help: () => 'choose another name',
	}),
	LOD034: spec<{ readonly key: string }>({
		severity: 'error',
		title: 'key written twice',
		message: ({ key }) => `the key \`${key}\` stands twice in the same object`,
		label: () => 'written again',
		why: () => 'only one of the two would count, and which one is easy to misread in a review',
		help: () => 'remove one, or join the two',
	}),
} satisfies DiagnosticTable;
