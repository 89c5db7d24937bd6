// "Follow one grant" in ARCHITECTURE.md leads to what it says, in the committed output of the sample.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const id = 'accounts/accounts.read/statements/service';
const realmFile = 'dist/prod/keycloak/bank.config-cli.yaml';
const read = (file: string) => loadAll(readFileSync(join(root, file), 'utf8')) as Manifest[];

interface Manifest {
	readonly kind?: string;
	readonly metadata?: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
	readonly spec?: { readonly rules?: readonly object[] };
	readonly clients?: readonly { readonly clientId: string; readonly optionalClientScopes: readonly string[] }[];
}

test('the rules of the policy stand in the order of the grants in its annotation', () => {
	const policy = read('dist/prod/mesh/accounts.yaml').find(
		({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata?.name === 'accounts',
	);
	const grants = policy?.metadata?.annotations['meshgrant.dev/grants']?.split('\n') ?? [];
	expect(grants).toHaveLength(6);
	expect(grants.indexOf(id)).toBe(5);
	expect(page).toContain('the sixth grant is the sixth rule');
	for (const [index, grant] of grants.entries()) {
		const [, scope, caller = ''] = grant.split('/');
		const rule = JSON.stringify(policy?.spec?.rules?.[index]);
		expect(rule).toContain(`/sa/${caller.replace(/^.*@/, '')}"`);
		if (!grant.endsWith('/identity')) expect(rule).toContain(`"${scope}"`);
	}
});

test('the client and the scope stand where the page says', () => {
	expect(page).toContain(realmFile);
	const client = read(realmFile)
		.flatMap(({ clients = [] }) => clients)
		.find(({ clientId }) => clientId === 'statements');
	expect(client?.optionalClientScopes).toContain('accounts.read');
});

test('the commands of the page find what they are for', () => {
	const commands = [...page.matchAll(/`(grep [^`]+)`/g)].map(([, command = '']) => command);
	expect(commands).toHaveLength(2);
	const [scope = '', policies = ''] = commands.map((command) => {
		const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);
		return spawnSync(words[0] ?? '', words.slice(1), { cwd: root, encoding: 'utf8' }).stdout;
	});
	expect(scope).toContain('included.client.audience: accounts');
	expect(policies).toContain('dist/prod/mesh/accounts.yaml');
});

test('editors find the schema of a catalog in the installed package', () => {
	const catalog = readFileSync(join(root, 'docs/catalog.md'), 'utf8');
	const [, file = ''] = /\$schema=\.\/node_modules\/meshgrant\/(\S+)/.exec(catalog) ?? [];
	expect(existsSync(join(root, file)), file).toBe(true);
	const manifest: { files: string[] } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	expect(manifest.files).toContain('schema');
});
