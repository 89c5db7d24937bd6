// A bank, whole: who may call whom, for which operations, with which token, and why. The provider grants (`callers`),
// the consumer requests (`calls`); access exists only where both agree. `npx meshgrant check` reads it,
// `npx cdk8s synth` compiles it to the Istio and Keycloak files in `dist/`.
import { defineCatalog } from './src/index.ts';

const http = { port: 80, targetPort: 8080, protocol: 'http' } as const;

export default defineCatalog({
	name: 'bank',
	mesh: {
		trustDomain: 'bank.example',
		istio: '1.30',
		dataPlane: 'sidecar',
		egress: 'scoped',
		networkPolicies: 'emit',
	},

	// `owned`: everything in it is ours, so it denies by default. `shared`: others live there, too.
	namespaces: {
		accounts: 'owned',
		customers: 'owned',
		data: 'owned',
		edge: 'owned',
		messages: 'owned',
		payments: 'owned',
		products: 'owned',
		monitoring: 'shared',
	},

	// Another trust domain and another issuer: a staging certificate or token means nothing in production.
	environments: {
		staging: {
			trustDomain: 'staging.bank.example',
			issuers: {
				bank: {
					keycloak: { url: 'https://idp.staging.bank.example' },
					kubernetesIssuer: 'https://oidc.staging.bank.example',
					network: { namespace: 'keycloak-staging', selector: { app: 'keycloak' }, port: 8443 },
				},
			},
			hosts: { edge: { api: ['api.staging.bank.example'], office: ['office.staging.bank.example'] } },
			clients: {
				'mobile-app': { redirectUris: ['example.bank.staging:/signed-in'] },
				'back-office': { redirectUris: ['https://office.staging.bank.example/signed-in'] },
			},
			disabled: { payroll: 'partners try their software against a sandbox of their own' },
		},
		prod: {},
	},

	// Services prove themselves to Keycloak with their Kubernetes service-account token: no client secret anywhere.
	issuers: {
		bank: {
			keycloak: { url: 'https://idp.bank.example', realm: 'bank' },
			kubernetesIssuer: 'https://oidc.bank.example',
			network: { namespace: 'keycloak', selector: { app: 'keycloak' }, port: 8443 },
		},
	},

	// Each brand of the bank is a tenant. The proxy writes the header from the verified claim; a client cannot.
	tenant: { claim: 'tenant', header: 'x-tenant-id' },

	services: {
		accounts: {
			owner: 'team-accounts',
			description: 'Balances, and the transactions behind them',
			namespace: 'accounts',
			serviceAccount: 'accounts',
			selector: { app: 'accounts' },
			ports: { http },
			scopes: {
				'accounts.read': {
					operations: ['GET /accounts/{id}', 'GET /accounts/{id}/transactions'],
					tenant: 'required',
				},
				'accounts.book': { operations: ['POST /accounts/{id}/transactions'], tenant: 'required' },
				'accounts.freeze': { operations: ['POST /accounts/{id}/freeze'], tenant: 'required' },
				'accounts.metrics.read': ['GET /metrics'],
			},
			callers: [
				{ from: 'mobile-app', via: 'edge', scopes: ['accounts.read'], as: 'user' },
				{ from: 'statements', scopes: ['accounts.read'], as: 'service', because: 'monthly statements' },
				{ from: 'payments', scopes: ['accounts.read', 'accounts.book'], as: 'user' },
				{
					from: 'back-office',
					via: 'edge',
					scopes: ['accounts.freeze'],
					as: 'user',
					crossTenant: 'the fraud desk answers for all brands',
				},
				{
					from: 'prometheus',
					scopes: ['accounts.metrics.read'],
					as: 'identity',
					because: 'the scraper holds no token, and metrics name no customer',
				},
			],
			calls: [{ to: 'ledger', scopes: ['ledger.connect'] }],
		},

		payments: {
			owner: 'team-payments',
			description: 'Moves money',
			namespace: 'payments',
			serviceAccount: 'payments',
			selector: { app: 'payments' },
			ports: { http },
			scopes: {
				'payments.create': { operations: ['POST /payments'], tenant: 'required' },
				'payments.read': { operations: ['GET /payments/{id}'], tenant: 'required' },
				'payments.batch.submit': { operations: ['POST /payments/batches'], tenant: 'required' },
				'payments.expire': { operations: ['POST /payments/expire'], tenant: 'required' },
				'payments.settlement.notify': ['POST /settlements'],
			},
			callers: [
				{ from: 'mobile-app', via: 'edge', scopes: ['payments.create', 'payments.read'], as: 'user' },
				{ from: 'payroll', via: 'edge', scopes: ['payments.batch.submit'], as: 'service' },
				{ from: 'scheduler', scopes: ['payments.expire'], as: 'service', because: 'drops what nobody confirmed' },
				{
					from: 'anyone',
					via: 'edge',
					scopes: ['payments.settlement.notify'],
					as: 'anyone',
					because: 'webhook of the card network: it signs the body and has no token of ours',
				},
			],
			calls: [
				{ to: 'accounts', scopes: ['accounts.read', 'accounts.book'] },
				{ to: 'limits', scopes: ['limits.check'] },
				{ to: 'notifications', scopes: ['notifications.send'] },
				// `forwards`: the phone's own token travels on. The other calls exchange it for a token of their receiver.
				{ to: 'consent', scopes: ['consents.read'], forwards: 'mobile-app' },
			],
			external: [{ cidr: '203.0.113.0/28', port: 443, because: 'the card network' }],
		},

		limits: {
			owner: 'team-payments',
			description: 'Says how much a customer may still spend today',
			namespace: 'payments',
			serviceAccount: 'limits',
			selector: { app: 'limits' },
			ports: { grpc: { port: 9000, protocol: 'grpc' } },
			scopes: { 'limits.check': { operations: ['bank.limits.v1.Limits/Check'], tenant: 'required' } },
			callers: [{ from: 'payments', scopes: ['limits.check'], as: 'user' }],
		},

		statements: {
			owner: 'team-messages',
			namespace: 'messages',
			serviceAccount: 'statements',
			selector: { app: 'statements' },
			tenant: 'retail',
			ports: { http },
			scopes: {
				'statements.read': { operations: ['GET /statements/{id}'], tenant: 'required' },
				'statements.monthly.create': { operations: ['POST /statements/monthly'], tenant: 'required' },
			},
			callers: [
				{ from: 'mobile-app', via: 'edge', scopes: ['statements.read'], as: 'user' },
				{ from: 'scheduler', scopes: ['statements.monthly.create'], as: 'service' },
			],
			calls: [
				{ to: 'accounts', scopes: ['accounts.read'] },
				{ to: 'customer', scopes: ['customers.contact.read'] },
				{ to: 'notifications', scopes: ['notifications.announce'] },
			],
		},

		notifications: {
			owner: 'team-messages',
			namespace: 'messages',
			serviceAccount: 'notifications',
			selector: { app: 'notifications' },
			ports: { http },
			scopes: {
				'notifications.send': { operations: ['POST /messages'], tenant: 'required' },
				'notifications.announce': { operations: ['POST /announcements'], tenant: 'required' },
			},
			callers: [
				{ from: 'payments', scopes: ['notifications.send'], as: 'user' },
				{ from: 'statements', scopes: ['notifications.announce'], as: 'service' },
			],
			external: [{ cidr: '198.51.100.25/32', port: 465, because: 'the mail relay' }],
		},

		customer: {
			owner: 'team-customers',
			namespace: 'customers',
			serviceAccount: 'customer',
			selector: { app: 'customer' },
			ports: { http },
			scopes: {
				'customers.read': { operations: ['GET /customers/{id}'], tenant: 'required' },
				'customers.contact.read': { operations: ['GET /customers/{id}/contact'], tenant: 'required' },
			},
			callers: [
				{ from: 'mobile-app', via: 'edge', scopes: ['customers.read'], as: 'user' },
				{ from: 'statements', scopes: ['customers.contact.read'], as: 'service' },
			],
			// The kubelet has no certificate: it gets this one path, in plaintext, and nothing else.
			probes: {
				direct: ['GET /healthz'],
				because: 'probe rewriting is off for these pods: their health counts the proxy, too',
			},
		},

		consent: {
			owner: 'team-customers',
			namespace: 'customers',
			serviceAccount: 'consent',
			selector: { app: 'consent' },
			ports: { http },
			scopes: {
				'consents.read': { operations: ['GET /consents/{id}'], tenant: 'required' },
				'consents.give': { operations: ['POST /consents', 'DELETE /consents/{id}'], tenant: 'required' },
			},
			callers: [
				{ from: 'mobile-app', via: 'edge', scopes: ['consents.give'], as: 'user' },
				{ from: 'mobile-app', via: 'payments', scopes: ['consents.read'], as: 'user' },
			],
		},

		'deposit-calculator': {
			owner: 'team-products',
			description: 'What a fixed deposit would earn; knows no customer',
			namespace: 'products',
			serviceAccount: 'deposit-calculator',
			selector: { app: 'deposit-calculator' },
			ports: { http },
			scopes: {
				'deposits.quote': ['GET /deposits/quote'],
				'deposits.rates.read': ['GET /deposits/rates'],
			},
			callers: [
				{
					from: 'anyone',
					via: 'edge',
					scopes: ['deposits.quote', 'deposits.rates.read'],
					as: 'anyone',
					because: 'a public price list',
				},
			],
		},

		// A job: it calls, nobody calls it.
		scheduler: {
			owner: 'team-platform',
			namespace: 'payments',
			serviceAccount: 'scheduler',
			selector: { app: 'scheduler' },
			tenant: 'retail',
			calls: [
				{ to: 'payments', scopes: ['payments.expire'] },
				{ to: 'statements', scopes: ['statements.monthly.create'] },
			],
		},

		ledger: {
			owner: 'team-accounts',
			description: 'PostgreSQL',
			namespace: 'data',
			serviceAccount: 'ledger',
			selector: { app: 'ledger' },
			ports: { postgres: { port: 5432, protocol: 'tcp' } },
			scopes: { 'ledger.connect': ['TCP'] },
			callers: [
				{
					from: 'accounts',
					scopes: ['ledger.connect'],
					as: 'identity',
					because: 'a database connection carries no token',
				},
			],
		},

		prometheus: {
			owner: 'team-platform',
			namespace: 'monitoring',
			serviceAccount: 'prometheus',
			selector: { app: 'prometheus' },
			calls: [{ to: 'accounts', scopes: ['accounts.metrics.read'] }],
		},
	},

	clients: {
		'mobile-app': {
			kind: 'public',
			owner: 'team-mobile',
			redirectUris: ['example.bank.app:/signed-in'],
			calls: [
				{ to: 'accounts', via: 'edge', scopes: ['accounts.read'] },
				{ to: 'payments', via: 'edge', scopes: ['payments.create', 'payments.read'] },
				{ to: 'statements', via: 'edge', scopes: ['statements.read'] },
				{ to: 'customer', via: 'edge', scopes: ['customers.read'] },
				{ to: 'consent', via: 'edge', scopes: ['consents.give'] },
				{ to: 'consent', via: 'payments', scopes: ['consents.read'] },
			],
		},
		'back-office': {
			kind: 'confidential',
			owner: 'team-fraud',
			redirectUris: ['https://office.bank.example/signed-in'],
			authentication: { privateKeyJwt: { jwksUrl: 'https://office.bank.example/keys' } },
			calls: [{ to: 'accounts', via: 'edge', scopes: ['accounts.freeze'] }],
		},
		payroll: {
			kind: 'machine',
			owner: 'team-partners',
			description: 'A payroll bureau that hands in the salaries of its customers',
			tenant: 'business',
			authentication: { privateKeyJwt: { jwksUrl: 'https://payroll.example/keys' } },
			calls: [{ to: 'payments', via: 'edge', scopes: ['payments.batch.submit'] }],
		},
	},

	gateways: {
		edge: {
			owner: 'team-platform',
			namespace: 'edge',
			serviceAccount: 'edge',
			selector: { app: 'edge' },
			ports: { https: { port: 443, targetPort: 8443, protocol: 'http' } },
			hosts: { api: ['api.bank.example'], office: ['office.bank.example'] },
			routes: [
				{ host: 'api', path: '/accounts', to: 'accounts' },
				{ host: 'api', path: '/payments', to: 'payments' },
				{ host: 'api', path: '/statements', to: 'statements' },
				{ host: 'api', path: '/customers', to: 'customer' },
				{ host: 'api', path: '/consents', to: 'consent' },
				{
					host: 'api',
					path: '/webhooks/card-network',
					rewrite: '/settlements',
					to: 'payments',
					public: ['payments.settlement.notify'],
				},
				{
					host: 'api',
					path: '/public/deposits',
					rewrite: '/deposits',
					to: 'deposit-calculator',
					public: ['deposits.quote', 'deposits.rates.read'],
				},
				{ host: 'office', path: '/api/accounts', rewrite: '/accounts', to: 'accounts' },
			],
		},
	},

	exceptions: [
		{
			kind: 'plaintext',
			service: 'deposit-calculator',
			operations: ['GET /deposits/rates'],
			owner: 'team-products',
			reason: 'the rate screens in the branches cannot speak mutual TLS; their successors can',
			expires: '2027-06-30',
			environments: ['prod'],
		},
	],
});
