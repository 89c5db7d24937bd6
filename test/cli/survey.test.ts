// `who`, `reach` and `explain` of a policy on the command line: text of 80 columns, JSON that fits its schema, exit codes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { exitCodes } from '../../src/cli/exit.ts';
import { bad, folderWith, good, inProcess, packageFolder } from './console.ts';

const schemaOf = (command: string) =>
	z.fromJSONSchema(JSON.parse(readFileSync(join(packageFolder, 'schema', `${command}.schema.json`), 'utf8')));

test('who, of a catalog', async () => {
	const { code, stdout, stderr } = await inProcess(folderWith(good), ['who', 'cart', '-e', 'prod']);
	expect({ code, stderr }).toEqual({ code: exitCodes.holds, stderr: '' });
	expect(stdout).toMatchInlineSnapshot(`
		"Who can call cart (prod)

		  checkout
		    GET /cart
		      with a service’s own token of checkout for cart with cart.read
		      by cart/cart.read/checkout/service (services.catalog.yaml:18 and 25)

		1 caller, named, on port http (8080).

		  tokens: of https://idp.shop.example/realms/shop
		"
	`);
});

test('reach, of a catalog', async () => {
	const { code, stdout } = await inProcess(folderWith(good), ['reach', 'checkout', '-e', 'prod']);
	expect(code).toBe(exitCodes.holds);
	expect(stdout).toMatchInlineSnapshot(`
		"If checkout is taken over (prod)

		Directly, with what checkout holds: 1 of 1 service
		  cart
		    GET /cart
		      its own token with cart.read
		"
	`);
});

test.each<[string, readonly string[], boolean]>([
	['who', ['cart', '-e', 'prod'], true],
	['who', ['cart', 'GET /cart', '-e', 'prod'], true],
	['reach', ['checkout', '-e', 'prod'], true],
	['explain', ['shop/cart', '-e', 'prod'], true],
	['explain', ['shop/default', '-e', 'prod'], true],
	['explain', ['ACC001'], true],
	['who', ['cart', '-e', 'prod'], false],
	['reach', ['cart', '-e', 'prod'], false],
	['who', ['crat', '-e', 'prod'], true],
])('the JSON of %s %j fits its schema', async (command, argv, isGood) => {
	const folder = folderWith(isGood ? good : bad);
	const { code, stdout } = await inProcess(folder, [command, ...argv, '--format', 'json']);
	expect(schemaOf(command).safeParse(JSON.parse(stdout)).error?.issues).toBeUndefined();
	expect(code).toBe(isGood && argv[0] !== 'crat' ? exitCodes.holds : exitCodes.badInput);
});

test.each([
	['services.catalog.ts', ['who', 'edge', '-e', 'prod']],
	['services.catalog.ts', ['reach', 'payments', '-e', 'prod']],
	['services.catalog.ts', ['explain', 'edge/edge', '-e', 'prod']],
	['examples/opentelemetry-demo/services.catalog.ts', ['reach', 'frontend-proxy']],
	['examples/opentelemetry-demo/services.catalog.ts', ['who', 'otel-collector']],
])('%s: %j fits into 80 columns', async (file, argv) => {
	const { code, stdout } = await inProcess(packageFolder, [...argv, file]);
	expect(code).toBe(exitCodes.holds);
	for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
});

test('quiet prints nothing; mistakes come with a help', async () => {
	const folder = folderWith(good);
	expect(await inProcess(folder, ['who', 'cart', '-e', 'prod', '-q'])).toEqual({ code: 0, stdout: '', stderr: '' });
	const several = await inProcess(folder, ['reach', 'cart']);
	expect(several.code).toBe(exitCodes.badInput);
	expect(several.stderr).toContain('`--environment` and `prod` or `test`');
	expect((await inProcess(folder, ['who', 'crat', '-e', 'prod'])).stderr).toContain('did you mean `cart`?');
	expect((await inProcess(folder, ['explain', 'shop/crat', '-e', 'prod'])).stderr).toContain(
		'did you mean `shop/cart`?',
	);
});

const manifests = `apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart } }, spec: { serviceAccountName: cart, containers: [] } } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: cart, namespace: shop }
spec: { selector: { matchLabels: { app: cart } } }
`;
const broken = `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: broken, namespace: shop }
spec: { rules: 7 }
`;

test.each([
	['who', 'shop/cart', 'Nobody that is known.'],
	['reach', 'shop/cart', 'If shop/cart is taken over'],
	['explain', 'shop/cart', 'No rules: it allows nothing'],
	['explain', 'shop/broken', 'It cannot be read, so nobody knows what it does.'],
])('%s %s is undecided beside a policy that cannot be read', async (command, name, says) => {
	const web = manifests.slice(0, manifests.indexOf('---')).replaceAll('cart', 'web');
	const folder = folderWith({ 'all.yaml': `${manifests}${broken}---\n${web}` });
	const argv = [command, name === 'shop/cart' && command === 'reach' ? 'shop/web' : name, '-m', 'all.yaml'];
	const { code, stdout } = await inProcess(folder, argv);
	expect(code).toBe(exitCodes.undecided);
	expect(stdout).toContain(says.replace('shop/cart', argv[1] ?? ''));
	expect(stdout).toContain('UNDECIDED');
	const json = JSON.parse((await inProcess(folder, [...argv, '--format', 'json'])).stdout);
	expect(schemaOf(command).safeParse(json).error?.issues).toBeUndefined();
	expect(json[command]?.whole ?? json.whole).toBe(false);
});

test('the JSON says what was asked', async () => {
	const folder = folderWith({ 'all.yaml': manifests });
	const argv = ['who', 'shop/cart', 'GET /a', '--port', 'http', '-m', 'all.yaml'];
	const { code, stdout } = await inProcess(folder, [...argv, '--format', 'json']);
	expect(code).toBe(exitCodes.holds);
	expect(JSON.parse(stdout).who).toMatchObject({ request: 'GET /a', port: 'http', whole: true });
	expect((await inProcess(folder, argv)).stdout).toContain('Who can GET /a at shop/cart, port http');
});

test.each<[string, readonly string[], string]>([
	['a port that is not there', ['who', 'cart', '--port', 'htpp', '-e', 'prod'], 'did you mean `http`?'],
	['a request that no proxy reads', ['who', 'cart', 'GET /é', '-e', 'prod'], 'with other letters escaped'],
	['the mesh of a catalog', ['reach', 'cart', '--trust-domain', 'other', '-e', 'prod'], 'a catalog says it itself'],
	['the data plane of a catalog', ['who', 'cart', '--data-plane', 'ambient', '-e', 'prod'], 'a catalog says it itself'],
	[
		'an environment of manifests',
		['who', 'shop/cart', '-m', 'all.yaml', '-e', 'prod'],
		'manifests have no environments',
	],
	['a rule without a number', ['explain', 'shop/cart', 'rules[x]', '-e', 'prod'], 'write its number'],
])('%s is refused, with what to do', async (_what, argv, help) => {
	const { code, stderr, stdout } = await inProcess(folderWith({ ...good, 'all.yaml': manifests }), argv);
	expect({ code, stdout }).toEqual({ code: exitCodes.badInput, stdout: '' });
	expect(stderr).toContain(help);
});
