// The same lines, written down from the access model: what the catalog grants, seen on the wire, and nothing else.
import type { AccessModel, ExternalOperation, Grant, Workload } from '../../src/access/model.ts';
import type { Operation, PathPattern } from '../../src/traffic/operation.ts';

/** One line for each operation of each grant, entrance and declared exception. Preflight answers are counted apart. */
export function expectedPermissions(model: AccessModel): string[] {
	const { tenancy } = model;
	const conditions = (grant: Grant): string => {
		const { actor, scope, tenant } = grant;
		const when: string[] = [];
		if (actor.kind === 'service' || actor.kind === 'user') {
			when.push(`request.auth.presenter in ${actor.client.id}`);
			when.push(`request.auth.audiences in ${scope.audience}`);
			when.push(`request.auth.claims[scope] in ${scope.name}`);
		}
		if (actor.kind === 'service') when.push(`request.auth.claims[client_id] in ${actor.client.id}`);
		if (actor.kind === 'user') when.push('request.auth.claims[sid] in *');
		if (tenancy.kind === 'claim' && tenant.kind === 'fixed')
			when.push(`request.auth.claims[${tenancy.claim}] in ${tenant.tenant}`);
		if (tenancy.kind === 'claim' && tenant.kind === 'any-claimed')
			when.push(`request.auth.claims[${tenancy.claim}] in *`);
		return when.sort().join(' & ');
	};
	const token = ({ actor }: Grant): string =>
		actor.kind === 'service' || actor.kind === 'user' ? `${actor.client.issuer.issuer}/*` : 'any';
	const at = ({ namespace, selector }: Workload): string =>
		`${namespace.name} ${Object.entries(selector)
			.map(([key, value]) => `${key}=${value}`)
			.sort()
			.join(',')}`;

	const received = model.grants.flatMap((grant) => {
		const { trustDomain, namespace, serviceAccount } = grant.presenter.principal;
		const who = `${trustDomain}/ns/${namespace}/sa/${serviceAccount} with token ${token(grant)}`;
		return grant.scope.operations
			.flatMap((operation) => onTheWire(grant.receiver, operation))
			.map((wire) => `${at(grant.receiver)} | ${who} | ${wire} any | ${conditions(grant)}`);
	});
	const outside = (place: Workload, attachment: string, each: ExternalOperation, who: string, when: string): string[] =>
		place.ports
			.flatMap((port) => wireOf(port.targetPort, each.operation))
			.flatMap((wire) => each.hosts.flatMap((host) => [`${wire} ${host}`, `${wire} ${host}:*`]))
			.map((wire) => `${attachment} | ${who} | ${wire} | ${when}`);
	const atGateway = (gateway: AccessModel['gateways'][number]): string =>
		gateway.attachment.kind === 'selector'
			? at(gateway.workload)
			: `${gateway.workload.namespace.name} Gateway/${gateway.attachment.name}`;
	const entered = model.entrances.flatMap(({ gateway, grant, operations }) =>
		operations.flatMap((each) =>
			outside(gateway.workload, atGateway(gateway), each, `any with token ${token(grant)}`, conditions(grant)),
		),
	);
	const keyed = model.apiKeys.flatMap(({ gateway, operations }) =>
		operations.flatMap((each) => outside(gateway.workload, atGateway(gateway), each, 'any with token any', '')),
	);
	const open = [
		...model.plaintext,
		...model.workloads.flatMap((workload) =>
			workload.probes.kind === 'direct' && workload.state.kind === 'active'
				? [{ workload, operations: workload.probes.operations }]
				: [],
		),
	].flatMap(({ workload, operations }) =>
		operations
			.flatMap((operation) => onTheWire(workload, operation))
			.map((wire) => `${at(workload)} | any with token any | ${wire} any | `),
	);
	return [...received, ...entered, ...keyed, ...open];
}

/** What the grants let each client ask its issuer for. */
export const expectedMintable = (model: AccessModel, issuer: string): string[] => {
	const asked = model.grants.flatMap(({ actor, scope }) =>
		(actor.kind === 'service' || actor.kind === 'user') && actor.client.issuer.name === issuer
			? [`${actor.client.id} may ask for ${scope.name} (aud ${scope.audience})`]
			: [],
	);
	return [...new Set(asked)];
};

function onTheWire(receiver: Workload, operation: Operation): string[] {
	const port = receiver.ports.find((candidate) => candidate.name === operation.port);
	if (port === undefined) throw new Error(`${receiver.name} has no port ${operation.port}`);
	return wireOf(port.targetPort, operation);
}

function wireOf(port: number, operation: Operation): string[] {
	switch (operation.kind) {
		case 'tcp':
			return [`${port} any any`];
		case 'grpc':
			return [`${port} POST /${operation.service}/${operation.method}`];
		case 'http': {
			const method = operation.method.kind === 'any' ? 'any' : operation.method.method;
			return istioPaths(operation.path).map((path) => `${port} ${method} ${path}`);
		}
	}
}

function istioPaths({ segments, below, trailingSlash }: PathPattern): string[] {
	const isTemplate = segments.some((segment) => segment.kind === 'parameter');
	const base = segments.map((segment) => `/${segment.kind === 'literal' ? segment.text : '{*}'}`).join('');
	if (!below) return [trailingSlash ? `${base}/` : base || '/'];
	if (base === '') return ['/*'];
	return [base, isTemplate ? `${base}/{**}` : `${base}/*`];
}
