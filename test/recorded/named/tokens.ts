// How tokens are found, verified and taken off. Long, because it is a table: one case after the other.

import { expiresAt, issuedAt, writtenKeySet, writtenToken } from '../../engines/generators/words.ts';
import { externalDecisionHeader } from '../../engines/mesh/case.ts';
import {
	allow,
	authentication,
	custom,
	deny,
	first,
	from,
	get,
	jwt,
	jwtRule,
	type NamedCase,
	row,
	second,
	to,
	when,
} from './case.ts';

const anyToken = allow('token', from({ requestPrincipals: ['*'] }));
const at = (path: string) => to({ paths: [path] });

export const tokens: readonly NamedCase[] = [
	{
		name: 'states of a token',
		fact: '2.8',
		says: 'Signature, issuer and times count; an empty token is none; 60 s of skew are forgiven, and a token without `exp` never ends.',
		policies: [authentication('tokens', jwtRule(first)), anyToken],
		rows: [
			row(get('/'), 403),
			row(get('/', { tokens: [jwt()] }), 'allow'),
			row(get('/', { tokens: [jwt({}, 'idToken')] }), 'allow'),
			row(get('/', { tokens: [jwt({ exp: undefined }, 'withoutExpiry')] }), 'allow'),
			row(get('/', { tokens: [jwt({}, 'expiredInSkew')] }), 'allow'),
			row(get('/', { tokens: [jwt({}, 'expired')] }), 401),
			row(get('/', { tokens: [jwt({}, 'notYetValid')] }), 401),
			row(get('/', { tokens: [jwt({}, 'forged')] }), 401),
			row(get('/', { tokens: [jwt({}, 'otherKey')] }), 401),
			row(get('/', { tokens: [jwt({}, 'wrongKeyId')] }), 401),
			row(get('/', { tokens: [jwt({}, 'unknownIssuer')] }), 401),
			row(get('/', { tokens: [jwt({}, 'unsigned')] }), 401),
			row(get('/', { tokens: [jwt({}, 'confused')] }), 401),
			row(get('/', { tokens: [jwt({}, 'garbage')] }), 401),
			row(get('/', { tokens: [{ raw: '' }] }), 403),
			row(get('/', { tokens: [{ ...jwt(), algorithm: 'RS256' }] }), 'allow'),
			row(get('/', { tokens: [jwt({ iss: `${first}/` })] }), 401),
		],
	},
	{
		name: 'a key set within the rule',
		fact: '2.8',
		says: 'An inline `jwks` is the only source of keys.',
		policies: [authentication('tokens', { issuer: first, jwks: writtenKeySet }), anyToken],
		rows: [
			row(get('/', { tokens: [{ raw: writtenToken }] }), 'allow'),
			row(get('/', { tokens: [{ raw: `${writtenToken.slice(0, -4)}AAAA` }] }), 401),
			row(get('/', { tokens: [jwt()] }), 401),
		],
	},
	{
		name: 'what is not a Bearer token is no token',
		fact: '2.8',
		says: 'Without the prefix, with another, or in another case of it, a token is missing and not bad.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow('token', { ...from({ requestPrincipals: ['*'] }), ...at('/token') }, at('/open')),
		],
		rows: [
			row(get('/token', { headers: [['authorization', 'Basic YTpi']] }), 403),
			row(get('/open', { headers: [['authorization', 'Basic YTpi']] }), 'allow'),
			row(get('/open', { tokens: [jwt({}, 'forged', { header: 'Authorization', prefix: 'bearer ' })] }), 'allow'),
			row(
				get('/token', { tokens: [jwt({}, 'valid', { header: 'Authorization', prefix: 'Basic x Bearer ' })] }),
				'allow',
			),
			row(get('/token', { tokens: [jwt({}, 'valid', { query: 'access_token' })] }), 'allow'),
			row(get('/token', { tokens: [jwt({}, 'valid', { query: 'token' })] }), 403),
			row(get('/token', { tokens: [jwt({}, 'valid', { cookie: 'token' })] }), 403),
		],
	},
	{
		name: 'named places turn the usual ones off',
		fact: '2.8',
		says: 'With fromHeaders, fromParams or fromCookies nobody looks at Authorization or access_token.',
		policies: [
			authentication(
				'tokens',
				jwtRule(first, {
					fromHeaders: [{ name: 'x-token', prefix: 'Token ' }],
					fromParams: ['t'],
					fromCookies: ['session'],
				}),
			),
			allow('token', { ...from({ requestPrincipals: ['*'] }), ...at('/token') }, at('/open')),
		],
		rows: [
			row(get('/token', { tokens: [jwt()] }), 403),
			row(get('/open', { tokens: [jwt({}, 'forged')] }), 'allow'),
			row(get('/token', { tokens: [jwt({}, 'valid', { query: 'access_token' })] }), 403),
			row(get('/token', { tokens: [jwt({}, 'valid', { header: 'x-token', prefix: 'Token ' })] }), 'allow'),
			row(get('/token', { tokens: [jwt({}, 'valid', { header: 'X-Token', prefix: 'token ' })] }), 403),
			row(get('/token', { tokens: [jwt({}, 'valid', { query: 't' })] }), 'allow'),
			row(get('/token', { tokens: [jwt({}, 'valid', { cookie: 'session' })] }), 'allow'),
			row(get('/token', { tokens: [jwt({}, 'expired', { cookie: 'session' })] }), 401),
		],
	},
	{
		name: 'within one rule every token must be valid',
		fact: '2.8',
		says: 'Of several tokens for one rule all are checked, and the last of cookies, parameters, headers is the one that counts.',
		policies: [
			authentication(
				'tokens',
				jwtRule(first, { fromHeaders: [{ name: 'x-token' }], fromParams: ['t'], fromCookies: ['session'] }),
			),
			allow('ann', from({ requestPrincipals: [`${first}/ann`] })),
		],
		rows: [
			row(get('/', { tokens: [jwt({}, 'valid', { header: 'x-token' }), jwt({}, 'forged', { query: 't' })] }), 401),
			row(
				get('/', { tokens: [jwt({}, 'valid', { header: 'x-token' }), jwt({ sub: 'bob' }, 'valid', { query: 't' })] }),
				'allow',
			),
			row(
				get('/', { tokens: [jwt({ sub: 'bob' }, 'valid', { header: 'x-token' }), jwt({}, 'valid', { query: 't' })] }),
				403,
			),
			row(
				get('/', { tokens: [jwt({}, 'valid', { cookie: 'session' }), jwt({ sub: 'bob' }, 'valid', { query: 't' })] }),
				403,
			),
			row(
				get('/', { tokens: [jwt({ sub: 'bob' }, 'valid', { cookie: 'session' }), jwt({}, 'valid', { query: 't' })] }),
				'allow',
			),
		],
	},
	{
		name: 'of several headers the first by name',
		fact: '2.8',
		says: 'Of tokens in several headers of one rule that of the alphabetically first header counts, in whatever order they are named or sent.',
		policies: [
			authentication('tokens', jwtRule(first, { fromHeaders: [{ name: 'x-b' }, { name: 'x-a' }] })),
			allow('ann', from({ requestPrincipals: [`${first}/ann`] })),
		],
		rows: [
			row(
				get('/', { tokens: [jwt({}, 'valid', { header: 'x-a' }), jwt({ sub: 'bob' }, 'valid', { header: 'x-b' })] }),
				'allow',
			),
			row(
				get('/', { tokens: [jwt({ sub: 'bob' }, 'valid', { header: 'x-b' }), jwt({}, 'valid', { header: 'x-a' })] }),
				'allow',
			),
			row(
				get('/', { tokens: [jwt({ sub: 'bob' }, 'valid', { header: 'x-a' }), jwt({}, 'valid', { header: 'x-b' })] }),
				403,
			),
			row(get('/', { tokens: [jwt({}, 'valid', { header: 'x-a' }), jwt({}, 'forged', { header: 'x-b' })] }), 401),
		],
	},
	{
		name: 'an audience condition and an audience of the rule',
		fact: '2.5',
		says: 'request.auth.presenter is `azp`, request.auth.audiences any of `aud`, request.auth.principal the request principal.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow(
				'conditions',
				{ ...when('request.auth.presenter', 'web'), ...at('/presenter') },
				{ ...when('request.auth.audiences', 'shop'), ...at('/audience') },
				{ ...when('request.auth.principal', `${first}/ann`), ...at('/principal') },
			),
		],
		rows: [
			row(get('/presenter', { tokens: [jwt({ azp: 'web' })] }), 'allow'),
			row(get('/presenter', { tokens: [jwt({ azp: 'web-2' })] }), 403),
			row(get('/presenter', { tokens: [jwt({ azp: ['web'] })] }), 'allow'),
			row(get('/presenter', { tokens: [jwt({ client_id: 'web' })] }), 403),
			row(get('/audience', { tokens: [jwt({ aud: ['a', 'shop'] })] }), 'allow'),
			row(get('/audience', { tokens: [jwt({ aud: 'shop2' })] }), 403),
			row(get('/principal', { tokens: [jwt()] }), 'allow'),
			row(get('/principal', { tokens: [jwt({ sub: 'anna' })] }), 403),
		],
	},
	{
		name: 'an authorizer sees the token, the rules do not',
		fact: '8',
		says: 'CUSTOM rules see the token header before it is verified and taken off, DENY and ALLOW only afterwards.',
		mesh: { extensionProviders: [{ name: 'external', protocol: 'http' }] },
		policies: [
			authentication('tokens', jwtRule(first)),
			custom('external', when('request.headers[authorization]', '*')),
			deny('seen', when('request.headers[authorization]', '*')),
		],
		rows: [
			row(get('/', { tokens: [jwt()], headers: [[externalDecisionHeader, 'deny']] }), 403),
			row(get('/', { tokens: [jwt()], headers: [[externalDecisionHeader, '418']] }), 418),
			row(get('/', { tokens: [jwt()] }), 'allow'),
			row(get('/', { headers: [[externalDecisionHeader, '418']] }), 'allow'),
			row(get('/', { headers: [['authorization', 'Basic YTpi']] }), 403),
		],
	},
	{
		name: 'lists and payloads in headers',
		fact: '2.8',
		says: 'A list or object is written as base64 of its JSON; outputPayloadToHeader writes the whole payload so.',
		policies: [
			authentication(
				'tokens',
				jwtRule(first, {
					outputPayloadToHeader: 'x-payload',
					outputClaimToHeaders: [{ header: 'x-roles', claim: 'roles' }],
				}),
			),
		],
		rows: [
			row(get('/', { tokens: [jwt({ roles: ['a', 'b'] })] }), 'allow', {
				'x-roles': 'WyJhIiwiYiJd',
				'x-payload': Buffer.from(
					JSON.stringify({ exp: expiresAt, iat: issuedAt, iss: first, roles: ['a', 'b'], sub: 'ann' }),
				).toString('base64url'),
			}),
			row(
				get('/', {
					headers: [
						['x-payload', 'e30'],
						['x-roles', 'x'],
					],
				}),
				'allow',
				{ 'x-payload': undefined, 'x-roles': undefined },
			),
		],
	},
	{
		name: 'a rule without an issuer',
		fact: '2.8',
		says: 'With jwksUri alone every issuer is taken whose token the keys verify.',
		policies: [authentication('tokens', { jwksUri: `${first}/certs` }), anyToken],
		keys: { [`${first}/certs`]: writtenKeySet },
		rows: [row(get('/', { tokens: [{ raw: writtenToken }] }), 'allow'), row(get('/', { tokens: [jwt()] }), 401)],
	},
	{
		name: 'audiences of a rule',
		fact: '2.8',
		says: 'The rule compares audiences without scheme and last slash; request.auth.audiences compares them as they are.',
		policies: [
			authentication('tokens', jwtRule(first, { audiences: ['https://shop.example/'] })),
			allow(
				'audience',
				{ ...from({ requestPrincipals: ['*'] }), ...at('/rule') },
				{ ...when('request.auth.audiences', 'https://shop.example/'), ...at('/condition') },
			),
		],
		rows: [
			row(get('/rule', { tokens: [jwt({ aud: 'shop.example' })] }), 'allow'),
			row(get('/rule', { tokens: [jwt({ aud: 'http://shop.example' })] }), 'allow'),
			row(get('/rule', { tokens: [jwt({ aud: ['x', 'shop.example/'] })] }), 'allow'),
			row(get('/rule', { tokens: [jwt({ aud: 'shop' })] }), 403),
			row(get('/rule', { tokens: [jwt()] }), 403),
			row(get('/condition', { tokens: [jwt({ aud: 'https://shop.example/' })] }), 'allow'),
			row(get('/condition', { tokens: [jwt({ aud: 'shop.example' })] }), 403),
			row(get('/condition', { tokens: [jwt({ aud: ['x', 'https://shop.example/'] })] }), 'allow'),
		],
	},
	{
		name: 'the audience is checked before the signature',
		fact: '8',
		says: 'A forged token for another audience is answered 403 by the token filter, an expired one 401, even on open paths.',
		policies: [authentication('tokens', jwtRule(first, { audiences: ['shop'] })), allow('open', {})],
		rows: [
			row(get('/', { tokens: [jwt({ aud: 'other' })] }), 403),
			row(get('/', { tokens: [jwt({ aud: 'other' }, 'forged')] }), 403),
			row(get('/', { tokens: [jwt({ aud: 'other' }, 'expired')] }), 401),
			row(get('/', { tokens: [jwt({ aud: 'shop' }, 'forged')] }), 401),
			row(get('/', { tokens: [jwt({ aud: 'shop' })] }), 'allow'),
		],
	},
	{
		name: 'several bad tokens',
		fact: '2.8',
		says: 'The first failing rule in issuer order decides between 401 and 403; an unknown issuer yields to the others.',
		policies: [
			authentication(
				'tokens',
				jwtRule(first, { audiences: ['shop'] }),
				jwtRule(second, { audiences: ['staff'], fromHeaders: [{ name: 'x-token' }] }),
			),
			allow('open', {}),
		],
		rows: [
			row(
				get('/', {
					tokens: [jwt({ aud: 'other' }), jwt({ iss: second, aud: 'staff' }, 'forged', { header: 'x-token' })],
				}),
				403,
			),
			row(
				get('/', {
					tokens: [jwt({ aud: 'shop' }, 'forged'), jwt({ iss: second, aud: 'other' }, 'valid', { header: 'x-token' })],
				}),
				401,
			),
			row(
				get('/', {
					tokens: [jwt({}, 'unknownIssuer'), jwt({ iss: second, aud: 'other' }, 'valid', { header: 'x-token' })],
				}),
				403,
			),
		],
	},
	{
		name: 'verified tokens are taken off',
		fact: '2.8',
		says: 'A verified token leaves header and parameter, not the cookie, unless forwardOriginalToken says so; the rules see the request without it.',
		policies: [
			authentication(
				'tokens',
				jwtRule(first, {
					fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }],
					fromParams: ['t'],
					fromCookies: ['session'],
				}),
				jwtRule(second, { fromHeaders: [{ name: 'x-token' }], forwardOriginalToken: true }),
			),
			allow('seen', { ...when('request.headers[authorization]', '*'), ...at('/seen') }, at('/open')),
		],
		rows: [
			row(get('/open', { tokens: [jwt()] }), 'allow', { authorization: undefined }),
			row(get('/seen', { tokens: [jwt()] }), 403),
			row(get('/open', { tokens: [jwt({}, 'valid', { cookie: 'session' })] }), 'allow', { cookie: 'session=<token>' }),
			row(get('/open', { tokens: [jwt({ iss: second }, 'valid', { header: 'x-token' })] }), 'allow', {
				'x-token': '<token>',
			}),
		],
	},
	{
		name: 'claims in headers',
		fact: '2.8',
		says: 'outputClaimToHeaders overwrites what the client sent, and takes it away when there is no token or claim.',
		policies: [
			authentication(
				'tokens',
				jwtRule(first, {
					outputClaimToHeaders: [
						{ header: 'x-tenant', claim: 'tenant' },
						{ header: 'x-nested', claim: 'realm_access.main' },
						{ header: 'x-level', claim: 'level' },
						{ header: 'x-admin', claim: 'admin' },
					],
				}),
			),
		],
		rows: [
			row(
				get('/', { tokens: [jwt({ tenant: 't1', realm_access: { main: 'clerk' }, level: 3, admin: true })] }),
				'allow',
				{
					'x-tenant': 't1',
					'x-nested': 'clerk',
					'x-level': '3',
					'x-admin': 'true',
				},
			),
			row(get('/', { tokens: [jwt({ tenant: 't1' })], headers: [['x-tenant', 't2']] }), 'allow', { 'x-tenant': 't1' }),
			row(get('/', { tokens: [jwt()], headers: [['x-tenant', 't2']] }), 'allow', { 'x-tenant': undefined }),
			row(get('/', { headers: [['X-Tenant', 't2']] }), 'allow', { 'x-tenant': undefined }),
		],
	},
	{
		name: 'headers of an unreached rule can be made up',
		fact: '9',
		says: 'Where an earlier rule verifies, headers of later rules stay as the client sent them; so on a CORS preflight.',
		policies: [
			authentication(
				'tokens',
				jwtRule(first),
				jwtRule(second, {
					fromHeaders: [{ name: 'x-token' }],
					outputClaimToHeaders: [{ header: 'x-tenant', claim: 'tenant' }],
				}),
			),
		],
		rows: [
			row(get('/', { tokens: [jwt()], headers: [['x-tenant', 't2']] }), 'allow', { 'x-tenant': 't2' }),
			row(get('/', { headers: [['x-tenant', 't2']] }), 'allow', { 'x-tenant': undefined }),
			row(
				get('/', {
					method: 'OPTIONS',
					headers: [
						['origin', 'https://a.example'],
						['access-control-request-method', 'GET'],
						['x-tenant', 't2'],
					],
				}),
				'allow',
				{ 'x-tenant': 't2' },
			),
		],
	},
	{
		name: 'a preflight skips the token filter',
		fact: '2.8',
		says: 'OPTIONS with Origin and Access-Control-Request-Method: no token is checked, no claim is known, rules hold.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow('options', { ...to({ methods: ['OPTIONS'], paths: ['/open'] }) }, from({ requestPrincipals: ['*'] })),
		],
		rows: [
			row(
				get('/open', {
					method: 'OPTIONS',
					tokens: [jwt({}, 'forged')],
					headers: [
						['origin', 'https://a.example'],
						['access-control-request-method', 'GET'],
					],
				}),
				'allow',
			),
			row(
				get('/open', { method: 'OPTIONS', tokens: [jwt({}, 'forged')], headers: [['origin', 'https://a.example']] }),
				401,
			),
			row(
				get('/x', {
					method: 'OPTIONS',
					tokens: [jwt()],
					headers: [
						['origin', 'https://a.example'],
						['access-control-request-method', 'GET'],
					],
				}),
				403,
			),
			row(get('/x', { method: 'OPTIONS', tokens: [jwt()] }), 'allow'),
		],
	},
];
