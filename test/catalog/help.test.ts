// Labels say which part is wrong, help says nothing twice, and entries to copy are what they seem in YAML and TypeScript.
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { readCatalog } from '../../src/catalog/index.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { locateByPath } from '../../src/core/origin.ts';
import { validCatalog } from './checks/valid.ts';

const told = (code: string, change: readonly (readonly [string, string])[]): Diagnostic | undefined => {
	const text = change.reduce((before, [from, to]) => {
		expect(before).toContain(from);
		return before.replace(from, () => to);
	}, JSON.stringify(validCatalog()));
	const [, diagnostics] = readCatalog(JSON.parse(text), locateByPath('shop.yaml'), '2026-11-24');
	return diagnostics.find((one) => one.code === code);
};

test.each([
	['idp.shop.example', 'no `https://` first'],
	['http://idp.shop.example', '`http://` is not `https://`'],
	['https://me@idp.shop.example', '`me@` is a user'],
	['https://IDP.shop.example', '`IDP.shop.example` is not in lower case'],
	['https://10.0.0.1', '`10.0.0.1` is no full host name'],
	['https://keycloak', '`keycloak` is no full host name'],
	['https://idp.shop.example:443', '`:443` goes without saying'],
	['https://idp.shop.example/auth/realms/shop', '`/realms/shop` belongs to `realm`'],
	['https://idp.shop.example/', 'a slash at its end'],
	['https://idp.shop.example/auth?x=1', '`?x=1` is a query'],
	['https://idp.shop.example#x', '`#x` is a fragment'],
	['https://idp.shop.example/a b', 'not an address that this issuer can have'],
])('CAT017 of `%s` says which part is wrong', (address, label) => {
	expect(told('CAT017', [['https://idp.shop.example"', `${address}"`]])?.label).toBe(label);
});

test('a repair that the help names already is not repeated', () => {
	expect(told('CAT019', [['x-tenant-id', 'X-Tenant']])?.help).toBe('use a header of your own, such as `x-tenant`');
	expect(told('CAT019', [['x-tenant-id', 'X-Org']])?.help).toMatch(/such as `x-tenant`: `x-org`$/);
});

test('quotes are blamed only where there are some', () => {
	expect(told('CAT023', [['"targetPort":8080', '"targetPort":"8080"']])?.help).toContain('without quotes');
	expect(told('CAT023', [['"targetPort":8080', '"targetPort":44300000']])?.help).not.toContain('quotes');
});

test('what there is to choose from stands in the help, and the reason is a reason', () => {
	const scope = told('ACC002', [['"scopes":["wallet.charge"]', '"scopes":["zzz.zzz"]']]);
	expect(scope?.help).toContain('use `wallet.charge` or `wallet.read`, add the scope at `wallet`');
	expect(scope?.why).not.toContain('wallet');
	const port = told('CAT054', [['GET /news/** on http', 'GET /news/** on nowhere']]);
	expect(port?.help).toContain('name `admin` (http), `http` (http), or add this one');
	expect(port?.why).not.toContain('(http)');
});

test.each<[string, readonly (readonly [string, string])[], unknown]>([
	[
		'ACC014',
		[['"to":"cart","via":"edge","scopes":["cart.read"]', '"to":"cart","via":"edge","scopes":["cart.pay"]']],
		{ to: 'cart', scopes: ['cart.read'], via: 'edge' },
	],
	[
		'ACC014',
		[['"forwards":"app"', '"forwards":"partner"']],
		{ to: 'wallet', scopes: ['wallet.read'], forwards: 'app' },
	],
	['ACC015', [['"from":"nightly"', '"from":"one"']], { from: 'nightly', scopes: ['cart.pay'] }],
	[
		'ACC048',
		[['"public":["cart.news"]', '"public":["cart.read"]']],
		{ from: 'anyone', via: 'edge', scopes: ['cart.read'], as: 'anyone', because: '…' },
	],
])('%s prints an entry that can be pasted into YAML and TypeScript', (code, change, expected) => {
	const [, entry = ''] = /`(\{ .* \})`/.exec(told(code, change)?.help ?? '') ?? [];
	expect(load(entry)).toEqual(expected);
	// The same text as a literal of TypeScript: with its keys in quotes and its quotes doubled, JSON.
	expect(JSON.parse(entry.replaceAll("'", '"').replaceAll(/(\w+):/g, '"$1":'))).toEqual(expected);
});
