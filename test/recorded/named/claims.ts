// What rules see of a token's claims.
import {
	allow,
	authentication,
	first,
	from,
	get,
	jwt,
	jwtRule,
	type NamedCase,
	row,
	to,
	when,
	whenNot,
} from './case.ts';

const claim = (...path: readonly string[]) => `request.auth.claims${path.map((step) => `[${step}]`).join('')}`;
const at = (path: string) => to({ paths: [path] });

export const claims: readonly NamedCase[] = [
	{
		name: 'kinds of claims',
		fact: '2.9',
		says: 'Text and texts in a list match; numbers, booleans, null, objects and what is in lists of lists do not, not even `*`.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow(
				'claims',
				{ ...when(claim('c'), 'a', '3', 'true', 'null'), ...at('/value') },
				{ ...when(claim('c'), '*'), ...at('/any') },
				{ ...whenNot(claim('c'), '*'), ...at('/none') },
			),
		],
		rows: [
			row(get('/value', { tokens: [jwt({ c: 'a' })] }), 'allow'),
			row(get('/value', { tokens: [jwt({ c: ['x', 'a'] })] }), 'allow'),
			...[3, true, null, { a: 'a' }, [['a']], [{ a: 'a' }], []].flatMap((c) => [
				row(get('/value', { tokens: [jwt({ c })] }), 403),
				row(get('/any', { tokens: [jwt({ c })] }), 403),
				row(get('/none', { tokens: [jwt({ c })] }), 'allow'),
			]),
			row(get('/any', { tokens: [jwt({ c: 'x' })] }), 'allow'),
			row(get('/any', { tokens: [jwt({ c: '' })] }), 403),
			row(get('/none', { tokens: [jwt()] }), 'allow'),
			row(get('/none'), 'allow'),
		],
	},
	{
		name: 'nested claims and names with dots',
		fact: '2.9',
		says: 'Brackets go inwards; one bracket holds any name, dots and slashes included.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow(
				'claims',
				{ ...when(claim('realm_access', 'roles'), 'admin'), ...at('/roles') },
				{ ...when(claim('resource_access', 'shop.example', 'roles'), 'admin'), ...at('/client') },
				{ ...when(claim('https://shop.example/role'), 'admin'), ...at('/url') },
			),
		],
		rows: [
			row(get('/roles', { tokens: [jwt({ realm_access: { roles: ['clerk', 'admin'] } })] }), 'allow'),
			row(get('/roles', { tokens: [jwt({ realm_access: { roles: ['Admin'] } })] }), 403),
			row(get('/roles', { tokens: [jwt({ 'realm_access.roles': ['admin'] })] }), 403),
			row(get('/client', { tokens: [jwt({ resource_access: { 'shop.example': { roles: ['admin'] } } })] }), 'allow'),
			row(get('/client', { tokens: [jwt({ resource_access: { shop: { example: { roles: ['admin'] } } } })] }), 403),
			row(get('/url', { tokens: [jwt({ 'https://shop.example/role': 'admin' })] }), 'allow'),
		],
	},
	{
		name: 'scope is a list',
		fact: '2.9',
		says: '`scope` and what spaceDelimitedClaims name are split at spaces; the whole text then matches nothing, patterns match each part.',
		policies: [
			authentication('tokens', jwtRule(first, { spaceDelimitedClaims: ['groups'] })),
			allow(
				'scope',
				{ ...when(claim('scope'), 'read'), ...at('/read') },
				{ ...when(claim('scope'), 'read write'), ...at('/whole') },
				{ ...when(claim('scope'), 'wr*'), ...at('/prefix') },
				{ ...when(claim('permission'), 'p1'), ...at('/permission') },
				{ ...when(claim('groups'), 'g1'), ...at('/groups') },
				{ ...when(claim('other'), 'o1'), ...at('/other') },
				{
					when: [
						{ key: claim('scope'), values: ['read'] },
						{ key: claim('scope'), values: ['write'] },
					],
					...at('/and'),
				},
			),
		],
		rows: [
			row(get('/read', { tokens: [jwt({ scope: 'write read' })] }), 'allow'),
			row(get('/read', { tokens: [jwt({ scope: 'readall' })] }), 403),
			row(get('/read', { tokens: [jwt({ scope: 'write,read' })] }), 403),
			row(get('/read', { tokens: [jwt({ scope: ['write', 'read'] })] }), 'allow'),
			row(get('/read', { tokens: [jwt({ scope: ['write read'] })] }), 403),
			row(get('/whole', { tokens: [jwt({ scope: 'read write' })] }), 403),
			row(get('/prefix', { tokens: [jwt({ scope: 'read write' })] }), 'allow'),
			row(get('/permission', { tokens: [jwt({ permission: 'p0 p1' })] }), 'allow'),
			row(get('/groups', { tokens: [jwt({ groups: 'g0 g1' })] }), 'allow'),
			row(get('/other', { tokens: [jwt({ other: 'o0 o1' })] }), 403),
			row(get('/and', { tokens: [jwt({ scope: 'write read' })] }), 'allow'),
			row(get('/and', { tokens: [jwt({ scope: 'read' })] }), 403),
		],
	},
	{
		name: 'request principals are split at the last slash',
		fact: '2.9',
		says: 'Issuer and subject are matched apart, so some patterns that look right are never true.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow(
				'principals',
				...[
					['/any', '*'],
					['/issuer', `${first}/*`],
					['/exact', `${first}/ann`],
					['/subject', '*/ann'],
					['/tail', '*shop/ann'],
					['/cut', `${first}*`],
					['/stars', '*/*'],
					['/plain', 'ann'],
					['/slash', `${first}/team/ann`],
					['/end', '*nn'],
					['/start', 'https*'],
				].map(([path = '', pattern = '']) => ({ ...from({ requestPrincipals: [pattern] }), ...at(path) })),
			),
		],
		rows: [
			...(
				[
					['/any', 'allow'],
					['/issuer', 'allow'],
					['/exact', 'allow'],
					['/subject', 'allow'],
					['/tail', 'allow'],
					['/cut', 403],
					['/stars', 403],
					['/plain', 403],
					['/end', 'allow'],
					['/start', 'allow'],
				] as const
			).map(([path, expected]) => row(get(path, { tokens: [jwt()] }), expected)),
			row(get('/slash', { tokens: [jwt({ sub: 'team/ann' })] }), 403),
			row(get('/any', { tokens: [jwt({ sub: 'team/ann' })] }), 'allow'),
			row(get('/issuer', { tokens: [jwt({ sub: 'team/ann' })] }), 'allow'),
		],
	},
];
