// What the matchers say, and that they bite: faults planted into the output make them fail.
import { describe, expect, test } from 'vitest';
import { access, accessOfManifests } from '../../src/testing/index.ts';
import { at, bank as bankWith } from './bank.ts';

const bank = await bankWith();
const read = { from: 'statements', to: 'accounts', request: 'GET /accounts/1', as: 'service' } as const;
const close = { ...read, request: 'POST /accounts/1/close' } as const;

/** The message of the error. */
function failure(assert: () => unknown): string {
	try {
		assert();
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return 'no failure';
}

describe('messages', () => {
	test('a refusal where access was expected, with what would help', () => {
		const message = failure(() => expect(bank).toAllow({ ...read, request: 'POST /accounts/1/freeze' }));
		expect(message).toMatchSnapshot();
	});

	test('access where a refusal was expected', () => {
		expect(failure(() => expect(bank).toDeny(read))).toMatchSnapshot();
		expect(failure(() => expect(bank).not.toAllow(read))).toMatchSnapshot();
	});

	test('another refusal than expected', () => {
		const message = failure(() => expect(bank).toDeny(close, { because: 'token', status: 401, at: 'edge' }));
		expect(message).toMatchSnapshot();
	});

	test('a token that cannot be had', () => {
		const call = { ...read, tenant: 'business', to: 'customer', request: 'GET /customers/1/contact' };
		expect(failure(() => expect(bank).toAllow(call))).toContain('and it is refused');
		expect(failure(() => expect(bank).toAllow({ ...read, as: 'user' }))).toContain('Keycloak refuses the token');
	});

	test('callers that are listed and not granted, and the reverse', () => {
		const message = failure(() =>
			expect(bank).toGrantExactly({ to: 'accounts' }, [
				{ from: 'statements', as: 'service', scopes: ['accounts.read'] },
				{ from: 'payments', as: 'user', scopes: ['accounts.read', 'accounts.book'] },
				{ from: 'payments', as: 'service', scopes: ['accounts.read'] },
			]),
		);
		expect(message).toMatchSnapshot();
	});

	test('a request that passes where nothing should', () => {
		expect(failure(() => expect(bank).toNever({ from: 'statements', to: 'accounts' }))).toMatchSnapshot();
	});
});

describe('what nobody can answer is an error, also where a refusal is expected', () => {
	test.each([
		['a caller', { ...read, from: 'statments' }, 'did you mean `statements`'],
		['a receiver', { ...read, to: 'acounts' }, 'did you mean `accounts`?'],
		['a request', { ...read, request: '/accounts' }, 'write the method'],
	])('%s', (_what, call, help) => {
		expect(failure(() => expect(bank).toDeny(call))).toContain(help);
		expect(failure(() => expect(bank).not.toAllow(call))).toContain(help);
	});

	test('names of invariants and receivers', () => {
		expect(failure(() => expect(bank).toNever({ from: 'statments', to: 'accounts' }))).toContain(
			'did you mean `statements`',
		);
		expect(failure(() => expect(bank).not.toNever({ from: 'statements', to: 'acounts' }))).toContain('`accounts`?');
		expect(failure(() => expect(bank).not.toGrantExactly({ to: 'acounts' }, []))).toContain('`accounts`?');
	});

	test('a catalog that is not there, wrong, or of another environment', async () => {
		await expect(access('nowhere.catalog.ts')).rejects.toThrow('nowhere.catalog.ts');
		await expect(access({ name: 'x' })).rejects.toThrow('the catalog holds errors');
		const file = new URL('../../services.catalog.ts', import.meta.url);
		const today = '2026-11-24';
		await expect(access(file, { today })).rejects.toThrow('`prod` or `staging`');
		await expect(access(file, { today, environment: 'prd' })).rejects.toThrow('did you mean `prod`?');
	});
});

describe('plaintext is in the lists, too', () => {
	test('of an exception, and of the kubelet', () => {
		expect(bank).toGrantExactly({ to: 'deposit-calculator', request: 'GET /deposits/rates' }, [
			{ from: 'anyone', as: 'plaintext' },
			{ from: 'anyone', via: 'edge', as: 'anyone', scopes: ['deposits.rates.read'] },
		]);
		expect(bank).toGrantExactly({ to: 'customer', request: 'GET /healthz' }, [{ from: 'kubelet', as: 'plaintext' }]);
		expect(bank).not.toNever({ from: 'scheduler', to: 'customer' });
		expect(bank).toNever({ from: 'scheduler', to: 'customer', request: 'GET /customers/1' });
	});
});

describe('planted faults', () => {
	test('a rule that lets everybody in', async () => {
		const open = await bankWith(at('AuthorizationPolicy', 'data/ledger', (spec) => void spec.rules?.push({})));
		expect(() => expect(open).toBeProved()).toThrow('PRV001');
		expect(() => expect(open).toNever({ from: 'payments', to: 'ledger' })).toThrow('this does');
		expect(() => expect(open).toDeny({ from: 'payments', to: 'ledger', request: 'TCP' })).toThrow('is allowed');
		const callers = [{ from: 'accounts', as: 'identity', scopes: ['ledger.connect'] }] as const;
		expect(() => expect(open).toGrantExactly({ to: 'ledger' }, callers)).toThrow('is not proved');
		expect(bank).toGrantExactly({ to: 'ledger' }, callers);
	});

	test('no change is said to work where what is compiled is not proved', async () => {
		const open = await bankWith(at('AuthorizationPolicy', 'data/ledger', (spec) => void spec.rules?.push({})));
		const call = { from: 'scheduler', to: 'accounts', request: 'GET /accounts/1' };
		expect(failure(() => expect(bank).toAllow(call))).toContain('the catalog has no errors (tried)');
		const message = failure(() => expect(open).toAllow(call));
		expect(message).toContain('no change was found that helps');
		expect(message).not.toContain('(tried)');
	});

	test('a rule that is gone', async () => {
		const shut = await bankWith(at('AuthorizationPolicy', 'accounts/accounts', (spec) => void spec.rules?.pop()));
		expect(() => expect(shut).toAllow(read)).toThrow('it is refused');
	});

	test('a scope that a client may no longer ask for', async () => {
		const poor = await bankWith((object) => {
			for (const client of object.clients ?? []) {
				if (client.clientId !== 'statements') continue;
				client.optionalClientScopes = client.optionalClientScopes.filter((name) => name !== 'accounts.read');
			}
		});
		expect(() => expect(poor).toBeProved()).toThrow('PRV005');
		expect(() => expect(poor).toAllow(read)).toThrow('the mesh would, but Keycloak refuses the token');
		// The mesh would let it pass, so a refusal cannot be promised either.
		expect(() => expect(poor).toDeny(read)).toThrow('no policy refuses it');
	});
});

describe('manifests without a catalog', () => {
	const meta = (name: string) => ({ name, namespace: 'shop' });
	const spec = { selector: { matchLabels: { app: 'cart' } } };
	const deployment = {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: meta('cart'),
		spec: {
			...spec,
			template: {
				metadata: { labels: { app: 'cart' } },
				spec: { containers: [{ name: 'cart', ports: [{ name: 'http', containerPort: 8080 }] }] },
			},
		},
	};
	const service = {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: meta('cart'),
		spec: { selector: { app: 'cart' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
	};
	const peers = {
		apiVersion: 'security.istio.io/v1',
		kind: 'PeerAuthentication',
		metadata: meta('default'),
		spec: { mtls: { mode: 'STRICT' } },
	};
	const principals = ['cluster.local/ns/shop/sa/checkout'];
	const policy = {
		apiVersion: 'security.istio.io/v1',
		kind: 'AuthorizationPolicy',
		metadata: meta('cart'),
		spec: { ...spec, rules: [{ from: [{ source: { principals } }], to: [{ operation: { methods: ['GET'] } }] }] },
	};
	const checkout = 'spiffe://cluster.local/ns/shop/sa/checkout' as const;
	const other = 'spiffe://cluster.local/ns/shop/sa/other' as const;

	test('are asked in the same way', () => {
		const cluster = accessOfManifests([deployment, service, peers, policy]);
		expect(cluster).toAllow({ from: checkout, to: 'shop/cart', request: 'GET /cart/1' });
		expect(cluster).toDeny(
			{ from: checkout, to: 'cart', request: 'PUT /cart/1' },
			{ because: 'no-allow', status: 403 },
		);
		expect(cluster).toDeny({ from: 'plaintext', to: 'cart', request: 'GET /' }, { because: 'mutual-tls' });
		expect(cluster).toNever({ from: other, to: 'shop/cart' });
		expect(cluster).toNever({ from: checkout, to: 'shop/cart', request: 'PUT /cart/1' });
		expect(cluster).not.toNever({ from: checkout, to: 'shop/cart' });
	});

	test('without mutual TLS everybody may come as somebody who has no certificate', () => {
		const open = { ...policy, spec: { ...spec, rules: [{ to: [{ operation: { paths: ['/health'] } }] }] } };
		const cluster = accessOfManifests([
			deployment,
			service,
			{ ...peers, spec: { mtls: { mode: 'PERMISSIVE' } } },
			open,
		]);
		expect(failure(() => expect(cluster).toNever({ from: other, to: 'shop/cart' }))).toContain('/health');
	});

	test('what cannot be read is in doubt, and neither allowed nor refused', () => {
		const broken = { ...policy, metadata: meta('broken'), spec: { ...spec, rules: 'all' } };
		const cluster = accessOfManifests([deployment, service, peers, policy, broken]);
		const call = { from: other, to: 'cart', request: 'GET /cart/1' } as const;
		expect(failure(() => expect(cluster).toAllow(call))).toContain('nobody knows');
		expect(failure(() => expect(cluster).toDeny(call))).toContain('nobody knows');
		expect(failure(() => expect(cluster).not.toAllow(call))).toContain('nobody knows');
		expect(failure(() => expect(cluster).toNever({ from: other, to: 'cart' }))).toContain('nobody knows');
	});

	test('a folder that is not there', () => {
		expect(() => accessOfManifests('no/such/folder')).toThrow('no/such/folder');
	});
});
