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
	expect(several.stderr).toContain('--environment and prod or test');
	expect((await inProcess(folder, ['who', 'crat', '-e', 'prod'])).stderr).toContain('did you mean `cart`?');
	expect((await inProcess(folder, ['explain', 'shop/crat', '-e', 'prod'])).stderr).toContain(
		'did you mean `shop/cart`?',
	);
});
