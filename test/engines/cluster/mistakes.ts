// Mistakes in manifests like ours, with a part of what the API server says to each. Only what the server itself judges: the
// webhook of istiod is not there.
const object = (kind: string, spec: object, metadata: object = {}, apiVersion = 'security.istio.io/v1') => ({
	apiVersion,
	kind,
	metadata: { name: 'mistake', namespace: 'mistakes', ...metadata },
	spec,
});
const selector = { matchLabels: { app: 'a' } };
const policy = (spec: object, metadata?: object) => object('AuthorizationPolicy', { selector, ...spec }, metadata);
/** A rule with all fields of ours and nothing wrong in it. */
export const goodJwtRule = {
	issuer: 'https://idp.example',
	jwksUri: 'https://idp.example/keys',
	audiences: ['a'],
	fromHeaders: [{ name: 'Authorization', prefix: 'Bearer ' }],
	forwardOriginalToken: true,
};
const jwt = (rule: object) => object('RequestAuthentication', { selector, jwtRules: [{ ...goodJwtRule, ...rule }] });
const peer = (spec: object) => object('PeerAuthentication', spec);
const many = <T>(count: number, item: T): readonly T[] => Array.from({ length: count }, () => item);
const targetRef = { group: '', kind: 'Service', name: 'a' };

export const mistakes: readonly { readonly what: string; readonly object: object; readonly says: RegExp }[] = [
	{
		what: 'an unknown field',
		object: policy({ rules: [{ to: [{ operation: { metods: ['GET'] } }] }] }),
		says: /metods: field not declared in schema/,
	},
	{
		what: 'a field of another kind',
		object: policy({ jwtRules: [] }),
		says: /jwtRules: field not declared in schema/,
	},
	{ what: 'an action that does not exist', object: policy({ action: 'PERMIT' }), says: /Unsupported value: "PERMIT"/ },
	{
		what: 'a number for a port',
		object: policy({ rules: [{ to: [{ operation: { ports: [80] } }] }] }),
		says: /expected string, got/,
	},
	{
		what: 'a text for a list',
		object: policy({ rules: [{ to: [{ operation: { methods: 'GET' } }] }] }),
		says: /expected list, got/,
	},
	{
		what: 'a condition without a key',
		object: policy({ rules: [{ when: [{ values: ['a'] }] }] }),
		says: /key.*Required/,
	},
	{ what: '513 rules', object: policy({ rules: many(513, {}) }), says: /must have at most 512 items/ },
	{
		what: '513 sources',
		object: policy({ rules: [{ from: many(513, { source: { principals: ['a'] } }) }] }),
		says: /must have at most 512 items/,
	},
	{
		what: 'a selector and targetRefs',
		object: policy({ targetRefs: [targetRef] }),
		says: /only one of targetRefs or selector/,
	},
	{
		what: '17 targetRefs',
		object: object('AuthorizationPolicy', { targetRefs: many(17, targetRef) }),
		says: /must have at most 16 items/,
	},
	{
		what: 'a target in another namespace',
		object: object('AuthorizationPolicy', { targetRefs: [{ ...targetRef, namespace: 'b' }] }),
		says: /cross namespace referencing is not currently supported/,
	},
	{
		what: 'a wildcard in a selector',
		object: policy({ selector: { matchLabels: { app: 'a*' } } }),
		says: /wildcard not allowed in label value match/,
	},
	{
		what: 'service accounts beside principals',
		object: policy({ rules: [{ from: [{ source: { serviceAccounts: ['a/b'], principals: ['c'] } }] }] }),
		says: /Cannot set serviceAccounts with namespaces\s+or principals/,
	},
	{ what: 'an upper-case name', object: policy({}, { name: 'Accounts' }), says: /a lowercase RFC 1123 subdomain/ },
	{
		what: 'a name over 253 characters',
		object: policy({}, { name: 'a'.repeat(254) }),
		says: /must be no more than 253/,
	},
	{
		what: 'a label over 63 characters',
		object: policy({}, { labels: { owner: 'a'.repeat(64) } }),
		says: /must be no more than 63/,
	},
	{
		what: 'annotations over 256 KiB',
		object: policy({}, { annotations: { 'meshgrant.dev/grants': 'a'.repeat(262_145) } }),
		says: /Too long: may not be more than 262144 bytes/,
	},
	{ what: 'a key set at a path', object: jwt({ jwksUri: '/keys' }), says: /url must have scheme http/ },
	{
		what: 'two sources of keys',
		object: jwt({ jwks: '{}' }),
		says: /only one of jwks/,
	},
	{ what: 'an empty audience', object: jwt({ audiences: [''] }), says: /should be at least 1 chars long/ },
	{
		what: 'a header name with a space',
		object: jwt({ outputClaimToHeaders: [{ header: 'x tenant', claim: 'tenant' }] }),
		says: /should match '\^\[-_A-Za-z0-9\]\+\$'/,
	},
	{
		what: 'a claim without a header',
		object: jwt({ outputClaimToHeaders: [{ claim: 'tenant' }] }),
		says: /header.*Required/,
	},
	{
		what: 'a mode that does not exist',
		object: peer({ mtls: { mode: 'strict' } }),
		says: /Unsupported value: "strict"/,
	},
	{
		what: 'a port mode without a selector',
		object: peer({ mtls: { mode: 'STRICT' }, portLevelMtls: { 80: { mode: 'PERMISSIVE' } } }),
		says: /portLevelMtls requires selector/,
	},
	{
		what: 'a port out of range',
		object: peer({ selector, portLevelMtls: { 65536: { mode: 'PERMISSIVE' } } }),
		says: /port must be between 1-65535/,
	},
	{
		what: 'a NetworkPolicy with a port out of range',
		object: object(
			'NetworkPolicy',
			{ podSelector: {}, ingress: [{ ports: [{ protocol: 'TCP', port: 65_536 }] }] },
			{},
			'networking.k8s.io/v1',
		),
		says: /must be between 1 and 65535/,
	},
	{
		what: 'an egress host without a namespace',
		object: object('Sidecar', { egress: [{ hosts: 'a/b' }] }, {}, 'networking.istio.io/v1'),
		says: /expected list, got/,
	},
	{
		what: 'a version that is not served',
		object: object('AuthorizationPolicy', {}, {}, 'security.istio.io/v2'),
		says: /no matches for kind/,
	},
];
