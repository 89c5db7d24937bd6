// Named properties as a user's own invariants: they hold for the bank, and each bites where something is planted against it.
import { describe, expect, test } from 'vitest';
import '../../src/testing/index.ts';
import type { Access, PropertyName } from '../../src/testing/plain.ts';
import { at, bank as bankWith } from './bank.ts';

const bank = await bankWith();

const everyRule = (spec: { rules?: Record<string, unknown>[] }, change: (rule: Record<string, unknown>) => void) => {
	for (const rule of spec.rules ?? []) change(rule);
};

const planted: Readonly<Record<PropertyName, () => Promise<Access>>> = {
	'least privilege': () => bankWith(at('AuthorizationPolicy', 'data/ledger', (spec) => void spec.rules?.push({}))),
	'no public route undeclared': () =>
		bankWith(
			at('AuthorizationPolicy', 'edge/edge', (spec) =>
				everyRule(spec, (rule) => {
					delete rule.when;
					delete rule.from;
				}),
			),
		),
	'plaintext never': () =>
		bankWith((object) => {
			at('AuthorizationPolicy', 'products/deposit-calculator', (spec) => void spec.rules?.push({}))(object);
			at('PeerAuthentication', 'products/deposit-calculator', (spec) => {
				spec.mtls = { mode: 'PERMISSIVE' };
			})(object);
		}),
	'tenant header unspoofable': () =>
		bankWith(
			at('AuthorizationPolicy', 'edge/edge-tenant-guard', (spec) => {
				spec.rules = [];
			}),
		),
	'no bypass of the gateway': () =>
		bankWith(
			at('AuthorizationPolicy', 'accounts/accounts', (spec) => {
				const principals = ['bank.example/ns/messages/sa/statements'];
				spec.rules?.push({
					from: [{ source: { principals, requestPrincipals: ['*'] } }],
					when: [{ key: 'request.auth.presenter', values: ['mobile-app'] }],
				});
			}),
		),
};

describe.each(Object.keys(planted) as PropertyName[])('%s', (property) => {
	test('holds', () => {
		expect(bank).toHold(property);
		expect(() => expect(bank).not.toHold(property)).toThrow(property === 'least privilege' ? 'proved' : property);
	});

	test('bites', async () => {
		const open = await planted[property]();
		expect(open).not.toHold(property);
		expect(() => expect(open).toHold(property)).toThrow();
	});
});

test('a breach is told with its request', async () => {
	const open = await planted['plaintext never']();
	expect(() => expect(open).toHold('plaintext never')).toThrowErrorMatchingInlineSnapshot(`
		[Error: expected \`plaintext never\` to hold

		\`deposit-calculator\`, port 8080, lets in a caller without mutual TLS: \`POST /deposits/rates\`
		  from: anyone in the network, without TLS, to port 8080
		  token: none]
	`);
});

test('what is not understood is no success', async () => {
	const odd = await bankWith(
		at('AuthorizationPolicy', 'accounts/accounts', (spec) => {
			spec.unknown = true;
		}),
	);
	expect(() => expect(odd).toHold('plaintext never')).toThrow('nobody knows whether `plaintext never` holds');
	expect(() => expect(odd).not.toHold('plaintext never')).toThrow('nobody knows');
});

describe('never from X to Y', () => {
	test('holds where nothing is granted, by identity and by token', () => {
		expect(bank).toNever({ from: 'statements', to: 'limits' });
		expect(bank).toNever({ from: 'payroll', to: 'statements' });
	});

	test('bites for a grant between services, and for a client that comes through the gateway', () => {
		expect(() => expect(bank).toNever({ from: 'statements', to: 'accounts' })).toThrow('ns/messages/sa/statements');
		expect(() => expect(bank).toNever({ from: 'payroll', to: 'payments' })).toThrow('ns/edge/sa/edge');
	});
});
