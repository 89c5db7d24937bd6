// Which rules a model asks for, and which rule of the output is which: written for tests, with no function of the backend.
import { expect } from 'vitest';
import type { AccessModel, Entrance, Grant, Workload } from '../../../../src/access/model.ts';
import type { Rule } from '../../../../src/manifests/istio.ts';
import type { Operation } from '../../../../src/traffic/operation.ts';

const conditionOn = (rule: Rule, key: string): readonly string[] | undefined =>
	rule.when?.find((condition) => condition.key === key)?.values;

export const isTcp = ({ kind }: Operation): boolean => kind === 'tcp';

/** HTTP and TCP of one grant are two rules. */
const layersOf = (operations: readonly Operation[]): readonly (readonly Operation[])[] =>
	[operations.filter((each) => !isTcp(each)), operations.filter(isTcp)].filter((layer) => layer.length > 0);

const portsOf = (workload: Workload, operations: readonly Operation[]): Set<string> =>
	new Set(operations.map((each) => String(workload.ports.find(({ name }) => name === each.port)?.targetPort)));

export const portsIn = (rule: Rule): Set<string> => new Set(rule.to?.flatMap(({ operation }) => operation.ports ?? []));

function demandsToken(rule: Rule, { actor, scope }: Grant): boolean {
	const principals = rule.from?.[0].source.requestPrincipals;
	if (actor.kind === 'identity' || actor.kind === 'anyone') {
		return principals === undefined && !JSON.stringify(rule).includes('request.auth.presenter');
	}
	const isKind =
		actor.kind === 'service'
			? conditionOn(rule, 'request.auth.claims[client_id]')?.join() === actor.client.id
			: conditionOn(rule, 'request.auth.claims[sid]')?.join() === '*';
	return (
		isKind &&
		principals?.join() === `${actor.client.issuer.issuer}/*` &&
		conditionOn(rule, 'request.auth.claims[scope]')?.join() === scope.name &&
		conditionOn(rule, 'request.auth.audiences')?.join() === scope.audience &&
		conditionOn(rule, 'request.auth.presenter')?.join() === actor.client.id
	);
}

export const isPreflight = (rule: Rule): boolean => conditionOn(rule, 'request.headers[origin]') !== undefined;

function isRuleOf(rule: Rule, grant: Grant, operations: readonly Operation[]): boolean {
	const { trustDomain, namespace, serviceAccount } = grant.presenter.principal;
	return (
		!isPreflight(rule) &&
		rule.from?.length === 1 &&
		rule.from[0].source.principals?.join() === `${trustDomain}/ns/${namespace}/sa/${serviceAccount}` &&
		demandsToken(rule, grant) &&
		rule.to?.length === operations.length &&
		[...portsIn(rule)].sort().join() === [...portsOf(grant.receiver, operations)].sort().join()
	);
}

const isEntranceRule = (rule: Rule, { grant }: Entrance): boolean =>
	!isPreflight(rule) && rule.from?.[0].source.principals === undefined && demandsToken(rule, grant);

/** Takes one rule that fits out of the list; fails when there is none. */
function take(rules: Rule[], what: string, fits: (rule: Rule) => boolean): void {
	const found = rules.findIndex(fits);
	expect(found, what).toBeGreaterThanOrEqual(0);
	rules.splice(found, 1);
}

const isOpen = (rule: Rule): boolean => rule.from === undefined && rule.when === undefined;

export function takeReceiverRules(model: AccessModel, workload: Workload, rules: Rule[]): void {
	for (const grant of model.grants.filter(({ receiver }) => receiver === workload)) {
		for (const layer of layersOf(grant.scope.operations)) take(rules, grant.id, (rule) => isRuleOf(rule, grant, layer));
	}
	const openings = model.plaintext.filter((each) => each.workload === workload).map((each) => each.operations);
	if (workload.probes.kind === 'direct') openings.push(workload.probes.operations);
	for (const layer of openings.flatMap(layersOf)) {
		take(rules, 'an opening', (rule) => isOpen(rule) && rule.to?.length === layer.length);
	}
}

export function takeGatewayRules(model: AccessModel, workload: Workload, rules: Rule[]): void {
	for (const entrance of model.entrances.filter(({ gateway }) => gateway.workload === workload)) {
		if (entrance.operations.length > 0) take(rules, entrance.grant.id, (rule) => isEntranceRule(rule, entrance));
	}
	for (const _key of model.apiKeys.filter(({ gateway }) => gateway.workload === workload)) {
		take(rules, 'an API key', isOpen);
	}
}

export function preflightRoutes(model: AccessModel, workload: Workload): number {
	const routes = model.entrances
		.filter(({ gateway, grant }) => gateway.workload === workload || grant.receiver === workload)
		.filter(({ grant }) => grant.actor.kind === 'user' || grant.actor.kind === 'anyone')
		.flatMap(({ operations }) => operations.map(({ route }) => route))
		.filter(({ preflight }) =>
			workload.kind === 'gateway'
				? preflight.kind === 'answered'
				: preflight.kind === 'answered' && preflight.by === 'service',
		);
	return new Set(routes).size;
}
