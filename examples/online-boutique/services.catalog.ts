// Online Boutique, mended: each workload has an account of its own and a namespace to itself, and shoppers come in
// through the gateway that the project ships as an option.
import { defineCatalog } from '../../src/index.ts';

const owner = 'online-boutique';
const namespace = 'online-boutique';

export default defineCatalog({
	name: 'online-boutique',
	mesh: { trustDomain: 'cluster.local', istio: '1.30', dataPlane: 'sidecar' },
	namespaces: { 'online-boutique': 'owned' },
	environments: { demo: {} },
	withoutTokens:
		'the shop issues no tokens: a shopper is a session cookie, and services call each other without credentials',
	services: {
		frontend: {
			owner,
			namespace,
			serviceAccount: 'frontend',
			selector: { app: 'frontend' },
			ports: { http: { port: 80, targetPort: 8080, protocol: 'http' } },
			scopes: {
				'shop.browse': ['GET /', 'GET /product/{id}', 'GET /cart'],
				'shop.order': ['POST /cart', 'POST /setCurrency', 'POST /cart/checkout'],
				'shop.page': [
					'HEAD /',
					'HEAD /product/{id}',
					'HEAD /cart',
					'POST /cart/empty',
					'GET /logout',
					'GET /assistant',
					'ANY /static/**',
					'ANY /robots.txt',
					'ANY /_healthz',
					'GET /product-meta/{ids}',
					'POST /bot',
				],
			},
			callers: [
				{
					from: 'anyone',
					via: 'istio-gateway',
					scopes: ['shop.browse', 'shop.order', 'shop.page'],
					as: 'anyone',
					because: 'shoppers have a session cookie and no token',
				},
				{ from: 'loadgenerator', scopes: ['shop.browse', 'shop.order'] },
			],
			calls: [
				{ to: 'productcatalogservice', scopes: ['products.list', 'products.read'] },
				{ to: 'currencyservice', scopes: ['currencies.list', 'currencies.convert'] },
				{ to: 'cartservice', scopes: ['carts.add', 'carts.use'] },
				{ to: 'recommendationservice', scopes: ['recommendations.read'] },
				{ to: 'shippingservice', scopes: ['shipping.quote'] },
				{ to: 'checkoutservice', scopes: ['orders.place'] },
				{ to: 'adservice', scopes: ['ads.read'] },
			],
		},

		adservice: {
			owner,
			namespace,
			serviceAccount: 'adservice',
			selector: { app: 'adservice' },
			ports: { grpc: { port: 9555, protocol: 'grpc' } },
			scopes: { 'ads.read': ['hipstershop.AdService/GetAds'] },
			callers: [{ from: 'frontend', scopes: ['ads.read'] }],
		},

		currencyservice: {
			owner,
			namespace,
			serviceAccount: 'currencyservice',
			selector: { app: 'currencyservice' },
			ports: { grpc: { port: 7000, protocol: 'grpc' } },
			scopes: {
				'currencies.list': ['hipstershop.CurrencyService/GetSupportedCurrencies'],
				'currencies.convert': ['hipstershop.CurrencyService/Convert'],
			},
			callers: [
				{ from: 'frontend', scopes: ['currencies.list', 'currencies.convert'] },
				{ from: 'checkoutservice', scopes: ['currencies.convert'] },
			],
		},

		cartservice: {
			owner,
			namespace,
			serviceAccount: 'cartservice',
			selector: { app: 'cartservice' },
			ports: { grpc: { port: 7070, protocol: 'grpc' } },
			scopes: {
				'carts.add': ['hipstershop.CartService/AddItem'],
				'carts.use': ['hipstershop.CartService/GetCart', 'hipstershop.CartService/EmptyCart'],
			},
			callers: [
				{ from: 'frontend', scopes: ['carts.add', 'carts.use'] },
				{ from: 'checkoutservice', scopes: ['carts.use'] },
			],
			calls: [{ to: 'redis-cart', scopes: ['redis.connect'] }],
		},

		'redis-cart': {
			owner,
			namespace,
			serviceAccount: 'redis-cart',
			selector: { app: 'redis-cart' },
			ports: { redis: { port: 6379, protocol: 'tcp' } },
			scopes: { 'redis.connect': ['TCP'] },
			callers: [{ from: 'cartservice', scopes: ['redis.connect'] }],
		},

		loadgenerator: {
			owner,
			namespace,
			serviceAccount: 'loadgenerator',
			selector: { app: 'loadgenerator' },
			calls: [{ to: 'frontend', scopes: ['shop.browse', 'shop.order'] }],
		},

		recommendationservice: {
			owner,
			namespace,
			serviceAccount: 'recommendationservice',
			selector: { app: 'recommendationservice' },
			ports: { grpc: { port: 8080, protocol: 'grpc' } },
			scopes: { 'recommendations.read': ['hipstershop.RecommendationService/ListRecommendations'] },
			callers: [{ from: 'frontend', scopes: ['recommendations.read'] }],
			calls: [{ to: 'productcatalogservice', scopes: ['products.list'] }],
		},

		checkoutservice: {
			owner,
			namespace,
			serviceAccount: 'checkoutservice',
			selector: { app: 'checkoutservice' },
			ports: { grpc: { port: 5050, protocol: 'grpc' } },
			scopes: { 'orders.place': ['hipstershop.CheckoutService/PlaceOrder'] },
			callers: [{ from: 'frontend', scopes: ['orders.place'] }],
			calls: [
				{ to: 'productcatalogservice', scopes: ['products.read'] },
				{ to: 'shippingservice', scopes: ['shipping.quote', 'shipping.order'] },
				{ to: 'paymentservice', scopes: ['cards.charge'] },
				{ to: 'emailservice', scopes: ['emails.send'] },
				{ to: 'currencyservice', scopes: ['currencies.convert'] },
				{ to: 'cartservice', scopes: ['carts.use'] },
			],
		},

		emailservice: {
			owner,
			namespace,
			serviceAccount: 'emailservice',
			selector: { app: 'emailservice' },
			ports: { grpc: { port: 5000, targetPort: 8080, protocol: 'grpc' } },
			scopes: { 'emails.send': ['hipstershop.EmailService/SendOrderConfirmation'] },
			callers: [{ from: 'checkoutservice', scopes: ['emails.send'] }],
		},

		paymentservice: {
			owner,
			namespace,
			serviceAccount: 'paymentservice',
			selector: { app: 'paymentservice' },
			ports: { grpc: { port: 50051, protocol: 'grpc' } },
			scopes: { 'cards.charge': ['hipstershop.PaymentService/Charge'] },
			callers: [{ from: 'checkoutservice', scopes: ['cards.charge'] }],
		},

		shippingservice: {
			owner,
			namespace,
			serviceAccount: 'shippingservice',
			selector: { app: 'shippingservice' },
			ports: { grpc: { port: 50051, protocol: 'grpc' } },
			scopes: {
				'shipping.quote': ['hipstershop.ShippingService/GetQuote'],
				'shipping.order': ['hipstershop.ShippingService/ShipOrder'],
			},
			callers: [
				{ from: 'frontend', scopes: ['shipping.quote'] },
				{ from: 'checkoutservice', scopes: ['shipping.quote', 'shipping.order'] },
			],
		},

		productcatalogservice: {
			owner,
			namespace,
			serviceAccount: 'productcatalogservice',
			selector: { app: 'productcatalogservice' },
			ports: { grpc: { port: 3550, protocol: 'grpc' } },
			scopes: {
				'products.list': ['hipstershop.ProductCatalogService/ListProducts'],
				'products.read': ['hipstershop.ProductCatalogService/GetProduct'],
			},
			callers: [
				{ from: 'frontend', scopes: ['products.list', 'products.read'] },
				{ from: 'checkoutservice', scopes: ['products.read'] },
				{ from: 'recommendationservice', scopes: ['products.list'] },
			],
		},
	},
	gateways: {
		'istio-gateway': {
			owner,
			namespace,
			serviceAccount: 'istio-gateway-istio',
			selector: { 'gateway.networking.k8s.io/gateway-name': 'istio-gateway' },
			gatewayApi: 'istio-gateway',
			ports: { http: { port: 80, protocol: 'http' } },
			hosts: { shop: ['shop.example'] },
			routes: [{ host: 'shop', path: '/', to: 'frontend', public: ['shop.browse', 'shop.order', 'shop.page'] }],
		},
	},
});
