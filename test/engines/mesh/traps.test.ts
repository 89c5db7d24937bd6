// The named traps of Istio's semantics, each shown on the real engines at a sidecar.
import { afterAll, beforeAll, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import { type MeshOracle, openMesh } from './oracle.ts';
import {
	bytes,
	checkout,
	expectRows,
	get,
	issuer,
	jwtRule,
	peers,
	policy,
	rule,
	stranger,
	token,
	tokensOf,
} from './scene.ts';

await withEngines(['mesh', 'envoy'], (paths) => {
	let oracle: MeshOracle;
	beforeAll(async () => {
		oracle = await openMesh(paths);
	});
	afterAll(() => oracle.close());

	test('default deny: a policy without rules shuts the workload, none at all leaves it open', async () => {
		await expectRows(oracle, { policies: [] }, [
			['mTLS', get('/'), 'allow'],
			['plaintext', get('/', {}, 'plaintext'), 'allow'],
		]);
		await expectRows(oracle, { policies: [policy('deny', {})] }, [['mTLS', get('/'), 403]]);
		await expectRows(oracle, { policies: [policy('deny', {}, 'istio-system')] }, [['root namespace', get('/'), 403]]);
		await expectRows(oracle, { policies: [policy('everyone', { rules: [{}] })] }, [
			['plaintext', get('/', {}, 'plaintext'), 'allow'],
		]);
	});

	test('one action is one union: no ALLOW narrows another, DENY comes first', async () => {
		const policies = [
			policy('mesh-wide', { rules: [rule({ to: { paths: ['/open'] } })] }, 'istio-system'),
			policy('namespace', { rules: [rule({ from: { principals: ['cluster.local/ns/shop/sa/checkout'] } })] }),
			policy('stop', { action: 'DENY', rules: [rule({ to: { methods: ['DELETE'] } })] }),
		];
		await expectRows(oracle, { policies }, [
			['a stranger on the open path', get('/open', {}, stranger), 'allow'],
			['checkout elsewhere', get('/x'), 'allow'],
			['a stranger elsewhere', get('/x', {}, stranger), 403],
			['checkout deletes', get('/x', { method: 'DELETE' }), 403],
		]);
	});

	test('RequestAuthentication never requires a token; a DENY on notRequestPrincipals or an ALLOW on claims does', async () => {
		const jwt = tokensOf('jwt', jwtRule());
		await expectRows(oracle, { policies: [jwt] }, [
			['no token', get('/'), 'allow'],
			['a bad one', get('/', { tokens: [token({}, 'forged')] }), 401],
		]);
		const guard = policy('guard', { action: 'DENY', rules: [rule({ from: { notRequestPrincipals: ['*'] } })] });
		await expectRows(oracle, { policies: [jwt, guard] }, [
			['no token', get('/'), 403],
			['a token', get('/', { tokens: [token()] }), 'allow'],
		]);
	});

	test('a token without `sub` matches no requestPrincipals', async () => {
		const policies = [
			tokensOf('jwt', jwtRule()),
			policy('any', { rules: [rule({ from: { requestPrincipals: ['*'] } })] }),
		];
		await expectRows(oracle, { policies }, [
			['with sub', get('/', { tokens: [token()] }), 'allow'],
			['without', get('/', { tokens: [{ state: 'valid', claims: { iss: issuer } }] }), 403],
		]);
	});

	test('a missing attribute: positive fields are false, `not` fields are true', async () => {
		const not = policy('not', { rules: [rule({ from: { notPrincipals: ['cluster.local/ns/other/sa/stranger'] } })] });
		await expectRows(oracle, { policies: [not] }, [
			['plaintext', get('/', {}, 'plaintext'), 'allow'],
			['the stranger', get('/', {}, stranger), 403],
		]);
		const any = policy('any', { rules: [rule({ from: { principals: ['*'] } })] });
		await expectRows(oracle, { policies: [any] }, [
			['plaintext', get('/', {}, 'plaintext'), 403],
			['mTLS', get('/', {}, stranger), 'allow'],
		]);
	});

	test('TCP: an ALLOW rule with an HTTP field vanishes, a DENY rule loses the field and widens', async () => {
		const allow = policy('allow', { rules: [rule({ from: { principals: ['*'] }, to: { methods: ['GET'] } })] });
		await expectRows(oracle, { policies: [allow] }, [
			['HTTP', get('/'), 'allow'],
			['TCP', bytes(), 'refused'],
		]);
		const deny = policy('deny', { action: 'DENY', rules: [rule({ to: { methods: ['DELETE'] } })] });
		await expectRows(oracle, { policies: [deny] }, [
			['HTTP', get('/'), 'allow'],
			['TCP', bytes(), 'refused'],
		]);
		const ports = policy('deny', { action: 'DENY', rules: [rule({ to: { methods: ['DELETE'], ports: ['8080'] } })] });
		await expectRows(oracle, { policies: [ports] }, [['TCP on another port', bytes(), 'allow']]);
	});

	test('`ports` means the container port, not the Service port', async () => {
		const policies = [policy('ports', { rules: [rule({ to: { ports: ['80'] } })] })];
		await expectRows(oracle, { policies }, [['8080', get('/'), 403]]);
	});

	test('targetRefs do not bind a sidecar', async () => {
		const targetRefs = [{ kind: 'Service', group: '', name: 'cart' }];
		await expectRows(oracle, { policies: [policy('waypoint-only', { targetRefs })] }, [['mTLS', get('/'), 'allow']]);
	});

	test('`*` in the middle of a value is a star, and `*x*` is a suffix', async () => {
		const policies = [policy('stars', { rules: [rule({ to: { paths: ['/a/*/c', '*x*'] } })] })];
		await expectRows(oracle, { policies }, [
			['/a/b/c', get('/a/b/c'), 403],
			['/a/*/c', get('/a/*/c'), 'allow'],
			['/1x1', get('/1x1'), 403],
			['/1x*', get('/1x*'), 'allow'],
		]);
	});

	test('only hosts and header names ignore case; the host keeps its port', async () => {
		const policies = [
			policy('host', { rules: [rule({ to: { hosts: ['shop.example'], methods: ['GET'] } })] }),
			policy('header', { rules: [rule({ when: [{ key: 'request.headers[X-Tier]', values: ['Gold'] }] })] }),
		];
		await expectRows(oracle, { policies }, [
			['host', get('/', { host: 'SHOP.example' }), 'allow'],
			['host with port', get('/', { host: 'shop.example:80' }), 403],
			['header', get('/', { headers: [['x-tier', 'Gold']] }), 'allow'],
			['header value in another case', get('/', { headers: [['x-tier', 'gold']] }), 403],
			[
				'a repeated header',
				get('/', {
					headers: [
						['x-tier', 'tin'],
						['x-tier', 'Gold'],
					],
				}),
				'allow',
			],
			['a joined header', get('/', { headers: [['x-tier', 'tin,Gold']] }), 403],
		]);
	});

	test('namespaces are matched anywhere in the identity, trust domain and all', async () => {
		const policies = [policy('sa', { rules: [rule({ from: { namespaces: ['*sa'] } })] }), peers('STRICT')];
		await expectRows(oracle, { policies }, [['any identity', get('/', {}, stranger), 'allow']]);
	});

	test('empty `from` and `to` lists mean absent: they match everyone', async () => {
		const policies = [policy('open', { rules: [{ from: [], to: [] }] })];
		await expectRows(oracle, { policies }, [['plaintext', get('/', {}, 'plaintext'), 'allow']]);
		await expectRows(oracle, { policies: [policy('shut', { action: 'DENY', rules: [{ from: [], to: [] }] })] }, [
			['mTLS', get('/', {}, checkout), 403],
		]);
	});
});
