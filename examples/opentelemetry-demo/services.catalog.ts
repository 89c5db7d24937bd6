// OpenTelemetry Demo, mended: each workload has an account of its own, and each port the protocol that it really speaks.
import { defineCatalog } from '../../src/index.ts';

const owner = 'opentelemetry-demo';
const namespace = 'otel-demo';

export default defineCatalog({
	name: 'opentelemetry-demo',
	mesh: { trustDomain: 'cluster.local', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { 'otel-demo': 'owned' },
	environments: { demo: {} },
	withoutTokens:
		'the demo issues no tokens: its shopper is a session id, and services call each other without credentials',
	services: {
		accounting: {
			owner,
			namespace,
			serviceAccount: 'accounting',
			selector: { 'opentelemetry.io/name': 'accounting' },
			calls: [
				{ to: 'kafka', scopes: ['kafka.connect'] },
				{ to: 'astronomy-db', scopes: ['astronomy-db.connect'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		ad: {
			owner,
			namespace,
			serviceAccount: 'ad',
			selector: { 'opentelemetry.io/name': 'ad' },
			ports: { grpc: { port: 8080, protocol: 'grpc' }, metrics: { port: 9465, protocol: 'http' } },
			scopes: {
				'ads.read': ['oteldemo.AdService/GetAds'],
				'ads.metrics.read': ['GET /metrics'],
			},
			callers: [
				{ from: 'frontend', scopes: ['ads.read'] },
				{ from: 'otel-collector', scopes: ['ads.metrics.read'] },
			],
			calls: [
				{ to: 'flagd', scopes: ['flags.boolean.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		agent: {
			owner,
			namespace,
			serviceAccount: 'agent',
			selector: { 'opentelemetry.io/name': 'agent' },
			ports: { http: { port: 8010, protocol: 'http' } },
			scopes: { 'agent.prompt': ['POST /prompt'] },
			callers: [{ from: 'chatbot', scopes: ['agent.prompt'] }],
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ to: 'frontend', scopes: ['shop.use'] },
			],
		},

		'astronomy-db': {
			owner,
			namespace,
			serviceAccount: 'astronomy-db',
			selector: { 'opentelemetry.io/name': 'astronomy-db' },
			ports: { postgres: { port: 5432, protocol: 'tcp' } },
			scopes: { 'astronomy-db.connect': ['TCP'] },
			callers: [
				{ from: 'accounting', scopes: ['astronomy-db.connect'] },
				{ from: 'product-catalog', scopes: ['astronomy-db.connect'] },
				{ from: 'otel-collector', scopes: ['astronomy-db.connect'] },
			],
		},

		cart: {
			owner,
			namespace,
			serviceAccount: 'cart',
			selector: { 'opentelemetry.io/name': 'cart' },
			ports: { grpc: { port: 8080, protocol: 'grpc' } },
			scopes: {
				'carts.add': ['oteldemo.CartService/AddItem'],
				'carts.use': ['oteldemo.CartService/GetCart', 'oteldemo.CartService/EmptyCart'],
			},
			callers: [
				{ from: 'frontend', scopes: ['carts.add', 'carts.use'] },
				{ from: 'checkout', scopes: ['carts.use'] },
			],
			calls: [
				{ to: 'valkey-cart', scopes: ['valkey.connect'] },
				{ to: 'flagd', scopes: ['flags.boolean.read', 'flags.float.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
			],
		},

		chatbot: {
			owner,
			namespace,
			serviceAccount: 'chatbot',
			selector: { 'opentelemetry.io/name': 'chatbot' },
			ports: { http: { port: 7860, protocol: 'http' } },
			scopes: { 'chatbot.use': ['ANY /**'] },
			callers: [{ from: 'frontend-proxy', scopes: ['chatbot.use'] }],
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ to: 'agent', scopes: ['agent.prompt'] },
			],
		},

		checkout: {
			owner,
			namespace,
			serviceAccount: 'checkout',
			selector: { 'opentelemetry.io/name': 'checkout' },
			ports: { grpc: { port: 8080, protocol: 'grpc' } },
			scopes: { 'orders.place': ['oteldemo.CheckoutService/PlaceOrder'] },
			callers: [{ from: 'frontend', scopes: ['orders.place'] }],
			calls: [
				{ to: 'cart', scopes: ['carts.use'] },
				{ to: 'currency', scopes: ['currencies.convert'] },
				{ to: 'product-catalog', scopes: ['products.read'] },
				{ to: 'payment', scopes: ['cards.charge'] },
				{ to: 'email', scopes: ['emails.send'] },
				{ to: 'shipping', scopes: ['shipping.quote', 'shipping.order'] },
				{ to: 'kafka', scopes: ['kafka.connect'] },
				{ to: 'flagd', scopes: ['flags.boolean.read', 'flags.int.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		currency: {
			owner,
			namespace,
			serviceAccount: 'currency',
			selector: { 'opentelemetry.io/name': 'currency' },
			ports: { grpc: { port: 8080, protocol: 'grpc' } },
			scopes: {
				'currencies.list': ['oteldemo.CurrencyService/GetSupportedCurrencies'],
				'currencies.convert': ['oteldemo.CurrencyService/Convert'],
			},
			callers: [
				{ from: 'frontend', scopes: ['currencies.list', 'currencies.convert'] },
				{ from: 'checkout', scopes: ['currencies.convert'] },
			],
			calls: [{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] }],
		},

		email: {
			owner,
			namespace,
			serviceAccount: 'email',
			selector: { 'opentelemetry.io/name': 'email' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: { 'emails.send': ['POST /send_order_confirmation'] },
			callers: [{ from: 'checkout', scopes: ['emails.send'] }],
			calls: [
				{ to: 'flagd', scopes: ['flags.float.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		flagd: {
			owner,
			namespace,
			serviceAccount: 'flagd',
			selector: { 'opentelemetry.io/name': 'flagd' },
			ports: {
				rpc: { port: 8013, protocol: 'grpc' },
				ofrep: { port: 8016, protocol: 'http' },
				ui: { port: 4000, protocol: 'http' },
			},
			scopes: {
				'flags.boolean.read': ['flagd.evaluation.v1.Service/ResolveBoolean'],
				'flags.int.read': ['flagd.evaluation.v1.Service/ResolveInt'],
				'flags.float.read': ['flagd.evaluation.v1.Service/ResolveFloat'],
				'flags.list': ['flagd.evaluation.v1.Service/ResolveAll'],
				'flags.watch': ['flagd.evaluation.v1.Service/EventStream'],
				'flags.evaluate': ['POST /ofrep/v1/evaluate/flags/{key} on ofrep'],
				'flags.edit': [
					'GET / on ui',
					'GET /advanced on ui',
					'GET /scheduler on ui',
					'GET /live/** on ui',
					'GET /assets/** on ui',
					'GET /api/read on ui',
					'GET /api/read-file on ui',
					'POST /api/write on ui',
					'POST /api/write-to-file on ui',
				],
			},
			callers: [
				{ from: 'frontend-proxy', scopes: ['flags.list', 'flags.watch', 'flags.edit'] },
				{ from: 'load-generator', scopes: ['flags.evaluate'] },
				{ from: 'ad', scopes: ['flags.boolean.read', 'flags.watch'] },
				{ from: 'cart', scopes: ['flags.boolean.read', 'flags.float.read', 'flags.watch'] },
				{ from: 'checkout', scopes: ['flags.boolean.read', 'flags.int.read', 'flags.watch'] },
				{ from: 'email', scopes: ['flags.float.read', 'flags.watch'] },
				{ from: 'fraud-detection', scopes: ['flags.int.read', 'flags.watch'] },
				{ from: 'payment', scopes: ['flags.float.read', 'flags.watch'] },
				{ from: 'product-catalog', scopes: ['flags.boolean.read', 'flags.watch'] },
				{ from: 'recommendation', scopes: ['flags.boolean.read', 'flags.watch'] },
				{ from: 'shipping', scopes: ['flags.int.read', 'flags.watch'] },
			],
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		'fraud-detection': {
			owner,
			namespace,
			serviceAccount: 'fraud-detection',
			selector: { 'opentelemetry.io/name': 'fraud-detection' },
			calls: [
				{ to: 'kafka', scopes: ['kafka.connect'] },
				{ to: 'flagd', scopes: ['flags.int.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		frontend: {
			owner,
			namespace,
			serviceAccount: 'frontend',
			selector: { 'opentelemetry.io/name': 'frontend' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: {
				'shop.use': [
					'GET /api/cart',
					'POST /api/cart',
					'DELETE /api/cart',
					'POST /api/checkout',
					'GET /api/currency',
					'GET /api/data',
					'GET /api/products',
					'GET /api/products/{id}',
					'GET /api/recommendations',
					'GET /api/shipping',
				],
				'shop.pages.read': [
					'GET /',
					'GET /cart',
					'GET /cart/checkout/{order}',
					'GET /product/{id}',
					'GET /_next/**',
					'GET /icons/**',
					'GET /favicon.ico',
				],
			},
			callers: [
				{ from: 'frontend-proxy', scopes: ['shop.use', 'shop.pages.read'] },
				{ from: 'agent', scopes: ['shop.use'] },
				{ from: 'mcp', scopes: ['shop.use'] },
			],
			calls: [
				{ to: 'ad', scopes: ['ads.read'] },
				{ to: 'cart', scopes: ['carts.add', 'carts.use'] },
				{ to: 'checkout', scopes: ['orders.place'] },
				{ to: 'currency', scopes: ['currencies.list', 'currencies.convert'] },
				{ to: 'product-catalog', scopes: ['products.list', 'products.read'] },
				{ to: 'recommendation', scopes: ['recommendations.read'] },
				{ to: 'shipping', scopes: ['shipping.quote'] },
				{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
			],
		},

		'frontend-proxy': {
			owner,
			namespace,
			serviceAccount: 'frontend-proxy',
			selector: { 'opentelemetry.io/name': 'frontend-proxy' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: {
				'proxy.home.read': ['GET /'],
				'proxy.shop.use': [
					'GET /api/products',
					'GET /api/products/{id}',
					'GET /api/recommendations',
					'GET /api/data',
					'GET /api/currency',
					'GET /api/cart',
					'POST /api/cart',
					'POST /api/checkout',
				],
				'proxy.pages.read': [
					'GET /cart',
					'GET /product/{id}',
					'GET /_next/**',
					'ANY /images/**',
					'ANY /flagservice/**',
				],
			},
			callers: [
				{ from: 'load-generator', scopes: ['proxy.home.read', 'proxy.shop.use', 'proxy.pages.read'] },
				{ from: 'otel-collector', scopes: ['proxy.home.read'] },
			],
			calls: [
				{ to: 'frontend', scopes: ['shop.use', 'shop.pages.read'] },
				{ to: 'image-provider', scopes: ['images.read', 'images.status.read'] },
				{ to: 'flagd', scopes: ['flags.list', 'flags.watch', 'flags.edit'] },
				{
					to: 'otel-collector',
					scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send', 'telemetry.grpc.send'],
				},
				{ to: 'grafana', scopes: ['dashboards.use'] },
				{ to: 'jaeger', scopes: ['traces.read'] },
				{ to: 'opamp-server', scopes: ['agents.read'] },
				{ to: 'telemetry-docs', scopes: ['telemetry-docs.read', 'telemetry-docs.status.read'] },
				{ to: 'chatbot', scopes: ['chatbot.use'] },
			],
		},

		'image-provider': {
			owner,
			namespace,
			serviceAccount: 'image-provider',
			selector: { 'opentelemetry.io/name': 'image-provider' },
			ports: { http: { port: 8081, protocol: 'http' } },
			scopes: {
				'images.read': ['GET /**'],
				'images.status.read': ['GET /status'],
			},
			callers: [
				{ from: 'frontend-proxy', scopes: ['images.read', 'images.status.read'] },
				{ from: 'otel-collector', scopes: ['images.status.read'] },
			],
			calls: [{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] }],
		},

		kafka: {
			owner,
			namespace,
			serviceAccount: 'kafka',
			selector: { 'opentelemetry.io/name': 'kafka' },
			ports: { kafka: { port: 9092, protocol: 'tcp' } },
			scopes: { 'kafka.connect': ['TCP'] },
			callers: [
				{ from: 'checkout', scopes: ['kafka.connect'] },
				{ from: 'accounting', scopes: ['kafka.connect'] },
				{ from: 'fraud-detection', scopes: ['kafka.connect'] },
				{ from: 'otel-collector', scopes: ['kafka.connect'] },
			],
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		'load-generator': {
			owner,
			namespace,
			serviceAccount: 'load-generator',
			selector: { 'opentelemetry.io/name': 'load-generator' },
			calls: [
				{ to: 'frontend-proxy', scopes: ['proxy.home.read', 'proxy.shop.use', 'proxy.pages.read'] },
				{ to: 'flagd', scopes: ['flags.evaluate'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		mcp: {
			owner,
			namespace,
			serviceAccount: 'mcp',
			selector: { 'opentelemetry.io/name': 'mcp' },
			ports: { http: { port: 8011, protocol: 'http' } },
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ to: 'frontend', scopes: ['shop.use'] },
			],
		},

		'opamp-server': {
			owner,
			namespace,
			serviceAccount: 'opamp-server',
			selector: { 'opentelemetry.io/name': 'opamp-server' },
			ports: { opamp: { port: 4320, protocol: 'http' }, ui: { port: 4321, protocol: 'http' } },
			scopes: {
				'agents.report': ['GET /v1/opamp on opamp'],
				'agents.read': ['GET /** on ui'],
			},
			callers: [
				{ from: 'frontend-proxy', scopes: ['agents.read'] },
				{ from: 'otel-collector', scopes: ['agents.report'] },
			],
		},

		payment: {
			owner,
			namespace,
			serviceAccount: 'payment',
			selector: { 'opentelemetry.io/name': 'payment' },
			ports: { grpc: { port: 8080, protocol: 'grpc' } },
			scopes: { 'cards.charge': ['oteldemo.PaymentService/Charge'] },
			callers: [{ from: 'checkout', scopes: ['cards.charge'] }],
			calls: [
				{ to: 'flagd', scopes: ['flags.float.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
			],
		},

		'product-catalog': {
			owner,
			namespace,
			serviceAccount: 'product-catalog',
			selector: { 'opentelemetry.io/name': 'product-catalog' },
			ports: { grpc: { port: 8080, protocol: 'grpc' } },
			scopes: {
				'products.list': ['oteldemo.ProductCatalogService/ListProducts'],
				'products.read': ['oteldemo.ProductCatalogService/GetProduct'],
			},
			callers: [
				{ from: 'frontend', scopes: ['products.list', 'products.read'] },
				{ from: 'checkout', scopes: ['products.read'] },
				{ from: 'recommendation', scopes: ['products.list'] },
			],
			calls: [
				{ to: 'astronomy-db', scopes: ['astronomy-db.connect'] },
				{ to: 'flagd', scopes: ['flags.boolean.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
			],
		},

		quote: {
			owner,
			namespace,
			serviceAccount: 'quote',
			selector: { 'opentelemetry.io/name': 'quote' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: { 'quotes.compute': ['POST /getquote'] },
			callers: [{ from: 'shipping', scopes: ['quotes.compute'] }],
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		recommendation: {
			owner,
			namespace,
			serviceAccount: 'recommendation',
			selector: { 'opentelemetry.io/name': 'recommendation' },
			ports: { grpc: { port: 8080, protocol: 'grpc' } },
			scopes: { 'recommendations.read': ['oteldemo.RecommendationService/ListRecommendations'] },
			callers: [{ from: 'frontend', scopes: ['recommendations.read'] }],
			calls: [
				{ to: 'product-catalog', scopes: ['products.list'] },
				{ to: 'flagd', scopes: ['flags.boolean.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
			],
		},

		shipping: {
			owner,
			namespace,
			serviceAccount: 'shipping',
			selector: { 'opentelemetry.io/name': 'shipping' },
			ports: { http: { port: 8080, protocol: 'http' } },
			scopes: {
				'shipping.quote': ['POST /get-quote'],
				'shipping.order': ['POST /ship-order'],
			},
			callers: [
				{ from: 'frontend', scopes: ['shipping.quote'] },
				{ from: 'checkout', scopes: ['shipping.quote', 'shipping.order'] },
			],
			calls: [
				{ to: 'quote', scopes: ['quotes.compute'] },
				{ to: 'flagd', scopes: ['flags.int.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		'telemetry-docs': {
			owner,
			namespace,
			serviceAccount: 'telemetry-docs',
			selector: { 'opentelemetry.io/name': 'telemetry-docs' },
			ports: { http: { port: 8000, protocol: 'http' } },
			scopes: {
				'telemetry-docs.read': ['GET /**'],
				'telemetry-docs.status.read': ['GET /status'],
			},
			callers: [{ from: 'frontend-proxy', scopes: ['telemetry-docs.read', 'telemetry-docs.status.read'] }],
			calls: [{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] }],
		},

		'valkey-cart': {
			owner,
			namespace,
			serviceAccount: 'valkey-cart',
			selector: { 'opentelemetry.io/name': 'valkey-cart' },
			ports: { redis: { port: 6379, protocol: 'tcp' } },
			scopes: { 'valkey.connect': ['TCP'] },
			callers: [
				{ from: 'cart', scopes: ['valkey.connect'] },
				{ from: 'otel-collector', scopes: ['valkey.connect'] },
			],
		},

		'otel-collector': {
			owner,
			namespace,
			serviceAccount: 'otel-collector',
			selector: { 'app.kubernetes.io/name': 'opentelemetry-collector', component: 'agent-collector' },
			ports: { otlp: { port: 4317, protocol: 'grpc' }, 'otlp-http': { port: 4318, protocol: 'http' } },
			scopes: {
				'telemetry.grpc.send': [
					'opentelemetry.proto.collector.trace.v1.TraceService/Export',
					'opentelemetry.proto.collector.logs.v1.LogsService/Export',
				],
				'telemetry.grpc.measure': ['opentelemetry.proto.collector.metrics.v1.MetricsService/Export'],
				'telemetry.traces.send': ['POST /v1/traces'],
				'telemetry.metrics.send': ['POST /v1/metrics'],
				'telemetry.logs.send': ['POST /v1/logs'],
			},
			callers: [
				{
					from: 'frontend-proxy',
					scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send', 'telemetry.grpc.send'],
				},
				{ from: 'accounting', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'ad', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'agent', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'cart', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
				{ from: 'chatbot', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'checkout', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'currency', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
				{ from: 'email', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'flagd', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'fraud-detection', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'frontend', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
				{ from: 'image-provider', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
				{ from: 'kafka', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'load-generator', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'mcp', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'payment', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
				{ from: 'product-catalog', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
				{ from: 'quote', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'recommendation', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
				{ from: 'shipping', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'telemetry-docs', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
				{ from: 'jaeger', scopes: ['telemetry.metrics.send'] },
			],
			calls: [
				{ to: 'jaeger', scopes: ['traces.write'] },
				{ to: 'prometheus', scopes: ['metrics.write'] },
				{ to: 'opensearch', scopes: ['logs.use'] },
				{ to: 'opamp-server', scopes: ['agents.report'] },
				{ to: 'kafka', scopes: ['kafka.connect'] },
				{ to: 'ad', scopes: ['ads.metrics.read'] },
				{ to: 'astronomy-db', scopes: ['astronomy-db.connect'] },
				{ to: 'valkey-cart', scopes: ['valkey.connect'] },
				{ to: 'frontend-proxy', scopes: ['proxy.home.read'] },
				{ to: 'image-provider', scopes: ['images.status.read'] },
			],
		},

		jaeger: {
			owner,
			namespace,
			serviceAccount: 'jaeger',
			selector: { 'app.kubernetes.io/name': 'jaeger' },
			ports: { otlp: { port: 4317, protocol: 'grpc' }, query: { port: 16686, protocol: 'http' } },
			scopes: {
				'traces.write': ['opentelemetry.proto.collector.trace.v1.TraceService/Export'],
				'traces.read': ['ANY /jaeger/**'],
			},
			callers: [
				{ from: 'frontend-proxy', scopes: ['traces.read'] },
				{ from: 'otel-collector', scopes: ['traces.write'] },
				{ from: 'grafana', scopes: ['traces.read'] },
			],
			calls: [
				{ to: 'prometheus', scopes: ['metrics.query'] },
				{ to: 'otel-collector', scopes: ['telemetry.metrics.send'] },
			],
		},

		grafana: {
			owner,
			namespace,
			serviceAccount: 'grafana',
			selector: { 'app.kubernetes.io/name': 'grafana' },
			ports: { http: { port: 80, targetPort: 3000, protocol: 'http' } },
			scopes: { 'dashboards.use': ['ANY /grafana/**'] },
			callers: [{ from: 'frontend-proxy', scopes: ['dashboards.use'] }],
			calls: [
				{ to: 'prometheus', scopes: ['metrics.query'] },
				{ to: 'jaeger', scopes: ['traces.read'] },
				{ to: 'opensearch', scopes: ['logs.use'] },
			],
		},

		prometheus: {
			owner,
			namespace,
			serviceAccount: 'prometheus',
			selector: { 'app.kubernetes.io/name': 'prometheus' },
			ports: { http: { port: 9090, protocol: 'http' } },
			scopes: {
				'metrics.write': ['POST /api/v1/otlp/v1/metrics'],
				'metrics.query': ['ANY /api/v1/**'],
			},
			callers: [
				{ from: 'otel-collector', scopes: ['metrics.write'] },
				{ from: 'jaeger', scopes: ['metrics.query'] },
				{ from: 'grafana', scopes: ['metrics.query'] },
			],
		},

		opensearch: {
			owner,
			namespace,
			serviceAccount: 'opensearch',
			selector: { 'app.kubernetes.io/name': 'opensearch' },
			ports: { http: { port: 9200, protocol: 'http' } },
			scopes: { 'logs.use': ['ANY /**'] },
			callers: [
				{ from: 'otel-collector', scopes: ['logs.use'] },
				{ from: 'grafana', scopes: ['logs.use'] },
			],
		},
	},
});
