// What a team is told to do for its tokens. The shapes were sent to a real Keycloak 26.7.5 and answered with a token.
import { expect, test } from 'vitest';
import type { AccessModel } from '../../../../src/access/model.ts';
import {
	type TokenPlan,
	type TokenRequest,
	tokenInstructions,
} from '../../../../src/compile/backends/keycloak/index.ts';
import { clientOf, gateway, grant, modelOf, scope, service } from '../../model.ts';
import { bank } from './bank.ts';

function planOf(name: string, model: AccessModel = bank): TokenPlan {
	const answer = tokenInstructions(model, name);
	if (answer.kind !== 'instructions') throw new Error(`${name}: ${answer.kind}`);
	return answer.plan;
}

const request = (name: string, receiver: string, via = ''): TokenRequest | undefined =>
	planOf(name).requests.find((each) => each.receiver === receiver && each.via === via);

const realm = 'https://idp.example/realms/bank';

test('where to ask, as whom, and for how long the answer lasts', () => {
	expect(planOf('mobile-app')).toMatchObject({
		name: 'mobile-app',
		environment: 'prod',
		clientId: 'mobile-app',
		issuer: realm,
		tokenEndpoint: `${realm}/protocol/openid-connect/token`,
		authorizationEndpoint: `${realm}/protocol/openid-connect/auth`,
		lifetimeSeconds: 120,
	});
	expect(planOf('statements').authorizationEndpoint).toBe('');
});

test('a service mounts a token of its service account: the realm is the audience, and it lives ten minutes', () => {
	const { authentication } = planOf('payments');
	expect(authentication).toEqual({
		kind: 'service-account',
		file: '/var/run/secrets/meshgrant/token',
		pod: {
			serviceAccountName: 'payments',
			volumes: [
				{
					name: 'meshgrant-token',
					projected: {
						sources: [{ serviceAccountToken: { audience: realm, expirationSeconds: 600, path: 'token' } }],
					},
				},
			],
			containers: [
				{
					name: '<your container>',
					volumeMounts: [{ name: 'meshgrant-token', mountPath: '/var/run/secrets/meshgrant', readOnly: true }],
				},
			],
		},
		parameters: {
			client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
			client_assertion: '<content of /var/run/secrets/meshgrant/token>',
		},
	});
});

test('as itself: client credentials for exactly the granted scopes', () => {
	expect(request('statements', 'accounts')).toEqual({
		way: 'as itself',
		receiver: 'accounts',
		audiences: ['accounts'],
		scopes: ['accounts.read'],
		via: '',
		grants: ['accounts/accounts.read/statements/service'],
		authorization: {},
		parameters: { grant_type: 'client_credentials', scope: 'accounts.read' },
		presentedBy: 'statements',
	});
});

test('for a user by exchange: one token for each receiver, narrowed to it', () => {
	expect(request('payments', 'accounts')).toMatchObject({
		way: 'exchange',
		scopes: ['accounts.close', 'accounts.read'],
		parameters: {
			grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
			subject_token: '<the access token that came in>',
			subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
			requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
			scope: 'accounts.close accounts.read',
			audience: 'accounts',
		},
	});
});

test('one receiver, both actors: two tokens', () => {
	const ways = planOf('reports').requests.map((each) => [each.receiver, each.way, each.scopes]);
	expect(ways).toEqual([
		['accounts', 'as itself', ['accounts.read']],
		['accounts', 'exchange', ['accounts.close']],
	]);
});

test('for a user by login: scopes are asked for at the authorization endpoint, with PKCE', () => {
	expect(request('desk', 'accounts')).toMatchObject({ way: 'as itself' });
	const login = planOf('desk').requests.find((each) => each.way === 'login');
	expect(login?.authorization).toMatchObject({
		response_type: 'code',
		client_id: 'desk',
		scope: 'openid accounts.read',
		code_challenge_method: 'S256',
	});
	expect(login?.parameters).toMatchObject({ grant_type: 'authorization_code' });
	expect(login?.parameters).not.toHaveProperty('scope');
});

test('a service that hands a token on asks for nothing', () => {
	expect(request('payments', 'limits', 'payments')).toMatchObject({
		way: 'forwarded',
		presentedBy: 'mobile-app',
		parameters: {},
		authorization: {},
	});
});

test('whose token is handed on asks for both: the service that hands it on, and the receiver', () => {
	expect(request('mobile-app', 'limits', 'payments')).toMatchObject({
		way: 'login',
		audiences: ['limits', 'payments'],
		scopes: ['limits.check', 'payments.create'],
		grants: ['limits/limits.check/mobile-app@payments/user'],
		authorization: { scope: 'openid limits.check payments.create' },
	});
});

test('a token that is not handed on is for one receiver', () => {
	for (const { name } of [...bank.workloads, { name: 'mobile-app' }, { name: 'partner' }]) {
		const answer = tokenInstructions(bank, name);
		if (answer.kind !== 'instructions') continue;
		for (const each of answer.plan.requests) {
			if (each.way !== 'login' || each.via !== 'payments') expect(each.audiences).toHaveLength(1);
		}
	}
});

test('a partner signs its own assertion; a certificate needs only the client id', () => {
	expect(planOf('partner').authentication).toMatchObject({
		kind: 'private-key-jwt',
		jwksUrl: 'https://partner.example/jwks',
		parameters: { client_assertion: expect.stringContaining(`aud ${realm}`) },
	});
	expect(planOf('scheduler').authentication).toEqual({
		kind: 'mtls',
		subject: 'CN=scheduler,O=Bank',
		parameters: { client_id: 'scheduler' },
	});
	expect(planOf('mobile-app').authentication).toEqual({ kind: 'none', parameters: { client_id: 'mobile-app' } });
});

test.each([
	['accounts', 'it only receives tokens'],
	['edge', 'none of its calls carries a token'],
	['archive', 'moved to the new ledger'],
])('%s needs no tokens, and is told why', (name, because) => {
	expect(tokenInstructions(bank, name)).toEqual({ kind: 'no-tokens', name, because });
});

test('an unknown name gets the known ones', () => {
	expect(tokenInstructions(bank, 'acounts')).toEqual({
		kind: 'unknown',
		name: 'acounts',
		known: [
			'accounts',
			'archive',
			'desk',
			'edge',
			'limits',
			'mobile-app',
			'partner',
			'payments',
			'reports',
			'scheduler',
			'statements',
		],
	});
});

test('a service that calls by identity alone needs no token', () => {
	const ledger = scope(service('ledger'), 'ledger.connect', ['TCP']);
	const model = modelOf({ grants: [grant(service('accounts'), ledger, 'identity')], gateways: [gateway('edge')] });
	expect(tokenInstructions(model, 'accounts')).toMatchObject({ kind: 'no-tokens' });
});

test('an audience of another name is asked for by that name', () => {
	const to = scope(service('to'), 'to.read', ['GET /'], { audience: 'https://to.example' });
	const model = modelOf({
		clients: [clientOf(to.receiver, { id: 'https://to.example', authentication: { kind: 'none' } })],
		grants: [grant(service('from'), to, 'exchange')],
	});
	expect(planOf('from', model).requests[0]).toMatchObject({
		audiences: ['https://to.example'],
		parameters: { audience: 'https://to.example' },
	});
	expect(tokenInstructions(model, 'to')).toMatchObject({ kind: 'no-tokens', because: 'it only receives tokens' });
});
