// docs/tokens.md says what the code says: the volume, the form fields, the attribute to declare.
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { tokenInstructions } from '../../../../src/compile/backends/keycloak/index.ts';
import { tenantProfileAttribute } from '../../../../src/compile/backends/keycloak/tenant.ts';
import { clientOf, grant, issuer, modelOf, scope, service } from '../../model.ts';

const page = readFileSync(new URL('../../../../docs/tokens.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
	[...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text ?? '');

const url = 'https://idp.bank.example';
const bank = issuer('bank', { url, issuer: `${url}/realms/bank` });
const payments = service('payments');
const client = clientOf(payments, { issuer: bank });
const read = scope(service('accounts'), 'accounts.read', ['GET /accounts/{id}']);
const model = modelOf({
	clients: [clientOf(read.receiver, { issuer: bank, authentication: { kind: 'none' } })],
	grants: [grant(payments, read, 'service', { client }), grant(payments, read, 'exchange', { client })],
});
const answer = tokenInstructions(model, 'payments');
const plan = answer.kind === 'instructions' ? answer.plan : undefined;

test('the volume on the page is the one that the command prints', () => {
	const pod = plan?.authentication.kind === 'service-account' ? plan.authentication.pod : undefined;
	const [volume] = blocks('yaml');
	const written = JSON.stringify(load(volume ?? '')).replace('"name":"payments"', '"name":"<your container>"');
	expect(JSON.parse(written)).toEqual({ spec: { template: { spec: pod } } });
});

test.each([
	[0, 'as itself'],
	[1, 'exchange'],
])('the request %i on the page has the fields that the command prints for a token %s', (index, way) => {
	const command = blocks('sh')[index] ?? '';
	const request = plan?.requests.find((each) => each.way === way);
	const fields = [...command.matchAll(/--data-urlencode (\w+)[=@]/g)].map(([, name]) => name);
	expect(command).toContain(plan?.tokenEndpoint);
	expect(fields).toEqual([
		...Object.keys(request?.parameters ?? {}),
		...Object.keys(plan?.authentication.parameters ?? {}),
	]);
	expect(command).toContain(`grant_type=${request?.parameters.grant_type}`);
});

test('the attribute that the page asks to declare is the one that the bootstrap realm declares', () => {
	expect(JSON.parse(blocks('json')[0] ?? '')).toEqual(tenantProfileAttribute('tenant'));
});
