// Keycloak's own distribution, augmented once (`kc.sh build`) for the settings under which the tests start it.
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verify } from '../checksum.ts';
import type { Recipe } from '../recipe.ts';

/** `RELEASE` would resolve to an older one. */
const version = '26.7.5';
const sha256 = '30ef87fb7101c43d29688d1ae80c0588ff4a151b3330e9f664bf9692d398658a';
const artifact = `org.keycloak:keycloak-quarkus-dist:${version}:zip`;
const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';

/** Fixed at build; `kc.sh start --optimized` must be given `--cache=local` again, or it opens cluster ports. */
const settings = ['--db=dev-file', '--cache=local'];

export const keycloak: Recipe = {
	name: 'keycloak',
	version,
	gives: 'tokens of a real Keycloak',
	kind: 'downloaded',
	firstTime: 'about a minute (174 MB)',
	tools: [
		{ programs: ['java'], to: 'run it' },
		{ programs: ['mvn'], to: 'download it' },
		{ programs: ['unzip'], to: 'unpack it' },
	],
	inputs: async () => new Map([['distribution', [artifact, sha256, ...settings].join(' ')]]),
	product: `home/keycloak-${version}`,
	make: async (bench) => {
		const zip = await bench.step('downloading', 'keycloak.zip', async (to) => {
			const folder = `${to}.folder.tmp`;
			await mkdir(folder);
			const what = [`-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
			// In the engine's folder, where no pom.xml can change what is meant. --strict-checksums: Maven only warns otherwise.
			await bench.run('mvn', ['-B', '--strict-checksums', `${plugin}:copy`, ...what], { cwd: bench.folder });
			const [file = ''] = await readdir(folder);
			await verify(join(folder, file), [sha256]);
			await rename(join(folder, file), to);
		});
		const home = await bench.step('unpacking', 'home', async (to) => {
			await bench.run('unzip', ['-q', '-o', zip, '-d', to]);
		});
		await bench.step('kc.sh build', 'build.log', async (to) => {
			const program = join(home, `keycloak-${version}`, 'bin', 'kc.sh');
			await writeFile(to, await bench.run(program, ['build', ...settings]));
		});
		for (const product of ['keycloak.zip', 'keycloak.zip.tmp.folder.tmp']) await bench.drop(product);
	},
};
