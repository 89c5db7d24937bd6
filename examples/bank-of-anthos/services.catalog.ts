// Bank of Anthos, mended: each workload has an account of its own, and users come in through the gateway that the project
// ships as an option. Network policies say where else a pod may go.
import { defineCatalog } from '../../src/index.ts';

const namespace = 'bank-of-anthos';

export default defineCatalog({
	name: 'bank-of-anthos',
	mesh: { trustDomain: 'cluster.local', istio: '1.30', dataPlane: 'sidecar', networkPolicies: 'emit' },
	namespaces: { 'bank-of-anthos': 'owned', 'istio-system': 'shared' },
	environments: { demo: {} },
	withoutTokens: 'the user tokens of this bank name neither issuer nor audience, so only its code can check them',
	services: {
		'accounts-db': {
			owner: 'team-accounts',
			namespace,
			serviceAccount: 'accounts-db',
			selector: { app: 'accounts-db' },
			ports: { postgres: { port: 5432, protocol: 'tcp' } },
			scopes: { 'accounts-db.connect': ['TCP'] },
			callers: [
				{ from: 'userservice', scopes: ['accounts-db.connect'] },
				{ from: 'contacts', scopes: ['accounts-db.connect'] },
			],
		},

		balancereader: {
			owner: 'team-ledger',
			namespace,
			serviceAccount: 'balancereader',
			selector: { app: 'balancereader' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: { 'balances.read': ['GET /balances/{account}'] },
			callers: [
				{ from: 'frontend', scopes: ['balances.read'] },
				{ from: 'ledgerwriter', scopes: ['balances.read'] },
			],
			calls: [{ to: 'ledger-db', scopes: ['ledger-db.connect'] }],
		},

		contacts: {
			owner: 'team-accounts',
			namespace,
			serviceAccount: 'contacts',
			selector: { app: 'contacts' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: { 'contacts.use': ['GET /contacts/{user}', 'POST /contacts/{user}'] },
			callers: [{ from: 'frontend', scopes: ['contacts.use'] }],
			calls: [{ to: 'accounts-db', scopes: ['accounts-db.connect'] }],
		},

		frontend: {
			owner: 'team-frontend',
			namespace,
			serviceAccount: 'frontend',
			selector: { app: 'frontend' },
			ports: { http: { port: 80, targetPort: 8080, protocol: 'http' } },
			scopes: {
				'bank.use': [
					'GET /',
					'GET /home',
					'POST /payment',
					'POST /deposit',
					'GET /login',
					'POST /login',
					'GET /signup',
					'POST /signup',
					'POST /logout',
				],
				'bank.look': ['GET /version', 'GET /ready', 'GET /whereami', 'GET /consent', 'POST /consent', 'GET /static/**'],
			},
			callers: [
				{
					from: 'anyone',
					via: 'istio-ingressgateway',
					scopes: ['bank.use', 'bank.look'],
					as: 'anyone',
					because: 'users sign in on a page, and their token is a cookie',
				},
				{ from: 'loadgenerator', scopes: ['bank.use'] },
			],
			calls: [
				{ to: 'userservice', scopes: ['users.login', 'users.create'] },
				{ to: 'balancereader', scopes: ['balances.read'] },
				{ to: 'transactionhistory', scopes: ['transactions.read'] },
				{ to: 'contacts', scopes: ['contacts.use'] },
				{ to: 'ledgerwriter', scopes: ['transactions.create'] },
			],
			external: [{ cidr: '169.254.169.254/32', port: 80, because: 'the page shows in which zone it runs' }],
		},

		'ledger-db': {
			owner: 'team-ledger',
			namespace,
			serviceAccount: 'ledger-db',
			selector: { app: 'ledger-db' },
			ports: { postgres: { port: 5432, protocol: 'tcp' } },
			scopes: { 'ledger-db.connect': ['TCP'] },
			callers: [
				{ from: 'balancereader', scopes: ['ledger-db.connect'] },
				{ from: 'transactionhistory', scopes: ['ledger-db.connect'] },
				{ from: 'ledgerwriter', scopes: ['ledger-db.connect'] },
			],
		},

		ledgerwriter: {
			owner: 'team-ledger',
			namespace,
			serviceAccount: 'ledgerwriter',
			selector: { app: 'ledgerwriter' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: { 'transactions.create': ['POST /transactions'] },
			callers: [{ from: 'frontend', scopes: ['transactions.create'] }],
			calls: [
				{ to: 'balancereader', scopes: ['balances.read'] },
				{ to: 'ledger-db', scopes: ['ledger-db.connect'] },
			],
		},

		loadgenerator: {
			owner: 'team-loadgenerator',
			namespace,
			serviceAccount: 'loadgenerator',
			selector: { app: 'loadgenerator' },
			calls: [{ to: 'frontend', scopes: ['bank.use'] }],
		},

		transactionhistory: {
			owner: 'team-ledger',
			namespace,
			serviceAccount: 'transactionhistory',
			selector: { app: 'transactionhistory' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: { 'transactions.read': ['GET /transactions/{account}'] },
			callers: [{ from: 'frontend', scopes: ['transactions.read'] }],
			calls: [{ to: 'ledger-db', scopes: ['ledger-db.connect'] }],
		},

		userservice: {
			owner: 'team-accounts',
			namespace,
			serviceAccount: 'userservice',
			selector: { app: 'userservice' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: {
				'users.login': ['GET /login'],
				'users.create': ['POST /users'],
			},
			callers: [{ from: 'frontend', scopes: ['users.login', 'users.create'] }],
			calls: [{ to: 'accounts-db', scopes: ['accounts-db.connect'] }],
		},
	},
	gateways: {
		'istio-ingressgateway': {
			owner: 'team-frontend',
			namespace: 'istio-system',
			serviceAccount: 'istio-ingressgateway-service-account',
			selector: { istio: 'ingressgateway' },
			ports: { http: { port: 80, targetPort: 8080, protocol: 'http' } },
			hosts: { site: ['bank.example'] },
			routes: [{ host: 'site', path: '/', to: 'frontend', public: ['bank.use', 'bank.look'] }],
		},
	},
});
