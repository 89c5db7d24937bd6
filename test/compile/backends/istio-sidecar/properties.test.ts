// What holds for every model: each grant is in the output exactly once, and nothing else is. The expected rules are
// counted from the model by hand here, not with the backend's own functions.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessModel } from '../../../../src/access/model.ts';
import { istioSidecar } from '../../../../src/compile/backends/istio-sidecar/index.ts';
import { networkPolicy } from '../../../../src/compile/backends/network-policy/index.ts';
import { mergeFiles } from '../../../../src/compile/merge.ts';
import type { Rule } from '../../../../src/manifests/istio.ts';
import type { ManifestFile } from '../../../../src/manifests/object.ts';
import { models } from '../../../generators/model.ts';
import { grant, modelOf, namespace, scope, service } from '../../model.ts';
import { violations } from '../../violations.ts';
import { allowed, namesOf, objectOf, objectsOf, policiesOf, rulesWith } from '../output.ts';
import { isPreflight, isTcp, portsIn, preflightRoutes, takeGatewayRules, takeReceiverRules } from './expected-rules.ts';

const always = (law: (model: AccessModel, files: readonly ManifestFile[]) => void): void =>
	fc.assert(
		fc.property(models, (model) => {
			law(model, istioSidecar(model));
		}),
		{ seed: 20_261_124, numRuns: 300 },
	);

test('every grant, entrance and declared exception has its rule, and no rule is left over', () => {
	always((model, files) => {
		for (const workload of model.workloads) {
			const rules = [...allowed(files, workload.name)];
			if (workload.state.kind === 'active') {
				if (workload.kind === 'gateway') takeGatewayRules(model, workload, rules);
				else takeReceiverRules(model, workload, rules);
			}
			const isActive = workload.state.kind === 'active';
			expect(rules.filter(isPreflight)).toHaveLength(isActive ? preflightRoutes(model, workload) : 0);
			expect(rules.filter((rule) => !isPreflight(rule))).toEqual([]);
		}
	});
});

test('every grant is named once at its receiver, and once at the gateway that leads to it', () => {
	always((model, files) => {
		const named = policiesOf(files).flatMap(({ metadata }) =>
			(metadata.annotations['meshgrant.dev/grants'] ?? '').split('\n').map((id) => `${metadata.name} ${id}`),
		);
		const expected = [
			...model.grants.map(({ receiver, id }) => `${receiver.name} ${id}`),
			...model.entrances
				.filter(({ operations }) => operations.length > 0)
				.map(({ gateway, grant }) => `${gateway.workload.name} ${grant.id}`),
		];
		expect(named.filter((line) => !line.endsWith(' ')).sort()).toEqual(expected.sort());
	});
});

test('every workload has exactly one ALLOW policy, and every owned namespace default deny and STRICT', () => {
	always((model, files) => {
		const allow = policiesOf(files).filter(({ spec }) => spec.action === 'ALLOW');
		expect(allow.map(({ metadata }) => metadata.name).sort()).toEqual(model.workloads.map(({ name }) => name).sort());
		for (const { name, kind } of model.namespaces) {
			const isOwned = kind === 'owned';
			expect(namesOf(files, 'AuthorizationPolicy').includes(`${name}/default-deny`)).toBe(isOwned);
			expect(namesOf(files, 'PeerAuthentication').includes(`${name}/default`)).toBe(isOwned);
		}
		for (const { name, namespace } of model.workloads.filter((each) => each.namespace.kind === 'shared')) {
			expect(objectOf(files, 'PeerAuthentication', name).metadata.namespace).toBe(namespace.name);
		}
	});
});

test('every object names its mode: no PeerAuthentication inherits', () => {
	always((_model, files) => {
		for (const { spec } of objectsOf(files).filter(({ kind }) => kind === 'PeerAuthentication')) {
			expect(spec).toHaveProperty('mtls.mode', 'STRICT');
		}
	});
});

test('a disabled workload has no rule, and is in no rule', () => {
	always((model, files) => {
		for (const { name, principal } of model.workloads.filter(({ state }) => state.kind === 'disabled')) {
			expect(allowed(files, name)).toEqual([]);
			expect(JSON.stringify(rulesWith(files, 'ALLOW'))).not.toContain(`/sa/${principal.serviceAccount}"`);
		}
	});
});

test('no wildcard principal, no empty list, every `to` with its ports, every list sorted and without duplicates', () => {
	const lists = (rule: Rule): readonly (readonly string[])[] => [
		...(rule.from ?? []).flatMap(({ source }) => Object.values(source)),
		...(rule.to ?? []).flatMap(({ operation }) => Object.values(operation)),
		...(rule.when ?? []).map(({ values }) => values),
	];
	always((_model, files) => {
		for (const rule of policiesOf(files).flatMap(({ spec }) => spec.rules ?? [])) {
			expect(rule.to?.every(({ operation }) => (operation.ports?.length ?? 0) > 0)).toBe(true);
			expect(JSON.stringify(rule.from?.map(({ source }) => source.principals) ?? [])).not.toContain('*');
			for (const list of lists(rule)) expect(list).toEqual([...new Set(list)].sort());
			const keys = (rule.when ?? []).map(({ key }) => key);
			expect(keys).toEqual([...new Set(keys)].sort());
		}
	});
});

test('HTTP fields stand on HTTP ports only, and TCP ports in rules without any', () => {
	always((model, files) => {
		for (const { spec } of policiesOf(files)) {
			const workload = model.workloads.find(({ selector }) => spec.selector?.matchLabels.app === selector.app);
			const tcp = new Set(
				workload?.ports.filter(({ protocol }) => protocol === 'tcp').map((p) => String(p.targetPort)),
			);
			for (const rule of spec.rules ?? []) {
				const ports = [...portsIn(rule)];
				if (!ports.some((port) => tcp.has(port))) continue;
				expect(ports.every((port) => tcp.has(port))).toBe(true);
				expect(JSON.stringify(rule)).not.toMatch(
					/"(?:hosts|methods|paths|requestPrincipals|notRequestPrincipals|when)"/,
				);
			}
		}
	});
});

test('the schema of Istio’s own types and the rules of the CRDs and of the webhook accept every object', () => {
	always((_model, files) => expect(objectsOf(files).flatMap(violations)).toEqual([]));
});

test('the schema refuses what is wrong', () => {
	always((_model, files) => {
		for (const object of objectsOf(files).slice(0, 1)) {
			expect(violations({ ...object, spec: { action: 'PERMIT', mtls: 1, egress: 1 } })).not.toEqual([]);
		}
	});
});

test('the order of the model’s lists changes no byte', () => {
	const shuffled = fc
		.tuple(models, fc.integer({ min: 1, max: 1000 }))
		.map(([model, turn]) => [model, reordered(model, turn)] as const);
	fc.assert(
		fc.property(shuffled, ([model, other]) => {
			const text = (each: AccessModel) => JSON.stringify(mergeFiles(istioSidecar(each)));
			expect(text(other)).toBe(text(model));
		}),
		{ seed: 20_261_124, numRuns: 200 },
	);
});

test('the order of a selector’s labels changes no byte', () => {
	const text = (selector: Readonly<Record<string, string>>) => {
		const mesh = { egress: 'scoped', networkPolicies: 'emit' } as const;
		const caller = service('caller', { selector });
		const model = modelOf({
			mesh,
			tenancy: { kind: 'claim', claim: 'tenant', header: 'x-tenant', attribute: 'tenant' },
			workloads: [service('shared', { selector, namespace: namespace('shared', 'shared') })],
			grants: [grant(caller, scope(service('receiver', { selector }), 'receiver.read', ['GET /']), 'identity')],
		});
		return JSON.stringify([istioSidecar(model), networkPolicy(model)]);
	};
	expect(text({ tier: 'back', app: 'a' })).toBe(text({ app: 'a', tier: 'back' }));
});

function reordered(model: AccessModel, turn: number): AccessModel {
	const turned = <T>(items: readonly T[]): T[] => {
		const at = items.length === 0 ? 0 : turn % items.length;
		return [...items.slice(at), ...items.slice(0, at)].reverse();
	};
	return {
		...model,
		namespaces: turned(model.namespaces),
		issuers: turned(model.issuers),
		workloads: turned(model.workloads),
		gateways: turned(model.gateways),
		clients: turned(model.clients),
		scopes: turned(model.scopes),
		grants: turned(model.grants),
		entrances: turned(model.entrances).map((each) => ({ ...each, operations: turned(each.operations) })),
		plaintext: turned(model.plaintext).map((each) => ({ ...each, operations: turned(each.operations) })),
		apiKeys: turned(model.apiKeys),
	};
}

test('adding a grant removes no rule', () => {
	always((model, files) => {
		const [first, ...others] = model.grants;
		if (first === undefined) return;
		const entrances = model.entrances.filter(({ grant }) => grant !== first);
		const fewer = istioSidecar({ ...model, grants: others, entrances });
		const texts = (of: readonly ManifestFile[], name: string) => allowed(of, name).map((rule) => JSON.stringify(rule));
		for (const { name } of model.workloads) {
			const more = new Set(texts(files, name));
			// A preflight rule lists the methods of all grants on its route, so it may grow instead.
			expect(texts(fewer, name).filter((text) => !more.has(text) && !text.includes('[origin]'))).toEqual([]);
		}
	});
});

test('the generator is not idle: it makes every kind of thing', () => {
	const seen = new Set<string>();
	always((model, files) => {
		for (const { actor, tenant } of model.grants) seen.add(actor.kind).add(`tenant ${tenant.kind}`);
		if (model.entrances.some(({ operations }) => operations.length > 0)) seen.add('entrance');
		if (model.plaintext.length > 0) seen.add('plaintext');
		for (const { kind, spec } of objectsOf(files)) seen.add('action' in spec ? `${spec.action}` : kind);
		if (rulesWith(files, 'ALLOW').some(isPreflight)) seen.add('preflight');
		if (model.grants.some(({ scope }) => scope.operations.some(isTcp) && !scope.operations.every(isTcp)))
			seen.add('mixed');
	});
	expect([...seen].sort()).toEqual([
		'ALLOW',
		'AuthorizationPolicy',
		'CUSTOM',
		'DENY',
		'PeerAuthentication',
		'RequestAuthentication',
		'Sidecar',
		'anyone',
		'entrance',
		'identity',
		'mixed',
		'plaintext',
		'preflight',
		'service',
		'tenant any-claimed',
		'tenant fixed',
		'tenant none',
		'user',
	]);
});
