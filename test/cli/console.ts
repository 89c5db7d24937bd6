// A command line inside the test: temporary folder, remembered streams, fixed day; and the real one, spawned.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Host, Stream } from '../../src/cli/host.ts';
import { run } from '../../src/cli/run.ts';

export const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const today = '2026-11-24';

/** A folder that is gone after the test, with these files. */
export function folderWith(files: Readonly<Record<string, string>> = {}): string {
	const folder = mkdtempSync(join(tmpdir(), 'meshgrant-cli-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
	return folder;
}

export interface Ended {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs a command in this process. */
export async function inProcess(cwd: string, argv: readonly string[], over: Partial<Host> = {}): Promise<Ended> {
	const output = { stdout: '', stderr: '' };
	const stream = (name: 'stdout' | 'stderr'): Stream => ({
		write: (chunk) => {
			output[name] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1');
		},
		isTerminal: false,
		columns: undefined,
	});
	const host: Host = {
		argv,
		cwd,
		env: {},
		stdout: stream('stdout'),
		stderr: stream('stderr'),
		today,
		packageFolder,
		readInput: async () => '',
		elapsedMs: () => 0,
		...over,
	};
	return { code: await run(host), ...output };
}

/** Runs the real program. */
export function spawned(cwd: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
	return spawnedNode(cwd, [join(packageFolder, 'bin/meshgrant.mjs'), ...argv], env);
}

/** Runs this Node.js with a clean environment; only where it keeps what it has compiled is the same. */
export function spawnedNode(cwd: string, argv: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
	const ended = spawnSync(process.execPath, argv, {
		cwd,
		env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, ...env },
		encoding: 'utf8',
		maxBuffer: 1e8,
	});
	return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

/** A catalog with two services, where the caller may ask for `asked`; the provider offers `cart.read`. */
export const catalogAsking = (asked: string): string => `name: shop
mesh: { trustDomain: shop.example, istio: '1.30', dataPlane: sidecar }
namespaces: { shop: owned }
environments:
  prod: {}
  test: { trustDomain: test.shop.example, issuers: { shop: { keycloak: { realm: shop-test }, kubernetesIssuer: https://oidc.test.shop.example } } }
issuers:
  shop: { keycloak: { url: https://idp.shop.example, realm: shop }, kubernetesIssuer: https://oidc.shop.example }
services:
  cart:
    owner: team-cart
    namespace: shop
    serviceAccount: cart
    selector: { app: cart }
    ports: { http: { port: 80, targetPort: 8080, protocol: http } }
    scopes: { cart.read: [GET /cart] }
    callers:
      - { from: checkout, scopes: [cart.read], as: service }
  checkout:
    owner: team-checkout
    namespace: shop
    serviceAccount: checkout
    selector: { app: checkout }
    calls:
      - { to: cart, scopes: [${asked}] }
`;

export const good = { 'services.catalog.yaml': catalogAsking('cart.read') };
export const bad = { 'services.catalog.yaml': catalogAsking('cart.raed') };
