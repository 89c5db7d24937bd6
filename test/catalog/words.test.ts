// What the smallest words of a catalog may be, and what not: each row was accepted once, or must stay so.
import { expect, test } from 'vitest';
import type { z } from 'zod';
import * as word from '../../src/catalog/schema/words.ts';

const accepts = (schema: z.ZodType, text: string): boolean => schema.safeParse(text).success;

interface Row {
	readonly right: readonly string[];
	readonly wrong: readonly string[];
}

const hosts: Row = {
	right: ['https://idp.shop.example', 'https://idp.shop.example:8443', 'https://a.b', 'https://x--y.xn--p1ai:65535'],
	wrong: [
		'https://.',
		'https://idp',
		'https://idp..example',
		'https://idp.example.',
		'https://-idp.example',
		'https://IDP.example',
		'https://idp.example:0',
		'https://idp.example:99999',
		'https://idp.example:65536',
		'https://idp.example:443',
		'https://idp.example:0443',
		'https://idp.example:',
		'https://user@idp.example',
		'https://localhost',
		'https://LOCALHOST',
		'https://a.localhost',
		'https://127.0.0.1',
		'https://169.254.169.254',
		'https://0x7f.1',
		'https://1',
		'https://[::1]',
		`https://${'a'.repeat(64)}.example`,
		'http://idp.example',
		'HTTPS://idp.example',
	],
};
const paths: Row = {
	right: ['/auth', '/a/b.c_d~e-f', '/...', '/.well-known'],
	wrong: ['/%zz', '/%63erts', '/..', '/.', '/a/../b', '/a/./b', '/a//b', '?x', '#x', '/a?x', '/a%'],
};
const on = (address: string, row: Row): Row => ({
	right: row.right.map((path) => address + path),
	wrong: row.wrong.map((path) => address + path),
});
const both = (...rows: readonly Row[]): Row => ({
	right: rows.flatMap((row) => row.right),
	wrong: rows.flatMap((row) => row.wrong),
});

/** The full name of the cluster is another spelling of it. */
const cutShort: Row = { right: [], wrong: ['https://keycloak.identity.svc', 'https://keycloak.identity.svc:8443'] };

const rows: readonly (readonly [string, z.ZodType, Row])[] = [
	[
		'clusterIssuer',
		word.clusterIssuer,
		both(hosts, on('https://a.example', paths), on('https://a.example', { right: ['/realms/x'], wrong: ['/'] }), {
			right: ['https://kubernetes.default.svc', 'https://kubernetes.default.svc.cluster.local'],
			wrong: [],
		}),
	],
	[
		'keycloakUrl',
		word.keycloakUrl,
		both(
			hosts,
			on('https://a.example', paths),
			on('https://a.example', { right: [], wrong: ['/', '/realms/x', '/a/realms'] }),
			cutShort,
		),
	],
	[
		'keySetUrl',
		word.keySetUrl,
		both(hosts, on('https://a.example', paths), on('http://keycloak.identity.svc.cluster.local:8080', paths), {
			right: [`https://a.example/${'a'.repeat(2048 - 18)}`],
			wrong: [
				`https://a.example/${'a'.repeat(2048 - 17)}`,
				'http://keycloak',
				'http://keycloak.identity.svc',
				'https://keycloak.identity.svc',
				'https://keycloak.identity.svc:8443/keys',
				'http://keycloak.identity.svc.cluster.local:80',
				'http://keycloak.identity.svc.cluster.local.evil.example',
				'http://svc.cluster.local',
				'http://public.example/keys',
			],
		}),
	],
	[
		'redirectUri',
		word.redirectUri,
		both(hosts, on('https://a.example', paths), {
			right: [
				'https://a.example/',
				'https://a.example/in/',
				'http://127.0.0.1/',
				'http://127.0.0.1:4000/in',
				'com.example.app:/in',
				'com.example.app:/',
			],
			wrong: [
				`https://a.example/${'a'.repeat(255)}`,
				'https://a.example/*',
				'https://a.example//',
				'https://a.example/?state=x',
				'https://a.example/in?code=1',
				'http://127.0.0.1',
				'http://127.0.0.1:80/in',
				'http://127.0.0.1:99999/in',
				'http://127.0.0.1/../in',
				'com.example.app:in',
				'com.example.app:/a/../b',
				'javascript:/x',
			],
		}),
	],
	['webOrigin', word.webOrigin, both(hosts, cutShort, { right: [], wrong: ['https://a.example/', '*'] })],
	[
		'pathPrefix',
		word.pathPrefix,
		{ right: ['/', '/api/v1', '/.well-known'], wrong: ['', '/a/', '//', '/..', '/a/.', '/a%20b', 'a'] },
	],
	[
		'cidr',
		word.cidr,
		{
			right: ['203.0.113.0/24', '0.0.0.0/0', '255.255.255.255/32', '10.0.0.0/8'],
			wrong: ['01.2.3.4/8', '1.2.3.04/8', '00.0.0.0/0', '1.2.3.4/08', '256.0.0.0/8', '1.2.3.4/33', '1.2.3.4'],
		},
	],
	[
		'labelKey',
		word.labelKey,
		{
			right: ['app', 'app.kubernetes.io/name', 'a/b', `${'x'.repeat(253)}/y`, 'a-b.c/D_e'],
			wrong: ['a..b/c', 'a.-b/c', 'a-.b/c', '.a/b', 'A.b/c', 'a/', '/a', 'a/b/c', '-a', `${'x'.repeat(254)}/y`],
		},
	],
	[
		'headerName',
		word.headerName,
		{
			right: ['x-tenant-id', 'tenant', 'x-acceptance', 'x-from'],
			wrong: [
				'accept',
				'accept-language',
				'user-agent',
				'traceparent',
				'tracestate',
				'baggage',
				'expect',
				'b3',
				'x-b3-traceid',
				'cookie',
				'set-cookie',
				'authorization',
				'x-forwarded-for',
				'x-real-ip',
				'range',
				'if-match',
				'sec-fetch-mode',
				'grpc-timeout',
				'te',
				'referer',
				'proxy-authorization',
				'X-Tenant',
			],
		},
	],
	[
		'claimName',
		word.claimName,
		{
			right: ['tenant', 'brand', 'tenant_id', 'email_domain', 'verse'],
			wrong: [
				'sub',
				'realm_access',
				'resource_access',
				'auth_time',
				'session_state',
				'allowed-origins',
				'groups',
				'roles',
				'email',
				'email_verified',
				'preferred_username',
				'cnf',
				'acr',
				'amr',
				'nonce',
				'at_hash',
				'c_hash',
				'organization',
				'address',
				'client_id',
				'sid',
				'a.b',
			],
		},
	],
	[
		'words',
		word.words,
		{
			right: ['team-cart', 'costs 5 $ a day', 'a {b} (c)', 'to {x} in $', 'Überweisung'],
			wrong: ['$', '\u0024{SECRET}', 'a \u0024{env:SECRET} b', '$(env:SECRET)', 'a $(x', 'a\nb', '', 'a'.repeat(201)],
		},
	],
	[
		'subjectName',
		word.subjectName,
		{
			right: [
				'CN=a',
				'CN=exporter,O=Apps',
				'CN=Jan de Vries,OU=R&D,C=NL',
				'CN=*.partner.example',
				'UID=7,DC=shop,DC=example',
			],
			wrong: [
				'CN=a, O=b',
				'cn=a',
				'Cn=a',
				'CN=a ,O=b',
				'CN= a',
				'CN=a  b',
				'CN=a,',
				'CN=',
				'2.5.4.3=a',
				'EMAILADDRESS=a',
				'CN=a\\,b',
				'CN=a+O=b',
				'CN="a"',
				'CN=\u0024{X}',
				'CN=$(X)',
				'CN=#0c0161',
				'partner',
			],
		},
	],
];

test.each(rows)('%s', (_name, schema, { right, wrong }) => {
	expect(right.filter((text) => !accepts(schema, text))).toEqual([]);
	expect(wrong.filter((text) => accepts(schema, text))).toEqual([]);
});

test('an accepted https address is its own normal form', () => {
	for (const address of [...hosts.right, ...on('https://a.example', paths).right]) {
		expect(new URL(address).href.replace(/\/$/, '')).toBe(address);
	}
});
