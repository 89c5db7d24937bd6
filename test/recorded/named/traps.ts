// The facts most likely to make a reader of policies wrong. 0.8 and 0.9 are about ztunnel, which no test can run. Long,
// because it is a table of cases.
import { externalDecisionHeader } from '../../engines/mesh/case.ts';
import {
	allow,
	authentication,
	authorization,
	custom,
	deny,
	first,
	from,
	get,
	jwt,
	jwtRule,
	type NamedCase,
	other,
	row,
	second,
	tcp,
	to,
	waypoint,
	web,
	when,
} from './case.ts';

const decision = (value: string) => [[externalDecisionHeader, value]] as const;
const external = { extensionProviders: [{ name: 'external', protocol: 'http' }] } as const;
const userAndService = [jwtRule(first), jwtRule(second, { fromHeaders: [{ name: 'x-token' }] })];
const inHeader = { header: 'x-token' };
const ofSecond = (state: 'valid' | 'forged' | 'expired' = 'valid') => jwt({ iss: second }, state, inHeader);
const shopTarget = { targetRefs: [{ group: '', kind: 'Service', name: 'shop' }] };

export const traps: readonly NamedCase[] = [
	{
		name: 'custom comes first',
		fact: '0.1',
		says: 'CUSTOM decides before the token is verified, and the token filter before DENY and ALLOW.',
		mesh: external,
		policies: [
			custom('external', {}),
			authentication('tokens', jwtRule(first)),
			deny('deny', to({ paths: ['/no'] })),
			allow('all', {}),
		],
		rows: [
			row(get('/a', { tokens: [jwt({}, 'forged')], headers: decision('418') }), 418),
			row(get('/a', { tokens: [jwt({}, 'forged')], headers: decision('allow') }), 401),
			row(get('/a', { tokens: [jwt()], headers: decision('deny') }), 403),
			row(get('/a', { tokens: [jwt()], headers: decision('allow') }), 'allow'),
			row(get('/a'), 'allow'),
			row(get('/no', { headers: decision('418') }), 418),
			row(get('/no', { tokens: [jwt({}, 'forged')] }), 401),
			row(get('/no'), 403),
		],
	},
	{
		name: 'allow is a union',
		fact: '0.2',
		says: 'ALLOW policies of all scopes are one union: a policy of the namespace cannot narrow one of the mesh.',
		policies: [
			authorization('mesh-wide', { rules: [to({ paths: ['/a'] })] }, 'istio-system'),
			allow('narrow', { ...from({ principals: ['cluster.local/ns/foo/sa/web'] }), ...to({ paths: ['/a', '/b'] }) }),
		],
		rows: [
			row(get('/a', { from: other }), 'allow'),
			row(get('/a', { from: 'plaintext' }), 'allow'),
			row(get('/b'), 'allow'),
			row(get('/b', { from: other }), 403),
			row(get('/c'), 403),
		],
	},
	{
		name: 'the first token that verifies ends verification',
		fact: '0.3',
		says: 'Of several rules, sorted by issuer, the first whose token verifies decides; rules cannot ask for two tokens.',
		policies: [
			authentication('tokens', ...userAndService),
			allow(
				'both',
				{ ...from({ requestPrincipals: [`${first}/*`] }), ...to({ paths: ['/first'] }) },
				{ ...from({ requestPrincipals: [`${second}/*`] }), ...to({ paths: ['/second'] }) },
			),
		],
		rows: [
			row(get('/second', { tokens: [ofSecond()] }), 'allow', { 'x-token': undefined }),
			row(get('/first', { tokens: [jwt()] }), 'allow', { authorization: undefined }),
			row(get('/second', { tokens: [jwt(), ofSecond()] }), 403),
			row(get('/first', { tokens: [jwt(), ofSecond()] }), 'allow', { authorization: undefined, 'x-token': '<token>' }),
			row(get('/first', { tokens: [jwt(), ofSecond('forged')] }), 'allow', { 'x-token': '<token>' }),
			row(get('/first', { tokens: [jwt(), ofSecond('expired')] }), 'allow', { 'x-token': '<token>' }),
			row(get('/second', { tokens: [jwt({}, 'expired'), ofSecond()] }), 'allow', { authorization: 'Bearer <token>' }),
			row(get('/second', { tokens: [jwt({}, 'expired'), ofSecond('forged')] }), 401),
		],
	},
	{
		name: 'two tokens cannot both be asked for',
		fact: '0.3',
		says: 'A rule that names the principals of two issuers in two sources is an OR, and in two conditions never true.',
		policies: [
			authentication('tokens', ...userAndService),
			allow('both', {
				when: [
					{ key: 'request.auth.claims[iss]', values: [first] },
					{ key: 'request.auth.claims[iss]', values: [second] },
				],
			}),
		],
		rows: [
			row(get('/', { tokens: [jwt(), ofSecond()] }), 403),
			row(get('/', { tokens: [jwt()] }), 403),
			row(get('/', { tokens: [ofSecond()] }), 403),
		],
	},
	{
		name: 'a RequestAuthentication asks for nothing',
		fact: '0.4',
		says: 'RequestAuthentication refuses bad tokens and never asks for one.',
		policies: [authentication('tokens', jwtRule(first))],
		rows: [
			row(get('/'), 'allow'),
			row(get('/', { tokens: [jwt()] }), 'allow'),
			row(get('/', { tokens: [jwt({}, 'forged')] }), 401),
			row(get('/', { tokens: [jwt({}, 'unknownIssuer')] }), 401),
		],
	},
	{
		name: 'DENY notRequestPrincipals asks for a token',
		fact: '0.4',
		says: 'DENY of requests without request principal asks for a token.',
		policies: [authentication('tokens', jwtRule(first)), deny('token', from({ notRequestPrincipals: ['*'] }))],
		rows: [
			row(get('/'), 403),
			row(get('/', { tokens: [jwt()] }), 'allow'),
			row(get('/', { tokens: [jwt({}, 'expired')] }), 401),
		],
	},
	{
		name: 'a token without sub has no request principal',
		fact: '0.5',
		says: 'Without `sub` no requestPrincipals match, not even `*`; claims do.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow(
				'any',
				{ ...from({ requestPrincipals: ['*'] }), ...to({ paths: ['/any'] }) },
				{ ...from({ requestPrincipals: [`${first}/*`] }), ...to({ paths: ['/issuer'] }) },
				{ ...when('request.auth.claims[iss]', first), ...to({ paths: ['/claim'] }) },
				{ ...from({ notRequestPrincipals: ['*'] }), ...to({ paths: ['/without'] }) },
			),
		],
		rows: [
			row(get('/any', { tokens: [jwt()] }), 'allow'),
			row(get('/any', { tokens: [jwt({ sub: undefined })] }), 403),
			row(get('/any', { tokens: [jwt({ sub: '' })] }), 403),
			row(get('/issuer', { tokens: [jwt()] }), 'allow'),
			row(get('/issuer', { tokens: [jwt({ sub: undefined })] }), 403),
			row(get('/claim', { tokens: [jwt({ sub: undefined })] }), 'allow'),
			row(get('/without', { tokens: [jwt({ sub: undefined })] }), 'allow'),
			row(get('/without', { tokens: [jwt()] }), 403),
		],
	},
	{
		name: 'what is missing is not it',
		fact: '0.6',
		says: 'A `not…` field is true where the attribute is missing: ALLOW with notPrincipals admits plaintext.',
		policies: [allow('others', from({ notPrincipals: ['cluster.local/ns/bar/sa/other'] }))],
		rows: [
			row(get('/'), 'allow'),
			row(get('/', { from: other }), 403),
			row(get('/', { from: 'plaintext' }), 'allow'),
			row(get('/', { from: 'tls' }), 'refused'),
		],
	},
	{
		name: 'missing identity, every not field',
		fact: '0.6',
		says: 'Every `not…` of an identity admits plaintext, every positive one refuses it.',
		policies: [
			allow(
				'fields',
				...['Namespaces', 'ServiceAccounts', 'TrustDomains'].flatMap((name) => {
					const value = { Namespaces: 'bar', ServiceAccounts: 'bar/other', TrustDomains: 'other.example' }[name] ?? '';
					const positive = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
					return [
						{ ...from({ [`not${name}`]: [value] }), ...to({ paths: [`/not${name}`] }) },
						{
							...from({ [positive]: name === 'ServiceAccounts' ? ['foo/web'] : ['*'] }),
							...to({ paths: [`/${name}`] }),
						},
					];
				}),
			),
		],
		rows: ['Namespaces', 'ServiceAccounts', 'TrustDomains'].flatMap((name) => [
			row(get(`/not${name}`, { from: 'plaintext' }), 'allow'),
			row(get(`/${name}`, { from: 'plaintext' }), 403),
			row(get(`/${name}`), 'allow'),
		]),
	},
	{
		name: 'DENY notPrincipals asks for mutual TLS',
		fact: '0.6',
		says: 'DENY of callers without principal refuses plaintext.',
		policies: [deny('plaintext', from({ notPrincipals: ['*'] }))],
		rows: [
			row(get('/', { from: 'plaintext' }), 403),
			row(get('/'), 'allow'),
			row(tcp(9000, 'plaintext'), 'refused'),
			row(tcp(9000), 'allow'),
		],
	},
	{
		name: 'on TCP an ALLOW rule with an HTTP field is gone',
		fact: '0.7',
		says: 'A rule with any HTTP field allows nothing on TCP, and still switches to default deny.',
		policies: [
			allow('http', { ...from({ principals: ['cluster.local/ns/foo/sa/web'] }), ...to({ methods: ['GET'] }) }),
		],
		rows: [
			row(tcp(9000), 'refused'),
			row(tcp(9000, 'plaintext'), 'refused'),
			row(get('/'), 'allow'),
			row(get('/', { method: 'POST' }), 403),
		],
	},
	{
		name: 'on TCP an ALLOW rule without HTTP fields stays beside',
		fact: '0.7',
		says: 'Only the rules with HTTP fields are gone; the others of the same policy stay.',
		policies: [
			allow(
				'mixed',
				{ ...from({ principals: ['cluster.local/ns/bar/sa/other'] }), ...to({ paths: ['/a'] }) },
				from({ principals: ['cluster.local/ns/foo/sa/web'] }),
			),
		],
		rows: [
			row(tcp(9000), 'allow'),
			row(tcp(9000, other), 'refused'),
			row(get('/a', { from: other }), 'allow'),
			row(get('/b', { from: other }), 403),
		],
	},
	{
		name: 'on TCP a DENY rule loses its HTTP fields and gets wider',
		fact: '0.7',
		says: 'DENY of a method denies every TCP connection; with a caller beside it, every connection of that caller.',
		policies: [deny('get', { ...from({ principals: ['cluster.local/ns/foo/sa/web'] }), ...to({ methods: ['GET'] }) })],
		rows: [
			row(tcp(9000), 'refused'),
			row(tcp(9000, other), 'allow'),
			row(get('/'), 403),
			row(get('/', { method: 'POST' }), 'allow'),
			row(get('/', { from: other }), 'allow'),
		],
	},
	{
		name: 'on TCP a DENY rule of HTTP fields alone denies all',
		fact: '0.7',
		says: 'Nothing is left of the rule but that it denies.',
		policies: [deny('header', when('request.headers[x-debug]', '*'))],
		rows: [
			row(tcp(9000), 'refused'),
			row(tcp(9000, 'plaintext'), 'refused'),
			row(get('/'), 'allow'),
			row(get('/', { headers: [['x-debug', '1']] }), 403),
		],
	},
	{
		name: 'waypoints ignore policies without targetRefs',
		fact: '0.10',
		says: 'Neither a default deny of the namespace nor one of the mesh, nor a selector, reaches a waypoint.',
		enforcer: waypoint,
		policies: [
			authorization('namespace', {}),
			authorization('mesh', {}, 'istio-system'),
			authorization('selector', { selector: { matchLabels: { app: 'shop' } } }),
		],
		rows: [row(get('/', { port: 80 }), 'allow'), row(get('/', { port: 80, from: other }), 'allow')],
	},
	{
		name: 'waypoints follow targetRefs',
		fact: '0.10',
		says: 'A policy for a Service is for that Service only.',
		enforcer: waypoint,
		policies: [
			authorization('shop', { ...shopTarget, rules: [from({ principals: ['cluster.local/ns/foo/sa/web'] })] }),
		],
		rows: [
			row(get('/', { port: 80 }), 'allow'),
			row(get('/', { port: 80, from: other }), 403),
			row({ ...get('/', { port: 81, from: other }), service: 'cart' }, 'allow'),
		],
	},
	{
		name: 'a GatewayClass in the root namespace means every waypoint',
		fact: '0.10',
		says: 'The default deny of all waypoints is a root policy for the class istio-waypoint.',
		enforcer: waypoint,
		policies: [
			authorization(
				'class',
				{ targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'istio-waypoint' }] },
				'istio-system',
			),
			authorization('gateway', {
				targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
				rules: [to({ paths: ['/a'] })],
			}),
		],
		rows: [row(get('/a', { port: 80 }), 'allow'), row(get('/b', { port: 80 }), 403)],
	},
	{
		name: 'sidecars ignore policies with targetRefs',
		fact: '0.10',
		says: 'A default deny for a Service does not reach the sidecars behind it.',
		policies: [
			authorization('shop', shopTarget),
			authorization('denied', { ...shopTarget, action: 'DENY', rules: [{}] }),
		],
		rows: [row(get('/'), 'allow'), row(tcp(9000), 'allow')],
	},
	{
		name: 'a star in the middle is a letter',
		fact: '0.11',
		says: '`*` within a path, host, principal or header value means itself.',
		policies: [
			allow(
				'stars',
				to({ paths: ['/a/*/c'] }),
				{ ...to({ hosts: ['shop.*.example'], paths: ['/host'] }) },
				{ ...from({ principals: ['cluster.local/ns/*/sa/web'] }), ...to({ paths: ['/principal'] }) },
				{ ...when('request.headers[x-tenant]', 'a*b'), ...to({ paths: ['/header'] }) },
			),
		],
		rows: [
			row(get('/a/b/c'), 403),
			row(get('/a/*/c'), 'allow'),
			row(get('/host', { host: 'shop.eu.example' }), 403),
			row(get('/host', { host: 'shop.*.example' }), 'allow'),
			row(get('/principal'), 403),
			row(get('/header', { headers: [['x-tenant', 'axb']] }), 403),
			row(get('/header', { headers: [['x-tenant', 'a*b']] }), 'allow'),
		],
	},
	{
		name: 'stars at both ends are a suffix',
		fact: '0.11',
		says: '`*x*` is the suffix `x*`, star included.',
		policies: [
			allow(
				'both',
				{ ...when('request.headers[x-tenant]', '*t1*'), ...to({ paths: ['/header'] }) },
				to({ paths: ['*items*'] }),
			),
		],
		rows: [
			row(get('/header', { headers: [['x-tenant', 'at1b']] }), 403),
			row(get('/header', { headers: [['x-tenant', 't1']] }), 403),
			row(get('/header', { headers: [['x-tenant', 'at1*']] }), 'allow'),
			row(get('/x/items/y'), 403),
			row(get('/x/items*'), 'allow'),
		],
	},
	{
		name: 'only hosts and header names ignore case',
		fact: '0.12',
		says: 'Hosts and names of headers ignore case; paths, methods, values of headers and principals do not.',
		policies: [
			allow(
				'case',
				to({ hosts: ['Shop.Example'], paths: ['/a'] }),
				to({ hosts: ['*.API.example'], paths: ['/a'] }),
				{ ...to({ methods: ['PUT'], paths: ['/put'] }) },
				{ ...when('request.headers[X-Tenant]', 'T1'), ...to({ paths: ['/header'] }) },
				{ ...from({ principals: ['cluster.local/ns/foo/sa/Web'] }), ...to({ paths: ['/principal'] }) },
			),
		],
		rows: [
			row(get('/a', { host: 'SHOP.example' }), 'allow'),
			row(get('/a', { host: 'v1.Api.EXAMPLE' }), 'allow'),
			row(get('/A', { host: 'shop.example' }), 403),
			row(get('/put', { method: 'PUT' }), 'allow'),
			row(get('/put', { method: 'put' }), 400),
			row(get('/header', { headers: [['X-TENANT', 'T1']] }), 'allow'),
			row(get('/header', { headers: [['x-tenant', 't1']] }), 403),
			row(get('/principal', { from: web }), 403),
		],
	},
	{
		name: 'a host keeps its port',
		fact: '0.12',
		says: '`shop.example` does not match `shop.example:8080`, and `notHosts` lets it pass.',
		policies: [
			allow(
				'host',
				to({ hosts: ['shop.example'], paths: ['/exact'] }),
				to({ hosts: ['shop.example:*'], paths: ['/port'] }),
				to({ notHosts: ['shop.example'], paths: ['/not'] }),
			),
		],
		rows: [
			row(get('/exact'), 'allow'),
			row(get('/exact', { host: 'shop.example:8080' }), 403),
			row(get('/port', { host: 'shop.example:8080' }), 'allow'),
			row(get('/port'), 403),
			row(get('/not', { host: 'shop.example:8080' }), 'allow'),
			row(get('/not'), 403),
		],
	},
];
