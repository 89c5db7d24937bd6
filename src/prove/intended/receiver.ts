// What the catalog lets in at one port of a service: its grants, and what was declared beside them.
import type { AccessModel } from '../../access/model.ts';
import type { Origin } from '../../core/origin.ts';
import type { Operation } from '../../traffic/operation.ts';
import { all, any } from '../../traffic/predicate.ts';
import type { Port } from '../../traffic/principal.ts';
import type { Concern } from './concern.ts';
import { callerIs, type Intent } from './intent.ts';
import { operationPredicate, preflightPredicate } from './operations.ts';
import { answeredRoutes, asksAhead } from './preflight.ts';
import { tokenPredicate } from './token.ts';

/** One intent for each grant with an operation at the port, and for each exception, probe and answered preflight. */
export function receiverIntents({ tenancy }: AccessModel, concern: Concern, port: Port): readonly Intent[] {
	const here = (operations: readonly Operation[]) => operations.filter((operation) => operation.port === port.name);
	const granted = concern.received.flatMap((grant): readonly Intent[] => {
		const operations = here(grant.scope.operations);
		if (operations.length === 0) return [];
		const what = any(operations.map(operationPredicate));
		const admits = all([callerIs(grant.presenter), what, tokenPredicate(grant, tenancy)]);
		return [{ name: grant.id, grants: [grant], callers: 'identified', origin: grant.origin, admits }];
	});
	return [...granted, ...openIntents(concern, here), ...preflightIntents(concern, here)];
}

type Here = (operations: readonly Operation[]) => readonly Operation[];

/** Anyone in the network, without an identity: declared exceptions, and the kubelet. */
function openIntents({ workload: { probes }, plaintext }: Concern, here: Here): readonly Intent[] {
	const intent = (name: string, origin: Origin, each: Operation): Intent => ({
		name,
		grants: [],
		callers: 'anyone',
		origin,
		admits: operationPredicate(each),
	});
	const opened = plaintext.flatMap(({ operations, origin }) =>
		here(operations).map((each) => intent('plaintext', origin, each)),
	);
	if (probes.kind !== 'direct') return opened;
	const { operations, origin } = probes;
	return [...opened, ...here(operations).map((each) => intent('probe', origin, each))];
}

function preflightIntents({ entrances }: Concern, here: Here): readonly Intent[] {
	return [...answeredRoutes(entrances)].flatMap(([route, through]): readonly Intent[] => {
		if (route.preflight.kind === 'refused' || route.preflight.by !== 'service') return [];
		const grants = through.map(({ grant }) => grant);
		const operations = grants.flatMap(({ scope }) => scope.operations);
		const gateways = any(through.map(({ gateway }) => callerIs(gateway.workload)));
		const paths = any(here(operations).map(preflightPredicate));
		const admits = all([gateways, paths, asksAhead(route, operations)]);
		return [{ name: 'preflight', grants, callers: 'identified', origin: route.origin, admits }];
	});
}
