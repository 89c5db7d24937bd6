// Who may connect at all: mutual TLS modes, trust domains and their aliases, TCP, addresses.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import type { MeshRequest, SpiffeId } from './case.ts';
import { type MeshOracle, openMesh } from './oracle.ts';
import { bytes, caseOf, checkout, expectRows, get, peers, policy, rule } from './scene.ts';

const byCheckout = policy('checkout', {
	rules: [rule({ from: { principals: ['cluster.local/ns/shop/sa/checkout'] } })],
});
const of = (trustDomain: string): SpiffeId => `spiffe://${trustDomain}/ns/shop/sa/checkout`;

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle.close());

	test('STRICT refuses plaintext and TLS without a certificate, PERMISSIVE takes plaintext', async () => {
		await expectRows(oracle, { policies: [peers('STRICT')] }, [
			['HTTP', get('/'), 'allow'],
			['TCP', bytes(), 'allow'],
			['plaintext HTTP', get('/', {}, 'plaintext'), 'refused'],
			['plaintext TCP', bytes('plaintext'), 'refused'],
			['no certificate', get('/', {}, 'tls'), 'refused'],
			['an undeclared port', { ...get('/'), port: 7777 }, 'allow'],
			['an undeclared port in plaintext', { ...get('/', {}, 'plaintext'), port: 7777 }, 'refused'],
		]);
		await expectRows(oracle, { policies: [peers('PERMISSIVE'), byCheckout] }, [
			['mTLS', get('/'), 'allow'],
			['plaintext has no identity', get('/', {}, 'plaintext'), 403],
			['TCP', bytes(), 'allow'],
			['plaintext TCP', bytes('plaintext'), 'refused'],
		]);
	});

	test('a port-level exception opens its port and no other', async () => {
		const selector = { matchLabels: { app: 'cart' } };
		const exception = peers('STRICT', { selector, portLevelMtls: { 8080: { mode: 'PERMISSIVE' } } });
		await expectRows(oracle, { policies: [exception] }, [
			['8080', get('/', {}, 'plaintext'), 'allow'],
			['9090', { ...get('/', {}, 'plaintext'), port: 9090 }, 'refused'],
		]);
	});

	test('DISABLE hands the TLS handshake of a TCP caller to the application', async () => {
		await expectRows(oracle, { policies: [peers('DISABLE')] }, [
			['TCP', bytes(), 'allow'],
			['plaintext', bytes('plaintext'), 'allow'],
		]);
	});

	test('another trust domain is refused in the handshake; an alias is the same domain', async () => {
		const policies = [peers('STRICT'), byCheckout];
		await expectRows(oracle, { policies }, [['foreign', get('/', {}, of('old.example')), 'refused']]);
		const mesh = { trustDomain: 'new.example', trustDomainAliases: ['old.example'] };
		await expectRows(oracle, { policies, mesh }, [
			['new', get('/', {}, of('new.example')), 'allow'],
			['alias', get('/', {}, of('old.example')), 'allow'],
			['cluster.local is only a word for it', get('/', {}, checkout), 'refused'],
		]);
		const wildcard = policy('wild', { rules: [rule({ from: { principals: ['cluster.local/ns/shop/*'] } })] });
		await expectRows(oracle, { policies: [peers('STRICT'), wildcard], mesh }, [
			['four segments are not expanded', get('/', {}, of('new.example')), 403],
		]);
	});

	test('an undeclared protocol is seen from the first bytes', async () => {
		const deny = policy('get', { rules: [rule({ to: { methods: ['GET'] } })] });
		await expectRows(oracle, { policies: [deny] }, [
			['HTTP', { ...get('/'), port: 7000 }, 'allow'],
			['another method', { ...get('/', { method: 'PUT' }), port: 7000 }, 403],
			['bytes', bytes(checkout, 7000), 'refused'],
		]);
	});

	test('addresses: ipBlocks is the peer, remoteIpBlocks the forwarded address, destination.ip the workload', async () => {
		if (oracle.versions.network !== 'own') return;
		const from = (sourceAddress: string, path: string): MeshRequest => ({ ...get(path), sourceAddress });
		const policies = [
			policy('direct', {
				rules: [rule({ from: { ipBlocks: ['10.1.0.0/16', '2001:db8::/32'] }, to: { paths: ['/d'] } })],
			}),
			policy('to', {
				rules: [rule({ when: [{ key: 'destination.ip', values: ['10.9.0.0/16'] }], to: { paths: ['/t'] } })],
			}),
		];
		await expectRows(oracle, { policies }, [
			['inside', from('10.1.2.3', '/d'), 'allow'],
			['outside', from('10.2.2.3', '/d'), 403],
			['workload inside', { ...get('/t'), destinationAddress: '10.9.1.1' }, 'allow'],
			['workload outside', { ...get('/t'), destinationAddress: '10.8.1.1' }, 403],
		]);
		const six = { ...from('2001:db8::7', '/d'), destinationAddress: '2001:db8::1' };
		await expectRows(oracle, { policies }, [['IPv6', six, 'allow']]);
	});

	test('cases that want the same destination address are asked one after the other', async () => {
		if (oracle.versions.network !== 'own') return;
		const request = { ...get('/'), destinationAddress: '10.9.1.1' };
		const cases = [policy('open', { rules: [{}] }), policy('shut', {}), policy('open', { rules: [{}] })];
		const answers = await Promise.all(
			cases.map((one, n) => oracle.ask(caseOf({ policies: [one] }, [request], `${n}`))),
		);
		expect(answers.map((answer) => answer.kind === 'judged' && answer.verdicts[0]?.verdict)).toEqual([
			'allow',
			403,
			'allow',
		]);
	});
});
