// What the Go programs share: a Go module of their own beside the tests that use them, compiled by `go build`.
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Inputs, Workbench } from '../recipe.ts';

/** No `-trimpath`: it would compile every package anew, and the program never leaves the machine. */
const flags = ['-buildvcs=false'];

export const goTool = { programs: ['go'], to: 'compile it' } as const;

/** The folder of an engine's Go module. */
export const goModule = (engine: string): string => fileURLToPath(new URL(`../../${engine}/go`, import.meta.url));

/** Every file of the module but tests and their data and prose, and the flags: name → content. */
export async function goInputs(module: string, linkerFlags: readonly string[]): Promise<Inputs> {
	const entries = await readdir(module, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name))
		.filter((file) => !/(?:_test\.go|\.md)$|\/testdata\//.test(file));
	const contents = await Promise.all(
		files.map(async (file) => [relative(module, file), await readFile(file)] as const),
	);
	return new Map<string, string | Uint8Array>([...contents, ['flags', [...flags, ...linkerFlags].join(' ')]]);
}

/** Builds the module's main package as `product`; Go keeps what is compiled when it is interrupted. Needs `goTool`. */
export async function goBuild(
	bench: Workbench,
	module: string,
	product: string,
	linkerFlags: readonly string[],
): Promise<void> {
	await bench.step('compiling', product, async (to) => {
		const args = ['build', '-v', ...flags, '-ldflags', linkerFlags.join(' '), '-o', to, '.'];
		await bench.run('go', args, { cwd: module, counts: 'modules or packages' });
	});
}
