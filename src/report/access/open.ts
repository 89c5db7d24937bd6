// What a model leaves open to requests without mutual TLS or without a verified token, beside its public routes: each
// opening that the backends write must be read here, too.

import { comesFromBrowsers } from '../../access/browsers.ts';
import type { AccessModel, ExternalOperation, Route, Workload } from '../../access/model.ts';
import { sortedBy, sortedUnique } from '../../core/order.ts';
import type { Origin } from '../../core/origin.ts';
import { type Operation, printOperation } from '../../traffic/operation.ts';

/** What answers without mutual TLS or without a verified token, beside public routes. */
export interface OpenFact {
	/**
	 * `api-key`: an external authorizer judges. `preflight`: `OPTIONS` of browsers. `plaintext` and `probe`: the pods
	 * themselves answer whoever reaches them on the network.
	 */
	readonly kind: 'api-key' | 'preflight' | 'plaintext' | 'probe';
	/** Null where the pods of the receiver are reached directly. */
	readonly gateway: string | null;
	readonly receiver: string;
	/** Empty where the pods of the receiver are reached directly. */
	readonly hosts: readonly string[];
	/** As a client outside sends them; at the pods, as the receiver sees them. */
	readonly operations: readonly string[];
	/** Scope behind an API key; else null. */
	readonly scope: string | null;
	/** The authorizer that judges an API key; else null. */
	readonly provider: string | null;
	/** Who answers a preflight request; else null. */
	readonly answeredBy: 'gateway' | 'service' | null;
	/** Pages whose preflight requests are answered; else empty. */
	readonly origins: readonly string[];
	/** Empty for a preflight. */
	readonly because: string;
	/** Last day of an exception, `YYYY-MM-DD`; null where it has no end. */
	readonly expires: string | null;
	readonly origin: Origin;
}

/** By kind: API keys, preflights, plaintext, probes; then by receiver. What leads nowhere is left out. */
export function openFacts(model: AccessModel): readonly OpenFact[] {
	const groups = [apiKeyFacts(model), preflightFacts(model), plaintextFacts(model), probeFacts(model)];
	return groups.flatMap((facts) => sortedBy(facts, (fact) => `${fact.receiver} ${fact.scope ?? ''}`));
}

const nothing = { gateway: null, hosts: [], scope: null, provider: null, answeredBy: null, origins: [], expires: null };

function apiKeyFacts({ apiKeys }: AccessModel): OpenFact[] {
	return apiKeys
		.filter(({ operations }) => operations.length > 0)
		.map(({ gateway, scope, provider, operations, because, expires, origin }) => ({
			...nothing,
			kind: 'api-key',
			gateway: gateway.workload.name,
			receiver: scope.receiver.name,
			hosts: hostsOf(operations),
			operations: outsideTexts(operations),
			scope: scope.name,
			provider,
			because,
			expires,
			origin,
		}));
}

function preflightFacts({ entrances }: AccessModel): OpenFact[] {
	const routes = new Map<Route, { readonly gateway: string; readonly operations: ExternalOperation[] }>();
	for (const { gateway, grant, operations } of entrances) {
		if (!comesFromBrowsers(grant)) continue;
		for (const operation of operations) {
			const found = routes.get(operation.route) ?? { gateway: gateway.workload.name, operations: [] };
			routes.set(operation.route, found);
			found.operations.push(operation);
		}
	}
	return [...routes].flatMap(([route, { gateway, operations }]) => {
		const { preflight, receiver, origin } = route;
		if (preflight.kind === 'refused') return [];
		const texts = sortedUnique(operations.map(({ operation }) => asOptions(operation)));
		const { by, origins } = preflight;
		const where = { gateway, receiver: receiver.name, hosts: hostsOf(operations), operations: texts };
		return [{ ...nothing, kind: 'preflight', ...where, answeredBy: by, origins, because: '', origin }];
	});
}

function asOptions(operation: Operation): string {
	if (operation.kind !== 'http') return `OPTIONS /${printOperation(operation)}`;
	return printOperation({ ...operation, method: { kind: 'exactly', method: 'OPTIONS' } });
}

function plaintextFacts({ plaintext }: AccessModel): OpenFact[] {
	return plaintext.map(({ workload, operations, because, expires, origin }) => ({
		...nothing,
		kind: 'plaintext',
		receiver: workload.name,
		operations: operationTexts(operations, workload),
		because,
		expires,
		origin,
	}));
}

function probeFacts({ workloads }: AccessModel): OpenFact[] {
	return workloads.flatMap((workload) => {
		const { probes, state, name } = workload;
		if (probes.kind !== 'direct' || state.kind === 'disabled') return [];
		const operations = operationTexts(probes.operations, workload);
		return [{ ...nothing, kind: 'probe', receiver: name, operations, because: probes.because, origin: probes.origin }];
	});
}

/** Operations name their port where the receiver has several. */
export function operationTexts(operations: readonly Operation[], { ports }: Workload): string[] {
	const several = ports.length > 1;
	return operations.map((operation) => `${printOperation(operation)}${several ? ` on ${operation.port}` : ''}`);
}

/** Operations as a client outside sends them: sorted, each once. */
export const outsideTexts = (operations: readonly ExternalOperation[]): string[] =>
	sortedUnique(operations.map(({ operation }) => printOperation(operation)));

export const hostsOf = (operations: readonly ExternalOperation[]): string[] =>
	sortedUnique(operations.flatMap((operation) => operation.hosts));
