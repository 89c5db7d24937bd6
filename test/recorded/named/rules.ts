// Forms of policies, which of them attach, and how actions and rules combine. Long, because it is a table of cases.
import { externalDecisionHeader } from '../../engines/mesh/case.ts';
import {
	allow,
	authorization,
	custom,
	deny,
	dryRun,
	from,
	get,
	istioGateway,
	kubernetesGateway,
	type NamedCase,
	other,
	row,
	tcp,
	to,
	waypoint,
	web,
} from './case.ts';

const principal = 'cluster.local/ns/foo/sa/web';
const providers = (...protocols: readonly ('http' | 'grpc')[]) => ({
	extensionProviders: protocols.map((protocol, index) => ({ name: `external-${index}`, protocol })),
});
const refuse = { headers: [[externalDecisionHeader, 'deny']] } as const;

export const rules: readonly NamedCase[] = [
	{
		name: 'an empty spec is a default deny',
		fact: '2.1',
		says: '`{}` is an ALLOW of nobody; so is an ALLOW with an empty list of rules.',
		policies: [authorization('nobody', {})],
		rows: [row(get('/'), 403), row(tcp(9000), 'refused'), row(get('/', { from: 'plaintext' }), 403)],
	},
	{
		name: 'an empty list of rules is a default deny',
		fact: '2.1',
		says: '`rules: []` allows nobody.',
		policies: [authorization('nobody', { action: 'ALLOW', rules: [] })],
		rows: [row(get('/'), 403), row(tcp(9000), 'refused')],
	},
	{
		name: 'an empty rule is everyone',
		fact: '2.1',
		says: '`rules: [{}]` matches every request.',
		policies: [allow('everyone', {})],
		rows: [row(get('/', { from: 'plaintext' }), 'allow'), row(tcp(9000, 'plaintext'), 'allow')],
	},
	{
		name: 'a DENY with an empty rule denies all',
		fact: '2.1',
		says: 'Whatever is allowed besides.',
		policies: [allow('everyone', {}), deny('nobody', {})],
		rows: [row(get('/'), 403), row(tcp(9000), 'refused')],
	},
	{
		name: 'empty from and to are absent: ALLOW',
		fact: '1.5',
		says: '`from: []` and `to: []` admit everyone.',
		policies: [allow('everyone', { from: [], to: [], when: [] })],
		rows: [row(get('/', { from: 'plaintext' }), 'allow'), row(tcp(9000), 'allow')],
	},
	{
		name: 'empty from and to are absent: DENY',
		fact: '1.5',
		says: '`from: []` and `to: []` deny everyone.',
		policies: [deny('everyone', { from: [], to: [] })],
		rows: [row(get('/'), 403), row(tcp(9000), 'refused')],
	},
	{
		name: 'a dry run is no policy',
		fact: '2.1',
		says: 'Dry-run policies change nothing; a lone dry-run ALLOW switches nothing to default deny.',
		policies: [dryRun(allow('nobody', to({ paths: ['/never'] }))), dryRun(deny('everyone', {}))],
		rows: [row(get('/'), 'allow'), row(tcp(9000), 'allow')],
	},
	{
		name: 'an audit changes nothing',
		fact: '2.1',
		says: 'AUDIT neither allows nor denies, and switches nothing to default deny.',
		policies: [authorization('audit', { action: 'AUDIT', rules: [{}] })],
		rows: [row(get('/'), 'allow'), row(tcp(9000), 'allow')],
	},
	{
		name: 'DENY before ALLOW',
		fact: '2.1',
		says: 'What any DENY matches is denied, and what no ALLOW matches.',
		policies: [allow('web', from({ principals: [principal] })), deny('admin', to({ paths: ['/admin*'] }))],
		rows: [row(get('/'), 'allow'), row(get('/admin'), 403), row(get('/', { from: other }), 403)],
	},
	{
		name: 'a missing provider denies',
		fact: '2.1',
		says: 'CUSTOM with a provider that the mesh does not know denies what its rules match, and nothing else.',
		policies: [custom('nobody-knows', to({ paths: ['/a'] }))],
		rows: [row(get('/a'), 403), row(get('/b'), 'allow')],
	},
	{
		name: 'two providers deny',
		fact: '2.1',
		says: 'Two CUSTOM providers on one workload deny everything that they match.',
		mesh: providers('http', 'grpc'),
		policies: [custom('external-0', to({ paths: ['/a'] })), custom('external-1', to({ paths: ['/b'] }))],
		rows: [row(get('/a'), 403), row(get('/b'), 403)],
	},
	{
		name: 'an authorizer over gRPC',
		fact: '2.1',
		says: 'Its answer decides for what the rules match; an agreement still needs an ALLOW.',
		mesh: providers('grpc'),
		policies: [custom('external-0', to({ paths: ['/a', '/b'] })), allow('a', to({ paths: ['/a', '/c'] }))],
		rows: [row(get('/a'), 'allow'), row(get('/a', refuse), 403), row(get('/b'), 403), row(get('/c', refuse), 'allow')],
	},
	{
		name: 'an HTTP authorizer and TCP',
		fact: '9',
		says: 'A provider that speaks HTTP only is ignored on TCP.',
		mesh: providers('http'),
		policies: [custom('external-0', {})],
		rows: [row(tcp(9000), 'allow'), row(get('/', refuse), 403), row(get('/'), 'allow')],
	},
	{
		name: 'values and notValues',
		fact: '2.2',
		says: 'A field and its `not…` twin are both to hold.',
		policies: [allow('both', to({ paths: ['/a*'], notPaths: ['/a/secret'] }))],
		rows: [row(get('/a/b'), 'allow'), row(get('/a/secret'), 403), row(get('/b'), 403)],
	},
	{
		name: 'lists are OR, fields are AND',
		fact: '2.2',
		says: 'Sources, operations and values are alternatives; fields of one, and from, to and when, are all to hold.',
		policies: [
			allow('rule', {
				from: [
					{ source: { principals: [principal] } },
					{ source: { namespaces: ['bar'], notPrincipals: ['cluster.local/ns/bar/sa/bad'] } },
				],
				to: [{ operation: { methods: ['GET', 'PUT'], paths: ['/a'] } }, { operation: { paths: ['/b'] } }],
				when: [
					{ key: 'request.headers[x-one]', values: ['1'] },
					{ key: 'request.headers[x-two]', values: ['2', '3'] },
				],
			}),
		],
		rows: [
			row(
				get('/a', {
					headers: [
						['x-one', '1'],
						['x-two', '3'],
					],
				}),
				'allow',
			),
			row(
				get('/a', {
					method: 'PUT',
					from: other,
					headers: [
						['x-one', '1'],
						['x-two', '2'],
					],
				}),
				'allow',
			),
			row(
				get('/a', {
					method: 'POST',
					headers: [
						['x-one', '1'],
						['x-two', '2'],
					],
				}),
				403,
			),
			row(
				get('/b', {
					method: 'POST',
					headers: [
						['x-one', '1'],
						['x-two', '2'],
					],
				}),
				'allow',
			),
			row(get('/b', { headers: [['x-one', '1']] }), 403),
			row(
				get('/a', {
					from: 'spiffe://cluster.local/ns/bar/sa/bad',
					headers: [
						['x-one', '1'],
						['x-two', '2'],
					],
				}),
				403,
			),
			row(
				get('/a', {
					from: 'spiffe://cluster.local/ns/baz/sa/web',
					headers: [
						['x-one', '1'],
						['x-two', '2'],
					],
				}),
				403,
			),
		],
	},
	{
		name: 'ports of a sidecar',
		fact: '2.6',
		says: 'A sidecar means the container port.',
		policies: [allow('port', to({ ports: ['8080', '9000'] }), to({ ports: ['80', '81'] }))],
		rows: [
			row(get('/'), 'allow'),
			row(get('/', { port: 8081 }), 403),
			row(tcp(9000), 'allow'),
			row(tcp(9001), 'refused'),
		],
	},
	{
		name: 'ports of a gateway of Istio',
		fact: '2.6',
		says: 'A gateway means the port of its pod.',
		enforcer: istioGateway,
		policies: [allow('port', to({ ports: ['8080'] }), to({ ports: ['80', '443'] }))],
		rows: [row(get('/', { from: 'plaintext' }), 'allow'), row(get('/', { from: 'tls', port: 8443 }), 403)],
	},
	{
		name: 'ports of a gateway of the Gateway API',
		fact: '2.6',
		says: 'A gateway means the port of its pod.',
		enforcer: kubernetesGateway,
		policies: [
			authorization('port', {
				targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
				rules: [to({ ports: ['8080'] }), to({ ports: ['80', '443'] })],
			}),
		],
		rows: [row(get('/', { from: 'plaintext' }), 'allow'), row(get('/', { from: 'tls', port: 8443 }), 403)],
	},
	{
		name: 'ports of a waypoint',
		fact: '2.6',
		says: 'A waypoint means the port of the Service.',
		enforcer: waypoint,
		policies: [
			authorization('port', {
				targetRefs: [
					{ group: '', kind: 'Service', name: 'shop' },
					{ group: '', kind: 'Service', name: 'cart' },
				],
				rules: [to({ ports: ['80'] }), to({ ports: ['8081'] })],
			}),
		],
		rows: [row(get('/', { port: 80 }), 'allow'), row({ ...get('/', { port: 81 }), service: 'cart' }, 403)],
	},
	{
		name: 'which policies a gateway of the Gateway API has',
		fact: '2.11',
		says: 'By targetRefs, by selector, and by namespace alike.',
		enforcer: kubernetesGateway,
		policies: [
			authorization('target', {
				targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
				rules: [to({ paths: ['/target'] })],
			}),
			authorization('selector', {
				selector: { matchLabels: { istio: 'edge' } },
				rules: [to({ paths: ['/selector'] })],
			}),
			authorization('namespace', { rules: [to({ paths: ['/namespace'] })] }),
			authorization('elsewhere', {
				targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'inner' }],
				rules: [to({ paths: ['/elsewhere'] })],
			}),
		],
		rows: [
			row(get('/target', { from: 'plaintext' }), 'allow'),
			row(get('/selector', { from: 'plaintext' }), 'allow'),
			row(get('/namespace', { from: 'plaintext' }), 'allow'),
			row(get('/elsewhere', { from: 'plaintext' }), 403),
		],
	},
	{
		name: 'which policies a gateway of Istio has',
		fact: '2.11',
		says: 'By selector and by namespace; targetRefs are ignored.',
		enforcer: istioGateway,
		policies: [
			authorization('target', {
				targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'edge' }],
				rules: [to({ paths: ['/target'] })],
			}),
			authorization('selector', {
				selector: { matchLabels: { istio: 'edge' } },
				rules: [to({ paths: ['/selector'] })],
			}),
			authorization('mesh', { rules: [to({ paths: ['/mesh'] })] }, 'istio-system'),
			authorization('elsewhere', { rules: [to({ paths: ['/elsewhere'] })] }, 'bar'),
		],
		rows: [
			row(get('/target', { from: 'plaintext' }), 403),
			row(get('/selector', { from: 'plaintext' }), 'allow'),
			row(get('/mesh', { from: 'plaintext' }), 'allow'),
			row(get('/elsewhere', { from: 'plaintext' }), 403),
		],
	},
	{
		name: 'one HTTP part among several on TCP',
		fact: '8',
		says: 'ALLOW loses the whole rule; a DENY operation that has lost all its fields is any operation.',
		policies: [
			allow('both', { to: [{ operation: { methods: ['GET'] } }, { operation: { ports: ['9000'] } }] }),
			deny('one', {
				...from({ principals: ['cluster.local/ns/bar/sa/other'] }),
				to: [{ operation: { methods: ['GET'] } }, { operation: { ports: ['8081'] } }],
			}),
			allow('tcp', to({ ports: ['9000', '9001'] })),
		],
		rows: [
			row(tcp(9000), 'allow'),
			row(tcp(9000, other), 'refused'),
			row(tcp(9001, other), 'refused'),
			row(get('/'), 'allow'),
			row(get('/', { from: other }), 403),
			row(get('/', { method: 'POST', from: other }), 403),
			row(get('/', { method: 'POST', port: 9001, from: other }), 'allow'),
		],
	},
	{
		name: 'an ALLOW rule with one HTTP source among several on TCP',
		fact: '8',
		says: 'The whole rule is gone on TCP, the source of TCP too.',
		policies: [
			allow('both', { from: [{ source: { requestPrincipals: ['*'] } }, { source: { principals: [principal] } }] }),
		],
		rows: [row(tcp(9000), 'refused'), row(get('/'), 'allow'), row(get('/', { from: other }), 403)],
	},
	{
		name: 'any host and any method',
		fact: '2.3',
		says: '`*` on hosts and methods is every request; its twin is none.',
		policies: [
			allow(
				'any',
				to({ hosts: ['*'], methods: ['*'], paths: ['/any'] }),
				to({ notHosts: ['*'], paths: ['/no-host'] }),
				to({ notMethods: ['*'], paths: ['/no-method'] }),
			),
		],
		rows: [row(get('/any', { method: 'DELETE' }), 'allow'), row(get('/no-host'), 403), row(get('/no-method'), 403)],
	},
	{
		name: 'a workload without a Service',
		fact: '2.10',
		says: 'A port that no Service names is sniffed, and the policies hold there too.',
		enforcer: {
			kind: 'sidecar',
			workload: { namespace: 'foo', labels: { app: 'shop' }, serviceAccount: 'shop' },
			services: [],
		},
		policies: [allow('http', { ...from({ principals: [principal] }), ...to({ paths: ['/a'] }) })],
		rows: [
			row(get('/a', { port: 8080 }), 'allow'),
			row(get('/b', { port: 8080 }), 403),
			row(get('/a', { port: 8080, from: other }), 403),
		],
	},
	{
		name: 'a sniffed port is both',
		fact: '2.10',
		says: 'An undeclared port is HTTP or TCP by its first bytes, with the rules of each.',
		policies: [allow('http', { ...from({ principals: [principal] }), ...to({ paths: ['/a'] }) })],
		rows: [
			row(get('/a', { port: 9001 }), 'allow'),
			row(get('/b', { port: 9001 }), 403),
			row(tcp(9001, web), 'refused'),
			row(tcp(9001, 'plaintext'), 'refused'),
		],
	},
];
