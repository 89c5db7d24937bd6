import { expect, test } from 'vitest';
import { type Receiver, receivedHeaders } from '../../../../src/semantics/istio/facts/received.ts';
import type { HttpRequest } from '../../../../src/semantics/istio/request.ts';
import { inCookie, inHeader, inParameter, token } from '../tokens/scene.ts';

const sidecar: Receiver = { gateway: false, attested: true };
const gateway: Receiver = { gateway: true, attested: false };

function received(headers: HttpRequest['headers'], receiver = sidecar, tokens: HttpRequest['tokens'] = []) {
	const http: HttpRequest = { method: 'GET', path: '/', host: 'h', headers, tokens, external: 'agrees' };
	const { headers: kept, dropped } = receivedHeaders(http, (index) => `<${index}>`, receiver);
	return { kept: Object.fromEntries(kept), dropped };
}

const one = (name: string, value = '1') => [[name, value]] as const;

test('names in lower case, values without blanks, tokens first', () => {
	const tokens = [inHeader('X-Token', 'Bearer '), inParameter('t'), inCookie('c')].map((place) =>
		token({}, { in: place }),
	);
	expect(received([['X-Token', '  x '], ...one('Cookie', 'd=1')], sidecar, tokens).kept).toEqual({
		'x-token': ['Bearer <0>', 'x'],
		cookie: ['c=<2>', 'd=1'],
	});
});

test.each([
	'connection',
	'keep-alive',
	'proxy-connection',
	'upgrade',
	'x-envoy-decorator-operation',
	'x-envoy-force-trace',
	'x-envoy-internal',
	'x-envoy-max-retries',
	'x-envoy-retry-on',
	'host',
])('%s is not there', (name) => {
	for (const receiver of [sidecar, gateway])
		expect(received(one(name), receiver)).toEqual({ kept: {}, dropped: [name] });
});

test.each([
	'x-request-id',
	'x-forwarded-proto',
	'x-envoy-external-address',
	'x-envoy-original-path',
	'x-envoy-downstream-service-node',
])('%s is not there at a gateway', (name) => {
	expect(received(one(name), sidecar).kept).toEqual({ [name]: ['1'] });
	expect(received(one(name), gateway).kept).toEqual({});
});

test.each(['x-envoy-foo', 'x-forwarded-host', 'x-envoy-attempt-count', 'via', 'x-envoy-peer-metadata', 'expect'])(
	'%s is there',
	(name) => {
		for (const receiver of [sidecar, gateway]) expect(received(one(name), receiver).kept).toEqual({ [name]: ['1'] });
	},
);

test('TE asks for trailers or for nothing', () => {
	expect(received(one('TE', 'trailers')).kept).toEqual({ te: ['trailers'] });
	expect(received(one('TE', 'gzip')).kept).toEqual({});
});

test('who was attested may forward certificates', () => {
	expect(received(one('X-Forwarded-Client-Cert')).kept).toEqual({ 'x-forwarded-client-cert': ['1'] });
	expect(received(one('X-Forwarded-Client-Cert'), { gateway: false, attested: false }).kept).toEqual({});
});

test('what Connection names ends here', () => {
	const headers = [...one('Connection', 'close, X-A'), ...one('x-a'), ...one('x-b')];
	expect(received(headers)).toEqual({ kept: { 'x-b': ['1'] }, dropped: ['connection', 'x-a'] });
});
