// What a reader of policies meets at the edges of the words: each row was asked before a line of the reader was changed.
import {
	allow,
	authentication,
	authorization,
	custom,
	deny,
	first,
	from,
	get,
	jwt,
	jwtRule,
	kubernetesGateway,
	type NamedCase,
	other,
	row,
	tcp,
	to,
	waypoint,
	when,
	whenNot,
} from './case.ts';

const at = (path: string) => to({ paths: [path] });
const tokens = (rule = {}) => authentication('tokens', jwtRule(first, rule));
const withClaim = (path: string, tenant: unknown) => get(path, { tokens: [jwt({ tenant })] });
const withSubject = (path: string, sub: unknown) => get(path, { tokens: [jwt({ sub })] });
const answers = (value: string) => ({ headers: [['x-oracle-decision', value]] as const });
const shop = { targetRefs: [{ group: '', kind: 'Service', name: 'shop' }] };
const identity = (rest: string) => `spiffe://cluster.local/${rest}` as const;

export const edges: readonly NamedCase[] = [
	{
		name: 'a line break in a claim',
		fact: '2.9',
		says: '`*` is the regular expression `.+`, which takes no line break; prefixes and suffixes do.',
		policies: [
			tokens(),
			allow(
				'claims',
				{ ...when('request.auth.claims[tenant]', '*'), ...at('/any') },
				{ ...when('request.auth.claims[tenant]', 'a*'), ...at('/prefix') },
				{ ...when('request.auth.claims[tenant]', '*b'), ...at('/suffix') },
				{ ...whenNot('request.auth.claims[tenant]', '*'), ...at('/none') },
				{ ...from({ requestPrincipals: ['*'] }), ...at('/principal') },
				{ ...from({ notRequestPrincipals: ['*'] }), ...at('/no-principal') },
			),
		],
		rows: [
			row(withClaim('/any', 'a\nb'), 403),
			row(withClaim('/any', 'a\r\u2028b'), 'allow'),
			row(withClaim('/prefix', 'a\nb'), 'allow'),
			row(withClaim('/suffix', 'a\nb'), 'allow'),
			row(withClaim('/none', 'a\nb'), 'allow'),
			row(withClaim('/any', ['\n', 'a']), 'allow'),
			row(withSubject('/principal', 'a\nb'), 403),
			row(withSubject('/no-principal', 'a\nb'), 'allow'),
		],
	},
	{
		name: 'a subject that is split at spaces',
		fact: '2.9',
		says: 'Split at spaces, `sub` is a list, which conditions on the claim take and request principals do not.',
		policies: [
			tokens({ spaceDelimitedClaims: ['sub', 'azp'] }),
			allow(
				'claims',
				{ ...from({ requestPrincipals: ['*'] }), ...at('/principal') },
				{ ...from({ notRequestPrincipals: ['*'] }), ...at('/no-principal') },
				{ ...when('request.auth.principal', `${first}/ann`), ...at('/when') },
				{ ...when('request.auth.claims[sub]', 'ann'), ...at('/sub') },
				{ ...when('request.auth.presenter', 'web'), ...at('/azp') },
			),
		],
		rows: [
			row(get('/principal', { tokens: [jwt()] }), 403),
			row(get('/no-principal', { tokens: [jwt()] }), 'allow'),
			row(get('/when', { tokens: [jwt()] }), 403),
			row(get('/sub', { tokens: [jwt()] }), 'allow'),
			row(get('/azp', { tokens: [jwt({ azp: 'x web' })] }), 'allow'),
		],
	},
	{
		name: 'brackets within brackets',
		fact: '2.9',
		says: 'Names that hold brackets are one name from the first bracket to the last.',
		policies: [
			tokens(),
			allow(
				'claims',
				{ ...when('request.auth.claims[[a]]', 'x'), ...at('/inner') },
				{ ...when('request.auth.claims[a]x[b]', 'x'), ...at('/between') },
			),
		],
		rows: [
			row(get('/inner', { tokens: [jwt({ '[a]': 'x' })] }), 'allow'),
			row(get('/inner', { tokens: [jwt({ a: 'x' })] }), 403),
			row(get('/between', { tokens: [jwt({ 'a]x[b': 'x' })] }), 'allow'),
			row(get('/between', { tokens: [jwt({ a: { b: 'x' } })] }), 403),
		],
	},
	{
		name: 'a key that only begins like request.headers',
		fact: '2.5',
		says: 'istiod lets it in and cannot translate it: DENY loses the condition, ALLOW the rule.',
		policies: [
			deny('deny', { ...when('request.headersfoo[x]', '1'), ...at('/a') }),
			allow('allow', when('request.headersfoo[x]', '1'), to({ paths: ['/a', '/b'] })),
		],
		rows: [row(get('/a'), 403), row(get('/b'), 'allow'), row(get('/c'), 403)],
	},
	{
		name: 'headers that are none',
		fact: '2.5',
		says: 'Conditions on `host` and on the pseudo headers read the request line, case and query included.',
		policies: [
			allow(
				'pseudo',
				{ ...when('request.headers[Host]', 'shop.example'), ...at('/host') },
				{ ...when('request.headers[:authority]', 'shop.example'), ...at('/authority') },
				when('request.headers[:path]', '/path?x=1'),
				{ ...when('request.headers[:method]', 'PUT'), ...at('/method') },
			),
		],
		rows: ['/host', '/authority', '/path?x=1', '/path', '/method'].flatMap((path) => [
			row(get(path), path === '/path' || path === '/method' ? 403 : 'allow'),
			row(get(path, { method: 'PUT', host: 'SHOP.example' }), /method|path.x/.test(path) ? 'allow' : 403),
		]),
	},
	{
		name: 'identities of other shapes',
		fact: '2.4',
		says: 'serviceAccounts allow parts between and behind, namespaces any text around; principals are taken as written.',
		policies: [
			allow(
				'identity',
				{ ...from({ serviceAccounts: ['web'] }), ...at('/account') },
				{ ...from({ namespaces: ['fo*'] }), ...at('/namespace') },
				{ ...from({ namespaces: ['foo/sa/web'] }), ...at('/more') },
				{ ...from({ principals: ['spiffe://cluster.local/ns/foo/sa/web'] }), ...at('/scheme') },
				{ ...from({ trustDomains: ['cluster*'] }), ...at('/domain') },
			),
		],
		rows: [
			...['ns/foo/sa/web', 'ns/foo/x/y/sa/web', 'ns/foo/sa/web/z', 'x/ns/foo/sa/web'].map((rest) =>
				row(get('/account', { from: identity(rest) }), 'allow'),
			),
			...['ns/foo/xsa/web', 'ns/foo/sa/webx', 'ns/bar/sa/web'].map((rest) =>
				row(get('/account', { from: identity(rest) }), 403),
			),
			row(get('/namespace', { from: identity('ns/foo/xsa/web') }), 'allow'),
			row(get('/namespace', { from: identity('ns/bar/sa/web') }), 403),
			row(get('/more', { from: identity('ns/foo/sa/web/z') }), 'allow'),
			row(get('/more'), 403),
			row(get('/scheme'), 403),
			row(get('/domain', { from: identity('a') }), 'allow'),
		],
	},
	{
		name: 'numbers in odd spellings',
		fact: '2.4',
		says: 'Ports may have zeros in front, blocks bits behind the prefix; families of IP do not mix.',
		policies: [
			allow(
				'values',
				{ ...to({ ports: ['08080'], paths: ['/port'] }) },
				{ ...from({ ipBlocks: ['127.9.9.9/8'] }), ...at('/block') },
				{ ...from({ ipBlocks: ['::ffff:127.0.0.1'] }), ...at('/mapped') },
				{ ...from({ ipBlocks: ['::/0'] }), ...at('/six') },
			),
		],
		rows: [row(get('/port'), 'allow'), row(get('/block'), 'allow'), row(get('/mapped'), 403), row(get('/six'), 403)],
	},
	{
		name: 'templates that end with a slash',
		fact: '2.7',
		says: 'A slash behind an operator must be there.',
		policies: [allow('templates', to({ paths: ['/a/{*}/'] }), to({ paths: ['/b/{**}/'] }))],
		rows: [
			row(get('/a/b/'), 'allow'),
			row(get('/a/b'), 403),
			row(get('/b/'), 403),
			row(get('/b/c/d/'), 'allow'),
			row(get('/b//'), 'allow'),
		],
	},
	{
		name: 'several authorizers',
		fact: '2.1',
		says: 'With the flag each provider is asked about its own rules, and all that are asked must agree.',
		mesh: {
			extensionProviders: [
				{ name: 'one', protocol: 'http' },
				{ name: 'two', protocol: 'grpc' },
			],
			istiod: { PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS: 'true' },
		},
		policies: [custom('one', to({ paths: ['/a', '/ab'] })), custom('two', to({ paths: ['/b', '/ab'] }))],
		rows: [
			...['/a', '/b', '/ab'].map((path) => row(get(path, answers('418')), 418)),
			row(get('/ab', answers('allow')), 'allow'),
			row(get('/c', answers('418')), 'allow'),
		],
	},
	{
		name: 'a provider whose name is no label',
		fact: '2.1',
		says: 'It cannot be asked, so what the rules match is denied.',
		mesh: { extensionProviders: [{ name: 'Ext_1', protocol: 'http' }] },
		policies: [custom('Ext_1', at('/a'))].map((object) => ({
			...object,
			metadata: { ...object.metadata, name: 'custom' },
		})),
		rows: [row(get('/a', answers('allow')), 403), row(get('/b'), 'allow')],
	},
	{
		name: 'gateways without selectors',
		fact: '2.11',
		says: 'With the flag off, a Gateway API gateway follows targetRefs only.',
		enforcer: kubernetesGateway,
		mesh: { istiod: { ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY: 'false' } },
		policies: [
			allow('namespace', at('/a')),
			authorization('selector', { selector: { matchLabels: { istio: 'edge' } } }),
		],
		rows: [row(get('/b', { from: 'plaintext' }), 'allow')],
	},
	{
		name: 'bytes at a waypoint',
		fact: '2.10',
		says: 'A waypoint reads rules for bytes as a sidecar does.',
		enforcer: {
			...waypoint,
			services: [
				{
					name: 'shop',
					ports: [
						{ port: 80, targetPort: 8080, protocol: 'http' },
						{ port: 90, protocol: 'tcp' },
						{ port: 91, protocol: 'undeclared' },
					],
				},
			],
		} as typeof waypoint,
		policies: [
			authorization('allow', {
				...shop,
				rules: [
					{ ...from({ principals: ['cluster.local/ns/foo/sa/web'] }), ...to({ ports: ['90'] }) },
					to({ methods: ['GET'] }),
				],
			}),
			authorization('deny', {
				...shop,
				action: 'DENY',
				rules: [{ ...from({ principals: ['cluster.local/ns/bar/sa/other'] }), ...to({ methods: ['POST'] }) }],
			}),
		],
		rows: [
			row(tcp(90), 'allow'),
			row(tcp(90, other), 'refused'),
			row(tcp(91), 'refused'),
			row(get('/', { port: 91 }), 'allow'),
			row(get('/', { port: 91, from: other }), 'allow'),
			row(get('/', { port: 91, from: other, method: 'POST' }), 403),
		],
	},
];
