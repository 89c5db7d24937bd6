// Requests that sit on the edges of what some rules say: each rule is met exactly, by the first of its values, and then
// missed by one step in every direction, with the values of the other rules and of the model among the steps. Read from
// the manifests as plain data, before and after a change; nothing here knows what the prover looks for.
import type { AccessModel } from '../../../src/access/model.ts';
import type { Json } from '../../../src/manifests/object.ts';
import type { HttpRequest, Request, Token } from '../../../src/semantics/istio/index.ts';
import { listAt, sampled, textAt, textsAt, valueAt } from './edit.ts';

type Claims = Readonly<Record<string, string | readonly string[]>>;

/** One way to meet a rule. */
interface Aim {
	readonly from: Request['from'];
	readonly port: number;
	readonly method: string;
	readonly path: string;
	readonly host: string;
	readonly headers: readonly (readonly [string, string])[];
	readonly claims: Claims | undefined;
	readonly sourceAddress?: string;
	readonly serverName?: string;
}

/** Everything that steps are made of. */
interface Words {
	readonly peers: readonly Request['from'][];
	readonly paths: readonly string[];
	readonly hosts: readonly string[];
	readonly ports: readonly number[];
	readonly tokens: readonly (Claims | undefined)[];
	readonly claims: ReadonlyMap<string, readonly string[]>;
	readonly tenant: string | undefined;
}

const methods = ['GET', 'POST', 'OPTIONS', 'DELETE', 'PATCH', 'HEAD', 'PUT'];

/**
 * Requests about rules, for a proxy with these ports: `focus` are those to miss by a step, `others` lend their words. At
 * most so many, chosen by the seed.
 */
export function aimedRequests(
	model: AccessModel,
	{ focus, others }: { readonly focus: readonly Json[]; readonly others: readonly Json[] },
	ports: readonly number[],
	most: number,
	seed: number,
): readonly Request[] {
	const aims = focus.flatMap((rule) => aimsOf(rule, model, ports));
	const known = others.flatMap((rule) => aimsOf(rule, model, ports));
	const words = wordsOf(model, [...focus, ...others], [...aims, ...known], ports);
	const bases = aims.length > 0 ? aims : [...known, ...ports.map((port) => plainAim(model, port))];
	const exact = sampled([...aims, ...known], most / 4, seed);
	const around = sampled(bases, 12, seed + 1);
	const stepped = sampled(
		around.flatMap((aim) => steps(aim, words)),
		most,
		seed + 2,
	);
	const isAsked = model.apiKeys.length > 0;
	return [...[...exact, ...stepped].flatMap((aim) => requestsFor(aim, isAsked)), ...odd(bases, model)];
}

const plainAim = (model: AccessModel, port: number): Aim => ({
	from: `spiffe://${model.mesh.trustDomain}/ns/elsewhere/sa/stranger`,
	port,
	method: 'GET',
	path: '/x',
	host: 'elsewhere.example',
	headers: [],
	claims: undefined,
});

/** A text that the value of a list means. */
const filled = (value: string): string =>
	value.replaceAll('{**}', 'y/z').replaceAll('{*}', 'p1').replace(/^\*$/, 'x').replace(/\*$/, 'x').replace(/^\*/, 'x');
const filledPath = (value: string): string => {
	const path =
		value === '*'
			? '/x'
			: value.replaceAll('{**}', 'y/z').replaceAll('{*}', 'p1').replace(/\*$/, 'x').replace(/^\*/, '/x');
	return path.startsWith('/') ? path : `/${path}`;
};

function aimsOf(rule: Json, model: AccessModel, known: readonly number[]): readonly Aim[] {
	const sources = listAt(rule, ['from']).map((entry) => valueAt(entry, ['source']));
	const operations = listAt(rule, ['to']).map((entry) => valueAt(entry, ['operation']));
	const plain = plainAim(model, known[0] ?? 8080);
	const when = listAt(rule, ['when']);
	const said = (key: string) =>
		textsAt(
			when.find((each) => textAt(each, ['key']) === key),
			['values'],
		);
	return (sources.length > 0 ? sources : [undefined]).flatMap((source) =>
		(operations.length > 0 ? operations : [undefined]).flatMap((operation) => {
			const principals = textsAt(source, ['principals']);
			const requestPrincipals = textsAt(source, ['requestPrincipals']);
			const claims = claimsOf(when, requestPrincipals);
			const paths = textsAt(operation, ['paths']);
			const ports = textsAt(operation, ['ports']).map(Number);
			const headers = when.flatMap((condition): (readonly [string, string])[] => {
				const name = /^request\.headers\[(.*)\]$/.exec(textAt(condition, ['key']))?.[1];
				const [value] = textsAt(condition, ['values']);
				return name === undefined || value === undefined ? [] : [[name, filled(value)]];
			});
			const base: Aim = {
				...plain,
				from: principals[0] === undefined ? plain.from : peerOf(principals[0], model),
				host: textsAt(operation, ['hosts']).map(filled)[0] ?? plain.host,
				method: textsAt(operation, ['methods']).map(filled)[0] ?? 'GET',
				headers,
				claims,
				...(said('source.ip').length > 0 ? { sourceAddress: '10.1.2.3' } : {}),
				...(said('connection.sni')[0] === undefined ? {} : { serverName: filled(said('connection.sni')[0] ?? '') }),
			};
			return (paths.length > 0 ? paths.map(filledPath) : ['/x']).flatMap((path) =>
				(ports.length > 0 ? ports : known).map((port) => ({ ...base, path, port })),
			);
		}),
	);
}

function peerOf(principal: string, { mesh: { trustDomain } }: AccessModel): Request['from'] {
	if (principal === '*') return `spiffe://${trustDomain}/ns/elsewhere/sa/stranger`;
	if (principal.startsWith('*')) return `spiffe://${trustDomain}/ns/elsewhere${principal.slice(1)}`;
	const [domain = trustDomain, , namespace = 'x', , account = 'y'] = filled(principal).split('/');
	return `spiffe://${domain}/ns/${namespace}/sa/${account}`;
}

function claimsOf(when: readonly Json[], requestPrincipals: readonly string[]): Claims | undefined {
	const said = when.flatMap((condition): [string, string][] => {
		const name = claimName(textAt(condition, ['key']));
		const [value] = textsAt(condition, ['values']);
		return name === undefined ? [] : [[name, filled(value ?? 'other')]];
	});
	const [principal] = requestPrincipals;
	if (said.length === 0 && principal === undefined) return undefined;
	const slash = principal?.lastIndexOf('/') ?? -1;
	const [iss, sub] =
		principal === undefined || slash < 0
			? ['https://x.example', 'someone']
			: [principal.slice(0, slash), principal.slice(slash + 1)];
	return { iss: filled(iss), sub: filled(sub), ...Object.fromEntries(said) };
}

const claimName = (key: string): string | undefined =>
	key === 'request.auth.presenter'
		? 'azp'
		: key === 'request.auth.audiences'
			? 'aud'
			: /^request\.auth\.claims\[(.*)\]$/.exec(key)?.[1];

function wordsOf(model: AccessModel, rules: readonly Json[], aims: readonly Aim[], ports: readonly number[]): Words {
	const claims = new Map<string, Set<string>>();
	for (const { claims: own } of aims) {
		for (const [name, value] of Object.entries(own ?? {})) {
			if (typeof value === 'string') claims.set(name, (claims.get(name) ?? new Set()).add(value));
		}
	}
	const trust = model.mesh.trustDomain;
	const peers = model.workloads.map(
		({ principal: { namespace, serviceAccount } }): Request['from'] =>
			`spiffe://${trust}/ns/${namespace}/sa/${serviceAccount}`,
	);
	const named = rules
		.flatMap((rule) => listAt(rule, ['to']).flatMap((entry) => textsAt(entry, ['operation', 'ports'])))
		.map(Number);
	return {
		peers: [...new Set([...aims.map(({ from }) => from), ...peers.slice(0, 6), 'plaintext' as const, 'tls' as const])],
		paths: [...new Set([...aims.map(({ path }) => path), '/', '/x', '/elsewhere'])],
		hosts: [...new Set([...aims.map(({ host }) => host), 'elsewhere.example'])],
		ports: [...new Set([...ports, ...named, 9999])],
		tokens: [undefined, ...new Map(aims.map((aim) => [JSON.stringify(aim.claims), aim.claims])).values()],
		claims: new Map([...claims].map(([name, values]) => [name, [...values]])),
		tenant: model.tenancy.kind === 'claim' ? model.tenancy.header : undefined,
	};
}

/** One step away, and two where the second says who calls. */
function steps(aim: Aim, words: Words): readonly Aim[] {
	const [domain = '', namespace = '', account = ''] =
		/^spiffe:\/\/(.*)\/ns\/(.*)\/sa\/(.*)$/.exec(aim.from)?.slice(1) ?? [];
	const near: Request['from'][] =
		domain === ''
			? []
			: [
					`spiffe://${domain}/ns/elsewhere/sa/${account}`,
					`spiffe://${domain}/ns/${namespace}/sa/stranger`,
					`spiffe://${domain}/ns/${namespace}/sa/${account}2`,
					`spiffe://other.${domain}/ns/${namespace}/sa/${account}`,
				];
	const callers = [...words.peers, ...near].map((from) => ({ ...aim, from }));
	const { path, host } = aim;
	const paths = [
		`${path}/`,
		`${path}/more`,
		`${path}x`,
		`${path}/p1/more`,
		path.slice(0, path.lastIndexOf('/')) || '/',
		path.toUpperCase(),
		`${path.replace(/\/[^/]*$/, '')}/a%2Fb`,
		...words.paths,
	];
	const hosts = [`${host}:8080`, host.replace(/:\d+$/, ''), `evil-${host}`, `${host}.evil.example`, ...words.hosts];
	return [
		...callers,
		...methods.map((method) => ({ ...aim, method })),
		...paths.map((to) => ({ ...aim, path: to })),
		...hosts.map((to) => ({ ...aim, host: to })),
		...words.ports.map((port) => ({ ...aim, port })),
		...words.tokens.map((claims) => ({ ...aim, claims })),
		...words.tokens.flatMap((claims) => words.peers.slice(0, 4).map((from) => ({ ...aim, claims, from }))),
		...tokenSteps(aim.claims, words).map((claims) => ({ ...aim, claims })),
		...headerSteps(aim, words).map((headers) => ({ ...aim, headers })),
		{ ...aim, sourceAddress: '192.0.2.1' },
		{ ...aim, sourceAddress: '10.1.2.3' },
		{ ...aim, serverName: 'shop.example' },
		{ ...aim, sourceAddress: '2001:db8::1' },
	];
}

function tokenSteps(claims: Claims | undefined, { claims: known }: Words): readonly Claims[] {
	if (claims === undefined) return [];
	const names = [...new Set([...Object.keys(claims), 'sid', 'client_id', 'tenant'])];
	return names.flatMap((name) => {
		const { [name]: old, ...rest } = claims;
		const others = [...(known.get(name) ?? []), 'x', `${old}2`, `x${old}`, `http://${old}`, ''];
		return [rest, ...others.map((value) => ({ ...claims, [name]: value })), { ...claims, [name]: [`${old}`, 'x'] }];
	});
}

function headerSteps({ headers }: Aim, { tenant }: Words): readonly Aim['headers'][] {
	const preflight = [
		['origin', 'https://evil.example'],
		['access-control-request-method', 'GET'],
	] as const;
	return [
		...headers.map((_, index) => headers.filter((__, place) => place !== index)),
		...headers.flatMap(([name, value], index) =>
			['x', `${value}2`, 'https://evil.example', 'GET', 'PATCH'].map((to) =>
				headers.map((old, place) => (place === index ? ([name, to] as const) : old)),
			),
		),
		...(tenant === undefined ? [] : [[...headers, [tenant, 'x']] as const]),
		[...headers, ...preflight],
		[...headers, ['x-debug', '1'] as const],
		[...headers, ['x-debug', 'a b'] as const],
		[...headers, ['x-other', 'x'] as const],
		[...headers, ['x-forwarded-for', '10.1.2.3'] as const],
	];
}

const bearer = (claims: Claims): Token => ({
	in: { kind: 'header', name: 'Authorization', prefix: 'Bearer ' },
	claims,
	state: 'valid',
});

function requestsFor(
	{ from, port, method, path, host, headers, claims, sourceAddress = '203.0.113.9', serverName }: Aim,
	isAsked: boolean,
): readonly Request[] {
	const http = (external: HttpRequest['external']): HttpRequest => ({
		method,
		path,
		host,
		headers,
		tokens: claims === undefined ? [] : [bearer(claims)],
		external,
	});
	const connection = { from, port, sourceAddress, destinationAddress: '10.0.0.9', serverName };
	return [
		{ ...connection, http: http({ refuses: 403 }) },
		...(isAsked ? [{ ...connection, http: http('agrees') }] : []),
	];
}

/** Bytes that are no HTTP, tokens where none should be looked for, and broken ones. */
function odd(bases: readonly Aim[], { workloads }: AccessModel): readonly Request[] {
	const tokens = bases.filter(({ claims }) => claims !== undefined).slice(0, 2);
	const places: readonly Token['in'][] = [
		{ kind: 'parameter', name: 'access_token' },
		{ kind: 'header', name: 'x-token', prefix: '' },
		{ kind: 'header', name: 'Authorization', prefix: 'Token ' },
		{ kind: 'cookie', name: 'session' },
	];
	const addresses = { sourceAddress: '203.0.113.9', destinationAddress: '10.0.0.9' };
	const bytes = bases.slice(0, 4).flatMap(({ from, port }): Request[] => [
		{ from, port, ...addresses },
		{ from: 'plaintext', port, ...addresses },
		{ from, port: 9999, ...addresses },
		{ from: 'plaintext', port: 9999, ...addresses },
	]);
	const misplaced = tokens.flatMap((aim) => {
		const [request] = requestsFor({ ...aim, claims: undefined }, false);
		if (request?.http === undefined) return [];
		const { http } = request;
		return places.map(
			(place): Request => ({
				...request,
				http: { ...http, tokens: [{ in: place, claims: aim.claims, state: 'valid' }] },
			}),
		);
	});
	return workloads.length === 0 ? [] : [...bytes, ...misplaced];
}
