import { expect, test } from 'vitest';
import type { AccessModel, Grant } from '../../src/access/model.ts';
import { grantDifference } from '../../src/report/access/difference.ts';
import { accessFacts, type ExceptionFact, renderAccess, type TableOptions } from '../../src/report/index.ts';
import { widthOf } from '../../src/report/text/width.ts';
import { bank, client, grant, http, scope, service, workload } from './sample.ts';

const plain: TableOptions = { color: false, width: 80, most: 200, rest: 'Use `--service <name>`.' };
const scraper: ExceptionFact = {
	kind: 'plaintext',
	parts: ['accounts'],
	about: 'accounts, GET /metrics',
	owner: 'team-platform',
	reason: 'the scraper has no certificate yet',
	expires: '2027-01-31',
};
const facts = accessFacts(bank(), [scraper]);

test('what a small bank grants, at 80 columns', () => {
	expect(renderAccess(facts, plain)).toBe(`prod: 7 grants at 3 services ${'─'.repeat(51)}

accounts  team-accounts, namespace accounts
  accounts.close           POST /accounts/{id}/close
    ! auditor              as itself, ACROSS TENANTS
    ← statements           as itself, tenant acme
  accounts.read            GET /accounts/{id}
                           GET /accounts/{id}/transactions
    ← mobile-app via edge  for a user who signed in, the token's tenant
    ← payments             for a user, by token exchange, the token's tenant
    ← statements           as itself, the token's tenant

calculator  team-calculator, namespace calculator
  deposits.quote           POST /quotes
    ! anyone via edge      public, no token

ledger  team-ledger, namespace ledger
  ledger.post              TCP
    ← accounts             by workload identity, no token

Open to anyone, without a token (2)
  POST /api/quotes at api.bank.example
    edge → calculator, deposits.quote
    because: the calculator is on the public site
  GET /metrics at the pods of accounts, until 2027-01-31
    in plaintext, to anyone in the network
    because: the scraper has no certificate yet

Acts across tenants (1)
  auditor → accounts, accounts.close
    as itself
    because: court orders

Exceptions (1)
  plaintext: accounts, GET /metrics, until 2027-01-31
    answers for it: team-platform
    because: the scraper has no certificate yet

Disabled: nothing to it, from it or through it (2)
  service archive
    because: replaced by statements
  client old-app
    because: lost its signing key

Nobody may call
  auditor, payments, statements
`);
});

test.each([40, 60, 80, 120])('at %i columns no line is wider, and nothing is lost', (width) => {
	const text = renderAccess(facts, { ...plain, width });
	for (const line of text.split('\n')) expect(widthOf(line)).toBeLessThanOrEqual(width);
	const words = text.replaceAll(/[\s─]+/g, '');
	expect(words).toBe(renderAccess(facts, plain).replaceAll(/[\s─]+/g, ''));
});

test('colour only adds escapes, and marks are there without it', () => {
	const coloured = renderAccess(facts, { ...plain, color: true });
	expect(coloured).toContain('\u001b[');
	// biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are what is looked for
	expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(renderAccess(facts, plain));
	expect(renderAccess(facts, plain).match(/^ {4}! .*/gm)).toHaveLength(2);
});

test('user text cannot reach the terminal', () => {
	const evil = workload('evil', { owner: 'team\u001b[2J' });
	const access = scope('evil.read', evil, [http('GET', '/\u001b]0;x')]);
	const model: AccessModel = { ...bank(), workloads: [evil], grants: [grant(access, evil, service('evil'))] };
	const text = renderAccess(accessFacts(model, [{ ...scraper, reason: 'a\u202eb' }]), plain);
	expect(text).not.toMatch(/[^\P{C}\n]/u);
	expect(text).toContain('team\\x1b[2J');
});

test('a model without grants says so', () => {
	const text = renderAccess(
		accessFacts({ ...bank(), workloads: [], clients: [], grants: [], entrances: [], plaintext: [] }, []),
		plain,
	);
	expect(text).toBe(`prod: 0 grants at 0 services ${'─'.repeat(51)}\n`);
});

test('too many grants are counted, with how to see the rest; what is special stays listed', () => {
	const text = renderAccess(facts, { ...plain, most: 3 });
	expect(text).toContain('prod: 7 grants at 3 services');
	expect(text).toContain('Too many to print here. Use `--service <name>`.');
	expect(text).not.toContain('← statements');
	expect(text).toContain('Open to anyone');
	expect(text).toContain('Acts across tenants (1)');
});

test('a long side list is cut and counted', () => {
	const many = Array.from({ length: 25 }, (_, index) => ({ ...scraper, about: `service-${index}` }));
	const text = renderAccess(accessFacts(bank(), many), plain);
	expect(text).toContain('Exceptions (25)');
	expect(text.match(/plaintext:/g)).toHaveLength(20);
	expect(text).toContain('  … and 5 more');
});

test('the order of the model does not matter', () => {
	const model = bank();
	const turned = { ...model, grants: model.grants.toReversed() };
	expect(accessFacts(turned, [scraper])).toEqual(facts);
});

test('operations name their port where the receiver has several', () => {
	const two = workload('two', {
		ports: [
			{ name: 'admin', port: 81, targetPort: 81, protocol: 'http' },
			{ name: 'http', port: 80, targetPort: 80, protocol: 'http' },
		],
	});
	const read = scope('two.read', two, [http('GET', '/x')]);
	const model = { ...bank(), workloads: [two], grants: [grant(read, two, service('two'))] };
	expect(accessFacts(model, []).grants[0]?.operations).toEqual(['GET /x on http']);
});

test('a token that is handed on names who hands it on', () => {
	const app = client('app', 'public');
	const [read] = bank().scopes.filter((one) => one.name === 'accounts.read');
	if (read === undefined) throw new Error('the sample has this scope');
	const forwarded: Grant = grant(
		read,
		workload('payments'),
		{ kind: 'user', client: app, obtained: 'forwarded' },
		{ caller: { kind: 'client', name: 'app', client: app } },
	);
	const text = renderAccess(accessFacts({ ...bank(), grants: [forwarded], entrances: [] }, []), plain);
	expect(text).toContain('    ← app via payments  for a user, token handed on\n');
});

test('another environment shows only what differs', () => {
	const model = bank();
	const staging = { ...model, environment: 'staging' };
	const same = accessFacts(staging, []);
	expect(grantDifference(same, facts)).toEqual({ added: [], missing: [] });
	expect(renderAccess(same, { ...plain, base: facts })).toContain('\n\nThe same grants as in prod.\n\n');

	const fewer = accessFacts({ ...staging, grants: model.grants.slice(1) }, []);
	expect(renderAccess(fewer, { ...plain, base: facts })).toContain(`
The grants of prod, but
  without auditor → accounts, accounts.close: as itself, ACROSS TENANTS
`);
	expect(renderAccess(facts, { ...plain, base: fewer })).toContain('\n  with    auditor → accounts, accounts.close:');

	const other = accessFacts({ ...staging, grants: model.grants.slice(5) }, []);
	expect(renderAccess(other, { ...plain, base: facts })).not.toContain('The grants of prod');
});
