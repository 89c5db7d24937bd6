// Wrong words are errors of the type checker, which reads this file with all others.
import { expect, test } from 'vitest';
import { type Access, accessOfManifests } from '../../src/testing/index.ts';

const call = { from: 'statements', to: 'accounts', request: 'GET /accounts/1' };

/** Never called: its types are the test. */
function wrong(bank: Access): void {
	const cluster = accessOfManifests([]);
	// @ts-expect-error no such actor
	expect(bank).toAllow({ ...call, as: 'services' });
	// @ts-expect-error no such field
	expect(bank).toAllow({ ...call, scope: 'accounts.read' });
	// @ts-expect-error no such reason
	expect(bank).toDeny(call, { because: 'no-rule' });
	// @ts-expect-error a reason for a refusal is none for access
	expect(bank).toDeny(call, { because: 'allow' });
	// @ts-expect-error no such matcher
	expect(bank).toPermit(call);
	// @ts-expect-error no access
	expect('bank').toAllow(call);
	// @ts-expect-error names of a catalog are no identities
	expect(cluster).toAllow(call);
	// @ts-expect-error nothing was granted by manifests
	expect(cluster).toGrantExactly({ to: 'cart' }, []);
	// @ts-expect-error no such property
	expect(bank).toHold('plaintext');
	// @ts-expect-error what is declared is not known of manifests
	expect(cluster).toHold('plaintext never');
	// @ts-expect-error manifests are not proved
	expect(cluster).toBeProved();
	// @ts-expect-error a caller says in whose name
	expect(bank).toGrantExactly({ to: 'accounts' }, [{ from: 'statements', scopes: ['accounts.read'] }]);
}

test('the matchers are there', () => {
	expect(wrong).toBeTypeOf('function');
});
