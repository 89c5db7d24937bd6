// Who calls: principals, trust domains, addresses, and mutual TLS itself. Long, because it is a table of cases.
import {
	allow,
	from,
	get,
	istioGateway,
	type NamedCase,
	other,
	peer,
	row,
	spiffeIds,
	tcp,
	to,
	web,
	when,
} from './case.ts';

const at = (path: string) => to({ paths: [path] });
const aliased = { trustDomain: 'mesh.example', trustDomainAliases: ['old.example'] };
const workload = { selector: { matchLabels: { app: 'shop' } } };
const strict = { mtls: { mode: 'STRICT' } };
const permissive = { mtls: { mode: 'PERMISSIVE' } };
const plain = { from: 'plaintext' } as const;

export const identity: readonly NamedCase[] = [
	{
		name: 'patterns of principals',
		fact: '2.4',
		says: 'Without `spiffe://`; `*` is any identity, and a suffix may begin anywhere.',
		policies: [
			allow(
				'principals',
				...(
					[
						['/any', '*'],
						['/exact', 'cluster.local/ns/foo/sa/web'],
						['/prefix', 'cluster.local/ns/foo/*'],
						['/suffix', '*/sa/web'],
						['/written', 'spiffe://cluster.local/ns/foo/sa/web'],
					] as const
				).map(([path, principal]) => ({ ...from({ principals: [principal] }), ...at(path) })),
			),
		],
		rows: [
			row(get('/any'), 'allow'),
			row(get('/any', plain), 403),
			row(get('/exact'), 'allow'),
			row(get('/exact', { from: 'spiffe://cluster.local/ns/foo/sa/web-2' }), 403),
			row(get('/prefix'), 'allow'),
			row(get('/prefix', { from: other }), 403),
			row(get('/suffix'), 'allow'),
			row(get('/suffix', { from: 'spiffe://cluster.local/ns/bar/sa/web' }), 'allow'),
			row(get('/written'), 403),
		],
	},
	{
		name: 'a star in a namespace crosses slashes',
		fact: '8',
		says: '`*sa` as a namespace matches every identity, `a*b` is a pattern there, and an exact one is exact.',
		policies: [
			allow(
				'namespaces',
				...(
					[
						['/suffix', '*sa'],
						['/middle', 'f*o'],
						['/exact', 'foo'],
						['/prefix', 'fo*'],
					] as const
				).map(([path, namespace]) => ({ ...from({ namespaces: [namespace] }), ...at(path) })),
			),
		],
		rows: [
			row(get('/suffix'), 'allow'),
			row(get('/suffix', { from: other }), 'allow'),
			row(get('/suffix', plain), 403),
			row(get('/middle'), 'allow'),
			row(get('/exact'), 'allow'),
			row(get('/exact', { from: 'spiffe://cluster.local/ns/foo-bar/sa/web' }), 403),
			row(get('/prefix', { from: 'spiffe://cluster.local/ns/foo-bar/sa/web' }), 'allow'),
			row(get('/prefix', { from: other }), 403),
		],
	},
	{
		name: 'service accounts of any trust domain',
		fact: '2.4',
		says: '`sa` means the namespace of the policy; the trust domain is not looked at.',
		mesh: aliased,
		policies: [
			allow(
				'accounts',
				{ ...from({ serviceAccounts: ['web'] }), ...at('/short') },
				{ ...from({ serviceAccounts: ['bar/other'] }), ...at('/long') },
				{ ...when('source.serviceAccount', 'foo/web'), ...at('/when') },
				{ ...from({ serviceAccounts: ['web'], trustDomains: ['mesh.example'] }), ...at('/domain') },
			),
		],
		rows: [
			row(get('/short', { from: spiffeIds.mesh }), 'allow'),
			row(get('/short', { from: spiffeIds.old }), 'allow'),
			row(get('/short', { from: spiffeIds.meshOther }), 403),
			row(get('/long', { from: spiffeIds.meshOther }), 'allow'),
			row(get('/when', { from: spiffeIds.old }), 'allow'),
			row(get('/domain', { from: spiffeIds.mesh }), 'allow'),
			row(get('/domain', { from: spiffeIds.old }), 'allow'),
		],
	},
	{
		name: 'trust domain aliases',
		fact: '2.4',
		says: 'A principal of five parts stands for all of the trust domain and its aliases, `cluster.local` too; a pattern does not.',
		mesh: aliased,
		policies: [
			allow(
				'principals',
				...(
					[
						['/new', 'mesh.example/ns/foo/sa/web'],
						['/old', 'old.example/ns/foo/sa/web'],
						['/local', 'cluster.local/ns/foo/sa/web'],
						['/four', 'cluster.local/ns/foo/*'],
						['/other', 'other.example/ns/foo/sa/web'],
						['/star', '*/ns/foo/sa/web'],
					] as const
				).map(([path, principal]) => ({ ...from({ principals: [principal] }), ...at(path) })),
			),
		],
		rows: [
			row(get('/new', { from: spiffeIds.mesh }), 'allow'),
			row(get('/new', { from: spiffeIds.old }), 'allow'),
			row(get('/old', { from: spiffeIds.mesh }), 'allow'),
			row(get('/local', { from: spiffeIds.mesh }), 'allow'),
			row(get('/local', { from: spiffeIds.old }), 'allow'),
			row(get('/four', { from: spiffeIds.mesh }), 403),
			row(get('/other', { from: spiffeIds.mesh }), 403),
			row(get('/star', { from: spiffeIds.mesh }), 'allow'),
			row(get('/new', { from: web }), 'refused'),
			row(get('/star', { from: 'spiffe://evil.example/ns/foo/sa/web' }), 'refused'),
		],
	},
	{
		name: 'a policy without callers and a strange trust domain',
		fact: '2.4',
		says: 'The handshake refuses other trust domains, whatever the policies say.',
		policies: [allow('everyone', {})],
		rows: [row(get('/', { from: spiffeIds.mesh }), 'refused'), row(get('/'), 'allow'), row(get('/', plain), 'allow')],
	},
	{
		name: 'addresses of the peer and of the client',
		fact: '2.4',
		says: 'ipBlocks mean the peer of the connection, remoteIpBlocks what X-Forwarded-For says.',
		policies: [
			allow(
				'addresses',
				{ ...from({ ipBlocks: ['127.0.0.9'] }), ...at('/peer') },
				{ ...from({ ipBlocks: ['127.0.0.0/24'] }), ...at('/block') },
				{ ...from({ notIpBlocks: ['127.0.0.0/24'] }), ...at('/not') },
				{ ...from({ remoteIpBlocks: ['203.0.113.0/24'] }), ...at('/remote') },
				{ ...from({ ipBlocks: ['203.0.113.0/24'] }), ...at('/forwarded') },
				{ ...when('source.ip', '127.0.0.9'), ...at('/source.ip') },
				{ ...when('remote.ip', '203.0.113.7'), ...at('/remote.ip') },
			),
		],
		rows: [
			row(get('/peer', { sourceAddress: '127.0.0.9' }), 'allow'),
			row(get('/peer'), 403),
			row(get('/block'), 'allow'),
			row(get('/block', { sourceAddress: '127.0.1.1' }), 403),
			row(get('/not', { sourceAddress: '127.0.1.1' }), 'allow'),
			row(get('/remote', { headers: [['x-forwarded-for', '203.0.113.7']] }), 'allow'),
			row(get('/remote', { headers: [['x-forwarded-for', '203.0.113.7, 10.0.0.1']] }), 403),
			row(get('/remote'), 403),
			row(get('/forwarded', { headers: [['x-forwarded-for', '203.0.113.7']] }), 403),
			row(get('/source.ip', { sourceAddress: '127.0.0.9' }), 'allow'),
			row(get('/remote.ip', { headers: [['x-forwarded-for', '203.0.113.7']] }), 'allow'),
		],
	},
	{
		name: 'real addresses',
		fact: '2.4',
		says: 'The same with addresses that are no loopback, and of version 6.',
		policies: [
			allow(
				'addresses',
				{ ...from({ ipBlocks: ['10.1.0.0/16', '2001:db8::/32'] }), ...at('/peer') },
				{ ...when('destination.ip', '10.9.9.9'), ...at('/destination') },
			),
		],
		rows: [
			row({ ...get('/peer'), sourceAddress: '10.1.2.3' }, 'allow'),
			row({ ...get('/peer'), sourceAddress: '10.2.2.3' }, 403),
			row({ ...get('/destination'), sourceAddress: '10.1.2.3', destinationAddress: '10.9.9.9' }, 'allow'),
			row({ ...get('/destination'), sourceAddress: '10.1.2.3', destinationAddress: '10.9.9.8' }, 403),
			row({ ...get('/peer'), sourceAddress: '2001:db8::7', destinationAddress: '2001:db8::1' }, 'allow'),
		],
	},
	{
		name: 'trust domains and aliases',
		fact: '2.4',
		says: 'A trust domain in the list of aliases stands for all of them; `cluster.local` is no pointer here, and a pattern is only itself.',
		mesh: aliased,
		policies: [
			allow(
				'domains',
				{ ...from({ trustDomains: ['mesh.example'] }), ...at('/new') },
				{ ...from({ trustDomains: ['old.example'] }), ...at('/old') },
				{ ...from({ trustDomains: ['cluster.local'] }), ...at('/local') },
				{ ...from({ trustDomains: ['mesh.*'] }), ...at('/prefix') },
				{ ...from({ trustDomains: ['*.example'] }), ...at('/suffix') },
				{ ...from({ notTrustDomains: ['old.example'] }), ...at('/not') },
			),
		],
		rows: [
			row(get('/new', { from: spiffeIds.old }), 'allow'),
			row(get('/old', { from: spiffeIds.mesh }), 'allow'),
			row(get('/local', { from: spiffeIds.mesh }), 403),
			row(get('/prefix', { from: spiffeIds.mesh }), 'allow'),
			row(get('/prefix', { from: spiffeIds.old }), 403),
			row(get('/suffix', { from: spiffeIds.old }), 'allow'),
			row(get('/not', { from: spiffeIds.mesh }), 403),
			row(get('/not', plain), 'allow'),
		],
	},
	{
		name: 'addresses at a gateway',
		fact: '2.4',
		says: 'Without trusted proxies a gateway believes the peer, not X-Forwarded-For.',
		enforcer: istioGateway,
		policies: [
			allow(
				'addresses',
				{ ...from({ remoteIpBlocks: ['203.0.113.0/24'] }), ...at('/forwarded') },
				{ ...from({ remoteIpBlocks: ['127.0.0.9'] }), ...at('/remote') },
				{ ...from({ ipBlocks: ['127.0.0.9'] }), ...at('/peer') },
			),
		],
		rows: [
			row(get('/forwarded', { ...plain, headers: [['x-forwarded-for', '203.0.113.7']] }), 403),
			row(
				get('/remote', { ...plain, sourceAddress: '127.0.0.9', headers: [['x-forwarded-for', '203.0.113.7']] }),
				'allow',
			),
			row(get('/peer', { ...plain, sourceAddress: '127.0.0.9' }), 'allow'),
			row(get('/peer', plain), 403),
		],
	},
	{
		name: 'nobody has an identity at a gateway',
		fact: '2.4',
		says: 'Callers from outside have no principal: positive fields refuse all of them, `not…` fields admit all.',
		enforcer: istioGateway,
		policies: [
			allow(
				'identity',
				{ ...from({ principals: ['*'] }), ...at('/is') },
				{ ...from({ notPrincipals: ['*'] }), ...at('/not') },
			),
		],
		rows: [
			row(get('/is', plain), 403),
			row(get('/not', plain), 'allow'),
			row(get('/is', { from: 'tls', port: 8443 }), 403),
			row(get('/not', { from: 'tls', port: 8443 }), 'allow'),
		],
	},
	{
		name: 'DISABLE on an HTTP port',
		fact: '1.4',
		says: 'Plaintext only: a caller with mutual TLS is not understood.',
		policies: [peer('shop', { ...workload, mtls: { mode: 'DISABLE' } })],
		rows: [row(get('/', plain), 'allow'), row(get('/'), 'refused')],
	},
	{
		name: 'STRICT in the namespace',
		fact: '1.4',
		says: 'STRICT refuses plaintext and TLS without a certificate, on every port.',
		policies: [peer('default', strict)],
		rows: [
			row(get('/'), 'allow'),
			row(get('/', plain), 'refused'),
			row(get('/', { from: 'tls' }), 'refused'),
			row(tcp(9000), 'allow'),
			row(tcp(9000, 'plaintext'), 'refused'),
		],
	},
	{
		name: 'port over workload over namespace over mesh',
		fact: '1.4',
		says: 'The narrowest mode counts; UNSET takes the next wider.',
		policies: [
			peer('default', strict, 'istio-system'),
			peer('default', permissive),
			peer('shop', {
				...workload,
				...strict,
				portLevelMtls: { 8080: { mode: 'PERMISSIVE' }, 8081: { mode: 'UNSET' } },
			}),
		],
		rows: [
			row(get('/', plain), 'allow'),
			row(get('/', { ...plain, port: 8081 }), 'refused'),
			row(tcp(9000, 'plaintext'), 'refused'),
		],
	},
	{
		name: 'UNSET inherits',
		fact: '1.4',
		says: 'A namespace and a workload without a mode take that of the mesh.',
		policies: [
			peer('default', strict, 'istio-system'),
			peer('default', { mtls: { mode: 'UNSET' } }),
			peer('shop', { ...workload, portLevelMtls: { 8081: { mode: 'PERMISSIVE' } } }),
		],
		rows: [row(get('/', plain), 'refused'), row(get('/', { ...plain, port: 8081 }), 'allow'), row(get('/'), 'allow')],
	},
	{
		name: 'a selector in the root namespace is ignored',
		fact: '1.4',
		says: 'PeerAuthentication with a selector has an effect in its own namespace only.',
		policies: [peer('shop', { ...workload, ...strict }, 'istio-system')],
		rows: [row(get('/', plain), 'allow'), row(get('/'), 'allow')],
	},
	{
		name: 'equally old: first by name',
		fact: '9',
		says: 'Of equally old objects of one scope the first by name counts.',
		policies: [peer('b', permissive), peer('a', strict)],
		rows: [row(get('/', plain), 'refused'), row(get('/'), 'allow')],
	},
	{
		name: 'the Service port means nothing to a port mode',
		fact: '1.4',
		says: 'portLevelMtls names container ports.',
		policies: [peer('shop', { ...workload, ...permissive, portLevelMtls: { 80: { mode: 'STRICT' } } })],
		rows: [row(get('/', plain), 'allow'), row(get('/'), 'allow')],
	},
	{
		name: 'DISABLE on a TCP port',
		fact: '9',
		says: 'The TLS of a caller goes to the application as bytes, nothing is refused, and no identity is seen.',
		policies: [
			peer('shop', { ...workload, ...permissive, portLevelMtls: { 9000: { mode: 'DISABLE' } } }),
			allow('with', { ...from({ principals: ['*'] }), ...to({ ports: ['8080'] }) }, to({ ports: ['9000'] })),
		],
		rows: [row(tcp(9000, 'plaintext'), 'allow'), row(get('/'), 'allow'), row(get('/', plain), 403)],
	},
	{
		name: 'server names',
		fact: '2.5',
		says: 'connection.sni is what the handshake says; plaintext has none.',
		policies: [
			allow(
				'sni',
				{ ...when('connection.sni', 'shop.example'), ...at('/exact') },
				{ ...when('connection.sni', 'outbound_.*'), ...at('/usual') },
			),
		],
		rows: [
			row(get('/exact', { sni: 'shop.example' }), 'allow'),
			row(get('/exact'), 403),
			row(get('/usual'), 'allow'),
			row(get('/usual', { sni: 'shop.example' }), 403),
			row(get('/usual', plain), 403),
		],
	},
	{
		name: 'conditions on the caller',
		fact: '2.5',
		says: 'source.principal, source.namespace, source.trustDomain and destination.port are the fields in other words.',
		mesh: aliased,
		policies: [
			allow(
				'conditions',
				{ ...when('source.principal', 'mesh.example/ns/foo/sa/web'), ...at('/principal') },
				{ ...when('source.namespace', 'foo'), ...at('/namespace') },
				{ ...when('source.trustDomain', 'other.example', 'mesh*'), ...at('/domain') },
				{ ...when('destination.port', '8080'), ...at('/port') },
			),
		],
		rows: [
			row(get('/principal', { from: spiffeIds.old }), 'allow'),
			row(get('/principal', { from: spiffeIds.meshOther }), 403),
			row(get('/namespace', { from: spiffeIds.mesh }), 'allow'),
			row(get('/namespace', { from: spiffeIds.meshOther }), 403),
			row(get('/domain', { from: spiffeIds.mesh }), 'allow'),
			row(get('/domain', { from: spiffeIds.old }), 403),
			row(get('/port', { from: spiffeIds.mesh }), 'allow'),
			row(get('/port', { from: spiffeIds.mesh, port: 8081 }), 403),
		],
	},
];
