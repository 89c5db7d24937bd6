// Bank of Anthos as its manifests ship it (kubernetes-manifests): one account for six services, none for the databases.
// `npx meshgrant check` on this file says what a mesh cannot enforce here; `services.catalog.ts` is the mend.
import { defineCatalog } from '../../src/index.ts';

export default defineCatalog({
	name: 'bank-of-anthos',
	mesh: { trustDomain: 'cluster.local', istio: '1.30', dataPlane: 'sidecar' },
	// The manifests name no namespace.
	namespaces: { default: 'shared' },
	environments: { demo: {} },
	withoutTokens: 'the user tokens of this bank name neither issuer nor audience, so only its code can check them',
	services: {
		'accounts-db': {
			owner: 'team-accounts',
			namespace: 'default',
			serviceAccount: 'default',
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
			namespace: 'default',
			serviceAccount: 'bank-of-anthos',
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
			namespace: 'default',
			serviceAccount: 'bank-of-anthos',
			selector: { app: 'contacts' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: { 'contacts.use': ['GET /contacts/{user}', 'POST /contacts/{user}'] },
			callers: [{ from: 'frontend', scopes: ['contacts.use'] }],
			calls: [{ to: 'accounts-db', scopes: ['accounts-db.connect'] }],
		},

		frontend: {
			owner: 'team-frontend',
			namespace: 'default',
			serviceAccount: 'bank-of-anthos',
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
		},

		'ledger-db': {
			owner: 'team-ledger',
			namespace: 'default',
			serviceAccount: 'default',
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
			namespace: 'default',
			serviceAccount: 'bank-of-anthos',
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
			namespace: 'default',
			serviceAccount: 'default',
			selector: { app: 'loadgenerator' },
			calls: [{ to: 'frontend', scopes: ['bank.use'] }],
		},

		transactionhistory: {
			owner: 'team-ledger',
			namespace: 'default',
			serviceAccount: 'bank-of-anthos',
			selector: { app: 'transactionhistory' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: { 'transactions.read': ['GET /transactions/{account}'] },
			callers: [{ from: 'frontend', scopes: ['transactions.read'] }],
			calls: [{ to: 'ledger-db', scopes: ['ledger-db.connect'] }],
		},

		userservice: {
			owner: 'team-accounts',
			namespace: 'default',
			serviceAccount: 'bank-of-anthos',
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
});
