// Every catalog that we ship reads without a word, and those with tokens grant what their stories tell, no more.
import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AccessModel, Grant } from '../../src/access/model.ts';
import { readExample } from './read-example.ts';

const root = new URL('../../examples/', import.meta.url);
/** `widened` is refused on purpose; test/docs/readme.test.ts shows how. */
const folders = readdirSync(root).filter(
	(folder) => folder !== 'widened' && existsSync(new URL(`${folder}/services.catalog.ts`, root)),
);
const catalogs = ['services.catalog.ts', ...folders.map((folder) => `examples/${folder}/services.catalog.ts`)];

test('all examples are here', () => {
	expect(folders.toSorted()).toEqual([
		'bank-of-anthos',
		'bookinfo',
		'car-rental',
		'online-boutique',
		'opentelemetry-demo',
		'orders',
		'sock-shop',
		'token-issuer',
	]);
});

test.for(catalogs)('%s has no error, no warning, no note, and compiles for each environment', async (file) => {
	const { diagnostics, files, models } = await readExample(file);
	expect(diagnostics).toEqual([]);
	expect(models.length).toBeGreaterThan(0);
	const folders = new Set(files.map(({ path }) => path.split('/')[0]));
	expect([...folders].toSorted()).toEqual(models.map(({ environment }) => environment));
});

/** Id, how a user's token was obtained, and the tenant: one line a grant. */
function line({ id, actor, tenant }: Grant): string {
	const how = actor.kind === 'user' ? ` ${actor.obtained}` : '';
	switch (tenant.kind) {
		case 'none':
			return `${id}${how}`;
		case 'any-claimed':
			return `${id}${how} in their tenant`;
		case 'fixed':
			return `${id}${how} in ${tenant.tenant}`;
		case 'crossing':
			return `${id}${how} across tenants`;
	}
}

const lines = (model: AccessModel | undefined) => model?.grants.map(line);

test('the bank grants this in production', async () => {
	const { models } = await readExample('services.catalog.ts');
	expect(models.map((model) => model.environment)).toEqual(['prod', 'staging']);
	expect(lines(models[0])).toEqual([
		'accounts/accounts.book/payments/user exchange in their tenant',
		'accounts/accounts.freeze/back-office@edge/user login across tenants',
		'accounts/accounts.metrics.read/prometheus/identity',
		'accounts/accounts.read/mobile-app@edge/user login in their tenant',
		'accounts/accounts.read/payments/user exchange in their tenant',
		'accounts/accounts.read/statements/service in retail',
		'consent/consents.give/mobile-app@edge/user login in their tenant',
		'consent/consents.read/mobile-app@payments/user forwarded in their tenant',
		'customer/customers.contact.read/statements/service in retail',
		'customer/customers.read/mobile-app@edge/user login in their tenant',
		'deposit-calculator/deposits.quote/anyone@edge/anyone',
		'deposit-calculator/deposits.rates.read/anyone@edge/anyone',
		'ledger/ledger.connect/accounts/identity',
		'limits/limits.check/payments/user exchange in their tenant',
		'notifications/notifications.announce/statements/service in retail',
		'notifications/notifications.send/payments/user exchange in their tenant',
		'payments/payments.batch.submit/payroll@edge/service in business',
		'payments/payments.create/mobile-app@edge/user login in their tenant',
		'payments/payments.expire/scheduler/service in retail',
		'payments/payments.read/mobile-app@edge/user login in their tenant',
		'payments/payments.settlement.notify/anyone@edge/anyone',
		'statements/statements.monthly.create/scheduler/service in retail',
		'statements/statements.read/mobile-app@edge/user login in their tenant',
	]);
});

test('the bank’s staging shares neither trust domain nor issuer with production, and has no partner', async () => {
	const { models } = await readExample('services.catalog.ts');
	const [prod, staging] = models;
	expect(prod?.mesh.trustDomain).toBe('bank.example');
	expect(staging?.mesh.trustDomain).toBe('staging.bank.example');
	expect(prod?.issuers.map(({ issuer }) => issuer)).toEqual(['https://idp.bank.example/realms/bank']);
	expect(staging?.issuers.map(({ issuer }) => issuer)).toEqual(['https://idp.staging.bank.example/realms/bank']);
	const partner = 'payments/payments.batch.submit/payroll@edge/service in business';
	expect(lines(staging)).toEqual(lines(prod)?.filter((grant) => grant !== partner));
	expect([prod?.plaintext.length, staging?.plaintext.length]).toEqual([1, 0]);
});

test('car rental, token issuer and orders grant this', async () => {
	const rental = await readExample('examples/car-rental/services.catalog.ts');
	const issuer = await readExample('examples/token-issuer/services.catalog.ts');
	const orders = await readExample('examples/orders/services.catalog.ts');
	expect(lines(rental.models[0])).toEqual([
		'billing/invoices.create/booking/user exchange',
		'billing/invoices.read/web@ingress/user login',
		'booking/bookings.change/web@ingress/user login',
		'booking/bookings.read/web@ingress/user login',
		'booking/cars.search/anyone@ingress/anyone',
		'messaging/messages.deliver/notification/service',
		'notification/notifications.send/booking/user exchange',
		'profile/profiles.address.read/billing/service',
		'profile/profiles.change/web@ingress/user login',
		'profile/profiles.read/web@ingress/user login',
	]);
	expect(lines(issuer.models[0])).toEqual([
		'service-a/reports.create/console@gateway/user login',
		'service-a/reports.read/console@gateway/user login',
		'service-a/reports.read/exporter@gateway/service',
		'service-b/figures.read/service-a/user exchange',
		'service-b/figures.refresh/service-a/service',
	]);
	expect(lines(orders.models[0])).toEqual([
		'availability/inventory.availability.check/orders/user exchange in their tenant',
		'billing/billing.invoice.create/orders/user exchange in their tenant',
		'billing/billing.invoice.list/reconciliation/service across tenants',
		'orders/order.confirm/storefront/user login in their tenant',
		'orders/order.payment.confirm/payments/service across tenants',
		'orders/order.read/storefront/user login in their tenant',
		'payments/payments.list/reconciliation/service across tenants',
		'payments/payments.outcome.notify/anyone@front-door/anyone',
		'payments/payments.start/orders/user exchange in their tenant',
		'pricing/pricing.resolve/orders/user exchange in their tenant',
		'storefront/storefront.use/anyone@front-door/anyone',
		'wallet/wallet.reserve/orders/user exchange in their tenant',
	]);
});
