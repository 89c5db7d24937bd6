import { expect, test } from 'vitest';
import { addWritten, type Setting, writtenNames } from '../../../../src/semantics/istio/facts/added.ts';
import type { Headers } from '../../../../src/semantics/istio/facts/headers.ts';

const names = [
	':authority',
	':path',
	':scheme',
	'x-forwarded-proto',
	'x-request-id',
	'x-forwarded-client-cert',
	'x-forwarded-for',
	'x-envoy-external-address',
	'x-envoy-decorator-operation',
];

const sidecar: Setting = {
	gateway: false,
	host: 'Shop.example',
	path: '/p?q=1',
	overTls: true,
	attested: 'spiffe://a/ns/b/sa/c',
	source: '10.0.0.1',
};

function added(setting: Setting, sent: Readonly<Record<string, string>> = {}) {
	const headers: Headers = new Map(Object.entries(sent).map(([name, value]) => [name, [value]]));
	addWritten(names, headers, setting);
	return Object.fromEntries([...headers].map(([name, values]) => [name, values.join('|')]));
}

const xfcc = 'By=<workload>;Hash=<hash>;Subject="";URI=spiffe://a/ns/b/sa/c';

test('at a sidecar', () => {
	expect(added(sidecar)).toEqual({
		':authority': 'Shop.example',
		':path': '/p?q=1',
		':scheme': 'https',
		'x-forwarded-proto': 'https',
		'x-request-id': '<request id>',
		'x-forwarded-client-cert': xfcc,
	});
	expect(added({ ...sidecar, overTls: false, attested: undefined })).toEqual({
		':authority': 'Shop.example',
		':path': '/p?q=1',
		':scheme': 'http',
		'x-forwarded-proto': 'http',
		'x-request-id': '<request id>',
	});
});

test('at a sidecar, what was sent stays', () => {
	const sent = {
		'x-forwarded-proto': 'ftp',
		'x-request-id': '1',
		'x-forwarded-client-cert': 'By=x',
		'x-forwarded-for': 'y',
	};
	expect(added(sidecar, sent)).toMatchObject({ ...sent, 'x-forwarded-client-cert': `By=x,${xfcc}` });
});

test('at a gateway the peer is put behind what was forwarded', () => {
	const gateway = { ...sidecar, gateway: true, attested: undefined };
	expect(added(gateway, { 'x-forwarded-for': '10.1.1.1' })).toMatchObject({
		'x-forwarded-for': '10.1.1.1,10.0.0.1',
		'x-envoy-external-address': '10.0.0.1',
		'x-envoy-decorator-operation': '<route>',
	});
	expect(added({ ...gateway, source: undefined })).toMatchObject({ 'x-forwarded-for': '<address>' });
});

test('only what is asked for', () => {
	expect(writtenNames([...names, 'x-tenant', 'toString'])).toEqual(names);
});
