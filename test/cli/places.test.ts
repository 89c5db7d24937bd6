// Files are named from where one stands, in text and JSON; fingerprints and annotations do not depend on that.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bad, folderWith, good, inProcess } from './console.ts';

interface Told {
	readonly diagnostics: readonly {
		fingerprint: string;
		origin: { file: string };
		related: { origin: { file: string } }[];
	}[];
	readonly environments: readonly { grants: readonly { origin: { file: string } }[] }[];
}

function shop(files: Readonly<Record<string, string>>): string {
	const folder = folderWith();
	mkdirSync(join(folder, 'systems/shop/sub'), { recursive: true });
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'systems/shop', name), text);
	return folder;
}

const told = async (cwd: string, file: string): Promise<Told> =>
	JSON.parse((await inProcess(cwd, ['check', file, '--format', 'json'])).stdout);

test.each([
	['.', 'systems/shop/services.catalog.yaml'],
	['systems/shop', 'services.catalog.yaml'],
	['systems/shop/sub', '../services.catalog.yaml'],
	['systems/shop/sub', '../../shop/services.catalog.yaml'],
])('from %s, `check %s`', async (from, typed) => {
	const folder = shop(bad);
	const shown = typed.replace('../../shop/', '../');
	const { stderr } = await inProcess(join(folder, from), ['check', typed]);
	expect(stderr).toContain(`  ╷ ${shown}:25:30\n`);
	const { diagnostics } = await told(join(folder, from), typed);
	const files = diagnostics.flatMap(({ origin, related }) => [origin, ...related.map((one) => one.origin)]);
	expect(new Set(files.map(({ file }) => file))).toEqual(new Set([shown]));
	const { diagnostics: there } = await told(join(folder, 'systems/shop'), 'services.catalog.yaml');
	expect(diagnostics.map(({ fingerprint }) => fingerprint)).toEqual(there.map(({ fingerprint }) => fingerprint));
});

test('a folder that is a link is where its target is', async () => {
	const folder = shop(bad);
	symlinkSync(join(folder, 'systems'), join(folder, 'linked'));
	const { stderr } = await inProcess(join(folder, 'linked/shop'), ['check', 'services.catalog.yaml']);
	expect(stderr).toContain('  ╷ services.catalog.yaml:25:30\n');
});

test('grants, too; annotations stay as they are', async () => {
	const folder = shop(good);
	const [prod] = (await told(folder, 'systems/shop/services.catalog.yaml')).environments;
	expect(prod?.grants.map(({ origin }) => origin.file)).toEqual(['systems/shop/services.catalog.yaml']);
	await inProcess(folder, ['synth', 'systems/shop/services.catalog.yaml', '-q']);
	expect(readFileSync(join(folder, 'dist/prod/mesh/shop.yaml'), 'utf8')).toContain(
		'meshgrant.dev/source: services.catalog.yaml services.cart',
	);
});

test('a missing file is named as it was typed', async () => {
	const { stderr } = await inProcess(shop({}), ['check', 'systems/shop/none.yaml']);
	expect(stderr).toContain('  ╷ systems/shop/none.yaml\n');
});
