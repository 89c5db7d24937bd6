// One mistake a line: what is changed in the valid catalog, and what must be said, where. Paths are steps joined by `/`;
// the last step `+` adds to a list. `undefined` takes the key away.

export type Change = readonly [path: string, value: unknown];
export interface Mistake {
	readonly code: string;
	readonly about: string;
	readonly changes: readonly Change[];
	/** Catalog paths of the diagnostics of this code. */
	readonly at: readonly string[];
	/** Other codes that are right to speak as well. */
	readonly also?: readonly string[];
}

const row = (
	code: string,
	about: string,
	changes: readonly Change[],
	at: readonly string[],
	also: readonly string[] = [],
): Mistake => ({ code, about, changes, at, also });

const terms = { owner: 'team-shop', reason: 'a while', expires: '2027-01-31' };
const network = { cidr: '10.2.0.7/32', port: 9001 };
const spare = { owner: 'x', namespace: 'shop', serviceAccount: 'spare', selector: { app: 'spare' } };
const secondGateway = {
	owner: 'x',
	namespace: 'istio-system',
	serviceAccount: 'x',
	selector: { app: 'x' },
	ports: { https: { port: 443, protocol: 'http' } },
	hosts: { x: ['x.shop.example'] },
	routes: [{ host: 'x', path: '/', to: 'cart' }],
};
const second = {
	keycloak: { url: 'https://idp2.shop.example', realm: 'second' },
	network: { cidr: '10.1.0.0/24', port: 443 },
};

const names: readonly Mistake[] = [
	row('ACC001', 'unknown caller', [['services/wallet/callers/0/from', 'crat']], ['services.wallet.callers[0].from']),
	row('ACC001', 'unknown receiver', [['services/nightly/calls/0/to', 'crat']], ['services.nightly.calls[0].to']),
	row('ACC001', 'unknown gateway', [['services/cart/callers/0/via', 'egde']], ['services.cart.callers[0].via']),
	row('ACC001', 'unknown gateway of a call', [['clients/app/calls/0/via', 'egde']], ['clients.app.calls[0].via']),
	row(
		'ACC001',
		'unknown forwarded client',
		[['services/cart/calls/1/forwards', 'apq']],
		['services.cart.calls[1].forwards'],
	),
	row(
		'ACC001',
		'unknown receiver of a route',
		[['gateways/edge/routes/+', { host: 'api', path: '/x', to: 'nobody' }]],
		['gateways.edge.routes[3].to'],
	),
	row(
		'ACC001',
		'unknown in `disabled`',
		[['environments/staging/disabled/nobody', 'off']],
		['environments.staging.disabled.nobody'],
	),
	row(
		'ACC001',
		'unknown in `hosts`',
		[['environments/staging/hosts/egde', { api: ['a.example'] }]],
		['environments.staging.hosts.egde'],
	),
	row(
		'ACC001',
		'unknown in `clients`',
		[['environments/staging/clients/apq', {}]],
		['environments.staging.clients.apq'],
	),
	row('ACC001', 'unknown in a plaintext exception', [['exceptions/0/service', 'crat']], ['exceptions[0].service']),
	row('ACC001', 'unknown in a token exception', [['exceptions/2/client', 'partnr']], ['exceptions[2].client']),
	row(
		'ACC001',
		'unknown in an identity exception',
		[['exceptions/+', { kind: 'shared-identity', services: ['one', 'six'], ...terms }]],
		['exceptions[4].services[1]'],
	),
	row(
		'ACC001',
		'unknown in an API key exception',
		[
			[
				'exceptions/+',
				{ kind: 'api-key', gateway: 'egde', provider: 'keys', to: 'cart', scopes: ['cart.legacy'], network, ...terms },
			],
		],
		['exceptions[4].gateway'],
	),
	row(
		'ACC002',
		'unknown scope of a caller',
		[['services/cart/callers/1/scopes/0', 'cart.pya']],
		['services.cart.callers[1].scopes[0]'],
	),
	row(
		'ACC002',
		'unknown scope of a call',
		[['services/nightly/calls/0/scopes/0', 'wallet.read']],
		['services.nightly.calls[0].scopes[0]'],
	),
	row(
		'ACC002',
		'unknown public scope',
		[['gateways/edge/routes/1/public/+', 'cart.olds']],
		['gateways.edge.routes[1].public[1]'],
	),
	row('ACC003', 'undeclared namespace', [['services/cart/namespace', 'shpo']], ['services.cart.namespace']),
	row(
		'ACC003',
		'undeclared namespace of a gateway',
		[['gateways/edge/namespace', 'doors']],
		['gateways.edge.namespace'],
		[],
	),
	row('ACC004', 'unknown issuer', [['services/cart/issuer', 'shpo']], ['services.cart.issuer']),
	row(
		'ACC004',
		'unknown issuer in an environment',
		[['environments/staging/issuers/shpo', {}]],
		['environments.staging.issuers.shpo'],
	),
	row('ACC005', 'unknown host set', [['gateways/edge/routes/0/host', 'apo']], ['gateways.edge.routes[0].host']),
	row(
		'ACC005',
		'unknown host set in an environment',
		[['environments/staging/hosts/edge/apo', ['a.example']]],
		['environments.staging.hosts.edge.apo'],
	),
	row(
		'ACC006',
		'unknown environment',
		[['exceptions/0/environments', ['prod', 'pord']]],
		['exceptions[0].environments[1]'],
	),
	row('ACC007', 'a gateway as receiver', [['services/nightly/calls/0/to', 'edge']], ['services.nightly.calls[0].to']),
	row(
		'ACC007',
		'a service as a forwarded client',
		[['services/cart/calls/1/forwards', 'nightly']],
		['services.cart.calls[1].forwards'],
	),
	row('ACC007', 'anyone via a service', [['services/cart/callers/3/via', 'wallet']], ['services.cart.callers[3].via']),
	row(
		'ACC008',
		'service and client',
		[['clients/nightly', { kind: 'machine', owner: 'x', authentication: { mtls: { subject: 'CN=x' } }, calls: [] }]],
		['clients.nightly'],
	),
	row('ACC009', 'a name of Keycloak', [['services/account', spare]], ['services.account']),
	row('ACC009', 'the word for nobody', [['services/anyone', spare]], ['services.anyone']),
	row('ACC009', 'a name of namespace policies', [['services/default-deny', spare]], ['services.default-deny']),
	row(
		'ACC009',
		'an audience of Keycloak',
		[['services/cart/audience', 'realm-management']],
		['services.cart.audience'],
	),
	row('ACC010', 'a shard', [['services/cart-2', spare]], ['services.cart-2']),
	row('ACC010', 'a guard', [['services/cart-tenant-guard', spare]], ['services.cart-tenant-guard']),
	row(
		'ACC010',
		'an API key policy',
		[['services/edge-api-key-keys', { ...spare, namespace: 'istio-system' }]],
		['services.edge-api-key-keys'],
		['ACC083'],
	),
	row(
		'ACC010',
		'a shard of an API key policy',
		[['services/edge-api-key-keys-2', { ...spare, namespace: 'istio-system' }]],
		['services.edge-api-key-keys-2'],
		['ACC083'],
	),
	row(
		'ACC010',
		'an API key policy and a guard',
		[
			['services/edge-api-key', { ...spare, namespace: 'istio-system' }],
			['exceptions/3/provider', 'tenant-guard'],
		],
		['exceptions[3].provider'],
		['ACC083'],
	),
	row(
		'ACC010',
		'API key policies of two gateways',
		[
			['gateways/edge-api-key-x', secondGateway],
			['exceptions/3/provider', 'x-api-key-y'],
			['services/cart/scopes/cart.old', ['GET /old on http']],
			[
				'exceptions/+',
				{
					kind: 'api-key',
					gateway: 'edge-api-key-x',
					provider: 'y',
					to: 'cart',
					scopes: ['cart.old'],
					network,
					...terms,
				},
			],
		],
		['exceptions[3].provider'],
	),
	row(
		'ACC011',
		'a scope of two',
		[
			['services/one/ports', { http: { port: 80, protocol: 'http' } }],
			['services/one/scopes', { 'wallet.read': ['GET /x'] }],
		],
		['services.one.scopes["wallet.read"]'],
		['ACC030'],
	),
	row(
		'ACC012',
		"Keycloak's scope",
		[['services/wallet/scopes/delegation:user', ['GET /x']]],
		['services.wallet.scopes["delegation:user"]'],
		['ACC030'],
	),
	row('ACC013', 'the audience of another', [['services/cart/audience', 'wallet']], ['services.cart.audience']),
	row(
		'ACC013',
		'one audience for two',
		[
			['services/cart/audience', 'x'],
			['services/wallet/audience', 'x'],
		],
		['services.cart.audience', 'services.wallet.audience'],
	),
];

const grants: readonly Mistake[] = [
	row('ACC014', 'nobody asks', [['services/nightly/calls', []]], ['services.cart.callers[1]']),
	row(
		'ACC014',
		'the client asks by another way',
		[['clients/app/calls/1/via', 'edge']],
		['services.wallet.callers[1]'],
		['ACC015'],
	),
	row(
		'ACC014',
		'the service does not forward',
		[['services/cart/calls/1/forwards', undefined]],
		['services.wallet.callers[1]'],
		['ACC015'],
	),
	row(
		'ACC015',
		'nobody grants',
		[['services/wallet/callers/0', { from: 'app', via: 'edge', scopes: ['wallet.charge'] }]],
		['services.cart.calls[0]'],
		['ACC014', 'ACC049'],
	),
	row('ACC015', 'a scope more', [['services/nightly/calls/0/scopes/+', 'cart.read']], ['services.nightly.calls[0]']),
	row(
		'ACC015',
		'nobody lets the client in via the service',
		[['services/wallet/callers/1', undefined]],
		['services.cart.calls[1]', 'clients.app.calls[1]'],
	),
	row(
		'ACC016',
		'a grant twice',
		[['services/cart/callers/+', { from: 'nightly', scopes: ['cart.pay'] }]],
		['services.cart.callers[4]'],
	),
	row(
		'ACC016',
		'a call twice',
		[['services/nightly/calls/+', { to: 'cart', scopes: ['cart.pay'] }]],
		['services.nightly.calls[1]'],
	),
	row(
		'ACC016',
		'an operation twice',
		[['services/wallet/scopes/wallet.read/+', 'GET /wallets/{wallet}']],
		['services.wallet.scopes["wallet.read"][1]'],
	),
	row(
		'ACC017',
		'identity beside a token',
		[['services/wallet/callers/+', { from: 'cart', scopes: ['wallet.charge'], as: 'identity', because: 'x' }]],
		['services.wallet.callers[0].scopes[0]'],
	),
	row(
		'ACC017',
		'anyone beside a client',
		[
			['services/cart/callers/0/scopes/+', 'cart.news'],
			['clients/app/calls/0/scopes/+', 'cart.news'],
		],
		['services.cart.callers[0].scopes[1]'],
	),
	row(
		'ACC018',
		'itself',
		[
			['services/cart/callers/+', { from: 'cart', scopes: ['cart.read'] }],
			['services/cart/calls/+', { to: 'cart', scopes: ['cart.read'] }],
		],
		['services.cart.callers[4]'],
	),
	row(
		'ACC034',
		'identity without a reason',
		[['services/database/callers/0/because', undefined]],
		['services.database.callers[0]'],
	),
	row(
		'ACC034',
		'anyone without a reason',
		[['services/cart/callers/3/because', undefined]],
		['services.cart.callers[3]'],
	),
	row(
		'ACC036',
		'a public client as itself',
		[['services/cart/callers/0/as', 'service']],
		['services.cart.callers[0].as'],
	),
	row('ACC037', 'a machine for a user', [['services/cart/callers/2/as', 'user']], ['services.cart.callers[2].as']),
	row(
		'ACC038',
		'a client by identity',
		[
			['services/cart/callers/2/as', 'identity'],
			['services/cart/callers/2/because', 'x'],
		],
		['services.cart.callers[2].as'],
		['ACC071'],
	),
	row(
		'ACC038',
		'a named caller as anyone',
		[['services/wallet/callers/0/as', 'anyone']],
		['services.wallet.callers[0].as'],
	),
	row('ACC039', 'anyone, not said', [['services/cart/callers/3/as', undefined]], ['services.cart.callers[3]']),
	row(
		'ACC039',
		'anyone inside the mesh',
		[['services/cart/callers/3/via', undefined]],
		['services.cart.callers[3].from'],
	),
	row(
		'ACC040',
		'a gateway calls',
		[['services/cart/callers/+', { from: 'edge', scopes: ['cart.read'], as: 'identity', because: 'x' }]],
		['services.cart.callers[4].from'],
	),
	row(
		'ACC041',
		'a client without a way',
		[['services/cart/callers/2/via', undefined]],
		['services.cart.callers[2].from'],
	),
	row('ACC041', 'a call without a way', [['clients/partner/calls/0/via', undefined]], ['clients.partner.calls[0]']),
	row('ACC042', 'a service via', [['services/cart/callers/1/via', 'edge']], ['services.cart.callers[1].via']),
	row(
		'ACC042',
		'a client forwards',
		[['clients/partner/calls/0/forwards', 'app']],
		['clients.partner.calls[0].forwards'],
	),
	row('ACC043', 'no user', [['services/cart/callers/1/as', 'user']], ['services.cart.callers[1]']),
	row(
		'ACC043',
		'users in a circle',
		[
			['services/one/ports', { http: { port: 80, protocol: 'http' } }],
			['services/one/scopes', { 'one.read': ['GET /x'] }],
			['services/one/callers', [{ from: 'nightly', scopes: ['one.read'], as: 'user' }]],
			['services/one/calls', [{ to: 'cart', scopes: ['cart.legacy'] }]],
			['services/cart/callers/+', { from: 'one', scopes: ['cart.legacy'], as: 'user' }],
			['services/nightly/calls/+', { to: 'one', scopes: ['one.read'] }],
		],
		['services.cart.callers[4]', 'services.one.callers[0]'],
	),
	row(
		'ACC044',
		'forwarded, but never given',
		[
			['services/cart/callers/0', undefined],
			['clients/app/calls/0', undefined],
			['services/cart/login', { redirectUris: ['https://shop.example/cart'] }],
		],
		['services.wallet.callers[1].via'],
		['ACC030'],
	),
	row(
		'ACC045',
		'a machine forwarded',
		[
			['services/wallet/callers/+', { from: 'partner', via: 'cart', scopes: ['wallet.read'] }],
			['clients/partner/calls/+', { to: 'wallet', via: 'cart', scopes: ['wallet.read'] }],
			['services/cart/calls/+', { to: 'wallet', scopes: ['wallet.read'], forwards: 'partner' }],
		],
		['services.wallet.callers[2].via'],
	),
];

const workloads: readonly Mistake[] = [
	row('ACC019', 'one account for two', [['services/nightly/serviceAccount', 'cart']], ['services.cart.serviceAccount']),
	row(
		'ACC019',
		'excepted in one environment only',
		[['exceptions/1/environments', ['prod']]],
		['services.one.serviceAccount'],
	),
	row(
		'ACC019',
		'a service runs as the gateway',
		[
			['services/two/namespace', 'istio-system'],
			['services/two/serviceAccount', 'edge'],
		],
		['services.two.serviceAccount'],
		['ACC079', 'ACC083'],
	),
	row(
		'ACC020',
		'the default account',
		[['services/nightly/serviceAccount', 'default']],
		['services.nightly.serviceAccount'],
	),
	row(
		'ACC021',
		'equal selectors',
		[['services/two/selector', { app: 'one', 'app.kubernetes.io/part-of': 'shop' }]],
		['services.two.selector'],
	),
	row('ACC021', 'a wider selector', [['services/two/selector', { app: 'one' }]], ['services.one.selector']),
	row(
		'ACC021',
		'a wide selector in the root namespace',
		[['gateways/edge/selector', { app: 'cart' }]],
		['services.cart.selector'],
	),
	row(
		'ACC022',
		'one subject',
		[
			['exceptions/+', { kind: 'shared-identity', services: ['cart', 'nightly'], ...terms }],
			['services/nightly/serviceAccount', 'cart'],
		],
		['services.cart.serviceAccount'],
	),
	row(
		'ACC023',
		'one Gateway twice',
		[
			['gateways/edge/gatewayApi', 'main'],
			[
				'gateways/door',
				{
					owner: 'x',
					namespace: 'istio-system',
					serviceAccount: 'door',
					selector: { app: 'door' },
					gatewayApi: 'main',
					ports: { https: { port: 443, protocol: 'http' } },
					hosts: { a: ['a.example'] },
					routes: [{ host: 'a', path: '/', to: 'wallet' }],
				},
			],
		],
		['gateways.edge.gatewayApi'],
	),
	row(
		'ACC024',
		'one number twice',
		[['services/cart/ports/admin', { port: 80, targetPort: 81, protocol: 'http' }]],
		['services.cart.ports.admin.port'],
	),
	row(
		'ACC025',
		'two protocols on one port',
		[['services/wallet/ports/raw', { port: 81, targetPort: 8080, protocol: 'tcp' }]],
		['services.wallet.ports.raw'],
	),
	row(
		'ACC026',
		'a TCP listener',
		[['gateways/edge/ports/raw', { port: 5432, protocol: 'tcp' }]],
		['gateways.edge.ports.raw.protocol'],
	),
	row(
		'ACC028',
		'under two scopes',
		[['services/wallet/scopes/wallet.charge/+', 'GET /wallets/{x}']],
		['services.wallet.scopes["wallet.read"][0]'],
	),
	row(
		'ACC030',
		'a scope for nobody',
		[['services/wallet/scopes/wallet.close', ['DELETE /wallets/{id}']]],
		['services.wallet.scopes["wallet.close"]'],
	),
	row(
		'ACC031',
		'a token over TCP',
		[['services/database/callers/0/as', undefined]],
		['services.database.callers[0].scopes[0]'],
	),
	row(
		'ACC032',
		'a wide probe',
		[['services/cart/probes/direct/0', 'GET /health/** on http']],
		['services.cart.probes.direct[0]'],
	),
	row(
		'ACC032',
		'a probe of any method',
		[['services/cart/probes/direct/0', 'ANY /health on http']],
		['services.cart.probes.direct[0]'],
	),
	row(
		'ACC032',
		'a TCP probe',
		[['services/database/probes', { direct: ['TCP'], because: 'x' }]],
		['services.database.probes.direct[0]'],
	),
	row(
		'ACC033',
		'a guarded probe',
		[['services/cart/probes/direct/0', 'GET /news/health on http']],
		['services.cart.probes.direct[0]'],
	),
];

const gateways: readonly Mistake[] = [
	row('ACC047', 'not public', [['gateways/edge/routes/1/public', undefined]], ['services.cart.callers[3].scopes[0]']),
	row(
		'ACC048',
		'public, but not granted',
		[['gateways/edge/routes/0/public', ['cart.read']]],
		['gateways.edge.routes[0].public[0]'],
	),
	row(
		'ACC049',
		'no route',
		[
			['services/wallet/callers/+', { from: 'app', via: 'edge', scopes: ['wallet.read'] }],
			['clients/app/calls/+', { to: 'wallet', via: 'edge', scopes: ['wallet.read'] }],
		],
		['services.wallet.callers[2].scopes[0]'],
	),
	row(
		'ACC049',
		'a rewrite that misses',
		[['gateways/edge/routes/0/rewrite', '/carts']],
		['services.cart.callers[0].scopes[0]', 'services.cart.callers[2].scopes[0]'],
	),
	row('ACC049', 'no route for the API key', [['gateways/edge/routes/2', undefined]], ['exceptions[3].scopes[0]']),
	row(
		'ACC050',
		'TCP through a gateway',
		[
			[
				'services/database/callers/+',
				{ from: 'anyone', via: 'edge', scopes: ['database.connect'], as: 'anyone', because: 'x' },
			],
			['gateways/edge/routes/+', { host: 'api', path: '/db', to: 'database', public: ['database.connect'] }],
		],
		['services.database.callers[1].scopes[0]'],
	),
	row(
		'ACC051',
		'one path twice',
		[['gateways/edge/routes/+', { host: 'api', path: '/news', to: 'wallet' }]],
		['gateways.edge.routes[3]'],
	),
	row(
		'ACC051',
		'one path twice in one environment',
		[
			['gateways/edge/hosts/other', ['other.shop.example']],
			['gateways/edge/routes/+', { host: 'other', path: '/news', to: 'wallet' }],
			['environments/staging/hosts/edge/other', ['api.staging.shop.example']],
		],
		['gateways.edge.routes[3]'],
	),
	row(
		'ACC052',
		'an API key beside a client',
		[
			['services/cart/callers/0/scopes/+', 'cart.legacy'],
			['clients/app/calls/0/scopes/+', 'cart.legacy'],
		],
		['services.cart.callers[0].scopes[1]'],
	),
];

const withoutTokens: readonly Change[] = [
	['issuers', undefined],
	['withoutTokens', 'a demonstration'],
];
const withSecond: readonly Change[] = [['issuers/second', second]];

const tokens: readonly Mistake[] = [
	row('ACC053', 'nobody issues', [['issuers', undefined]], [''], []),
	row(
		'ACC053',
		'an empty map of issuers',
		[
			['issuers', {}],
			['environments/staging/issuers', undefined],
		],
		[''],
		[],
	),
	row('ACC054', 'both', [['withoutTokens', 'a demonstration']], ['withoutTokens']),
	row(
		'ACC035',
		'a token without tokens',
		withoutTokens,
		['services.cart.callers[0].as', 'services.cart.callers[1].as', 'services.wallet.callers[0].as'],
		['ACC055'],
	),
	row(
		'ACC055',
		'settings without effect',
		withoutTokens,
		[
			'tenant',
			'services.cart.scopes["cart.pay"].tenant',
			'services.nightly.tenant',
			'clients.app',
			'clients.partner',
			'environments.staging.issuers',
			'exceptions[2]',
		],
		['ACC035'],
	),
	row(
		'ACC056',
		'which issuer',
		[['issuers/second', second]],
		['services.cart', 'services.wallet', 'services.nightly', 'clients.app', 'clients.partner', 'gateways.edge'],
		['ACC059', 'ACC073'],
	),
	row(
		'ACC046',
		'different issuers',
		[
			...withSecond,
			...['services/cart', 'services/wallet', 'clients/app', 'clients/partner', 'gateways/edge'].map(
				(path): Change => [`${path}/issuer`, 'shop'],
			),
			['services/nightly/issuer', 'second'],
			['services/nightly/authentication', { mtls: { subject: 'CN=nightly' } }],
		],
		['services.cart.callers[1]'],
		['ACC059'],
	),
	row('ACC057', 'an unknown cluster', [['issuers/shop/kubernetesIssuer', undefined]], ['issuers.shop']),
	row(
		'ACC058',
		'one issuer under two names',
		[
			[
				'issuers/other',
				{
					keycloak: { url: 'https://idp.shop.example', realm: 'shop' },
					network: { cidr: '10.1.0.0/24', port: 443 },
				},
			],
			['environments/staging/issuers/other', { keycloak: { url: 'https://idp3.shop.example' } }],
		],
		['issuers.other'],
		['ACC056', 'ACC073', 'ACC074'],
	),
	row(
		'ACC059',
		'staging tokens in prod',
		[['environments/staging/issuers/shop/keycloak', undefined]],
		['environments.staging.issuers.shop'],
	),
	row('ACC059', 'no issuer of its own', [['environments/staging/issuers', undefined]], ['environments.staging']),
	row(
		'ACC060',
		'one cluster',
		[['environments/staging/issuers/shop/kubernetesIssuer', undefined]],
		['environments.staging.issuers.shop'],
	),
	row(
		'ACC061',
		'one key set',
		[
			[
				'environments/staging/issuers/shop/jwksUri',
				'https://idp.shop.example/realms/shop/protocol/openid-connect/certs',
			],
		],
		['environments.staging.issuers.shop'],
	),
	row(
		'ACC062',
		'the realm master',
		[['environments/staging/issuers/shop/keycloak/realm', 'master']],
		['environments.staging.issuers.shop'],
	),
	row('ACC063', 'one trust domain', [['environments/staging/trustDomain', undefined]], ['environments.staging']),
	row('ACC064', 'no proof', [['clients/partner/authentication', undefined]], ['clients.partner']),
	row(
		'ACC065',
		'a public client with a key',
		[['clients/app/authentication', { mtls: { subject: 'CN=app' } }]],
		['clients.app.authentication'],
	),
	row('ACC065', 'a public client with a tenant', [['clients/app/tenant', 'shop']], ['clients.app.tenant']),
	row(
		'ACC065',
		'a machine with a browser',
		[['clients/partner/redirectUris', ['https://partner.example/in']]],
		['clients.partner.redirectUris'],
	),
	row(
		'ACC065',
		'a machine with a browser in staging',
		[['environments/staging/clients/partner', { webOrigins: ['https://partner.example'] }]],
		['environments.staging.clients.partner.webOrigins'],
	),
	row(
		'ACC066',
		'nowhere to come back to',
		[
			['clients/app/redirectUris', undefined],
			['clients/app/webOrigins', undefined],
		],
		['clients.app'],
	),
	row(
		'ACC067',
		'a stray origin',
		[['clients/app/webOrigins/+', 'https://other.example']],
		['clients.app.webOrigins[1]'],
	),
	row(
		'ACC067',
		'an origin left from prod',
		[['environments/staging/clients/app/webOrigins', undefined]],
		['clients.app.webOrigins[0]'],
	),
	row(
		'ACC067',
		'a stray origin of a service',
		[['services/one/login', { redirectUris: ['https://shop.example/one'], webOrigins: ['https://x.example'] }]],
		['services.one.login.webOrigins[0]'],
	),
];

const tenants: readonly Mistake[] = [
	row(
		'ACC068',
		'how it travels',
		[['tenant', undefined]],
		['services.cart.scopes["cart.pay"].tenant', 'services.nightly.tenant', 'clients.partner.tenant'],
	),
	row(
		'ACC069',
		'a job without a tenant',
		[['services/nightly/tenant', undefined]],
		['services.cart.callers[1].scopes[0]'],
	),
	row(
		'ACC069',
		'a partner without a tenant',
		[['clients/partner/tenant', undefined]],
		['services.cart.callers[2].scopes[0]'],
	),
	row(
		'ACC070',
		'crossing nothing',
		[['services/wallet/callers/0/crossTenant', 'the desk']],
		['services.wallet.callers[0].crossTenant'],
	),
	row(
		'ACC071',
		'by identity',
		[
			['services/cart/callers/1/as', 'identity'],
			['services/cart/callers/1/because', 'x'],
		],
		['services.cart.callers[1].scopes[0]'],
	),
	row(
		'ACC071',
		'over TCP',
		[['services/database/scopes/database.connect', { operations: ['TCP'], tenant: 'required' }]],
		['services.database.scopes["database.connect"].operations[0]'],
	),
	row(
		'ACC071',
		'in plaintext',
		[['exceptions/0/operations/+', 'POST /cart/{x}/{y} on http']],
		['exceptions[0].operations[1]'],
	),
	row(
		'ACC071',
		'by API key',
		[['services/cart/scopes/cart.legacy', { operations: ['GET /legacy on http'], tenant: 'required' }]],
		['exceptions[3].scopes[0]'],
	),
];

const surroundings: readonly Mistake[] = [
	row('ACC072', 'the root namespace', [['namespaces/istio-system', 'owned']], ['namespaces.istio-system']),
	row('ACC072', 'another root namespace', [['mesh/rootNamespace', 'shop']], ['namespaces.shop'], ['ACC083']),
	row('ACC072', "the cluster's own", [['namespaces/kube-system', 'owned']], ['namespaces.kube-system'], ['ACC073']),
	row('ACC073', 'an unused namespace', [['namespaces/old', 'owned']], ['namespaces.old']),
	row('ACC073', 'an unused host set', [['gateways/edge/hosts/old', ['old.example']]], ['gateways.edge.hosts.old']),
	row('ACC074', 'no way to the issuer', [['issuers/shop/network', undefined]], ['issuers.shop']),
	row('ACC089', 'no way to the authorizer', [['exceptions/3/network', undefined]], ['exceptions[3]']),
	row('ACC075', 'nobody enforces', [['mesh/networkPolicies', 'none']], ['services.cart.external']),
	row('ACC076', 'over', [['exceptions/0/expires', '2026-11-23']], ['exceptions[0].expires']),
	row('ACC077', 'too long', [['exceptions/0/expires', '2027-11-25']], ['exceptions[0].expires']),
	row('ACC078', 'no day', [['exceptions/0/expires', '2027-02-29']], ['exceptions[0].expires']),
	row(
		'ACC079',
		'no longer needed',
		[['services/two/serviceAccount', 'two']],
		['exceptions[1].services[0]', 'exceptions[1].services[1]'],
	),
];

const apiKey = { kind: 'api-key', gateway: 'edge', to: 'cart', network, ...terms };
const partner = { privateKeyJwt: { jwksUrl: 'https://partner.example/keys' } };

const doubled: readonly Mistake[] = [
	row(
		'ACC016',
		'one opening twice',
		[['exceptions/+', { kind: 'plaintext', service: 'cart', operations: ['GET /metrics on admin'], ...terms }]],
		['exceptions[4].operations[0]'],
	),
	row(
		'ACC016',
		'one opening in two spellings',
		[['exceptions/0/operations', ['GET /metrics/{a} on admin', 'GET /metrics/{b} on admin']]],
		['exceptions[0].operations[1]'],
	),
	row(
		'ACC016',
		'one opening with its port and without',
		[
			['services/cart/ports/admin/protocol', 'grpc'],
			['exceptions/0/operations', ['GET /metrics', 'GET /metrics on http']],
		],
		['exceptions[0].operations[1]'],
	),
	row(
		'ACC016',
		'one probe in two spellings',
		[
			['services/cart/ports/admin/protocol', 'grpc'],
			['exceptions/0/operations', ['GET /metrics']],
			['services/cart/probes/direct', ['GET /healthz', 'GET /healthz on http']],
		],
		['services.cart.probes.direct[1]'],
	),
	row(
		'ACC016',
		'one excuse twice',
		[['exceptions/+', { kind: 'shared-identity', services: ['two', 'one'], ...terms }]],
		['exceptions[4]'],
	),
	row(
		'ACC016',
		'two lifetimes',
		[['exceptions/+', { kind: 'long-lived-token', client: 'partner', lifetimeSeconds: 600, ...terms }]],
		['exceptions[4]'],
	),
	row(
		'ACC016',
		'one scope by two exceptions',
		[['exceptions/+', { ...apiKey, provider: 'keys', scopes: ['cart.legacy'] }]],
		['exceptions[4]'],
	),
	row(
		'ACC080',
		'two authorizers',
		[
			['services/cart/scopes/cart.old', ['GET /legacy/old on http']],
			['exceptions/+', { ...apiKey, provider: 'others', scopes: ['cart.old'] }],
		],
		['exceptions[4].provider'],
	),
	row(
		'ACC081',
		'one key set for two',
		[['services/nightly/authentication', partner]],
		['services.nightly.authentication'],
	),
	row(
		'ACC081',
		'one certificate for two',
		[
			['services/nightly/authentication', { mtls: { subject: 'CN=a' } }],
			['services/cart/authentication', { mtls: { subject: 'CN=a' } }],
		],
		['services.cart.authentication'],
	),
	row(
		'ACC082',
		'plaintext past a token',
		[['exceptions/+', { kind: 'plaintext', service: 'wallet', operations: ['GET /wallets/{id}'], ...terms }]],
		['exceptions[4].operations[0]'],
	),
	row(
		'ACC083',
		'a service among istiod and the gateways',
		[['services/database/namespace', 'istio-system']],
		['services.database.namespace'],
	),
];

const wallet = { to: 'wallet', via: 'edge', scopes: ['wallet.read'] };
const walletBehindEdge: readonly Change[] = [
	['clients/app/calls/+', wallet],
	['services/wallet/callers/+', { from: 'app', via: 'edge', scopes: ['wallet.read'], as: 'user' }],
];
const nightly = (scope: string, operations: readonly string[], entry: object): readonly Change[] => [
	[`services/cart/scopes/${scope}`, operations],
	['services/cart/callers/+', { from: 'nightly', scopes: [scope], ...entry }],
	['services/nightly/calls/+', { to: 'cart', scopes: [scope] }],
];

const overlaps: readonly Mistake[] = [
	row(
		'ACC084',
		'one container port, two names',
		[['services/cart/ports/spare', { port: 82, targetPort: 8080, protocol: 'http' }]],
		['services.cart.ports.spare'],
	),
	row(
		'ACC084',
		'the container port is the other port',
		[['services/cart/ports/spare', { port: 8080, protocol: 'http' }]],
		['services.cart.ports.spare'],
	),
	row(
		'ACC085',
		'anyone over a user',
		[['services/cart/scopes/cart.read/+', 'GET /news/{id} on http']],
		['services.cart.scopes["cart.news"][0]'],
	),
	row(
		'ACC085',
		'anyone over half of it',
		[['services/cart/scopes/cart.read/+', 'ANY /{page}/today on http']],
		['services.cart.scopes["cart.news"][0]'],
	),
	row(
		'ACC085',
		'a key over a service',
		[
			['services/cart/scopes/cart.legacy/0', 'GET /legacy/** on http'],
			...nightly('cart.night', ['GET /legacy/night on http'], { as: 'service' }),
		],
		['services.cart.scopes["cart.legacy"][0]'],
	),
	row(
		'ACC085',
		'an identity over a user',
		nightly('cart.night', ['GET /cart/** on http'], { as: 'identity', because: 'it is old' }),
		['services.cart.scopes["cart.night"][0]'],
	),
	row('ACC085', 'no tenant over a tenant', nightly('cart.night', ['POST /cart/** on http'], { as: 'service' }), [
		'services.cart.scopes["cart.night"][0]',
	]),
	row(
		'ACC085',
		'anyone over an identity',
		nightly('cart.night', ['GET /news/night on http'], { as: 'identity', because: 'it is old' }),
		['services.cart.scopes["cart.news"][0]'],
	),
	row(
		'ACC086',
		'into a longer route',
		[
			['gateways/edge/routes/+', { host: 'api', path: '/news/wallet', rewrite: '/wallets', to: 'wallet' }],
			...walletBehindEdge,
		],
		['services.cart.scopes["cart.news"][0]'],
	),
	row(
		'ACC086',
		'two host sets with one host in staging',
		[
			['gateways/edge/hosts/pay', ['pay.shop.example']],
			['environments/staging/hosts/edge/pay', ['api.staging.shop.example']],
			['gateways/edge/routes/+', { host: 'pay', path: '/news/wallet', rewrite: '/wallets', to: 'wallet' }],
			...walletBehindEdge,
		],
		['services.cart.scopes["cart.news"][0]'],
	),
	row(
		'ACC086',
		'two ports behind one path',
		[
			['services/cart/scopes/cart.desk', ['GET /news/desk on admin']],
			['services/cart/callers/0/scopes/+', 'cart.desk'],
			['clients/app/calls/0/scopes/+', 'cart.desk'],
		],
		['services.cart.scopes["cart.news"][0]'],
	),
	row(
		'ACC087',
		'a key before a token',
		[
			['services/cart/scopes/cart.legacy/0', 'GET /legacy/** on http'],
			['gateways/edge/routes/+', { host: 'api', path: '/legacy/wallet', rewrite: '/wallets', to: 'wallet' }],
			...walletBehindEdge,
		],
		['exceptions[3].scopes[0]'],
	),
	row(
		'ACC087',
		'a key before what is public',
		[['services/cart/scopes/cart.legacy/0', 'GET /news/old on http']],
		['exceptions[3].scopes[0]'],
	),
	row(
		'ACC087',
		'a key in staging',
		[
			['exceptions/3/environments', ['staging']],
			['services/cart/scopes/cart.legacy/0', 'GET /{any}/{id} on http'],
		],
		['exceptions[3].scopes[0]'],
		['ACC085'],
	),
	row('ACC088', 'everywhere', [['services/one/disabled', 'stolen']], ['services.one.disabled']),
	row(
		'ACC090',
		'login beside tokens of others',
		[['services/cart/login', { redirectUris: ['https://shop.example/cart'] }]],
		['services.cart.login'],
	),
	row('ACC088', 'in staging', [['environments/staging/disabled/two', 'stolen']], ['environments.staging.disabled.two']),
];

export const mistakes: readonly Mistake[] = [
	...names,
	...grants,
	...workloads,
	...gateways,
	...tokens,
	...tenants,
	...surroundings,
	...doubled,
	...overlaps,
];
