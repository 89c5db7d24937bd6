// Known traps of Istio's security semantics, each with its name: our output does not fall into it. Numbered ones are the
// best known; the rest follow by subject. What we never write is shown absent over generated models.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessModel } from '../../../../src/access/model.ts';
import { istioSidecar } from '../../../../src/compile/backends/istio-sidecar/index.ts';
import type { Rule } from '../../../../src/manifests/istio.ts';
import type { ManifestFile } from '../../../../src/manifests/object.ts';
import { models } from '../../../generators/model.ts';
import { isPeerAuthentication, isRequestAuthentication } from '../../istio-crd-rules.ts';
import {
	apiKey,
	clientGrant,
	clientOf,
	entrance,
	gateway,
	grant,
	modelOf,
	namespace,
	operation,
	originOf,
	outsideClient,
	plaintext,
	publicGrant,
	route,
	scope,
	service,
} from '../../model.ts';
import { allowed, objectsOf, policiesOf, rulesWith, specOf } from '../output.ts';

const generated = fc
	.sample(models, { seed: 20_261_125, numRuns: 200 })
	.map((model) => ({ model, files: istioSidecar(model) }));

function always(law: (files: readonly ManifestFile[], model: AccessModel) => void): void {
	for (const { model, files } of generated) law(files, model);
}

const accounts = service('accounts', { ports: ['http 80->8080', 'tcp 5432 tcp'] });
const statements = service('statements');
const read = scope(accounts, 'accounts.read', ['GET /accounts/{id}']);
const tenancy = { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' } as const;

const conditionsOf = (rules: readonly Rule[]) => rules.flatMap((rule) => rule.when ?? []);
const valuesOf = (rules: readonly Rule[], key: string) =>
	conditionsOf(rules).flatMap((condition) => (condition.key === key ? condition.values : []));
const operationsOf = (rules: readonly Rule[]) => rules.flatMap((rule) => (rule.to ?? []).map(({ operation: o }) => o));
const jwtRulesOf = (files: readonly ManifestFile[]) =>
	objectsOf(files)
		.filter(isRequestAuthentication)
		.flatMap(({ spec }) => spec.jwtRules);

test('trap 1: CUSTOM runs before tokens are verified, so it asks for no identity and no claim', () => {
	always((files) => {
		for (const rule of rulesWith(files, 'CUSTOM')) expect(Object.keys(rule)).toEqual(['to']);
	});
});

test('trap 1: whatever CUSTOM does not see, its ALLOW rule does not admit', () => {
	always((files) => {
		const admitted = new Set(rulesWith(files, 'ALLOW').map((rule) => JSON.stringify(rule)));
		for (const rule of rulesWith(files, 'CUSTOM')) expect(admitted).toContain(JSON.stringify(rule));
	});
});

test('trap 2: all ALLOW policies are one union, so none is meant to narrow another: each rule stands alone', () => {
	always((files, { plaintext: openings, workloads, apiKeys, grants }) => {
		const isOpenTo = (rule: Rule) => rule.from === undefined && rule.when === undefined;
		const mayBeOpen =
			openings.length + apiKeys.length + workloads.filter(({ probes }) => probes.kind === 'direct').length;
		const isPublic = grants.some(({ actor }) => actor.kind === 'anyone');
		if (mayBeOpen === 0 && !isPublic) expect(rulesWith(files, 'ALLOW').filter(isOpenTo)).toEqual([]);
	});
});

test('trap 2: callers and `azp` never multiply: one principal and one `azp` in a rule', () => {
	always((files) => {
		for (const rule of rulesWith(files, 'ALLOW')) {
			expect(rule.from?.length ?? 1).toBe(1);
			expect(rule.from?.[0].source.principals?.length ?? 1).toBe(1);
			expect(rule.from?.[0].source.requestPrincipals?.length ?? 1).toBe(1);
			for (const key of ['request.auth.presenter', 'request.auth.audiences', 'request.auth.claims[scope]']) {
				expect(valuesOf([rule], key).length).toBeLessThanOrEqual(1);
			}
		}
	});
});

test('trap 3: the first token that verifies ends verification, so an issuer has one rule and one place for its token', () => {
	const grants = [grant(statements, read, 'service'), grant(service('limits'), read, 'exchange')];
	const [rule, ...others] = jwtRulesOf(istioSidecar(modelOf({ grants })));
	expect(others).toEqual([]);
	expect(rule?.fromHeaders).toEqual([{ name: 'Authorization', prefix: 'Bearer ' }]);
	always((files) => {
		for (const object of objectsOf(files).filter(isRequestAuthentication)) {
			const issuers = object.spec.jwtRules.map(({ issuer }) => issuer);
			expect(new Set(issuers).size).toBe(issuers.length);
		}
	});
});

test('trap 4: RequestAuthentication requires no token, so every rule of a token’s grant does', () => {
	always((files) => {
		for (const rule of rulesWith(files, 'ALLOW')) {
			const asksScope = valuesOf([rule], 'request.auth.claims[scope]').length > 0;
			expect(rule.from?.[0].source.requestPrincipals !== undefined).toBe(asksScope);
		}
	});
});

test('trap 5: a token without `sub` matches no requestPrincipals: the issuer is asked for with any subject', () => {
	const [rule] = allowed(istioSidecar(modelOf({ grants: [grant(statements, read, 'service')] })), 'accounts');
	expect(rule?.from?.[0].source.requestPrincipals).toEqual(['https://idp.example/realms/bank/*']);
});

test('trap 6: no not* field in ALLOW', () => {
	always((files) => expect(JSON.stringify(rulesWith(files, 'ALLOW'))).not.toMatch(/"not[A-Z]/));
});

test('trap 6: plaintext meets no rule with a caller, since every caller is a principal', () => {
	always((files, { grants }) => {
		const hasWorkloadGrant = grants.length > 0;
		const sources = rulesWith(files, 'ALLOW').flatMap((rule) => rule.from ?? []);
		if (hasWorkloadGrant) expect(sources.length).toBeGreaterThan(0);
		for (const { source } of sources) {
			expect((source.principals?.length ?? 0) + (source.requestPrincipals?.length ?? 0)).toBeGreaterThan(0);
		}
	});
});

test('trap 7: a DENY with an HTTP field names HTTP ports, so that no TCP connection is refused by it', () => {
	const files = istioSidecar(modelOf({ tenancy, workloads: [accounts] }));
	expect(operationsOf(rulesWith(files, 'DENY'))).toEqual([{ ports: ['8080'] }]);
	always((given, { workloads }) => {
		const tcp = new Set(workloads.flatMap(({ ports }) => ports.filter(({ protocol }) => protocol === 'tcp')));
		const numbers = new Set([...tcp].map(({ targetPort }) => String(targetPort)));
		const denied = operationsOf(rulesWith(given, 'DENY')).flatMap(({ ports }) => ports ?? []);
		expect(denied.filter((port) => numbers.has(port))).toEqual([]);
	});
});

test('trap 7: a TCP operation never shares a rule with an HTTP one', () => {
	const mixed = scope(accounts, 'accounts.mixed', ['TCP', 'GET /a']);
	const rules = allowed(istioSidecar(modelOf({ grants: [grant(statements, mixed, 'identity')] })), 'accounts');
	expect(rules).toHaveLength(2);
});

test('traps 8 and 10: sidecars ignore policies with targetRefs, so only gateways have them', () => {
	always((files, { gateways }) => {
		const byName = new Set(
			gateways.filter(({ attachment }) => attachment.kind === 'gateway-api').map(({ workload }) => workload.name),
		);
		for (const { kind, metadata, spec } of objectsOf(files)) {
			if (!('targetRefs' in spec)) continue;
			const owner = [...byName].find((name) => metadata.name === name || metadata.name.startsWith(`${name}-`));
			expect(owner, `${kind} ${metadata.name}`).toBeDefined();
			expect('selector' in spec).toBe(false);
		}
	});
});

test('trap 9: no trustDomains, no serviceAccounts, no namespaces: exact principals in the real trust domain', () => {
	const principal = /^bank\.example\/ns\/[a-z0-9-]+\/sa\/[a-z0-9-]+$/;
	always((files) => {
		for (const { source } of policiesOf(files).flatMap(({ spec }) => (spec.rules ?? []).flatMap((r) => r.from ?? []))) {
			const fields = Object.keys(source);
			expect(fields.filter((f) => !['principals', 'requestPrincipals', 'notRequestPrincipals'].includes(f))).toEqual(
				[],
			);
			for (const each of source.principals ?? []) expect(each).toMatch(principal);
		}
	});
});

test('trap 11: a star stands only at the end of a prefix, or in a template', () => {
	const paths = (texts: readonly string[]) => {
		const to = scope(accounts, 'accounts.paths', texts);
		const files = istioSidecar(modelOf({ grants: [grant(statements, to, 'identity')] }));
		return operationsOf(allowed(files, 'accounts')).flatMap((each) => each.paths ?? []);
	};
	expect(paths(['GET /a/{id}/b'])).toEqual(['/a/{*}/b']);
	expect(paths(['GET /x/**'])).toEqual(['/x', '/x/*']);
	expect(() => paths(['GET /a*'])).toThrow();
	always((files) => {
		for (const path of operationsOf(rulesWith(files, 'ALLOW')).flatMap((each) => each.paths ?? [])) {
			expect(path.replaceAll('{*}', '').replaceAll('{**}', '').slice(0, -1)).not.toContain('*');
		}
	});
});

test('trap 12: a host stands with and without a port, never as the prefix of another host', () => {
	always((files) => {
		for (const { hosts = [] } of operationsOf(policiesOf(files).flatMap(({ spec }) => spec.rules ?? []))) {
			const plain = hosts.filter((host) => !host.includes(':'));
			expect(hosts).toEqual(plain.flatMap((host) => [host, `${host}:*`]).sort());
			expect(plain.join()).not.toContain('*');
		}
	});
});

test('empty forms: only default-deny has an empty spec, and no rule is empty', () => {
	always((files) => {
		for (const { kind, metadata, spec } of objectsOf(files)) {
			if (Object.keys(spec).length === 0) expect(`${kind} ${metadata.name}`).toBe('AuthorizationPolicy default-deny');
		}
		for (const rule of policiesOf(files).flatMap(({ spec }) => spec.rules ?? [])) {
			expect(Object.keys(rule)).toContain('to');
		}
	});
});

test('empty forms: DENY and CUSTOM have rules, and ALLOW without rules has no empty list', () => {
	always((files) => {
		for (const { spec } of policiesOf(files)) {
			if (spec.action === 'DENY' || spec.action === 'CUSTOM') expect(spec.rules?.length ?? 0).toBeGreaterThan(0);
			if ('rules' in spec) expect(spec.rules?.length ?? 0).toBeGreaterThan(0);
		}
	});
});

test('empty forms: a scope without operations admits nobody; it is never a rule without `to`', () => {
	const files = istioSidecar(
		modelOf({ grants: [grant(statements, scope(accounts, 'accounts.none', []), 'identity')] }),
	);
	expect(allowed(files, 'accounts')).toEqual([]);
});

test('dry run: no policy is only for show', () => {
	always((files) => {
		for (const { metadata } of objectsOf(files))
			expect(Object.keys(metadata.annotations)).not.toContain('istio.io/dry-run');
	});
});

test('two external authorizers at one gateway deny everything, so they are a bug of ours', () => {
	const through = route('api.bank.example', '/', accounts);
	const edge = gateway('edge', [through]);
	const apiKeys = [apiKey(edge, through, read, 'one'), apiKey(edge, through, read, 'two')];
	expect(() => istioSidecar(modelOf({ apiKeys }))).toThrow(/two external authorizers/);
});

test('principals are written without spiffe://', () => {
	always((files) => expect(JSON.stringify(objectsOf(files).map(({ spec }) => spec))).not.toContain('spiffe://'));
});

test('principals: a service account with a dot stays exact text', () => {
	const dotted = service('dotted', {
		principal: { trustDomain: 'bank.example', namespace: 'dotted', serviceAccount: 'a.b' },
	});
	const [rule] = allowed(istioSidecar(modelOf({ grants: [grant(dotted, read, 'identity')] })), 'accounts');
	expect(rule?.from?.[0].source.principals).toEqual(['bank.example/ns/dotted/sa/a.b']);
});

test('ports are container ports at a sidecar and the pods’ listener ports at a gateway, never Service ports', () => {
	const through = route('api.bank.example', '/', accounts);
	const edge = gateway('edge', [through]);
	const given = clientGrant(outsideClient('web'), edge.workload, read);
	const files = istioSidecar(modelOf({ grants: [given], entrances: [entrance(edge, through, given)] }));
	expect(operationsOf(allowed(files, 'accounts'))[0]?.ports).toEqual(['8080']);
	expect(operationsOf(allowed(files, 'edge'))[0]?.ports).toEqual(['8080', '8443']);
});

test('paths: no template in DENY, where other bytes would slip past it', () => {
	always((files) => {
		for (const each of operationsOf(rulesWith(files, 'DENY'))) expect(each.paths).toBeUndefined();
	});
});

test('scopes are one exact word each; a list of them would be OR, a text with a space never matches', () => {
	always((files) => {
		for (const value of valuesOf(rulesWith(files, 'ALLOW'), 'request.auth.claims[scope]')) {
			expect(value).toMatch(/^[^\s*]+$/);
		}
	});
});

test('requestPrincipals end with `/*`: without the slash the issuer would be a prefix of others', () => {
	always((files) => {
		const sources = rulesWith(files, 'ALLOW').flatMap((rule) => rule.from ?? []);
		for (const each of sources.flatMap(({ source }) => source.requestPrincipals ?? [])) {
			expect(each).toMatch(/^https:\/\/[^*]+[^/*]\/\*$/);
		}
	});
});

test('audiences are pinned twice: in the verification, which drops a closing slash, and in the rule, which does not', () => {
	always((files) => {
		for (const { audiences } of jwtRulesOf(files)) expect(audiences.length).toBeGreaterThan(0);
		const pinned = new Set(jwtRulesOf(files).flatMap(({ audiences }) => audiences));
		const demanded = valuesOf(rulesWith(files, 'ALLOW'), 'request.auth.audiences');
		expect(demanded.filter((audience) => !pinned.has(audience))).toEqual([]);
	});
});

test('keys come from a stated address, so that istiod asks no discovery document', () => {
	always((files) => {
		for (const { jwksUri } of jwtRulesOf(files)) expect(jwksUri).toMatch(/^https?:\/\//);
	});
});

test('tokens never come in the address, where logs keep them', () => {
	always((files) => {
		for (const rule of jwtRulesOf(files)) {
			expect(rule.fromHeaders).toHaveLength(1);
			expect(rule).not.toHaveProperty('fromParams');
			expect(rule).not.toHaveProperty('fromCookies');
		}
	});
});

test('tenant header: every issuer’s rule writes it, so an earlier token never leaves a later one’s header as sent', () => {
	always((files, model) => {
		for (const { metadata, spec } of objectsOf(files).filter(isRequestAuthentication)) {
			const isGateway = model.gateways.some(({ workload }) => workload.name === metadata.name);
			const written = spec.jwtRules.map((rule) => rule.outputClaimToHeaders?.[0].header);
			const expected = model.tenancy.kind === 'claim' && !isGateway ? model.tenancy.header : undefined;
			expect(new Set(written)).toEqual(new Set([expected]));
		}
	});
});

test('tenant header: preflight skips verification, and the guard holds for it, too', () => {
	const files = istioSidecar(modelOf({ tenancy, workloads: [accounts] }));
	expect(JSON.stringify(rulesWith(files, 'DENY'))).not.toContain('OPTIONS');
});

test('tenant header: every workload that speaks HTTP has its guard', () => {
	always((files, { tenancy: given, workloads }) => {
		const guards = policiesOf(files).flatMap(({ metadata, spec }) => (spec.action === 'DENY' ? [metadata.name] : []));
		const speaking = workloads.filter(({ ports }) => ports.some(({ protocol }) => protocol !== 'tcp'));
		const expected = given.kind === 'claim' ? speaking.map(({ name }) => `${name}-tenant-guard`) : [];
		expect([...guards].sort()).toEqual([...expected].sort());
	});
});

test('preflight is refused by default deny unless a route declares it; then it needs no token', () => {
	always((files) => {
		for (const rule of rulesWith(files, 'ALLOW')) {
			if (valuesOf([rule], 'request.headers[origin]').length === 0) continue;
			expect(operationsOf([rule]).every(({ methods }) => methods?.join() === 'OPTIONS')).toBe(true);
			expect(rule.from?.[0].source.requestPrincipals).toBeUndefined();
			expect(valuesOf([rule], 'request.headers[access-control-request-method]').length).toBeGreaterThan(0);
		}
	});
});

test('public routes lie beside private ones: a bad token is refused there, too, and a missing one is not', () => {
	const through = route('api.bank.example', '/', accounts);
	const edge = gateway('edge', [through]);
	const grants = [
		publicGrant(edge.workload, scope(accounts, 'accounts.rates', ['GET /rates'])),
		clientGrant(outsideClient('web'), edge.workload, read),
	];
	const files = istioSidecar(modelOf({ grants, entrances: grants.map((each) => entrance(edge, through, each)) }));
	const [first, second] = allowed(files, 'edge');
	expect([first, second].filter((rule) => rule?.from === undefined)).toHaveLength(1);
});

test('PeerAuthentication: port modes only with a selector and a stated mode, and only PERMISSIVE', () => {
	const probes = {
		kind: 'direct',
		operations: [operation('TCP')],
		because: 'old',
		origin: originOf('services.accounts.probes'),
	} as const;
	const model = modelOf({ workloads: [{ ...accounts, probes }], plaintext: [plaintext(accounts, ['GET /a'])] });
	expect(specOf(istioSidecar(model), 'PeerAuthentication', 'accounts')).toHaveProperty('portLevelMtls', {
		5432: { mode: 'PERMISSIVE' },
		8080: { mode: 'PERMISSIVE' },
	});
	always((files) => {
		for (const { spec } of objectsOf(files).filter(isPeerAuthentication)) {
			expect(spec.mtls.mode).toBe('STRICT');
			if (spec.portLevelMtls === undefined) continue;
			expect(spec.selector).toBeDefined();
			expect(new Set(Object.values(spec.portLevelMtls).map(({ mode }) => mode))).toEqual(new Set(['PERMISSIVE']));
		}
	});
});

test('PERMISSIVE ports are exactly those of declared exceptions and direct probes', () => {
	always((files, { workloads, plaintext: openings }) => {
		for (const { metadata, spec } of objectsOf(files).filter(isPeerAuthentication)) {
			const workload = workloads.find(({ name }) => name === metadata.name);
			const probed = workload?.probes.kind === 'direct' ? workload.probes.operations : [];
			const opened = openings.filter((each) => each.workload === workload).flatMap(({ operations }) => operations);
			const names = workload?.state.kind === 'active' ? [...probed, ...opened].map(({ port }) => port) : [];
			const numbers = workload?.ports.filter(({ name }) => names.includes(name)).map((port) => String(port.targetPort));
			expect(Object.keys(spec.portLevelMtls ?? {}).sort()).toEqual([...(numbers ?? [])].sort());
		}
	});
});

test('the root namespace gets no policy without a selector, and no PeerAuthentication', () => {
	const root = namespace('istio-system', 'shared');
	const workload = service('edge', { kind: 'gateway', namespace: root, ports: ['http 80->8080'] });
	const objects = objectsOf(istioSidecar(modelOf({ tenancy, gateways: [gateway('edge', [], { workload })] })));
	for (const { kind, spec } of objects) {
		expect(kind).toBe('AuthorizationPolicy');
		expect(spec).toHaveProperty('selector.matchLabels', { app: 'edge' });
	}
});

test('a caller through a gateway is the gateway to the receiver, so its token names the client', () => {
	const edge = gateway('edge');
	const files = istioSidecar(
		modelOf({ gateways: [edge], grants: [clientGrant(outsideClient('web'), edge.workload, read)] }),
	);
	expect(valuesOf(allowed(files, 'accounts'), 'request.auth.presenter')).toEqual(['web']);
});

test('a service token never passes as a user’s, nor the reverse', () => {
	const client = clientOf(statements);
	const grants = [grant(statements, read, 'service', { client }), grant(statements, read, 'exchange', { client })];
	for (const rule of allowed(istioSidecar(modelOf({ grants })), 'accounts')) {
		const kinds = [valuesOf([rule], 'request.auth.claims[client_id]'), valuesOf([rule], 'request.auth.claims[sid]')];
		expect(kinds.filter((values) => values.length > 0)).toHaveLength(1);
	}
});
