// OpenTelemetry Demo as its Helm chart renders it: one account for nearly everything, and ports whose name, `tcp-service`,
// makes Istio treat HTTP and gRPC as bytes. `npx meshgrant check` on this file says what a mesh cannot enforce here;
// `services.catalog.ts` is the mend.
import { defineCatalog } from '../../src/index.ts';

const owner = 'opentelemetry-demo';

export default defineCatalog({
	name: 'opentelemetry-demo',
	mesh: { trustDomain: 'cluster.local', istio: '1.30', dataPlane: 'sidecar' },
	// The rendered example names no other namespace.
	namespaces: { default: 'shared' },
	environments: { demo: {} },
	withoutTokens:
		'the demo issues no tokens: its shopper is a session id, and services call each other without credentials',
	services: {
		accounting: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'accounting' },
			calls: [
				{ to: 'kafka', scopes: ['kafka.connect'] },
				{ to: 'astronomy-db', scopes: ['astronomy-db.connect'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		ad: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'ad' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' }, prometheus: { port: 9465, protocol: 'http' } },
			scopes: {
				'ads.read': ['oteldemo.AdService/GetAds on tcp-service'],
				'ads.metrics.read': ['GET /metrics on prometheus'],
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'agent' },
			ports: { 'tcp-service': { port: 8010, protocol: 'tcp' } },
			scopes: { 'agent.prompt': ['POST /prompt'] },
			callers: [{ from: 'chatbot', scopes: ['agent.prompt'] }],
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ to: 'frontend', scopes: ['shop.use'] },
			],
		},

		'astronomy-db': {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'astronomy-db' },
			ports: { 'tcp-service': { port: 5432, protocol: 'tcp' } },
			scopes: { 'astronomy-db.connect': ['TCP'] },
			callers: [
				{ from: 'accounting', scopes: ['astronomy-db.connect'] },
				{ from: 'product-catalog', scopes: ['astronomy-db.connect'] },
				{ from: 'otel-collector', scopes: ['astronomy-db.connect'] },
			],
		},

		cart: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'cart' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'chatbot' },
			ports: { 'tcp-service': { port: 7860, protocol: 'tcp' } },
			scopes: { 'chatbot.use': ['ANY /**'] },
			callers: [{ from: 'frontend-proxy', scopes: ['chatbot.use'] }],
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ to: 'agent', scopes: ['agent.prompt'] },
			],
		},

		checkout: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'checkout' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'currency' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'email' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
			scopes: { 'emails.send': ['POST /send_order_confirmation'] },
			callers: [{ from: 'checkout', scopes: ['emails.send'] }],
			calls: [
				{ to: 'flagd', scopes: ['flags.float.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		flagd: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'flagd' },
			ports: {
				rpc: { port: 8013, protocol: 'grpc' },
				ofrep: { port: 8016, protocol: 'http' },
				'tcp-service-0': { port: 4000, protocol: 'tcp' },
			},
			scopes: {
				'flags.boolean.read': ['flagd.evaluation.v1.Service/ResolveBoolean on rpc'],
				'flags.int.read': ['flagd.evaluation.v1.Service/ResolveInt on rpc'],
				'flags.float.read': ['flagd.evaluation.v1.Service/ResolveFloat on rpc'],
				'flags.list': ['flagd.evaluation.v1.Service/ResolveAll on rpc'],
				'flags.watch': ['flagd.evaluation.v1.Service/EventStream on rpc'],
				'flags.evaluate': ['POST /ofrep/v1/evaluate/flags/{key} on ofrep'],
				'flags.edit': [
					'GET / on tcp-service-0',
					'GET /advanced on tcp-service-0',
					'GET /scheduler on tcp-service-0',
					'GET /live/** on tcp-service-0',
					'GET /assets/** on tcp-service-0',
					'GET /api/read on tcp-service-0',
					'GET /api/read-file on tcp-service-0',
					'POST /api/write on tcp-service-0',
					'POST /api/write-to-file on tcp-service-0',
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'fraud-detection' },
			calls: [
				{ to: 'kafka', scopes: ['kafka.connect'] },
				{ to: 'flagd', scopes: ['flags.int.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		frontend: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'frontend' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'frontend-proxy' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'image-provider' },
			ports: { 'tcp-service': { port: 8081, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'kafka' },
			ports: { plaintext: { port: 9092, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'load-generator' },
			calls: [
				{ to: 'frontend-proxy', scopes: ['proxy.home.read', 'proxy.shop.use', 'proxy.pages.read'] },
				{ to: 'flagd', scopes: ['flags.evaluate'] },
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		mcp: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'mcp' },
			ports: { 'tcp-service': { port: 8011, protocol: 'tcp' } },
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
				{ to: 'frontend', scopes: ['shop.use'] },
			],
		},

		'opamp-server': {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'opamp-server' },
			ports: { opamp: { port: 4320, protocol: 'http' }, 'opamp-ui': { port: 4321, protocol: 'http' } },
			scopes: {
				'agents.report': ['GET /v1/opamp on opamp'],
				'agents.read': ['GET /** on opamp-ui'],
			},
			callers: [
				{ from: 'frontend-proxy', scopes: ['agents.read'] },
				{ from: 'otel-collector', scopes: ['agents.report'] },
			],
		},

		payment: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'payment' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
			scopes: { 'cards.charge': ['oteldemo.PaymentService/Charge'] },
			callers: [{ from: 'checkout', scopes: ['cards.charge'] }],
			calls: [
				{ to: 'flagd', scopes: ['flags.float.read', 'flags.watch'] },
				{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] },
			],
		},

		'product-catalog': {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'product-catalog' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'quote' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
			scopes: { 'quotes.compute': ['POST /getquote'] },
			callers: [{ from: 'shipping', scopes: ['quotes.compute'] }],
			calls: [
				{ to: 'otel-collector', scopes: ['telemetry.traces.send', 'telemetry.metrics.send', 'telemetry.logs.send'] },
			],
		},

		recommendation: {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'recommendation' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'shipping' },
			ports: { 'tcp-service': { port: 8080, protocol: 'tcp' } },
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
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'telemetry-docs' },
			ports: { 'tcp-service': { port: 8000, protocol: 'tcp' } },
			scopes: {
				'telemetry-docs.read': ['GET /**'],
				'telemetry-docs.status.read': ['GET /status'],
			},
			callers: [{ from: 'frontend-proxy', scopes: ['telemetry-docs.read', 'telemetry-docs.status.read'] }],
			calls: [{ to: 'otel-collector', scopes: ['telemetry.grpc.send', 'telemetry.grpc.measure'] }],
		},

		'valkey-cart': {
			owner,
			namespace: 'default',
			serviceAccount: 'example',
			selector: { 'opentelemetry.io/name': 'valkey-cart' },
			ports: { 'valkey-cart': { port: 6379, protocol: 'tcp' } },
			scopes: { 'valkey.connect': ['TCP'] },
			callers: [
				{ from: 'cart', scopes: ['valkey.connect'] },
				{ from: 'otel-collector', scopes: ['valkey.connect'] },
			],
		},

		'otel-collector': {
			owner,
			namespace: 'default',
			serviceAccount: 'otel-collector',
			selector: { 'app.kubernetes.io/name': 'opentelemetry-collector', component: 'agent-collector' },
			ports: { otlp: { port: 4317, protocol: 'grpc' }, 'otlp-http': { port: 4318, protocol: 'http' } },
			scopes: {
				'telemetry.grpc.send': [
					'opentelemetry.proto.collector.trace.v1.TraceService/Export on otlp',
					'opentelemetry.proto.collector.logs.v1.LogsService/Export on otlp',
				],
				'telemetry.grpc.measure': ['opentelemetry.proto.collector.metrics.v1.MetricsService/Export on otlp'],
				'telemetry.traces.send': ['POST /v1/traces on otlp-http'],
				'telemetry.metrics.send': ['POST /v1/metrics on otlp-http'],
				'telemetry.logs.send': ['POST /v1/logs on otlp-http'],
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
				{ from: 'otel-collector', scopes: ['telemetry.metrics.send', 'telemetry.logs.send'] },
				{ from: 'jaeger', scopes: ['telemetry.metrics.send'] },
			],
			calls: [
				{ to: 'jaeger', scopes: ['traces.write'] },
				{ to: 'prometheus', scopes: ['metrics.write'] },
				{ to: 'opensearch', scopes: ['logs.use'] },
				{ to: 'opamp-server', scopes: ['agents.report'] },
				{ to: 'kafka', scopes: ['kafka.connect'] },
				{ to: 'ad', scopes: ['ads.metrics.read'] },
				{ to: 'otel-collector', scopes: ['telemetry.metrics.send', 'telemetry.logs.send'] },
				{ to: 'astronomy-db', scopes: ['astronomy-db.connect'] },
				{ to: 'valkey-cart', scopes: ['valkey.connect'] },
				{ to: 'frontend-proxy', scopes: ['proxy.home.read'] },
				{ to: 'image-provider', scopes: ['images.status.read'] },
			],
		},

		jaeger: {
			owner,
			namespace: 'default',
			serviceAccount: 'jaeger',
			selector: { 'app.kubernetes.io/name': 'jaeger' },
			ports: { 'otlp-grpc': { port: 4317, protocol: 'grpc' }, 'http-query': { port: 16686, protocol: 'http' } },
			scopes: {
				'traces.write': ['opentelemetry.proto.collector.trace.v1.TraceService/Export on otlp-grpc'],
				'traces.read': ['ANY /jaeger/** on http-query'],
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
			namespace: 'default',
			serviceAccount: 'grafana',
			selector: { 'app.kubernetes.io/name': 'grafana' },
			ports: { service: { port: 80, targetPort: 3000, protocol: 'http' } },
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
			namespace: 'default',
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
			namespace: 'default',
			serviceAccount: 'default',
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
