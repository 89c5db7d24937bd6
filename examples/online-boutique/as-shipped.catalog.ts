// Online Boutique as its release manifests ship it (release/kubernetes-manifests.yaml). `npx meshgrant check` on this
// file says what a mesh cannot enforce here; `services.catalog.ts` is the mend.
import { defineCatalog } from '../../src/index.ts';

const owner = 'online-boutique';

export default defineCatalog({
	name: 'online-boutique',
	mesh: { trustDomain: 'cluster.local', istio: '1.30', dataPlane: 'sidecar' },
	// The manifests name no namespace.
	namespaces: { default: 'shared' },
	environments: { demo: {} },
	withoutTokens:
		'the shop issues no tokens: a shopper is a session cookie, and services call each other without credentials',
	services: {
		frontend: {
			owner,
			namespace: 'default',
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
			namespace: 'default',
			serviceAccount: 'adservice',
			selector: { app: 'adservice' },
			ports: { grpc: { port: 9555, protocol: 'grpc' } },
			scopes: { 'ads.read': ['hipstershop.AdService/GetAds'] },
			callers: [{ from: 'frontend', scopes: ['ads.read'] }],
		},

		currencyservice: {
			owner,
			namespace: 'default',
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
			namespace: 'default',
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
			namespace: 'default',
			serviceAccount: 'default',
			selector: { app: 'redis-cart' },
			ports: { redis: { port: 6379, protocol: 'tcp' } },
			scopes: { 'redis.connect': ['TCP'] },
			callers: [{ from: 'cartservice', scopes: ['redis.connect'] }],
		},

		loadgenerator: {
			owner,
			namespace: 'default',
			serviceAccount: 'loadgenerator',
			selector: { app: 'loadgenerator' },
			calls: [{ to: 'frontend', scopes: ['shop.browse', 'shop.order'] }],
		},

		recommendationservice: {
			owner,
			namespace: 'default',
			serviceAccount: 'recommendationservice',
			selector: { app: 'recommendationservice' },
			ports: { grpc: { port: 8080, protocol: 'grpc' } },
			scopes: { 'recommendations.read': ['hipstershop.RecommendationService/ListRecommendations'] },
			callers: [{ from: 'frontend', scopes: ['recommendations.read'] }],
			calls: [{ to: 'productcatalogservice', scopes: ['products.list'] }],
		},

		checkoutservice: {
			owner,
			namespace: 'default',
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
			namespace: 'default',
			serviceAccount: 'emailservice',
			selector: { app: 'emailservice' },
			ports: { grpc: { port: 5000, targetPort: 8080, protocol: 'grpc' } },
			scopes: { 'emails.send': ['hipstershop.EmailService/SendOrderConfirmation'] },
			callers: [{ from: 'checkoutservice', scopes: ['emails.send'] }],
		},

		paymentservice: {
			owner,
			namespace: 'default',
			serviceAccount: 'paymentservice',
			selector: { app: 'paymentservice' },
			ports: { grpc: { port: 50051, protocol: 'grpc' } },
			scopes: { 'cards.charge': ['hipstershop.PaymentService/Charge'] },
			callers: [{ from: 'checkoutservice', scopes: ['cards.charge'] }],
		},

		shippingservice: {
			owner,
			namespace: 'default',
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
			namespace: 'default',
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
});
