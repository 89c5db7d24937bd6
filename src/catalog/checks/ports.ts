// Ports of services and gateways: numbers, and what the proxy takes each container port for.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { PortInput } from '../input.ts';
import type { CheckContext } from './context.ts';
import { type Check, found } from './report.ts';

/** Ports declared twice or understood in two ways, and ports of gateways that carry no HTTP. */
export const checkPorts: Check = (context) => [
	...[...context.services].flatMap(([name, { ports }]) => [
		...checkNumbers(context, ports ?? {}, ['services', name, 'ports']),
		...sameTargets(context, ports ?? {}, ['services', name, 'ports']),
	]),
	...[...context.gateways].flatMap(([name, { ports }]) => [
		...checkNumbers(context, ports, ['gateways', name, 'ports']),
		...Object.entries(ports)
			.filter(([, port]) => port.protocol === 'tcp')
			.map(([port]) =>
				found(context, 'ACC026', { gateway: name, port }, ['gateways', name, 'ports', port, 'protocol']),
			),
	]),
];

function checkNumbers(
	context: CheckContext,
	ports: Readonly<Record<string, PortInput>>,
	path: CatalogPath,
): readonly Diagnostic[] {
	const entries = Object.entries(ports);
	if (entries.length < 2) return [];
	const byNumber = groupBy(entries, ([, { port }]) => String(port));
	const byTarget = groupBy(entries, ([, { port, targetPort }]) => String(targetPort ?? port));
	return [
		...[...byNumber.values()].flatMap((group) => {
			const [, second] = group;
			if (second === undefined) return [];
			const names = sortedUnique(group.map(([name]) => name));
			const others = group
				.filter((one) => one !== second)
				.map(([name]) => ({ path: [...path, name], label: `\`${name}\`` }));
			return [found(context, 'ACC024', { port: second[1].port, names }, [...path, second[0], 'port'], others)];
		}),
		...[...byTarget.values()].flatMap((group) => {
			const protocols = sortedUnique(group.map(([, { protocol }]) => protocol));
			const [, second] = group;
			if (second === undefined || protocols.length < 2) return [];
			const names = sortedUnique(group.map(([name]) => name));
			const port = second[1].targetPort ?? second[1].port;
			const others = group
				.filter((one) => one !== second)
				.map(([name]) => ({ path: [...path, name], label: `\`${name}\`` }));
			return [found(context, 'ACC025', { port, names, protocols }, [...path, second[0]], others)];
		}),
	];
}

/**
 * Policies count by container port, operations by the port's name: with two names for one container port, the guarded
 * operation of the one would be open under the other. Of other protocols is told above.
 */
function sameTargets(
	context: CheckContext,
	ports: Readonly<Record<string, PortInput>>,
	path: CatalogPath,
): readonly Diagnostic[] {
	const groups = groupBy(Object.entries(ports), ([, { port, targetPort }]) => String(targetPort ?? port));
	return [...groups.values()].flatMap((group) => {
		const [first, second] = group;
		if (first === undefined || second === undefined) return [];
		if (new Set(group.map(([, { protocol }]) => protocol)).size > 1) return [];
		const names = sortedUnique(group.map(([name]) => name));
		const port = second[1].targetPort ?? second[1].port;
		const others = group
			.filter((one) => one !== second)
			.map(([name]) => ({ path: [...path, name], label: `\`${name}\`` }));
		return [found(context, 'ACC084', { port, names }, [...path, second[0]], others)];
	});
}
