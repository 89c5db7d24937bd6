// What a recorded case has in it: the names under which the coverage table counts. Names are made from the objects and
// requests themselves, so that a field that nobody thought of shows up as a name that the table lacks.
import { isRecord, type MeshObject, readManifests } from '../engines/generators/objects.ts';
import { externalDecisionHeader, type MeshCase, type MeshRequest, type Token } from '../engines/mesh/case.ts';
import type { RecordedCase } from './format.ts';

/** Features of a whole case, of its policies first of all. */
export function caseFeatures({ asked, origin }: RecordedCase): ReadonlySet<string> {
	const objects = readManifests(asked.manifests);
	const names = [
		...objects.flatMap((object) => objectFeatures(object, asked)),
		...manyFeatures(objects),
		...meshFeatures(asked),
		`enforcer: ${asked.enforcer.kind}${asked.enforcer.kind === 'gateway' ? ` (${asked.enforcer.api})` : ''}`,
		`origin: ${origin.kind}`,
		...(origin.kind === 'named' ? [`fact: ${origin.fact}`] : []),
	];
	return new Set(names);
}

const short: Readonly<Record<string, string>> = {
	AuthorizationPolicy: 'AP',
	RequestAuthentication: 'RA',
	PeerAuthentication: 'PA',
};

function objectFeatures(object: MeshObject, asked: MeshCase): readonly string[] {
	const kind = short[object.kind];
	if (kind === undefined) return [];
	const place = `${kind} place: ${placeOf(object, asked)}`;
	switch (kind) {
		case 'AP':
			return [place, ...authorizationFeatures(object, asked)];
		case 'RA':
			return [place, ...list(object.spec.jwtRules).filter(isRecord).flatMap(ruleFields), ...counted(object)];
		default:
			return [place, ...peerFeatures(object)];
	}
}

function placeOf({ metadata, spec }: MeshObject, { mesh, enforcer }: MeshCase): string {
	const root = mesh?.rootNamespace ?? 'istio-system';
	const home = enforcer.kind === 'waypoint' ? enforcer.namespace : enforcer.workload.namespace;
	const where =
		metadata.namespace === root ? 'root namespace' : metadata.namespace === home ? 'namespace' : 'elsewhere';
	const target = list(spec.targetRefs ?? (spec.targetRef === undefined ? [] : [spec.targetRef]))[0];
	if (isRecord(target)) return `${'targetRef' in spec ? 'targetRef' : 'targetRefs'} ${String(target.kind)}`;
	return spec.selector === undefined ? where : `selector in ${where}`;
}

function authorizationFeatures({ metadata, spec }: MeshObject, { mesh }: MeshCase): readonly string[] {
	const rules = spec.rules;
	const provider = isRecord(spec.provider) ? spec.provider.name : undefined;
	const declared = mesh?.extensionProviders?.find(({ name }) => name === provider);
	const dry = metadata.annotations?.['istio.io/dry-run'];
	return [
		`AP action: ${typeof spec.action === 'string' ? spec.action : 'left out'}`,
		...(dry === undefined ? [] : [`AP dry run: ${dry}`]),
		...(provider === undefined ? [] : [`AP provider: ${declared?.protocol ?? 'not declared'}`]),
		...(Object.keys(spec).length === 0 ? ['AP form: {}'] : []),
		...(Array.isArray(rules) && rules.length === 0 ? ['AP form: rules: []'] : []),
		...list(rules).filter(isRecord).flatMap(ruleFeatures),
	];
}

function ruleFeatures(rule: Readonly<Record<string, unknown>>): readonly string[] {
	const empty = ['from', 'to', 'when'].filter((name) => Array.isArray(rule[name]) && list(rule[name]).length === 0);
	const clauses = (name: string, inner: string) =>
		list(rule[name]).flatMap((item) =>
			isRecord(item) && isRecord(item[inner]) ? clauseFeatures(inner, item[inner]) : [],
		);
	return [
		...(Object.keys(rule).length === 0 ? ['AP form: rules: [{}]'] : []),
		...empty.map((name) => `AP form: ${name}: []`),
		...clauses('from', 'source'),
		...clauses('to', 'operation'),
		...list(rule.when).filter(isRecord).flatMap(conditionFeatures),
	];
}

const clauseFeatures = (where: string, clause: Readonly<Record<string, unknown>>): readonly string[] =>
	Object.entries(clause).flatMap(([name, values]) => [`${where}: ${name}`, ...shapes(name, values)]);

function conditionFeatures({ key, values, notValues }: Readonly<Record<string, unknown>>): readonly string[] {
	const name = String(key)
		.replace(/^request\.headers.*\[.*\]$/, 'request.headers[…]')
		.replace(/^request\.auth\.claims(?:\[[^[\]]*\]){2,}$/, 'request.auth.claims[…][…]')
		.replace(/^request\.auth\.claims\[(?!…).*\]$/, 'request.auth.claims[…]')
		.replace(/^experimental\..*$/, 'experimental.envoy.filters.…');
	return [
		...(values === undefined ? [] : [`when: ${name} values`]),
		...(notValues === undefined ? [] : [`when: ${name} notValues`]),
		...shapes('', values),
		...shapes('', notValues),
	];
}

/** The look of each value, as a reader of patterns must tell them apart. */
function shapes(name: string, values: unknown): readonly string[] {
	const isPath = /paths$/i.test(name);
	return list(values).map((value) => `shape: ${shapeOf(String(value), isPath)}`);
}

function shapeOf(value: string, isPath: boolean): string {
	if (isPath && value.includes('{*}')) return value.includes('{**}') ? '{*} and {**}' : '{*}';
	if (isPath && value.includes('{**}')) return '{**}';
	if (value === '*') return '*';
	if (/^\*.*\*$/.test(value)) return '*x*';
	if (value.startsWith('*')) return '*x';
	if (value.endsWith('*')) return 'x*';
	return value.includes('*') ? 'a*b' : 'exact';
}

const ruleFields = (rule: Readonly<Record<string, unknown>>): readonly string[] =>
	Object.entries({ ...(rule.issuer === undefined ? { 'no issuer': '' } : {}), ...rule }).flatMap(([name, value]) => [
		`jwtRule: ${name}${typeof value === 'boolean' ? `: ${value}` : ''}`,
		...(name === 'fromHeaders' ? list(value).map((each) => `jwtRule: fromHeaders ${prefixed(each)} prefix`) : []),
	]);

const prefixed = (header: unknown): string => (isRecord(header) && header.prefix !== undefined ? 'with' : 'without');

const counted = ({ spec }: MeshObject): readonly string[] => {
	const count = list(spec.jwtRules).length;
	return [`RA rules: ${count > 1 ? 'several' : count}`];
};

function peerFeatures({ spec }: MeshObject): readonly string[] {
	const mode = (mtls: unknown) => (isRecord(mtls) && typeof mtls.mode === 'string' ? mtls.mode : 'left out');
	const ports = isRecord(spec.portLevelMtls) ? Object.values(spec.portLevelMtls) : [];
	return [`PA mode: ${mode(spec.mtls)}`, ...ports.map((port) => `PA port mode: ${mode(port)}`)];
}

function manyFeatures(objects: readonly MeshObject[]): readonly string[] {
	const count = (kind: string) => objects.filter((object) => object.kind === kind).length;
	return [
		...(count('RequestAuthentication') > 1 ? ['RA objects: several'] : []),
		...(count('PeerAuthentication') > 1 ? ['PA objects: several'] : []),
		...(count('AuthorizationPolicy') > 3 ? ['AP objects: more than 3'] : []),
		...(objects.length === 0 ? ['no policies at all'] : []),
	];
}

const meshFeatures = ({ mesh = {} }: MeshCase): readonly string[] => [
	`mesh: trust domain ${mesh.trustDomain === undefined ? 'cluster.local' : 'of its own'}`,
	`mesh: paths ${mesh.pathNormalization ?? 'BASE, by default'}`,
	...(mesh.trustDomainAliases === undefined ? [] : ['mesh: trust domain aliases']),
	...(mesh.rootNamespace === undefined ? [] : ['mesh: root namespace of its own']),
];

/** Features of one request of the case. */
export function requestFeatures(request: MeshRequest, { enforcer }: MeshCase): ReadonlySet<string> {
	const { http } = request;
	const header = (name: string) => (http?.headers ?? []).filter(([other]) => other.toLowerCase() === name);
	const names = [
		`caller: ${request.from.startsWith('spiffe:') ? 'identity' : request.from}`,
		`port: ${protocolOf(request, enforcer)}`,
		`speaks: ${http === undefined ? 'TCP' : 'HTTP'}`,
		...(request.sourceAddress === undefined ? [] : [`address: ${addressKind(request.sourceAddress)}`]),
		...(request.destinationAddress === undefined ? [] : ['address: destination']),
		...(request.sni === undefined ? [] : [`server name: ${request.sni === '' ? 'none' : 'given'}`]),
		...(http === undefined ? [] : httpFeatures(http.path, http.host ?? '')),
		...(http?.tokens ?? []).flatMap(tokenFeatures),
		...(http === undefined ? [] : [`tokens: ${http.tokens?.length ?? 0}`]),
		...(header(externalDecisionHeader).length > 0 ? ['header: decision of the authorizer'] : []),
		...(header('x-forwarded-for').length > 0 ? ['header: X-Forwarded-For'] : []),
		...(header('access-control-request-method').length > 0 ? ['header: preflight'] : []),
		...(new Set((http?.headers ?? []).map(([name]) => name)).size < (http?.headers ?? []).length
			? ['header: repeated']
			: []),
	];
	return new Set(names);
}

const addressKind = (address: string): string =>
	address.includes(':') ? 'IPv6' : address.startsWith('127.') ? 'loopback' : 'IPv4';

function protocolOf({ port, service }: MeshRequest, enforcer: MeshCase['enforcer']): string {
	if (enforcer.kind === 'gateway') {
		return enforcer.listeners.find((each) => (each.targetPort ?? each.port) === port)?.protocol ?? 'unknown';
	}
	const all = enforcer.services
		.filter(({ name }) => service === undefined || service === name)
		.flatMap(({ ports }) => ports);
	const own = (each: (typeof all)[number]) =>
		enforcer.kind === 'waypoint' ? each.port : (each.targetPort ?? each.port);
	return all.find((each) => own(each) === port)?.protocol ?? 'without a Service';
}

const pathTests: readonly (readonly [name: string, test: RegExp])[] = [
	['query', /\?/],
	['fragment', /#/],
	['slash at the end', /[^/]\/(\?|#|$)/],
	['double slash', /\/\//],
	['dot segment', /\/\.\.?(\/|$)/],
	['dot segment with parameter', /\/\.\.?;/],
	['escaped slash', /%2f/i],
	['escaped or plain backslash', /%5c|\\/i],
	['escaped dot', /%2e/i],
	['%00', /%00/],
	['outside the letters of templates', /[[\]{}|^"]/],
	['non-ASCII', /[\u0080-\u00ff]/],
];

const httpFeatures = (path: string, host: string): readonly string[] => [
	...pathTests.filter(([, test]) => test.test(path)).map(([name]) => `path: ${name}`),
	...(/:\d+$/.test(host) ? ['host: with port'] : []),
	...(/[A-Z]/.test(host) ? ['host: upper case'] : []),
];

function tokenFeatures(token: Token): readonly string[] {
	const place = token.in ?? { header: 'Authorization', prefix: 'Bearer ' };
	const where =
		'query' in place
			? 'parameter'
			: 'cookie' in place
				? 'cookie'
				: place.header.toLowerCase() === 'authorization'
					? place.prefix === 'Bearer '
						? 'Authorization'
						: 'Authorization with another prefix'
					: 'another header';
	return [`token: ${'state' in token ? token.state : 'raw'}`, `token in: ${where}`];
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
