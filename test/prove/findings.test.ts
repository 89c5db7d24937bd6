// One named test for each kind of finding, with its exact request: what a person is shown.
import { expect, test } from 'vitest';
import type { Json } from '../../src/manifests/object.ts';
import { added, bank, found, foundInRealm, planted, plantedAt, ruleFor } from './bank.ts';
import { listAt, textAt, textsAt, withAt } from './mutants/edit.ts';

const at = { sourceAddress: '192.0.2.1', destinationAddress: '192.0.2.1' };
const settlements = ruleFor('AuthorizationPolicy payments/payments', '/settlements');
const external = { refuses: 403 } as const;

test('nothing is found in what is compiled', () => {
	expect(found(bank.objects)).toEqual([]);
	expect(foundInRealm((realm) => realm)).toEqual([]);
});

test('excess: a path that goes on', () => {
	const [finding, ...others] = found(
		plantedAt(
			'AuthorizationPolicy payments/payments',
			['spec', 'rules', settlements, 'to', 0, 'operation', 'paths'],
			['/settlements*'],
		),
	);
	expect(others).toEqual([]);
	expect(finding).toMatchObject({
		kind: 'excess',
		place: { workload: 'payments', namespace: 'payments', port: 8080, speaks: 'http' },
		admittedBy: { policy: 'payments/payments', rule: settlements },
		request: {
			...at,
			from: 'spiffe://bank.example/ns/edge/sa/edge',
			port: 8080,
			http: { method: 'POST', path: '/settlementsa', host: 'elsewhere.example', headers: [], tokens: [], external },
		},
	});
});

test('missing: another method', () => {
	const [finding, ...others] = found(
		plantedAt(
			'AuthorizationPolicy payments/payments',
			['spec', 'rules', settlements, 'to', 0, 'operation', 'methods'],
			['GET'],
		),
	).filter(({ kind }) => kind === 'missing');
	expect(others).toEqual([]);
	expect(finding).toMatchObject({
		kind: 'missing',
		intent: 'payments/payments.settlement.notify/anyone@edge/anyone',
		refusedBy: 'no rule of payments/default-deny, payments/payments matches',
		request: {
			from: 'spiffe://bank.example/ns/edge/sa/edge',
			http: { method: 'POST', path: '/settlements', tokens: [] },
		},
	});
});

test('excess without a policy: no default deny, and a pod that the catalog does not name', () => {
	const findings = found(planted('AuthorizationPolicy accounts/default-deny', () => undefined));
	expect(findings[0]).toMatchObject({
		kind: 'excess',
		place: { workload: 'any other pod in accounts', namespace: 'accounts', port: 9 },
		admittedBy: undefined,
		request: { from: 'spiffe://bank.example/ns/elsewhere/sa/stranger', port: 9 },
	});
	expect(findings.every(({ kind }) => kind === 'excess')).toBe(true);
});

test('excess: a policy for pods with one label more', () => {
	const findings = found(
		added('AuthorizationPolicy', 'accounts', { selector: { matchLabels: { version: 'v2' } }, rules: [{}] }),
	);
	expect(new Set(findings.map((finding) => ('place' in finding ? finding.place.workload : '')))).toEqual(
		new Set([
			'accounts, pods with app=accounts,version=v2',
			'pods with version=v2 in accounts',
			'gateways with version=v2 in accounts',
		]),
	);
});

test('missing: a DENY for pods with one label more', () => {
	const findings = found(
		added('AuthorizationPolicy', 'accounts', {
			action: 'DENY',
			selector: { matchLabels: { version: 'v2' } },
			rules: [{}],
		}),
	);
	expect(findings.map(({ kind }) => kind)).toContain('missing');
});

test('excess: a policy in the root namespace, with and without a selector', () => {
	for (const selector of [{}, { selector: { matchLabels: { app: 'limits' } } }]) {
		const findings = found(added('AuthorizationPolicy', 'istio-system', { ...selector, rules: [{}] }));
		const places = findings.flatMap((finding) => ('place' in finding ? [finding.place.workload] : []));
		expect(places).toContain('limits');
	}
});

test('excess, escaped: a slash that stays escaped in a path', () => {
	const paths = ['spec', 'rules', settlements, 'to', 0, 'operation', 'paths'];
	const [finding] = found(plantedAt('AuthorizationPolicy payments/payments', paths, ['/settlements', '/a%2Fb']));
	expect(finding).toMatchObject({ kind: 'excess', request: { http: { path: '/a%2Fb' } } });
});

test('handling: keys from elsewhere, a parameter, a token kept back, a header nobody expects', () => {
	const rule = ['spec', 'jwtRules', 0];
	const title = 'RequestAuthentication accounts/accounts';
	const what = (field: string, to: Json | undefined) =>
		found(plantedAt(title, [...rule, field], to)).map((finding) => ('what' in finding ? finding.what : finding.kind));
	expect(what('jwksUri', 'https://evil.example/keys')).toEqual([
		'verifies tokens of https://idp.bank.example/realms/bank with keys from https://evil.example/keys, not from https://idp.bank.example/realms/bank/protocol/openid-connect/certs',
	]);
	expect(what('fromParams', ['access_token'])).toEqual([
		'takes tokens from header Authorization after "Bearer ", parameter access_token, not from the header Authorization alone',
	]);
	expect(what('forwardOriginalToken', true)).toEqual(['hands on the token, which nobody needs behind it']);
	expect(what('outputPayloadToHeader', 'x-payload')).toEqual(['writes the whole token to the header x-payload']);
	expect(what('spaceDelimitedClaims', ['tenant'])).toEqual([
		'splits the claims tenant at spaces, so that one value counts as several',
	]);
});

test('handling: connections without mutual TLS', () => {
	expect(found(plantedAt('PeerAuthentication payments/default', ['spec', 'mtls', 'mode'], 'PERMISSIVE'))).toMatchObject(
		['any other pod in payments', 'limits', 'payments', 'scheduler'].map((workload) => ({
			kind: 'handling',
			place: { workload },
			object: 'PeerAuthentication payments/default',
		})),
	);
});

test('undecided: what is not understood, and what reaches beyond the catalog', () => {
	const kinds = (objects: readonly Parameters<typeof found>[0][number][]) =>
		found(objects).map((finding) => (finding.kind === 'undecided' ? finding.why : finding.kind));
	const filter = {
		...added('AuthorizationPolicy', 'accounts', {}).slice(-1)[0],
		apiVersion: 'networking.istio.io/v1alpha3',
		kind: 'EnvoyFilter',
	};
	expect(kinds([...bank.objects, filter as (typeof bank.objects)[number]])).toEqual([
		'objects of this kind are not judged',
	]);
	expect(kinds(added('AuthorizationPolicy', 'elsewhere', { rules: [{}] }))).toEqual([
		'the catalog does not name its namespace',
	]);
	expect(kinds(added('AuthorizationPolicy', 'monitoring', { selector: { matchLabels: { app: 'other' } } }))).toEqual([
		'others live in its namespace, and it speaks of pods that are no workload’s',
	]);
});

test('token-excess: a scope, a claim, a tenant, a way, a door', () => {
	const payments = clientAt('payments');
	const what = (change: (realm: Json) => Json) =>
		foundInRealm(change).map((finding) =>
			finding.kind === 'token-excess' ? `${finding.client} ${finding.way}: ${finding.what}` : finding.kind,
		);
	const tooMany = (realm: Json) => {
		const path = ['clients', payments, 'optionalClientScopes'];
		return withAt(realm, path, [...textsAt(realm, path), 'statements.read']);
	};
	expect(what(tooMany)).toEqual([
		'payments by exchange, for a user: it says the scope `statements.read`',
		'payments by exchange, for a user: it is for `statements`, too',
	]);
	const byDefault = (realm: Json) => {
		const path = ['clients', payments, 'defaultClientScopes'];
		return withAt(realm, path, [...textsAt(realm, path), 'accounts.read']);
	};
	expect(what(byDefault)).toContain(
		'payments by exchange, for a user: it says the scope `accounts.read`, though nobody asked for it',
	);
	const longer = (realm: Json) => withAt(realm, ['clients', payments, 'attributes', 'access.token.lifespan'], '86400');
	expect(what(longer)).toEqual(['payments by exchange, for a user: it lives 86400 s, not 300 s']);
	const moved = (realm: Json) => {
		const scope = listAt(realm, ['clientScopes']).findIndex((each) => textAt(each, ['name']) === 'meshgrant-tenant');
		return withAt(realm, ['clientScopes', scope, 'protocolMappers', 0, 'config', 'user.attribute'], 'locale');
	};
	expect(what(moved)).toContain(
		'payments by exchange, for a user: its tenant comes from `locale` of the user, not from `tenant`',
	);
});

test('token-missing: a scope that is not linked, an audience, a subject', () => {
	const payments = clientAt('payments');
	const what = (change: (realm: Json) => Json) =>
		foundInRealm(change).flatMap((finding) =>
			finding.kind === 'token-missing' ? [`${finding.grant}: ${finding.what}`] : [],
		);
	const tooFew = (realm: Json) => {
		const path = ['clients', payments, 'optionalClientScopes'];
		return withAt(
			realm,
			path,
			textsAt(realm, path).filter((name) => name !== 'accounts.book'),
		);
	};
	expect(what(tooFew)).toEqual(['accounts/accounts.book/payments/user: no such token can be had for `accounts`']);
	const noAudience = (realm: Json) => {
		const scope = listAt(realm, ['clientScopes']).findIndex((each) => textAt(each, ['name']) === 'accounts.book');
		return withAt(realm, ['clientScopes', scope, 'protocolMappers'], []);
	};
	expect(what(noAudience)).toEqual([
		'accounts/accounts.book/payments/user: it can be had only together with `accounts.read`',
	]);
	const noSubject = (realm: Json) => {
		const path = ['clients', payments, 'defaultClientScopes'];
		return withAt(
			realm,
			path,
			textsAt(realm, path).filter((name) => name !== 'basic'),
		);
	};
	expect(what(noSubject)).toContain('accounts/accounts.book/payments/user: it does not say `sub`');
});

function clientAt(id: string): number {
	const file = bank.documents.find(({ path }) => path.endsWith('config-cli.yaml'));
	return listAt(file?.content, ['clients']).findIndex((client) => textAt(client, ['clientId']) === id);
}
