import { expect, test } from 'vitest';
import { remoteAddress } from '../../../../src/semantics/istio/facts/remote.ts';
import { printAddress, readAddress } from '../../../../src/traffic/address.ts';

const source = readAddress('127.0.0.1');

/** As a sidecar of Envoy 1.39.3 took them. */
test.each([
	['10.1.2.3', '10.1.2.3'],
	['203.0.113.7, 10.1.2.3', '10.1.2.3'],
	['10.1.2.3 ,10.9.9.9', '10.9.9.9'],
	['2001:db8::7', '2001:db8::7'],
	['::ffff:10.1.2.3', '::ffff:a01:203'],
	['10.1.2.3:80', '127.0.0.1'],
	['[2001:db8::7]', '127.0.0.1'],
	['10.1.2.3, x', '127.0.0.1'],
	['10.1.2.3,', '127.0.0.1'],
	['', '127.0.0.1'],
	['unknown', '127.0.0.1'],
	['010.1.2.3', '127.0.0.1'],
	['10.1.2', '127.0.0.1'],
	['10.1.2.3/8', '127.0.0.1'],
	['fe80::1%eth0', '127.0.0.1'],
])('X-Forwarded-For: %s', (forwarded, wanted) => {
	const address = remoteAddress(true, new Map([['x-forwarded-for', [forwarded]]]), source);
	expect(address && printAddress(address)).toBe(wanted);
});

test('nothing forwarded, or nobody believed: the peer', () => {
	expect(remoteAddress(true, new Map(), source)).toBe(source);
	expect(remoteAddress(false, new Map([['x-forwarded-for', ['10.1.2.3']]]), source)).toBe(source);
	expect(remoteAddress(true, new Map(), undefined)).toBeUndefined();
});
