// TCP listeners of gateways: what a rule says of requests and of callers has nothing to hold to there.
import {
	allow,
	authentication,
	authorization,
	custom,
	deny,
	first,
	from,
	get,
	istioGateway,
	jwtRule,
	kubernetesGateway,
	type NamedCase,
	row,
	tcp,
	to,
	web,
	when,
	whenNot,
} from './case.ts';

const bytesAt = 15432;
const callers = ['plaintext', 'tls', web] as const;
const all = (verdict: 'allow' | 'refused') => callers.map((caller) => row(tcp(bytesAt, caller), verdict));
const overHttp = { from: 'plaintext', port: 8080 } as const;
const external = (protocol: 'http' | 'grpc') => ({ extensionProviders: [{ name: 'external', protocol }] }) as const;
const edgeTarget = { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }] };

const cases: readonly Omit<NamedCase, 'enforcer'>[] = [
	{
		name: 'bytes, no policy',
		fact: '0.7',
		says: 'Everything is handed on, TLS and HTTP too.',
		policies: [],
		rows: [...all('allow'), row(get('/', { from: 'plaintext', port: bytesAt }), 'allow')],
	},
	{
		name: 'bytes, a rule of the listener',
		fact: '2.6',
		says: 'A rule of the port that the pod listens on admits whoever comes.',
		policies: [
			allow('pod', to({ ports: [String(bytesAt)] })),
			allow('service', to({ ports: ['8080'], paths: ['/a'] })),
		],
		rows: [...all('allow'), row(get('/a', overHttp), 'allow'), row(get('/b', overHttp), 403)],
	},
	{
		name: 'bytes, the port of the Service',
		fact: '2.6',
		says: 'The port of the Service is not the one on which the pod listens.',
		policies: [allow('service', to({ ports: ['5432'] }))],
		rows: all('refused'),
	},
	{
		name: 'bytes, rules of requests',
		fact: '0.7',
		says: 'Rules with HTTP fields allow no bytes, negated ones neither.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow(
				'requests',
				to({ methods: ['GET'] }),
				to({ notPaths: ['/a'] }),
				to({ hosts: ['*'] }),
				from({ requestPrincipals: ['*'] }),
				from({ notRequestPrincipals: ['*'] }),
				whenNot('request.headers[x-debug]', '1'),
			),
		],
		rows: [...all('refused'), row(get('/a', overHttp), 'allow')],
	},
	{
		name: 'bytes, rules of callers',
		fact: '2.4',
		says: 'No certificate is seen, and no server name: TLS is not ended there.',
		policies: [
			allow(
				'callers',
				from({ principals: ['*'] }),
				from({ namespaces: ['*'] }),
				from({ serviceAccounts: ['foo/web'] }),
				when('source.trustDomain', '*'),
				when('connection.sni', '*'),
			),
		],
		rows: all('refused'),
	},
	{
		name: 'bytes, rules of those without a certificate',
		fact: '0.6',
		says: 'What is missing makes `not…` fields true.',
		policies: [allow('callers', { ...from({ notPrincipals: ['*'] }), ...whenNot('connection.sni', '*') })],
		rows: all('allow'),
	},
	{
		name: 'bytes, rules of addresses',
		fact: '2.4',
		says: 'The remote address of a connection is its source.',
		policies: [allow('near', from({ ipBlocks: ['127.0.0.0/8'], remoteIpBlocks: ['127.0.0.0/8'] }))],
		rows: all('allow'),
	},
	{
		name: 'bytes, DENY of a port',
		fact: '2.6',
		says: 'A DENY rule of the port shuts the listener, and no other.',
		policies: [deny('port', to({ ports: [String(bytesAt)] }))],
		rows: [...all('refused'), row(get('/', overHttp), 'allow')],
	},
	{
		name: 'bytes, DENY of a method',
		fact: '0.7',
		says: 'Nothing is left of the rule at the TCP listener but that it denies.',
		policies: [deny('method', to({ methods: ['DELETE'] }))],
		rows: [...all('refused'), row(get('/', overHttp), 'allow')],
	},
	{
		name: 'bytes, DENY of a method at another port',
		fact: '0.7',
		says: 'The rule loses its method and keeps its port.',
		policies: [deny('method', to({ methods: ['GET'], ports: ['8080'] }))],
		rows: [...all('allow'), row(get('/', overHttp), 403)],
	},
	{
		name: 'bytes, CUSTOM over gRPC',
		fact: '2.1',
		says: 'An authorizer is asked without a principal, and this one wants one.',
		mesh: external('grpc'),
		policies: [custom('external', to({ ports: [String(bytesAt)] }))],
		rows: [...all('refused'), row(get('/', overHttp), 'allow')],
	},
	{
		name: 'bytes, CUSTOM over HTTP',
		fact: '2.1',
		says: 'An authorizer that speaks HTTP is not asked about bytes.',
		mesh: external('http'),
		policies: [custom('external', to({ ports: [String(bytesAt)] }))],
		rows: all('allow'),
	},
];

const listeners = [...istioGateway.listeners, { port: 5432, targetPort: bytesAt, protocol: 'tcp' }] as const;

export const gateways: readonly NamedCase[] = [
	...[istioGateway, kubernetesGateway].flatMap((gateway) =>
		cases.map(
			(each): NamedCase => ({
				...each,
				name: `gateway (${gateway.api}): ${each.name}`,
				enforcer: { ...gateway, listeners },
			}),
		),
	),
	{
		name: 'gateway (kubernetes): bytes, targetRefs',
		fact: '2.11',
		says: 'A policy that names the Gateway reaches all its listeners.',
		enforcer: { ...kubernetesGateway, listeners },
		policies: [authorization('nobody', edgeTarget)],
		rows: [...all('refused'), row(get('/', overHttp), 403)],
	},
];
