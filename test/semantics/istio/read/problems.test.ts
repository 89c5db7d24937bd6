// Everything that the API server or istiod refuses comes back as a problem at its place, and nothing that they take does.
import { expect, test } from 'vitest';
import { readManifests } from '../../../../src/semantics/istio/read/index.ts';
import { peers, policy, tokens } from '../objects.ts';

const found = (object: unknown) => readManifests([object]).problems.map(({ kind, path }) => `${kind} ${path}`);

const source = (fields: object) => policy('a', { rules: [{ from: [{ source: fields }] }] });
const operation = (fields: object) => policy('a', { rules: [{ to: [{ operation: fields }] }] });
const when = (condition: object) => policy('a', { rules: [{ when: [condition] }] });
const custom = (rule: object) => policy('a', { action: 'CUSTOM', provider: { name: 'p' }, rules: [rule] });
const inSource = 'spec.rules[0].from[0].source';
const inOperation = 'spec.rules[0].to[0].operation';
const key = 'spec.rules[0].when[0]';
const target = { group: '', kind: 'Service', name: 'cart' };
const many = (count: number, item: unknown) => Array.from({ length: count }, () => item);

test.each<readonly [what: string, object: unknown, ...problems: string[]]>([
	['an empty URL', tokens('a', { jwtRules: [{ issuer: 'a', jwksUri: '' }] }), 'refused spec.jwtRules[0].jwksUri'],
	['no spec but null', { ...policy('a', {}), spec: null }, 'refused spec'],
	['null for a list', policy('a', { rules: null }), 'refused spec.rules'],
	['null for a rule', policy('a', { rules: [null] }), 'refused spec.rules[0]'],
	['null in a rule', policy('a', { rules: [{ from: null }] }), 'refused spec.rules[0].from'],
	['null for a selector', tokens('a', { selector: null }), 'refused spec.selector'],
	['null for labels', policy('a', { selector: { matchLabels: null } }), 'refused spec.selector.matchLabels'],
	[
		'null for a port',
		peers('a', { selector: { matchLabels: { a: 'b' } }, portLevelMtls: { 80: null } }),
		'refused spec.portLevelMtls["80"]',
	],
	['null for a text', tokens('a', { jwtRules: [{ issuer: 'a', jwksUri: null }] }), 'refused spec.jwtRules[0].jwksUri'],
	[
		'a URL with a line break',
		tokens('a', { jwtRules: [{ issuer: 'a', jwksUri: 'https://a/b\n' }] }),
		'refused spec.jwtRules[0].jwksUri',
	],
	[
		'a URL with a port that is none',
		tokens('a', { jwtRules: [{ issuer: 'a', jwksUri: 'https://a:x/b' }] }),
		'refused spec.jwtRules[0].jwksUri',
	],
	[
		'a URL with a broken escape',
		tokens('a', { jwtRules: [{ issuer: 'a', jwksUri: 'https://a/%x' }] }),
		'refused spec.jwtRules[0].jwksUri',
	],
	[
		'URLs of odd forms',
		tokens('a', {
			jwtRules: [
				{ issuer: 'a', jwksUri: 'HTTPS://[::1]:443?x#y' },
				{ issuer: 'a', jwksUri: 'http:///keys' },
			],
		}),
	],
	['DENY without rules', policy('a', { action: 'DENY' }), 'refused spec.rules'],
	['DENY with an empty list', policy('a', { action: 'DENY', rules: [] }), 'refused spec.rules'],
	['CUSTOM without provider', policy('a', { action: 'CUSTOM', rules: [{}] }), 'refused spec.provider.name'],
	['provider with ALLOW', policy('a', { provider: { name: 'p' } }), 'refused spec.provider'],
	['another action', policy('a', { action: 'LOG' }), 'unreadable spec.action'],
	['an action in lower case', policy('a', { action: 'deny', rules: [{}] }), 'unreadable spec.action'],
	['a typing mistake', policy('a', { rule: [{}] }), 'unknown spec.rule'],
	['a typing mistake in a rule', policy('a', { rules: [{ form: [] }] }), 'unknown spec.rules[0].form'],
	[
		'a field beside source',
		policy('a', { rules: [{ from: [{ source: { principals: ['a'] }, to: 1 }] }] }),
		'unknown spec.rules[0].from[0].to',
	],
	['snake case', policy('a', { target_refs: [target] }), 'unknown spec.target_refs'],
	['513 rules', policy('a', { rules: many(513, {}) }), 'refused spec.rules'],
	[
		'513 sources',
		policy('a', { rules: [{ from: many(513, { source: { principals: ['a'] } }) }] }),
		'refused spec.rules[0].from',
	],
	['rules that are no list', policy('a', { rules: {} }), 'unreadable spec.rules'],
	['a rule that is no object', policy('a', { rules: ['a'] }), 'unreadable spec.rules[0]'],
	['no source', policy('a', { rules: [{ from: [{}] }] }), `refused ${inSource}`],
	['an empty source', source({}), `refused ${inSource}`],
	['a source of empty lists', source({ principals: [], namespaces: [] }), `refused ${inSource}`],
	['an empty operation', operation({}), `refused ${inOperation}`],
	['an empty principal', source({ principals: ['a', ''] }), `refused ${inSource}.principals`],
	[
		'a principal that is no list',
		source({ principals: 'a' }),
		`refused ${inSource}`,
		`unreadable ${inSource}.principals`,
	],
	['an unknown source field', source({ principals: ['a'], principal: ['b'] }), `unknown ${inSource}.principal`],
	['serviceAccounts with principals', source({ serviceAccounts: ['a'], notPrincipals: ['b'] }), `refused ${inSource}`],
	['serviceAccounts with namespaces', source({ notServiceAccounts: ['a'], namespaces: ['b'] }), `refused ${inSource}`],
	['a wildcard service account', source({ serviceAccounts: ['a/*'] }), `refused ${inSource}.serviceAccounts`],
	['a service account of three parts', source({ serviceAccounts: ['a/b/c'] }), `refused ${inSource}.serviceAccounts`],
	['a service account without a name', source({ serviceAccounts: ['a/'] }), `refused ${inSource}.serviceAccounts`],
	['17 service accounts', source({ serviceAccounts: many(17, 'a') }), `refused ${inSource}.serviceAccounts`],
	['a long service account', source({ serviceAccounts: ['a'.repeat(321)] }), `refused ${inSource}.serviceAccounts`],
	['a star within a trust domain', source({ trustDomains: ['a*b'] }), `refused ${inSource}.trustDomains`],
	['two stars in a trust domain', source({ trustDomains: ['*a*'] }), `refused ${inSource}.trustDomains`],
	['a path in a trust domain', source({ trustDomains: ['a/b'] }), `refused ${inSource}.trustDomains`],
	['no address', source({ ipBlocks: ['10.0.0.0/33'] }), `refused ${inSource}.ipBlocks`],
	['zeros in front of a prefix', source({ ipBlocks: ['10.0.0.0/08'] }), `refused ${inSource}.ipBlocks`],
	['zeros in front of a number', source({ notRemoteIpBlocks: ['010.0.0.1'] }), `refused ${inSource}.notRemoteIpBlocks`],
	['a port as a number', operation({ ports: [8080] }), `unreadable ${inOperation}.ports`],
	['a port that is none', operation({ notPorts: ['http'] }), `refused ${inOperation}.notPorts`],
	['a port that is too big', operation({ ports: ['65536'] }), `refused ${inOperation}.ports`],
	['an operator after {**}', operation({ paths: ['/{**}/{*}'] }), `refused ${inOperation}.paths`],
	['an operator in a segment', operation({ paths: ['/a{*}'] }), `refused ${inOperation}.paths`],
	['a named operator', operation({ paths: ['/{id}'] }), `refused ${inOperation}.paths`],
	['a star beside a template', operation({ notPaths: ['/a*/{*}'] }), `refused ${inOperation}.notPaths`],
	['an empty segment in a template', operation({ paths: ['/a//{*}'] }), `refused ${inOperation}.paths`],
	['a template that does not begin with a slash', operation({ paths: ['a/{*}'] }), `refused ${inOperation}.paths`],
	['an unknown key', when({ key: 'request.path', values: ['/a'] }), `refused ${key}.key`],
	['a key of old', when({ key: 'destination.labels[a]', values: ['b'] }), `refused ${key}.key`],
	['no key', when({ values: ['/a'] }), `refused ${key}.key`],
	['a key without its name', when({ key: 'request.headers', values: ['/a'] }), `refused ${key}.key`],
	['a key with an empty name', when({ key: 'request.headers[]', values: ['/a'] }), `refused ${key}.key`],
	['no values', when({ key: 'source.ip' }), `refused ${key}`],
	['an empty value', when({ key: 'source.principal', notValues: [''] }), `refused ${key}.notValues`],
	['a bad address', when({ key: 'remote.ip', values: ['a'] }), `refused ${key}.values`],
	['a bad port', when({ key: 'destination.port', values: ['a'] }), `refused ${key}.values`],
	['no condition', policy('a', { rules: [{ when: [null] }] }), `refused ${key}`],
	['what other filters write', when({ key: 'experimental.envoy.filters.a[b]', values: ['c'] }), `unmodelled ${key}`],
	['CUSTOM with principals', custom({ from: [{ source: { principals: ['a'] } }] }), `refused ${inSource}`],
	['CUSTOM with claims', custom({ when: [{ key: 'request.auth.claims[a]', values: ['b'] }] }), `refused ${key}.key`],
	['CUSTOM with a namespace', custom({ when: [{ key: 'source.namespace', values: ['b'] }] }), `refused ${key}.key`],
	[
		'dry run that is no boolean',
		policy('a', {}, 'shop', { annotations: { 'istio.io/dry-run': 'yes' } }),
		'refused metadata.annotations[istio.io/dry-run]',
	],
	[
		'dry run of AUDIT',
		policy('a', { action: 'AUDIT' }, 'shop', { annotations: { 'istio.io/dry-run': 'true' } }),
		'refused metadata.annotations[istio.io/dry-run]',
	],
	[
		'dry run elsewhere',
		peers('a', {}, 'shop', { annotations: { 'istio.io/dry-run': 'true' } }),
		'refused metadata.annotations[istio.io/dry-run]',
	],
	['selector and targetRefs', policy('a', { selector: {}, targetRefs: [target] }), 'refused spec.targetRefs'],
	['an empty targetRefs beside a selector', policy('a', { selector: {}, targetRefs: [] }), 'refused spec.targetRefs'],
	['17 targets', policy('a', { targetRefs: many(17, target) }), 'refused spec.targetRefs'],
	[
		'a target of another kind',
		policy('a', { targetRefs: [{ group: 'apps', kind: 'Deployment', name: 'a' }] }),
		'refused spec.targetRefs[0]',
	],
	[
		'a Gateway of the wrong group',
		policy('a', { targetRefs: [{ kind: 'Gateway', name: 'a' }] }),
		'refused spec.targetRefs[0]',
	],
	['a target without a name', policy('a', { targetRef: { kind: 'Service' } }), 'refused spec.targetRef.name'],
	[
		'a target elsewhere',
		policy('a', { targetRefs: [{ ...target, namespace: 'b' }] }),
		'refused spec.targetRefs[0].namespace',
	],
	[
		'a label that is a number',
		policy('a', { selector: { matchLabels: { a: 1 } } }),
		'unreadable spec.selector.matchLabels["a"]',
	],
	[
		'a wildcard label',
		policy('a', { selector: { matchLabels: { a: '*' } } }),
		'refused spec.selector.matchLabels["a"]',
	],
	[
		'a long label',
		policy('a', { selector: { matchLabels: { a: 'b'.repeat(64) } } }),
		'refused spec.selector.matchLabels["a"]',
	],
	['a selector of another form', policy('a', { selector: { labels: { a: 'b' } } }), 'unknown spec.selector.labels'],
	['no name', { ...policy('a', {}), metadata: {} }, 'unreadable metadata.name'],
	['a kind that is none', { ...policy('a', {}), kind: 'AuthorisationPolicy' }, 'unreadable kind'],
	['a version that is none', { ...policy('a', {}), apiVersion: 'security.istio.io/v1alpha1' }, 'unreadable kind'],
	['fields beside spec', { ...policy('a', {}), rules: [] }, 'unknown .rules'],
	['another mode', peers('a', { mtls: { mode: 'MUTUAL' } }), 'unreadable spec.mtls.mode'],
	['ports without a selector', peers('a', { portLevelMtls: { 80: {} } }), 'refused spec.portLevelMtls'],
	[
		'ports with an empty selector',
		peers('a', { selector: {}, portLevelMtls: { 80: {} } }),
		'refused spec.portLevelMtls',
	],
	['no ports', peers('a', { selector: { matchLabels: { a: 'b' } }, portLevelMtls: {} }), 'refused spec.portLevelMtls'],
	[
		'a port that is too big',
		peers('a', { selector: { matchLabels: { a: 'b' } }, portLevelMtls: { 65536: {} } }),
		'refused spec.portLevelMtls["65536"]',
	],
	[
		'a port by name',
		peers('a', { selector: { matchLabels: { a: 'b' } }, portLevelMtls: { http: {} } }),
		'unreadable spec.portLevelMtls["http"]',
	],
	['targets of a PeerAuthentication', peers('a', { targetRefs: [target] }), 'unknown spec.targetRefs'],
	['neither issuer nor keys', tokens('a', { jwtRules: [{}] }), 'refused spec.jwtRules[0].issuer'],
	[
		'an empty issuer',
		tokens('a', { jwtRules: [{ issuer: '', jwksUri: 'https://a/b' }] }),
		'refused spec.jwtRules[0].issuer',
	],
	[
		'two sources of keys',
		tokens('a', { jwtRules: [{ issuer: 'a', jwks: '{"keys":[]}', jwksUri: 'https://a/b' }] }),
		'refused spec.jwtRules[0].jwks',
	],
	['keys that are none', tokens('a', { jwtRules: [{ issuer: 'a', jwks: 'keys' }] }), 'refused spec.jwtRules[0].jwks'],
	[
		'keys by file',
		tokens('a', { jwtRules: [{ issuer: 'a', jwksUri: 'file:///a' }] }),
		'refused spec.jwtRules[0].jwksUri',
	],
	[
		'an empty audience',
		tokens('a', { jwtRules: [{ issuer: 'a', audiences: [''] }] }),
		'refused spec.jwtRules[0].audiences',
	],
	[
		'a header without a name',
		tokens('a', { jwtRules: [{ issuer: 'a', fromHeaders: [{ prefix: 'b' }] }] }),
		'refused spec.jwtRules[0].fromHeaders[0].name',
	],
	[
		'a header with a dot',
		tokens('a', { jwtRules: [{ issuer: 'a', outputClaimToHeaders: [{ header: 'a.b', claim: 'c' }] }] }),
		'refused spec.jwtRules[0].outputClaimToHeaders[0].header',
	],
	[
		'a header without a claim',
		tokens('a', { jwtRules: [{ issuer: 'a', outputClaimToHeaders: [{ header: 'a' }] }] }),
		'refused spec.jwtRules[0].outputClaimToHeaders[0].claim',
	],
	[
		'65 split claims',
		tokens('a', { jwtRules: [{ issuer: 'a', spaceDelimitedClaims: many(65, 'a') }] }),
		'refused spec.jwtRules[0].spaceDelimitedClaims',
	],
	[
		'a duration without a unit',
		tokens('a', { jwtRules: [{ issuer: 'a', timeout: '5' }] }),
		'refused spec.jwtRules[0].timeout',
	],
	[
		'a flag that is a text',
		tokens('a', { jwtRules: [{ issuer: 'a', forwardOriginalToken: 'true' }] }),
		'unreadable spec.jwtRules[0].forwardOriginalToken',
	],
	[
		'what comes later',
		tokens('a', { jwtRules: [{ issuer: 'a', presence: 'REQUIRED' }] }),
		'unknown spec.jwtRules[0].presence',
	],
])('%s', (_, object, ...problems) => {
	expect(found(object)).toEqual(problems);
});

test('an unreadable object is left out; others are kept as they are written', () => {
	const { policies } = readManifests([
		policy('unreadable', { rules: 'a' }),
		policy('refused', { action: 'DENY' }),
		policy('unknown', { rule: [{}] }),
	]);
	expect(policies.map(({ name }) => name)).toEqual(['refused', 'unknown']);
});

test('two objects of one name are told', () => {
	expect(found({ apiVersion: 'v1', kind: 'List', items: [policy('a', {}), policy('a', {})] })).toEqual(['refused ']);
	expect(readManifests([policy('a', {}), policy('a', {}, 'other'), peers('a', {})]).problems).toEqual([]);
});

test('a problem names its object, says what stands there and why it is one', () => {
	expect(readManifests([operation({ ports: ['http'] })]).problems).toEqual([
		{
			object: 'AuthorizationPolicy shop/a',
			path: 'spec.rules[0].to[0].operation.ports',
			kind: 'refused',
			what: '`ports`',
			why: '`http` is no port (0 to 65535)',
		},
	]);
});
