// Paths, hosts and headers as rules see them.
import type { MeshSettings } from '../../engines/mesh/case.ts';
import { allow, deny, from, get, type NamedCase, row, to, when, whenNot } from './case.ts';

const only = (...paths: readonly string[]) => [allow('paths', to({ paths }))];
const normalization = (pathNormalization: NonNullable<MeshSettings['pathNormalization']>) => ({ pathNormalization });

export const paths: readonly NamedCase[] = [
	{
		name: 'query, fragment and slash',
		fact: '2.7',
		says: 'Query and fragment are cut before matching; a slash at the end counts.',
		policies: only('/a', '/t/{*}'),
		rows: [
			row(get('/a'), 'allow'),
			row(get('/a?x=/b'), 'allow'),
			row(get('/a#x'), 'allow'),
			row(get('/a/'), 403),
			row(get('/a;x=y'), 403),
			row(get('/t/1?x=/b'), 'allow'),
			row(get('/t/1/'), 403),
		],
	},
	{
		name: 'path templates',
		fact: '2.7',
		says: '`{*}` is one segment that is not empty, `{**}` any rest; other letters than those of a plain path match neither.',
		policies: [
			allow('one', to({ paths: ['/one/{*}'] })),
			allow('rest', to({ paths: ['/rest/{**}'] })),
			allow('inner', to({ paths: ['/in/{**}/cart'] })),
			allow('both', to({ paths: ['/both/{*}/x/{**}'] })),
		],
		rows: [
			row(get('/one/x'), 'allow'),
			row(get('/one/'), 403),
			row(get('/one/x/y'), 403),
			row(get('/one/*'), 'allow'),
			row(get("/one/a-b.c_d~e%21!$&'()+,;:@="), 'allow'),
			row(get('/one/a[b'), 403),
			row(get('/one/a|b'), 'allow'),
			row(get('/rest/'), 'allow'),
			row(get('/rest'), 403),
			row(get('/rest/x/y/'), 'allow'),
			row(get('/in/a/b/cart'), 'allow'),
			row(get('/in//cart'), 'allow'),
			row(get('/in/cart'), 403),
			row(get('/both/1/x/'), 'allow'),
			row(get('/both/1/x'), 403),
		],
	},
	{
		name: 'a template in DENY has a way around',
		fact: '2.7',
		says: 'A path with `[` matches no template, so a DENY with one does not see it.',
		policies: [deny('template', to({ paths: ['/admin/{**}'] }))],
		rows: [row(get('/admin/x'), 403), row(get('/admin/[x'), 'allow'), row(get('/admin'), 'allow')],
	},
	{
		name: 'BASE',
		fact: '2.7',
		says: 'Dot segments are resolved and backslashes turned; double slashes and escaped ones stay.',
		policies: only('/a/b', '/a|b', '/c%7Cd'),
		rows: [
			row(get('/a/x/../b'), 'allow'),
			row(get('/a/./b'), 'allow'),
			row(get('/a\\b'), 'allow'),
			row(get('/a//b'), 403),
			row(get('/a%2fb'), 403),
			row(get('/a%2Fb'), 403),
			row(get('/a/%62'), 'allow'),
			row(get('/A/b'), 403),
			row(get('/a|b'), 403),
			row(get('/c|d'), 'allow'),
			row(get('/a/b%00'), 400),
			row(get('/../a/b'), 'allow'),
			row(get('/a/x/..;/b'), 'allow'),
			row(get('/a/x/..;p=1/b'), 'allow'),
			row(get('/a/x/%2e%2e/b'), 'allow'),
			row(get('/a/x/%2e%2e;/b'), 403),
			row(get('/a/\u00e9'), 400),
		],
	},
	{
		name: 'NONE',
		fact: '2.7',
		says: 'Paths are matched and sent on as they came.',
		mesh: normalization('NONE'),
		policies: only('/a/b', '/a/x/../b', '/a\\b', '/n%00'),
		rows: [
			row(get('/a/b'), 'allow'),
			row(get('/a/x/../b'), 'allow'),
			row(get('/a/./b'), 403),
			row(get('/a\\b'), 'allow'),
			row(get('/a/%62'), 403),
			row(get('/n%00'), 'allow'),
		],
	},
	{
		name: 'MERGE_SLASHES',
		fact: '2.7',
		says: 'As BASE, and slashes beside each other become one.',
		mesh: normalization('MERGE_SLASHES'),
		policies: only('/a/b'),
		rows: [row(get('/a//b'), 'allow'), row(get('//a///b'), 'allow'), row(get('/a%2fb'), 403), row(get('/a/b//'), 403)],
	},
	{
		name: 'DECODE_AND_MERGE_SLASHES',
		fact: '2.7',
		says: 'As MERGE_SLASHES, after escaped slashes and backslashes are decoded.',
		mesh: normalization('DECODE_AND_MERGE_SLASHES'),
		policies: only('/a/b'),
		rows: [
			row(get('/a%2fb'), 'allow'),
			row(get('/a%2F%2fb'), 'allow'),
			row(get('/a%5cb'), 'allow'),
			row(get('/a%252fb'), 403),
			row(get('/a/x%2f..%2fb'), 'allow'),
		],
	},
	{
		name: 'the normalized path goes on',
		fact: '2.7',
		says: 'The upstream receives the path that was matched; the fragment is gone.',
		policies: only('/*'),
		rows: [row(get('/a/x/../b?q=1#f'), 'allow', {}), row(get('/a%2fb/./c'), 'allow', {})],
	},
	{
		name: 'prefix and suffix of a path',
		fact: '2.3',
		says: '`/a*` knows no segments; `*` asks for a path at all.',
		policies: [allow('paths', to({ paths: ['/a*', '*.css'] }), to({ paths: ['*'], methods: ['PUT'] }))],
		rows: [
			row(get('/a'), 'allow'),
			row(get('/abc/d'), 'allow'),
			row(get('/b/x.css'), 'allow'),
			row(get('/b/x.css.js'), 403),
			row(get('/b'), 403),
			row(get('/', { method: 'PUT' }), 'allow'),
		],
	},
	{
		name: 'presence of a header',
		fact: '2.3',
		says: '`*` on a header is true for an empty value too.',
		policies: [
			allow(
				'header',
				{ ...when('request.headers[x-debug]', '*'), ...to({ paths: ['/there'] }) },
				{ ...whenNot('request.headers[x-debug]', '*'), ...to({ paths: ['/not-there'] }) },
				{ ...whenNot('request.headers[x-debug]', 'off'), ...to({ paths: ['/not-off'] }) },
			),
		],
		rows: [
			row(get('/there'), 403),
			row(get('/there', { headers: [['x-debug', '']] }), 'allow'),
			row(get('/there', { headers: [['x-debug', '1']] }), 'allow'),
			row(get('/not-there'), 'allow'),
			row(get('/not-there', { headers: [['x-debug', '']] }), 403),
			row(get('/not-off'), 'allow'),
			row(get('/not-off', { headers: [['x-debug', 'off']] }), 403),
		],
	},
	{
		name: 'a repeated header',
		fact: '2.3',
		says: 'Each value is matched by itself; the joined text matches nothing.',
		policies: [
			allow(
				'header',
				{ ...when('request.headers[x-tenant]', 't1'), ...to({ paths: ['/one'] }) },
				{ ...when('request.headers[x-tenant]', 't2,t1'), ...to({ paths: ['/joined'] }) },
				{ ...whenNot('request.headers[x-tenant]', 't1'), ...to({ paths: ['/not'] }) },
			),
		],
		rows: [
			row(
				get('/one', {
					headers: [
						['x-tenant', 't2'],
						['x-tenant', 't1'],
					],
				}),
				'allow',
			),
			row(get('/one', { headers: [['x-tenant', 't2,t1']] }), 403),
			row(
				get('/joined', {
					headers: [
						['x-tenant', 't2'],
						['x-tenant', 't1'],
					],
				}),
				403,
			),
			row(get('/joined', { headers: [['x-tenant', 't2,t1']] }), 'allow'),
			row(
				get('/not', {
					headers: [
						['x-tenant', 't2'],
						['x-tenant', 't1'],
					],
				}),
				403,
			),
		],
	},
	{
		name: 'an open ending of a host',
		fact: '2.3',
		says: '`shop*` admits every host that begins so.',
		policies: [allow('host', to({ hosts: ['shop*'] }))],
		rows: [
			row(get('/'), 'allow'),
			row(get('/', { host: 'shop.evil.example' }), 'allow'),
			row(get('/', { host: 'x.shop.example' }), 403),
		],
	},
	{
		name: 'gRPC is POST with the method as path',
		fact: '2.7',
		says: 'A gRPC call is POST to /package.Service/Method.',
		policies: [
			allow('grpc', { ...from({ principals: ['*'] }), ...to({ methods: ['POST'], paths: ['/shop.Cart/Add'] }) }),
		],
		rows: [
			row(get('/shop.Cart/Add', { method: 'POST' }), 'allow'),
			row(get('/shop.Cart/Add'), 403),
			row(get('/shop.Cart/Remove', { method: 'POST' }), 403),
			// On the wire: HTTP 200 with grpc-status 7.
			row(get('/shop.Cart/Remove', { method: 'POST', headers: [['content-type', 'application/grpc']] }), 403),
		],
	},
];
