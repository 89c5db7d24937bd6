// Who can be told apart: service accounts, and the federated subjects that Keycloak derives from them.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import type { CatalogPath } from '../../core/origin.ts';
import { askingForTokens } from '../actor.ts';
import type { CheckContext } from './context.ts';
import { type Check, found } from './report.ts';

interface Bearer {
	readonly name: string;
	readonly group: 'services' | 'gateways';
	readonly namespace: string;
	readonly serviceAccount: string;
	readonly gatewayApi: string | undefined;
}

/** Workloads that cannot be told apart by their service accounts, and exceptions for that which have no use. */
export const checkIdentities: Check = (context) => {
	const bearers = bearersOf(context);
	const shared = [...groupBy(bearers, (one) => `${one.namespace}/${one.serviceAccount}`).values()].filter(
		(group) => group.length > 1,
	);
	return [
		...bearers.filter(({ serviceAccount }) => serviceAccount === 'default').map((one) => defaultAccount(context, one)),
		...shared.flatMap((group) => sharedAccount(context, group)),
		...unusedExceptions(context),
		...sameGateway(context, bearers),
	];
};

function bearersOf(context: CheckContext): readonly Bearer[] {
	return [
		...[...context.services].map(([name, { namespace, serviceAccount }]) => ({
			name,
			group: 'services' as const,
			namespace,
			serviceAccount,
			gatewayApi: undefined,
		})),
		...[...context.gateways].map(([name, { gatewayApi, namespace, serviceAccount }]) => ({
			name,
			group: 'gateways' as const,
			namespace,
			serviceAccount,
			gatewayApi,
		})),
	];
}

const pathOf = ({ group, name }: Bearer, key: string): CatalogPath => [group, name, key];

const defaultAccount = (context: CheckContext, one: Bearer): Diagnostic =>
	found(context, 'ACC020', { name: one.name, namespace: one.namespace }, pathOf(one, 'serviceAccount'));

function sharedAccount(context: CheckContext, group: readonly Bearer[]): readonly Diagnostic[] {
	const [first, ...others] = group;
	// The service account `default` has an error of its own, with the same remedy.
	if (first === undefined || first.serviceAccount === 'default') return [];
	const { namespace, serviceAccount } = first;
	const names = sortedUnique(group.map(({ name }) => name));
	const excepted = exceptionsFor(context, names);
	if (excepted !== 'everywhere') {
		const gateway = group.some((one) => one.group === 'gateways');
		const parameters = { names, namespace, serviceAccount, gateway, partly: excepted === 'partly' };
		const places = others.map((one) => ({ path: pathOf(one, 'serviceAccount'), label: `\`${one.name}\`` }));
		return [found(context, 'ACC019', parameters, pathOf(first, 'serviceAccount'), places)];
	}
	return [...sharedSubject(context, group), ...notStopped(context, group)];
}

/** What is switched off by name goes on by its certificate, where an active workload has the same one. */
function notStopped(context: CheckContext, group: readonly Bearer[]): readonly Diagnostic[] {
	const told = new Set<string>();
	return [...context.environments].flatMap(([environment, { services }]) => {
		const active = group.find(({ name }) => services[name]?.disabled === undefined);
		if (active === undefined) return [];
		return group.flatMap(({ name }) => {
			if (services[name]?.disabled === undefined || told.has(name)) return [];
			told.add(name);
			const there = context.data.environments[environment]?.disabled;
			const isSaid = there !== undefined && Object.hasOwn(there, name);
			const path = isSaid ? ['environments', environment, 'disabled', name] : ['services', name, 'disabled'];
			const place = { path: pathOf(active, 'serviceAccount'), label: `\`${active.name}\` is not disabled` };
			return [found(context, 'ACC088', { disabled: name, active: active.name, environment }, path, [place])];
		});
	});
}

/** With the exception, Keycloak still finds only one client by the account. */
function sharedSubject(context: CheckContext, group: readonly Bearer[]): readonly Diagnostic[] {
	const asking = askingForTokens(context.data);
	const federated = group.filter(({ name }) => {
		const service = context.services.get(name);
		return asking.has(name) && (service?.authentication ?? 'federated') === 'federated';
	});
	const [first, ...others] = federated;
	if (first === undefined || others.length === 0) return [];
	const subject = `system:serviceaccount:${first.namespace}:${first.serviceAccount}`;
	const places = others.map((one) => ({ path: pathOf(one, 'serviceAccount'), label: `\`${one.name}\`` }));
	const names = sortedUnique(federated.map(({ name }) => name));
	return [found(context, 'ACC022', { names, subject }, pathOf(first, 'serviceAccount'), places)];
}

/** Whether exceptions name all of these, in every environment, in some, or not at all. */
function exceptionsFor(context: CheckContext, names: readonly string[]): 'everywhere' | 'partly' | 'nowhere' {
	const covered = new Set<string>();
	let isNamed = false;
	for (const exception of context.data.exceptions ?? []) {
		if (exception.kind !== 'shared-identity') continue;
		if (names.filter((name) => exception.services.includes(name)).length > 1) isNamed = true;
		if (!names.every((name) => exception.services.includes(name))) continue;
		for (const environment of exception.environments ?? context.environments.keys()) covered.add(environment);
	}
	if ([...context.environments.keys()].every((environment) => covered.has(environment))) return 'everywhere';
	return isNamed ? 'partly' : 'nowhere';
}

function unusedExceptions(context: CheckContext): readonly Diagnostic[] {
	return (context.data.exceptions ?? []).flatMap((exception, index) => {
		if (exception.kind !== 'shared-identity') return [];
		const accounts = new Map<string, Set<string>>();
		for (const name of exception.services) {
			const service = context.services.get(name);
			if (service === undefined) return [];
			const account = `${service.namespace}/${service.serviceAccount}`;
			accounts.set(account, (accounts.get(account) ?? new Set()).add(name));
		}
		return exception.services.flatMap((service, position) => {
			const alone = [...accounts.values()].some((names) => names.size === 1 && names.has(service));
			const path = ['exceptions', index, 'services', position];
			return alone ? [found(context, 'ACC079', { service }, path)] : [];
		});
	});
}

function sameGateway(context: CheckContext, bearers: readonly Bearer[]): readonly Diagnostic[] {
	const attached = bearers.filter(({ gatewayApi }) => gatewayApi !== undefined);
	const groups = groupBy(attached, ({ gatewayApi, namespace }) => `${namespace}/${gatewayApi}`);
	return [...groups.values()].flatMap(([first, ...others]) => {
		if (first?.gatewayApi === undefined || others.length === 0) return [];
		const names = sortedUnique([first, ...others].map(({ name }) => name));
		const places = others.map((one) => ({ path: pathOf(one, 'gatewayApi'), label: `\`${one.name}\`` }));
		return [found(context, 'ACC023', { names, gatewayApi: first.gatewayApi }, pathOf(first, 'gatewayApi'), places)];
	});
}
