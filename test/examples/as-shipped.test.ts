// The public systems as they are shipped break rules; each breach is found, at its place, and nothing else is said.
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { groupBy } from '../../src/core/order.ts';
import { readExample } from './read-example.ts';

/** Code, line and catalog path of each. */
const places = (diagnostics: readonly Diagnostic[]) =>
	diagnostics.map(({ code, origin }) => `${code} ${origin.line} ${origin.path}`);

const shipped = [
	{
		what: 'six services under one account, three workloads under none, users past every gateway',
		file: 'bank-of-anthos/as-shipped.catalog.ts',
		expected: [
			'ACC039 73 services.frontend.callers[0].from',
			'ACC020 16 services.accounts-db.serviceAccount',
			'ACC020 92 services.ledger-db.serviceAccount',
			'ACC020 120 services.loadgenerator.serviceAccount',
			'ACC019 29 services.balancereader.serviceAccount',
		],
	},
	{
		what: 'three versions of reviews under one account',
		file: 'bookinfo/as-shipped.catalog.yaml',
		expected: ['ACC019 65 services.reviews-v1.serviceAccount'],
	},
	{
		what: 'Redis without an account, shoppers past every gateway',
		file: 'online-boutique/as-shipped.catalog.ts',
		expected: ['ACC039 41 services.frontend.callers[0].from', 'ACC020 105 services.redis-cart.serviceAccount'],
	},
	{
		what: 'no account anywhere, browsers past every gateway',
		file: 'sock-shop/as-shipped.catalog.ts',
		expected: [
			'ACC039 102 services.front-end.callers[0].from',
			'ACC020 19 services.carts.serviceAccount',
			'ACC020 42 services.carts-db.serviceAccount',
			'ACC020 52 services.catalogue.serviceAccount',
			'ACC020 71 services.catalogue-db.serviceAccount',
			'ACC020 81 services.front-end.serviceAccount',
			'ACC020 126 services.orders.serviceAccount',
			'ACC020 146 services.orders-db.serviceAccount',
			'ACC020 156 services.payment.serviceAccount',
			'ACC020 166 services.queue-master.serviceAccount',
			'ACC020 175 services.rabbitmq.serviceAccount',
			'ACC020 188 services.session-db.serviceAccount',
			'ACC020 198 services.shipping.serviceAccount',
			'ACC020 209 services.user.serviceAccount',
			'ACC020 247 services.user-db.serviceAccount',
		],
	},
];

test.for(shipped)('$file: $what', async ({ file, expected }) => {
	const { diagnostics, models } = await readExample(`examples/${file}`);
	expect(places(diagnostics).toSorted()).toEqual(expected.toSorted());
	expect(models).toEqual([]);
});

const demo = 'examples/opentelemetry-demo/as-shipped.catalog.ts';

test('opentelemetry-demo: one account for 25 workloads, and a collector that calls itself', async () => {
	const { diagnostics, models } = await readExample(demo);
	expect(places(diagnostics.filter(({ code }) => code !== 'CAT055')).toSorted()).toEqual([
		'ACC018 544 services.otel-collector.callers[22]',
		'ACC019 20 services.accounting.serviceAccount',
		'ACC020 618 services.opensearch.serviceAccount',
	]);
	expect(diagnostics.find(({ code }) => code === 'ACC019')?.message).toContain('and 21 more');
	expect(models).toEqual([]);
});

test('opentelemetry-demo: every HTTP and gRPC operation behind a port that Istio reads as TCP', async () => {
	const { diagnostics } = await readExample(demo);
	const misread = diagnostics.filter(({ code }) => code === 'CAT055');
	const services = groupBy(misread, ({ origin }) => origin.path.split('.')[1] ?? '');
	expect([...services].map(([service, found]) => `${service} ${found.length}`)).toEqual([
		'ad 1',
		'agent 1',
		'cart 3',
		'chatbot 1',
		'checkout 1',
		'currency 2',
		'email 1',
		'flagd 9',
		'frontend 17',
		'frontend-proxy 14',
		'image-provider 2',
		'payment 1',
		'product-catalog 2',
		'quote 1',
		'recommendation 1',
		'shipping 2',
		'telemetry-docs 2',
	]);
	expect(places(misread)[0]).toBe('CAT055 36 services.ad.scopes["ads.read"][0]');
});
