// What a catalog means for one request, written a second time and by hand, request by request: no predicates, no patterns,
// nothing of the prover. Where the prover says "equal", `authorize` must say what this says.
import type { AccessModel, Grant, Issuer, Route, Workload } from '../../src/access/model.ts';
import type { Request } from '../../src/semantics/istio/index.ts';
import { normalize } from '../../src/semantics/istio/paths/normalize.ts';
import type { Operation, PathPattern } from '../../src/traffic/operation.ts';

type Claims = Readonly<Record<string, unknown>>;

/** Whether the catalog lets the request in at the workload; undefined where this reading is not made for such a request. */
export function isMeant(model: AccessModel, workload: Workload, request: Request): boolean | undefined {
	const port = workload.ports.find(({ targetPort }) => targetPort === request.port);
	if (port === undefined || workload.state.kind === 'disabled') return false;
	const isGateway = workload.kind === 'gateway';
	if (isGateway ? request.from !== 'plaintext' : request.from === 'tls') return false;
	// The mesh's own CA signs for its own trust domain only.
	if (request.from !== 'plaintext' && !request.from.startsWith(`spiffe://${model.mesh.trustDomain}/`)) return false;
	const here = { model, workload, port: port.name, request };
	if (port.protocol === 'tcp') return isGateway ? false : isTcpMeant(here);
	if (request.http === undefined || !isReadable(request.http)) return undefined;
	const { method, tokens } = request.http;
	const [origin, wanted] = preflightHeaders(request);
	const asksAhead = method === 'OPTIONS' && origin !== '' && wanted !== '';
	const takes = issuersAt(model, workload);
	const sent = takes.size === 0 || asksAhead ? undefined : tokens[0]?.claims;
	if (sent !== undefined && (!isToldApart(sent) || !isTaken(sent, takes))) return false;
	if (model.tenancy.kind === 'claim' && isForeignTenant(here, asksAhead, takes.size > 0, sent)) return false;
	const answers = isGateway ? entrancesAt(here, sent) : grantsAt(here, sent);
	return answers || preflightsAt(here, asksAhead);
}

/** `Origin` and `Access-Control-Request-Method`; sent twice they are one text with a comma, as Envoy joins them. */
function preflightHeaders({ http }: Request): readonly [origin: string, method: string] {
	const of = (name: string) =>
		(http?.headers ?? []).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : [])).join(',');
	return [of('origin'), of('access-control-request-method')];
}

interface Here {
	readonly model: AccessModel;
	readonly workload: Workload;
	readonly port: string;
	readonly request: Request;
}

/** Whole numbers of tokens, other places of them, and strange paths are judged elsewhere. */
const isReadable = ({ method, path, tokens }: NonNullable<Request['http']>): boolean =>
	/^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|TRACE)$/.test(method) &&
	normalize(path, 'BASE') === path &&
	!/[?#%]/.test(path) &&
	tokens.length < 2 &&
	tokens.every(({ in: place, state }) => place.kind === 'header' && place.prefix === 'Bearer ' && state === 'valid');

const isTcpMeant = ({ model, workload, port, request }: Here): boolean =>
	model.grants.some(
		(grant) =>
			grant.receiver === workload &&
			isFrom(grant.presenter, request) &&
			grant.scope.operations.some((operation) => operation.kind === 'tcp' && operation.port === port),
	) || open(model, workload).some((operation) => operation.kind === 'tcp' && operation.port === port);

const isFrom = ({ principal: { trustDomain, namespace, serviceAccount } }: Workload, { from }: Request): boolean =>
	from === `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;

/** Whose tokens are looked at here, and for whom they may be. */
function issuersAt({ grants, entrances }: AccessModel, workload: Workload): ReadonlyMap<string, ReadonlySet<string>> {
	const judged =
		workload.kind === 'gateway'
			? entrances.filter(({ gateway }) => gateway.workload === workload).map(({ grant }) => grant)
			: grants.filter(({ receiver }) => receiver === workload);
	const found = new Map<string, Set<string>>();
	for (const { actor, scope } of judged) {
		if (actor.kind !== 'service' && actor.kind !== 'user') continue;
		const { issuer }: Issuer = actor.client.issuer;
		found.set(issuer, (found.get(issuer) ?? new Set()).add(scope.audience));
	}
	return found;
}

/** `iss` and `sub` are single texts (RFC 7519, 4.1). */
const isToldApart = ({ iss, sub }: Claims): boolean =>
	typeof iss === 'string' && (sub === undefined || typeof sub === 'string');

const bare = (audience: string): string => audience.replace(/^https?:\/\//, '').replace(/\/$/, '');

const isTaken = ({ iss, aud }: Claims, takes: ReadonlyMap<string, ReadonlySet<string>>): boolean => {
	const due = [...(takes.get(String(iss)) ?? [])].map(bare);
	return textsOf(aud).some((audience) => due.includes(bare(audience)));
};

const textsOf = (value: unknown): readonly string[] =>
	(Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');

/** A tenant header that no token has written, where the proxy does not take it away. */
function isForeignTenant(
	{ model, workload, request }: Here,
	asksAhead: boolean,
	takesTokens: boolean,
	sent: Claims | undefined,
): boolean {
	if (model.tenancy.kind === 'none') return false;
	const name = model.tenancy.header.toLowerCase();
	const isBrought = request.http?.headers.some(([key]) => key.toLowerCase() === name) ?? false;
	if (workload.kind === 'gateway' || !takesTokens || asksAhead) return isBrought;
	// The proxy writes it from the claim; a token without a subject is nobody's.
	return sent?.[model.tenancy.claim] !== undefined && (!sent.iss || !sent.sub);
}

const grantsAt = (here: Here, sent: Claims | undefined): boolean =>
	here.model.grants.some(
		(grant) =>
			grant.receiver === here.workload &&
			isFrom(grant.presenter, here.request) &&
			grant.scope.operations.some((operation) => operation.port === here.port && isOf(operation, here.request)) &&
			isToken(here.model, grant, sent),
	) ||
	open(here.model, here.workload).some((operation) => operation.port === here.port && isOf(operation, here.request));

/** Operations for which nobody shows anything: exceptions, and probes. */
const open = ({ plaintext }: AccessModel, workload: Workload): readonly Operation[] => [
	...plaintext.filter((opening) => opening.workload === workload).flatMap(({ operations }) => operations),
	...(workload.probes.kind === 'direct' ? workload.probes.operations : []),
];

function entrancesAt({ model, workload, request }: Here, sent: Claims | undefined): boolean {
	const isAt = ({ hosts, operation }: { readonly hosts: readonly string[]; readonly operation: Operation }) =>
		isHost(hosts, request) && isOf(operation, request);
	const keyed = model.apiKeys.filter(
		({ gateway, operations }) => gateway.workload === workload && operations.some(isAt),
	);
	if (keyed.length > 0) return request.http?.external === 'agrees';
	return model.entrances.some(
		({ gateway, grant, operations }) =>
			gateway.workload === workload && operations.some(isAt) && isToken(model, grant, sent),
	);
}

const isHost = (hosts: readonly string[], { http }: Request): boolean => {
	const host = (http?.host ?? '').toLowerCase();
	return hosts.some((each) => host === each.toLowerCase() || host.startsWith(`${each.toLowerCase()}:`));
};

function preflightsAt(here: Here, asksAhead: boolean): boolean {
	if (!asksAhead) return false;
	const { model, workload, request } = here;
	const [origin, method] = preflightHeaders(request);
	const browsers = model.entrances.filter(({ grant: { actor } }) => actor.kind === 'user' || actor.kind === 'anyone');
	return browsers.some(({ gateway, grant, operations }) =>
		operations.some(({ route, hosts, operation }) => {
			const { preflight } = route;
			if (preflight.kind === 'refused' || !preflight.origins.includes(origin)) return false;
			if (workload.kind === 'gateway') {
				const through = onRoute(browsers, route, workload).map((each) => each.operation);
				const isHere = gateway.workload === workload && isHost(hosts, request) && isPath(operation, request);
				return isHere && through.some((each) => methodsOf(each, method)) && !isKeyed(here);
			}
			if (preflight.by !== 'service' || grant.receiver !== workload || !isFrom(gateway.workload, request)) return false;
			const all = browsers
				.filter((each) => each.operations.some((one) => one.route === route))
				.flatMap((each) => each.grant.scope.operations);
			return (
				grant.scope.operations.some((each) => each.port === here.port && isPath(each, request)) &&
				all.some((each) => methodsOf(each, method))
			);
		}),
	);
}

/** The preflight of what an authorizer guards is not answered here: nobody has asked it. */
const isKeyed = ({ model, workload, request }: Here): boolean =>
	request.http?.external !== 'agrees' &&
	model.apiKeys.some(
		({ gateway, operations }) =>
			gateway.workload === workload &&
			operations.some(({ hosts, operation }) => isHost(hosts, request) && isOf(operation, request)),
	);

const onRoute = (entrances: AccessModel['entrances'], route: Route, workload: Workload) =>
	entrances
		.filter(({ gateway }) => gateway.workload === workload)
		.flatMap(({ operations }) => operations.filter((each) => each.route === route));

const methodsOf = (operation: Operation, method: string): boolean => {
	if (operation.kind === 'tcp') return false;
	if (operation.kind === 'grpc') return method === 'POST';
	return operation.method.kind === 'any' || operation.method.method === method;
};

const isOf = (operation: Operation, request: Request): boolean =>
	operation.kind !== 'tcp' && methodsOf(operation, request.http?.method ?? '') && isPath(operation, request);

function isPath(operation: Operation, { http }: Request): boolean {
	const path = http?.path ?? '';
	if (operation.kind === 'tcp') return false;
	return operation.kind === 'grpc'
		? path === `/${operation.service}/${operation.method}`
		: isInPattern(operation.path, path);
}

function isInPattern({ segments, trailingSlash, below }: PathPattern, path: string): boolean {
	const found = path.slice(1).split('/');
	const hasParameter = segments.some(({ kind }) => kind === 'parameter');
	// In a path with a parameter, letters that templates do not know are refused wherever a letter is free.
	const isLetters = (text: string) => /^[a-zA-Z0-9\-._~%!$&'()+,;:@=*]*$/.test(text);
	const isStep = (index: number) => {
		const [step, text = ''] = [segments[index], found[index]];
		if (step?.kind === 'literal') return step.text === text;
		return text !== '' && isLetters(text);
	};
	if (!segments.every((_, index) => found[index] !== undefined && isStep(index))) return false;
	const rest = found.slice(segments.length);
	if (below) return !hasParameter || rest.every(isLetters);
	if (segments.length === 0) return path === '/';
	return trailingSlash ? rest.length === 1 && rest[0] === '' : rest.length === 0;
}

function isToken({ tenancy }: AccessModel, { actor, scope, tenant }: Grant, sent: Claims | undefined): boolean {
	if (actor.kind === 'identity' || actor.kind === 'anyone') return true;
	if (sent === undefined) return false;
	const { id, issuer } = actor.client;
	const says = (name: string, value: string) => {
		const claim = sent[name];
		const texts = name === 'scope' && typeof claim === 'string' ? claim.split(' ') : textsOf(claim);
		return texts.includes(value);
	};
	const some = (name: string) => textsOf(sent[name]).some((text) => text !== '');
	if (sent.iss !== issuer.issuer || !some('sub') || !says('aud', scope.audience)) return false;
	if (!says('azp', id) || !says('scope', scope.name)) return false;
	if (actor.kind === 'service' ? !says('client_id', id) : !some('sid')) return false;
	if (tenancy.kind === 'none' || tenant.kind === 'none' || tenant.kind === 'crossing') return true;
	return tenant.kind === 'fixed' ? says(tenancy.claim, tenant.tenant) : some(tenancy.claim);
}
