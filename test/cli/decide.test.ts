// `decide` as a person and as a program meet it: 80 columns, no colour. `vitest -u` rewrites the snapshots: read the diff.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exitCodes } from '../../src/cli/exit.ts';
import { good as catalogs, folderWith, inProcess, packageFolder, spawned } from './console.ts';

const bank = ['-e', 'prod'];
const can = (argv: readonly string[]) => inProcess(packageFolder, ['can', ...argv]);
const onBank = (request: string, from: string, to: string, ...more: readonly string[]) =>
	can([request, '--from', from, '--to', to, ...bank, ...more]);

describe('on a catalog', () => {
	test('allowed: the token, the rule, the grant with both its lines', async () => {
		const { code, stdout, stderr } = await onBank('GET /accounts/1', 'statements', 'accounts');
		expect([code, stderr]).toEqual([exitCodes.holds, '']);
		expect(stdout).toMatchInlineSnapshot(`
			"ALLOW  statements → accounts: GET /accounts/1, service token with accounts.read
			  (prod)

			  token     iss https://idp.bank.example/realms/bank, azp statements, client_id
			            statements, aud accounts, scope accounts.read, tenant retail
			  accounts  the sidecar lets it pass: AuthorizationPolicy accounts/accounts,
			            rules[5], allows it (prod/mesh/accounts.yaml)
			  grant     accounts/accounts.read/statements/service, given at
			            services.catalog.ts:82:5, asked for at services.catalog.ts:164:5
			"
		`);
	});

	test('allowed through a gateway: both proxies', async () => {
		const { code, stdout } = await onBank('GET /deposits/rates', 'anyone', 'deposit-calculator');
		expect(code).toBe(exitCodes.holds);
		expect(stdout).toMatchInlineSnapshot(`
			"ALLOW  anyone via edge → deposit-calculator: GET /public/deposits/rates, no
			  token (prod)

			  edge                the gateway lets it pass: AuthorizationPolicy edge/edge,
			                      rules[5], allows it (prod/mesh/edge.yaml)
			  deposit-calculator  the sidecar lets it pass: AuthorizationPolicy
			                      products/deposit-calculator, rules[1], allows it
			                      (prod/mesh/products.yaml)
			  grant               deposit-calculator/deposits.rates.read/anyone@edge/anyone,
			                      given at services.catalog.ts:236:5
			  note                a client outside sends it as \`GET /public/deposits/rates\`
			                      to api.bank.example
			"
		`);
	});

	test('refused: why, and the entries that would allow it', async () => {
		const { code, stdout } = await onBank('GET /accounts/1', 'scheduler', 'accounts');
		expect(code).toBe(exitCodes.findings);
		expect(stdout).toMatchInlineSnapshot(`
			"DENY 403  scheduler → accounts: GET /accounts/1, service token (prod)

			  token     iss https://idp.bank.example/realms/bank, azp scheduler, client_id
			            scheduler, scope (empty), tenant retail
			  accounts  the sidecar answers 403: the token is for another audience (checked
			            for issuer https://idp.bank.example/realms/bank)
			  why       \`accounts\` offers \`GET /accounts/1\`, and nobody granted it to
			            \`scheduler\`
			  help      add to \`callers\` of \`accounts\` (services.catalog.ts:80:4):
			              { from: 'scheduler', scopes: ['accounts.read'], as: 'service' }
			            add to \`calls\` of \`scheduler\` (services.catalog.ts:253:4):
			              { to: 'accounts', scopes: ['accounts.read'] }
			            With both it passes, and the catalog has no errors (tried).
			"
		`);
	});

	test('refused: no scope offers it, so a scope is part of the change', async () => {
		const { stdout } = await onBank('GET /accounts/1/limits', 'statements', 'accounts');
		expect(stdout).toMatchInlineSnapshot(`
			"DENY 403  statements → accounts: GET /accounts/1/limits, service token with
			  accounts.read (prod)

			  token     iss https://idp.bank.example/realms/bank, azp statements, client_id
			            statements, aud accounts, scope accounts.read, tenant retail
			  accounts  the sidecar answers 403: no rule of the policies accounts/accounts
			            and accounts/default-deny allows it (prod/mesh/accounts.yaml)
			  why       no scope of \`accounts\` offers \`GET /accounts/1/limits\`
			  help      add to \`scopes\` of \`accounts\` (services.catalog.ts:71:4):
			              'accounts.limits.read': ['GET /accounts/{id}/limits']
			            widen the entry in \`callers\` of \`accounts\`
			            (services.catalog.ts:82:5):
			              { from: 'statements', scopes: ['accounts.read', 'accounts.limits.read'], as: 'service', because: 'monthly statements' }
			            widen the entry in \`calls\` of \`statements\`
			            (services.catalog.ts:164:5):
			              { to: 'accounts', scopes: ['accounts.read', 'accounts.limits.read'] }
			            With all of them it passes, and the catalog has no errors (tried).
			"
		`);
	});

	test('refused: the catalog is in order, the token is another', async () => {
		const { stdout } = await onBank('GET /accounts/1', 'statements', 'accounts', '--token', 'none');
		expect(stdout).toMatchInlineSnapshot(`
			"DENY 403  statements → accounts: GET /accounts/1, no token (prod)

			  accounts  the sidecar answers 403: no rule of the policies accounts/accounts
			            and accounts/default-deny allows it (prod/mesh/accounts.yaml)
			  why       \`statements\` is granted this with a service token with
			            \`accounts.read\`, and the request carries no token
			  help      send a service token with scope \`accounts.read\` for \`accounts\` and
			            the tenant \`retail\`; then it passes (tried)
			            grant accounts/accounts.read/statements/service, given at
			            services.catalog.ts:82:5
			"
		`);
	});

	test.each([
		['plaintext', ['GET /accounts/1', 'plaintext', 'accounts'], 'no identity', 'a grant is given to an identity'],
		[
			'a path that no proxy reads',
			['GET /accounts/é', 'statements', 'accounts'],
			'not printable ASCII',
			'must be another',
		],
		['a gateway', ['GET /nothing', 'plaintext', 'edge'], 'that no route and grant asks for', 'ask for a service'],
		[
			'plaintext, where the port is open for something else',
			['GET /deposits/quote', 'plaintext', 'deposit-calculator'],
			'answers `GET /deposits/rates` alone',
			'a `plaintext` exception',
		],
		[
			'an unknown caller',
			['GET /accounts/1', 'spiffe://bank.example/ns/messages/sa/statement', 'accounts'],
			'no service of the catalog has the identity',
			'ns/messages/sa/statements`?',
		],
		[
			'another mesh',
			['GET /accounts/1', 'spiffe://other.example/ns/messages/sa/statements', 'accounts'],
			'another trust domain',
			'of another mesh',
		],
	])(
		'no change helps %s, and it is said why',
		async (_what, [request = '', from = '', to = '', ...more], why, because) => {
			const { code, stdout } = await onBank(request, from, to, ...more);
			const text = stdout.replaceAll(/\s+/g, ' ');
			expect(code).toBe(exitCodes.findings);
			expect(text).toContain(why);
			expect(text).toContain('no grant would help: ');
			expect(text).toContain(because);
			expect(text).not.toContain('(tried)');
		},
	);

	test.each([
		[
			'a header that only proxies may write',
			['POST /payments', 'mobile-app', 'payments', '--header', 'x-tenant-id: evil'],
			'only a proxy may write the header `x-tenant-id`',
			'leave the header `x-tenant-id` out; then it passes (tried)',
		],
		[
			'a header that is none',
			['GET /accounts/1', 'statements', 'accounts', '--header', 'bad(name: x'],
			'why the header `bad(name` is malformed help',
			'leave the header `bad(name` out; then it passes (tried)',
		],
		[
			'a tenant',
			['GET /accounts/1', 'statements', 'accounts', '--tenant', 'business'],
			'another than was granted: its `tenant` is `business`, not `retail`',
			'send a token whose `tenant` is `retail`; then it passes (tried)',
		],
		[
			'an audience',
			['POST /payments', 'mobile-app', 'payments', '--claims', '{"aud":"x"}'],
			'for another audience: its `aud` is `x`, not `payments`',
			'send a token whose `aud` is `payments`; then it passes (tried)',
		],
		[
			'a state',
			['GET /accounts/1', 'statements', 'accounts', '--token-state', 'expired'],
			'the token is expired',
			'send a valid token; then it passes (tried)',
		],
		[
			'a host',
			['GET /accounts/1', 'mobile-app', 'accounts', '--host', 'other.example'],
			'for the host `other.example`, not `api.bank.example`',
			'ask for the host `api.bank.example`; then it passes (tried)',
		],
		[
			'a port',
			['GET /accounts/1', 'statements', 'accounts', '--port', '9999'],
			'goes to port 9999, not `http` 80',
			'ask for port `http` 80; then it passes (tried)',
		],
		[
			'a port of a gateway',
			['GET /accounts/1', 'mobile-app', 'edge', '--port', '9999'],
			'nobody listens on port 9999',
			'ask for port `https` 443; then it passes (tried)',
		],
		[
			'two of them',
			['GET /accounts/1', 'statements', 'accounts', '--tenant', 'business', '--header', 'a(: b', '--header', 'c: d'],
			'the header `a(` is malformed',
			'leave the header `a(` out, and send a token whose `tenant` is `retail`; then it passes (tried)',
		],
	])(
		'%s of the question is what refuses: leave it out',
		async (_what, [request = '', from = '', to = '', ...more], why, help) => {
			const { code, stdout } = await onBank(request, from, to, ...more);
			const text = stdout.replaceAll(/\s+/g, ' ');
			expect(code).toBe(exitCodes.findings);
			expect(text).toContain(why);
			expect(text).toContain(help);
		},
	);

	test('the least is told to leave out, beside a grant that is missing', async () => {
		const { stdout } = await onBank('GET /accounts/1', 'scheduler', 'accounts', '--token-state', 'expired');
		const text = stdout.replaceAll(/\s+/g, ' ');
		expect(text).toContain("{ from: 'scheduler', scopes: ['accounts.read'], as: 'service' }");
		expect(text).toContain('and the catalog has no errors (tried). Then send a valid token.');
	});

	test('what was tried and does not help is no proof that nothing would', async () => {
		const { stdout } = await onBank('GET /accounts/1', 'prometheus', 'accounts');
		const text = stdout.replaceAll(/\s+/g, ' ');
		expect(text).toContain('nobody granted it');
		expect(text).toContain(
			'no change was found that helps: what was tried makes the catalog wrong: `accounts.read` requires',
		);
	});

	test('a missing route is part of the change', async () => {
		const { stdout } = await onBank('GET /nope', 'anyone', 'deposit-calculator');
		const text = stdout.replaceAll(/\s+/g, ' ');
		expect(text).toContain('no route of `edge` leads to `deposit-calculator` for this path');
		expect(text).toContain("add to `routes` of `edge` (services.catalog.ts:325:4): { host: 'api', path: '/nope', to:");
		expect(text).toContain('With all of them it passes, and the catalog has no errors (tried).');
	});

	test('a path that leads to somebody else is not taken away from it', async () => {
		const { stdout } = await onBank('GET /payments/1', 'mobile-app', 'accounts');
		const text = stdout.replaceAll(/\s+/g, ' ');
		expect(text).toContain('`edge` leads this path to `payments`, not to `accounts`');
		expect(text).toContain('no change was found that helps: the routes of `edge` to `accounts` begin with `/accounts`');
	});

	test('dots in a path change nothing about the grant', async () => {
		const { code, stdout } = await onBank('GET /x/../accounts/./1', 'statements', 'accounts');
		expect(code).toBe(exitCodes.holds);
		expect(stdout).toContain('accounts/accounts.read/statements/service');
	});

	test('behind the gateway nobody knows the address of the caller', async () => {
		const given = ['--source-address', '10.1.2.3', '--format', 'json'];
		const { stdout } = await onBank('GET /accounts/1', 'mobile-app', 'accounts', ...given);
		const [answer] = JSON.parse(stdout).answers;
		expect(answer.hops.map(({ request }: { request: object }) => 'sourceAddress' in request)).toEqual([true, false]);
		expect(answer.notes).toContain(
			'`accounts` sees the address of `edge`, which is not known, so that no range holds it',
		);
	});

	test('a part that is disabled there', async () => {
		const { stdout } = await can(['POST /payments/batches', '--from', 'payroll', '--to', 'payments', '-e', 'staging']);
		expect(stdout).toContain('`payroll` is disabled in staging');
	});

	test.each([
		['TCP', 'accounts', 'ledger', exitCodes.holds],
		['TCP', 'payments', 'ledger', exitCodes.findings],
		['bank.limits.v1.Limits/Check', 'payments', 'limits', exitCodes.holds],
		['POST /bank.limits.v1.Limits/Check', 'payments', 'limits', exitCodes.holds],
		['bank.limits.v1.Limits/Set', 'payments', 'limits', exitCodes.findings],
		['GET /metrics', 'prometheus', 'accounts', exitCodes.holds],
		['GET /healthz', 'plaintext', 'customer', exitCodes.holds],
		['GET /accounts/1', 'edge', 'accounts', exitCodes.findings],
		['POST /api/accounts/1/freeze', 'back-office', 'edge', exitCodes.holds],
	])('%s from %s to %s ends with %i', async (request, from, to, code) => {
		expect((await onBank(request, from, to)).code).toBe(code);
	});

	test('a token that is handed on', async () => {
		const { code, stdout } = await onBank('GET /consents/1', 'mobile-app', 'consent', '--via', 'payments');
		expect(code).toBe(exitCodes.holds);
		expect(stdout).toContain('consent/consents.read/mobile-app@payments/user');
	});

	test.each([
		[['GET /accounts/1', '--from', 'statments', '--to', 'accounts', ...bank], 'did you mean `statements`'],
		[['GET /accounts/1', '--from', 'statements', '--to', 'acounts', ...bank], 'did you mean `accounts`?'],
		[['GET /accounts/1', '--from', 'statements', '--to', 'accounts', '-e', 'pord'], 'did you mean `prod`?'],
		[
			['GET /accounts/1', '--from', 'statements', '--to', 'accounts'],
			'say which, with `--environment` and `prod` or `staging`',
		],
		[['/accounts/1', '--from', 'statements', '--to', 'accounts', ...bank], 'write the method, too: `GET /accounts/1`'],
		[['GET /', '--from', 'statements', '--to', 'accounts', '--via', 'edge', ...bank], 'nothing goes `via`'],
		[['GET /', '--from', 'statements', '--to', 'accounts', '--port', 'htp', ...bank], 'there is `http` 80'],
		[['GET /', '--to', 'accounts', ...bank], 'missing: `--from`'],
		...['--trust-domain', '--istio', '--root-namespace'].map((option): [string[], string] => [
			['GET /accounts/1', '--from', 'statements', '--to', 'accounts', ...bank, option, 'x'],
			`\`${option}\` is for manifests: a catalog says it itself`,
		]),
		[
			['GET /accounts/1', '--from', 'statements', '--to', 'accounts', ...bank, '--data-plane', 'ambient'],
			'`--data-plane` is for manifests',
		],
		[
			['GET /accounts/1', '--from', 'statements', '--to', 'accounts', ...bank, '--scope', 'acounts.read'],
			'the catalog has no scope `acounts.read` help: did you mean `accounts.read`',
		],
		[
			['GET /accounts/1', '--from', 'statements', '--to', 'accounts', ...bank, '--token', 'none', '--claims', '{}'],
			'no token is sent, and `claims` says what is in it',
		],
		[
			['GET /accounts/1', '--from', 'statements', '--to', 'accounts', ...bank, '--source-address', '10.0.0.300'],
			'It must be an IP address such as 10.0.0.7.',
		],
		[
			['--questions', 'q.jsonl', '--token', 'service', '--port', '80', '--host', 'x', ...bank],
			'a question stands in the file, not beside it: --token, --port, and --host',
		],
		[['GET /', '--from', 'a', '--to', 'b', '--claims', '[]'], 'It must be a JSON object'],
		[['GET /', 'services.catalog.ts', '--from', 'a', '--to', 'b', '--manifests', '.'], 'not both'],
	])('%j is bad input', async (argv, text) => {
		const { code, stdout, stderr } = await can(argv);
		expect([code, stdout]).toEqual([exitCodes.badInput, '']);
		expect(stderr.replaceAll(/\s+/g, ' ')).toContain(text);
	});
});

const manifests = readFileSync(join(import.meta.dirname, 'decide/shop.yaml'), 'utf8');
const web = 'spiffe://cluster.local/ns/shop/sa/web';
const good = '{"iss":"https://idp.example","aud":["cart"],"scope":"cart.read"}';

describe('on manifests', () => {
	const folder = () => {
		const made = folderWith();
		mkdirSync(join(made, 'k8s'));
		writeFileSync(join(made, 'k8s/shop.yaml'), manifests);
		return made;
	};
	const ask = (request: string, ...more: readonly string[]) =>
		inProcess(folder(), ['decide', request, '-m', 'k8s', ...more]);

	test('allowed: file and line of the rule', async () => {
		const { code, stdout, stderr } = await ask(
			'GET /cart/1',
			'--from',
			web,
			'--to',
			'shop/cart',
			'--port',
			'80',
			'--claims',
			good,
		);
		expect([code, stderr]).toEqual([exitCodes.holds, '']);
		expect(stdout).toMatchInlineSnapshot(`
			"ALLOW  spiffe://cluster.local/ns/shop/sa/web → shop/cart: GET /cart/1

			  token      iss https://idp.example, aud cart, scope cart.read
			  shop/cart  the sidecar lets it pass: AuthorizationPolicy shop/cart, rules[1],
			             allows it (k8s/shop.yaml:42:7)
			  note       the mesh has Istio’s default settings: trust domain
			             \`cluster.local\`, root namespace \`istio-system\`, path normalization
			             \`BASE\`
			"
		`);
	});

	test('refused: which policies there are', async () => {
		const { code, stdout } = await ask(
			'DELETE /cart/1',
			'--from',
			web,
			'--to',
			'cart',
			'--port',
			'web',
			'--claims',
			good,
		);
		expect(code).toBe(exitCodes.findings);
		expect(stdout).toMatchInlineSnapshot(`
			"DENY 403  spiffe://cluster.local/ns/shop/sa/web → cart: DELETE /cart/1

			  token  iss https://idp.example, aud cart, scope cart.read
			  cart   the sidecar answers 403: no rule of the policy shop/cart allows it
			         (k8s/shop.yaml:35:1)
			  note   the mesh has Istio’s default settings: trust domain \`cluster.local\`,
			         root namespace \`istio-system\`, path normalization \`BASE\`
			"
		`);
	});

	test('through a waypoint: it first, then the ztunnel, which sees the waypoint', async () => {
		const { code, stdout } = await ask('GET /prices', '--from', web, '--to', 'ambient/prices');
		expect(code).toBe(exitCodes.holds);
		expect(stdout).toMatchInlineSnapshot(`
			"ALLOW  spiffe://cluster.local/ns/shop/sa/web → ambient/prices: GET /prices, no
			  token

			  ambient/way     the waypoint lets it pass: AuthorizationPolicy ambient/prices,
			                  rules[0], allows it (k8s/shop.yaml:70:11)
			  ambient/prices  the ztunnel lets it pass: AuthorizationPolicy
			                  ambient/only-the-waypoint, rules[0], allows it
			                  (k8s/shop.yaml:77:11)
			  note            the mesh has Istio’s default settings: trust domain
			                  \`cluster.local\`, root namespace \`istio-system\`, path
			                  normalization \`BASE\`
			"
		`);
	});

	test('past the waypoint, by the port of the container, the ztunnel refuses everybody else', async () => {
		const { code, stdout } = await ask('GET /prices', '--from', web, '--to', 'ambient/prices', '--port', '8080');
		expect(code).toBe(exitCodes.findings);
		expect(stdout).not.toContain('waypoint lets it pass');
	});

	test('a waypoint connects from an address of its own', async () => {
		const more = ['--from', web, '--to', 'ambient/prices', '--source-address', '10.1.2.3', '--format', 'json'];
		const [answer] = JSON.parse((await ask('GET /prices', ...more)).stdout).answers;
		expect(answer.hops.map(({ request }: { request: object }) => 'sourceAddress' in request)).toEqual([true, false]);
		expect(answer.notes.join()).toContain('sees the address of `ambient/way`, which is not known');
	});

	test('a Service means all pods behind it, a Deployment those of its own', async () => {
		const pod = (name: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  template:
    metadata: { labels: { app: web, version: ${name} } }
    spec: { serviceAccountName: web, containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
`;
		const text = [
			manifests,
			pod('web'),
			pod('web-canary'),
			'{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}}',
			'{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: canary, namespace: shop}, spec: {selector: {matchLabels: {version: web-canary}}, mtls: {mode: PERMISSIVE}}}',
		].join('\n---\n');
		const made = folderWith({ 'all.yaml': text });
		const to = (name: string) =>
			inProcess(made, ['can', 'GET /', '-m', 'all.yaml', '--from', 'plaintext', '--to', name]);
		expect((await to('deployment/shop/web-canary')).code).toBe(exitCodes.holds);
		expect((await to('deployment/shop/web')).code).toBe(exitCodes.findings);
		const both = await to('shop/web');
		expect(both.code).toBe(exitCodes.findings);
		expect(both.stdout.replaceAll(/\s+/g, ' ')).toContain(
			'this is about `deployment/shop/web`; `deployment/shop/web-canary` lets it pass',
		);
	});

	test('from standard input, whatever the name', async () => {
		const argv = ['can', 'GET /cart/1', '-m', '-', '--from', 'plaintext', '--to', 'shop/cart', '--port', '8080'];
		const { code, stdout } = await inProcess(folderWith(), argv, { readInput: async () => manifests });
		expect(code).toBe(exitCodes.findings);
		expect(stdout).toMatch(/asks for\s+mutual TLS/);
		expect(stdout).toMatch(/\(standard\s+input:\d+:\d+\)/);
	});

	test('no proxy, no enforcement: that is said loudly', async () => {
		const { code, stdout } = await ask('GET /', '--from', 'plaintext', '--to', 'bare/naked', '--port', '80');
		expect(code).toBe(exitCodes.holds);
		expect(stdout).toContain('no proxy stands before it, so everything passes');
	});

	test('settings come from options, too', async () => {
		const more = ['--from', 'spiffe://shop.example/ns/shop/sa/web', '--to', 'cart', '--port', '80', '--claims', good];
		expect((await ask('GET /cart/1', ...more)).stdout).toMatch(/is of trust domain\s+`shop.example`/);
		expect((await ask('GET /cart/1', '--trust-domain', 'shop.example', ...more)).stdout).not.toContain('does not know');
	});

	test('what cannot be judged is undecided, and the warning has its line', async () => {
		const broken = manifests.replace('methods: [GET]', 'methods: GET');
		const made = folderWith({ 'all.yaml': broken });
		const { code, stdout, stderr } = await inProcess(made, [
			'can',
			'GET /cart/1',
			'-m',
			'all.yaml',
			'--from',
			web,
			'--to',
			'cart',
			'--port',
			'80',
		]);
		expect(code).toBe(exitCodes.undecided);
		expect(stdout).toMatch(/^UNDECIDED {2}/);
		expect(stderr).toContain('warning[MAN001]');
		expect(stderr).toMatch(/all\.yaml:\d+:\d+/);
	});

	test.each([
		[['GET /', '--from', 'web', '--to', 'cart'], '`web` is no identity'],
		[['GET /', '--from', 'tls', '--to', 'crt'], 'did you mean `cart`?'],
		[['GET /', '--from', 'tls', '--to', 'cart'], 'has several ports that could be meant'],
		[['GET /', '--from', 'tls', '--to', 'cart', '--port', 'wbe'], 'has no port `wbe`'],
		[['GET /', '--from', 'tls', '--to', 'cart', '--token', 'user'], 'on a catalog only'],
		[['GET /', '--from', 'tls', '--to', 'cart', '-e', 'prod'], 'manifests have no environments'],
		[
			['GET /', '--from', 'tls', '--to', 'cart', '--port', '80', '--token', 'none', '--claims', '{}'],
			'no token is sent',
		],
		[['GET /', '--from', 'tls', '--to', 'cart', '--port', '80', '--token-state', 'expired'], 'and `state` says'],
	])('%j is bad input', async ([request = '', ...argv], text) => {
		const { code, stdout, stderr } = await ask(request, ...argv);
		expect([code, stdout]).toEqual([exitCodes.badInput, '']);
		expect(stderr.replaceAll(/\s+/g, ' ')).toContain(text);
	});

	test('a folder that is not there, and one without manifests', async () => {
		const none = ['--from', 'tls', '--to', 'cart'];
		const missing = await inProcess(folderWith(), ['can', 'GET /', '-m', 'k8', ...none]);
		expect([missing.code, missing.stdout]).toEqual([exitCodes.badInput, '']);
		expect(missing.stderr).toContain('error[LOD060]: there is no folder or file `k8`');
		const empty = await inProcess(folderWith({ 'a.txt': '' }), ['can', 'GET /', '-m', '.', ...none]);
		expect(empty.stderr).toContain('error[LOD061]: `.` holds no Kubernetes object');
	});
});

describe('many questions', () => {
	const lines = [
		{ v: 1, id: 'yes', from: 'statements', to: 'accounts', request: 'GET /accounts/1' },
		{ v: 1, from: 'scheduler', to: 'accounts', request: 'GET /accounts/1', environment: 'staging' },
	].map((line) => JSON.stringify(line));
	const ask = (text: string, ...more: readonly string[]) =>
		inProcess(packageFolder, ['decide', '--questions', '-', ...bank, ...more], { readInput: async () => text });

	test('a table, and the count', async () => {
		const { code, stdout, stderr } = await ask(lines.join('\n'));
		expect([code, stderr]).toEqual([exitCodes.findings, '']);
		expect(stdout).toMatchInlineSnapshot(`
			"allow     yes  statements → accounts: GET /accounts/1, service token with
			               accounts.read
			               grant accounts/accounts.read/statements/service
			deny 403  2    scheduler → accounts: GET /accounts/1, service token
			               \`accounts\` offers \`GET /accounts/1\`, and nobody granted it to
			               \`scheduler\`

			2 questions: 1 allowed, 1 refused
			"
		`);
	});

	test('lines with mistakes are told with their line; the others are answered all the same', async () => {
		const { code, stdout, stderr } = await ask(
			[...lines, '{', JSON.stringify({ v: 1, from: 'x', to: 'accounts', request: 'TCP' })].join('\n'),
		);
		expect(code).toBe(exitCodes.badInput);
		expect(stderr).toContain('error[QST001]');
		expect(stderr).toContain('standard input:3:1');
		expect(stderr).toContain('error[QST004]');
		expect(stderr).toContain('standard input:4:1');
		expect(stdout).toContain('2 questions: 1 allowed, 1 refused');
	});

	test('no change is said to be tried that was not', async () => {
		const [, refused = ''] = lines;
		const { stdout } = await ask(refused, '--format', 'json');
		expect(JSON.parse(stdout).answers[0].refusal).toEqual({
			why: '`accounts` offers `GET /accounts/1`, and nobody granted it to `scheduler`',
			remedy: { kind: 'not-tried' },
		});
	});

	test('the file is named as it was typed, and every line that is wrong', async () => {
		const folder = folderWith({ 'q.jsonl': '{"v":1}\n'.repeat(7) });
		mkdirSync(join(folder, 'sub'));
		writeFileSync(join(folder, 'sub/services.catalog.yaml'), catalogs['services.catalog.yaml']);
		const argv = ['can', '--questions', 'q.jsonl', 'sub/services.catalog.yaml', '-e', 'prod'];
		const { code, stderr } = await inProcess(folder, argv);
		expect(code).toBe(exitCodes.badInput);
		expect(stderr).toContain('╷ q.jsonl:1:1');
		expect(stderr).toContain('and 2 more like this, in q.jsonl:6:1 and q.jsonl:7:1');
		const json = await inProcess(folder, [...argv, '--format', 'json']);
		expect(json.stdout).toContain('"file": "q.jsonl"');
		expect(json.stdout).not.toContain('sub/q.jsonl');
	});

	test.each([
		[{ v: 1, from: 'statements', to: 'accounts', request: 'GET /accounts/1', mesh: { trustDomain: 'x.example' } }],
		[{ v: 1, enforcer: 'accounts', request: { from: 'plaintext', port: 8080 }, mesh: { trustDomain: 'x.example' } }],
	])('settings of the mesh are the catalog’s own: %j', async (line) => {
		const { code, stderr } = await ask(JSON.stringify(line));
		expect(code).toBe(exitCodes.badInput);
		expect(stderr.replaceAll(/\s+/g, ' ')).toContain('`mesh` is for manifests: a catalog says `trustDomain` itself');
	});

	test('all allowed ends with 0', async () => {
		expect((await ask(lines[0] ?? '')).code).toBe(exitCodes.holds);
	});
});

const schema = z.fromJSONSchema(JSON.parse(readFileSync(join(packageFolder, 'schema/decide.schema.json'), 'utf8')));

test.each([
	['allowed', ['GET /accounts/1', '--from', 'statements', '--to', 'accounts', ...bank], 0],
	['a change', ['GET /accounts/1', '--from', 'scheduler', '--to', 'accounts', ...bank], 1],
	['another token', ['GET /accounts/1', '--from', 'statements', '--to', 'accounts', '--token', 'none', ...bank], 1],
	['no change', ['GET /accounts/1', '--from', 'plaintext', '--to', 'accounts', ...bank], 1],
	['through a gateway', ['GET /accounts/1', '--from', 'mobile-app', '--to', 'accounts', ...bank], 0],
	['a wrong name', ['GET /accounts/1', '--from', 'x', '--to', 'accounts', ...bank], 2],
	['manifests', ['GET /', '-m', 'test/cli/decide/shop.yaml', '--from', 'tls', '--to', 'shop/cart', '--port', '80'], 1],
	['no proxy', ['GET /', '-m', 'test/cli/decide/shop.yaml', '--from', 'tls', '--to', 'bare/naked', '--port', '80'], 0],
])('the JSON of %s fits its schema', async (_what, argv, code) => {
	const ended = await can([...argv, '--format', 'json']);
	expect(schema.safeParse(JSON.parse(ended.stdout)).error?.issues).toBeUndefined();
	expect(ended.code).toBe(code);
});

test('the schema refuses what is not there', async () => {
	const { stdout } = await can(['TCP', '--from', 'accounts', '--to', 'ledger', ...bank, '--format', 'json']);
	const output: Record<string, unknown> = JSON.parse(stdout);
	expect(schema.safeParse({ ...output, answers: null }).success).toBe(false);
	expect(schema.safeParse({ ...output, version: 2 }).success).toBe(false);
});

test('the program itself reads standard input and ends with the code', () => {
	const ended = spawned(packageFolder, [
		'can',
		'TCP',
		'--from',
		'payments',
		'--to',
		'ledger',
		...bank,
		'--today',
		'2026-11-24',
	]);
	expect(ended.code).toBe(exitCodes.findings);
	expect(ended.stdout).toMatch(/^DENY, connection closed {2}payments → ledger: TCP/);
});
