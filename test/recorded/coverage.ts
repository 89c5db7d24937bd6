// The coverage table: how often each thing occurs in the recorded verdicts, and with which outcome. `wanted` is what must
// occur; the test holds that it does, and that nothing occurs which is not wanted.
import type { Verdict } from '../engines/mesh/case.ts';
import { caseFeatures, requestFeatures } from './features.ts';
import type { RecordedCase } from './format.ts';

export type Count = { cases: number; verdicts: number; allowed: number; denied: number };

/** By feature, in no order. A case's own features count all its verdicts, a request's only its own. */
export function coverage(recorded: readonly RecordedCase[]): ReadonlyMap<string, Count> {
	const counts = new Map<string, Count>();
	const add = (feature: string, cases: number, verdicts: readonly Verdict[]) => {
		const count = counts.get(feature) ?? { cases: 0, verdicts: 0, allowed: 0, denied: 0 };
		const allowed = verdicts.filter(({ verdict }) => verdict === 'allow').length;
		counts.set(feature, {
			cases: count.cases + cases,
			verdicts: count.verdicts + verdicts.length,
			allowed: count.allowed + allowed,
			denied: count.denied + verdicts.length - allowed,
		});
	};
	for (const each of recorded) {
		for (const feature of caseFeatures(each)) add(feature, 1, each.verdicts);
		const seen = new Set<string>();
		for (const [index, request] of each.asked.requests.entries()) {
			const verdict = each.verdicts[index];
			if (verdict === undefined) continue;
			for (const feature of [...requestFeatures(request, each.asked), `verdict: ${outcome(verdict)}`]) {
				add(feature, seen.has(feature) ? 0 : 1, [verdict]);
				seen.add(feature);
			}
		}
	}
	return counts;
}

const outcome = ({ verdict }: Verdict): string =>
	typeof verdict !== 'number' || verdict === 401 || verdict === 403 || verdict === 400
		? String(verdict)
		: 'another status';

const withTwin = (names: readonly string[]): readonly string[] =>
	names.flatMap((name) => [name, `not${name.slice(0, 1).toUpperCase()}${name.slice(1)}`]);

const inGroup = (group: string, names: readonly string[]): readonly string[] =>
	names.map((name) => `${group}: ${name}`);

const attachments = [
	'root namespace',
	'namespace',
	'elsewhere',
	'selector in root namespace',
	'selector in namespace',
	'targetRefs Service',
	'targetRefs Gateway',
	'targetRefs GatewayClass',
	'targetRefs ServiceEntry',
	'targetRef Service',
	'targetRef Gateway',
] as const;

const keys = [
	'request.headers[…]',
	'source.ip',
	'remote.ip',
	'source.namespace',
	'source.serviceAccount',
	'source.trustDomain',
	'source.principal',
	'request.auth.principal',
	'request.auth.audiences',
	'request.auth.presenter',
	'request.auth.claims[…]',
	'request.auth.claims[…][…]',
	'destination.ip',
	'destination.port',
	'connection.sni',
	'experimental.envoy.filters.…',
];

const modes = ['STRICT', 'PERMISSIVE', 'UNSET', 'DISABLE'] as const;

/**
 * Facts with named cases. Those of group 0 are the traps: what most readers of policies get wrong. 0.8 and 0.9 are about
 * ztunnel, which cannot be asked. The other numbers only group what belongs together.
 */
export const facts: Readonly<Record<string, string>> = {
	'0.1': 'CUSTOM comes before the token is verified',
	'0.2': 'ALLOW policies of all scopes are one union',
	'0.3': 'the first token that verifies ends verification',
	'0.4': 'RequestAuthentication asks for no token',
	'0.5': 'a token without `sub` has no request principal',
	'0.6': 'what is missing makes `not…` fields true',
	'0.7': 'HTTP fields on TCP: ALLOW rules vanish, DENY rules widen',
	'0.10': 'waypoints ignore policies without targetRefs, sidecars those with',
	'0.11': '`*` in the middle is a letter; `*x*` is a suffix',
	'0.12': 'only hosts and header names ignore case; Host keeps its port',
	'1.4': 'modes of mutual TLS: port over workload over namespace over mesh',
	'1.5': '`from: []` and `to: []` are absent',
	'2.1': 'order, empty forms, dry run, providers',
	'2.2': 'AND and OR within rules',
	'2.3': 'patterns, presence, repeated headers',
	'2.4': 'identities, aliases, addresses',
	'2.5': 'keys of conditions',
	'2.6': 'ports: container, pod, Service',
	'2.7': 'paths: normalization and templates',
	'2.8': 'verification of tokens',
	'2.9': 'claims',
	'2.10': 'sniffed ports',
	'2.11': 'which policies attach',
	'8': 'audience before signature, namespaces as patterns',
	'9': 'settled on the engines',
};

/** In the order of the table. */
export const wanted: readonly string[] = [
	...inGroup('AP action', ['ALLOW', 'left out', 'DENY', 'AUDIT', 'CUSTOM']),
	...inGroup('AP dry run', ['true', 'false']),
	...inGroup('AP provider', ['http', 'grpc', 'not declared']),
	...inGroup('AP form', ['{}', 'rules: []', 'rules: [{}]', 'from: []', 'to: []', 'when: []']),
	'AP objects: more than 3',
	'no policies at all',
	...inGroup('AP place', attachments),
	...inGroup(
		'source',
		withTwin([
			'principals',
			'requestPrincipals',
			'namespaces',
			'serviceAccounts',
			'trustDomains',
			'ipBlocks',
			'remoteIpBlocks',
		]),
	),
	...inGroup('operation', withTwin(['hosts', 'ports', 'methods', 'paths'])),
	...inGroup(
		'when',
		keys.flatMap((key) => [`${key} values`, `${key} notValues`]),
	),
	...inGroup('shape', ['exact', '*', 'x*', '*x', '*x*', 'a*b', '{*}', '{**}', '{*} and {**}']),
	...inGroup('RA place', attachments),
	...inGroup('RA rules', ['0', '1', 'several']),
	'RA objects: several',
	...inGroup('jwtRule', [
		'issuer',
		'no issuer',
		'audiences',
		'jwksUri',
		'jwks',
		'fromHeaders',
		'fromHeaders with prefix',
		'fromHeaders without prefix',
		'fromParams',
		'fromCookies',
		'outputPayloadToHeader',
		'outputClaimToHeaders',
		'forwardOriginalToken: true',
		'forwardOriginalToken: false',
		'timeout',
		'spaceDelimitedClaims',
	]),
	...inGroup('PA place', ['root namespace', 'namespace', 'selector in namespace', 'selector in root namespace']),
	...inGroup('PA mode', [...modes, 'left out']),
	...inGroup('PA port mode', modes),
	'PA objects: several',
	...inGroup('mesh', [
		'trust domain cluster.local',
		'trust domain of its own',
		'trust domain aliases',
		'root namespace of its own',
		'paths BASE, by default',
		'paths BASE',
		'paths NONE',
		'paths MERGE_SLASHES',
		'paths DECODE_AND_MERGE_SLASHES',
	]),
	...inGroup('enforcer', ['sidecar', 'gateway (istio)', 'gateway (kubernetes)', 'waypoint']),
	...inGroup('caller', ['identity', 'plaintext', 'tls']),
	...inGroup('port', ['http', 'https', 'grpc', 'tcp', 'undeclared', 'without a Service']),
	...inGroup('speaks', ['HTTP', 'TCP']),
	...inGroup('address', ['loopback', 'IPv4', 'IPv6', 'destination']),
	...inGroup('server name', ['given', 'none']),
	...inGroup('path', [
		'query',
		'fragment',
		'slash at the end',
		'double slash',
		'dot segment',
		'dot segment with parameter',
		'escaped slash',
		'escaped or plain backslash',
		'escaped dot',
		'%00',
		'outside the letters of templates',
		'non-ASCII',
	]),
	...inGroup('host', ['with port', 'upper case']),
	...inGroup('header', ['decision of the authorizer', 'X-Forwarded-For', 'preflight', 'repeated']),
	...inGroup('tokens', ['0', '1', '2']),
	...inGroup('token', [
		'valid',
		'idToken',
		'expired',
		'expiredInSkew',
		'notYetValid',
		'withoutExpiry',
		'forged',
		'wrongKeyId',
		'otherKey',
		'unknownIssuer',
		'unsigned',
		'confused',
		'garbage',
		'raw',
	]),
	...inGroup('token in', [
		'Authorization',
		'Authorization with another prefix',
		'another header',
		'parameter',
		'cookie',
	]),
	...inGroup('fact', Object.keys(facts)),
	...inGroup('origin', ['named', 'example', 'random']),
	...inGroup('verdict', ['allow', 'refused', '401', '403', '400', 'another status']),
];

/** A Markdown table: one row a feature, with what the README's reader wants to know of it. */
export function coverageTable(counts: ReadonlyMap<string, Count>): string {
	const rows = wanted.map((feature) => {
		const { cases, verdicts, allowed, denied } = counts.get(feature) ?? {
			cases: 0,
			verdicts: 0,
			allowed: 0,
			denied: 0,
		};
		return `| ${titleOf(feature)} | ${cases} | ${verdicts} | ${allowed} | ${denied} |`;
	});
	return ['| what | cases | verdicts | allowed | not allowed |', '| --- | ---: | ---: | ---: | ---: |', ...rows].join(
		'\n',
	);
}

function titleOf(feature: string): string {
	const fact = feature.startsWith('fact: ') ? facts[feature.slice('fact: '.length)] : undefined;
	// Facts are sentences with code in them; other names are shown letter for letter.
	return fact === undefined ? markdown(feature) : `${feature} (${fact})`;
}

const markdown = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('[', '\\[');
