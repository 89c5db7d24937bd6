// What is sent twice, what a proxy cannot see, and first lines that a sniffed port does not take for HTTP.
import {
	allow,
	authentication,
	authorization,
	first,
	from,
	get,
	jwt,
	jwtRule,
	type NamedCase,
	peer,
	row,
	second,
	tcp,
	to,
	waypoint,
	when,
	whenNot,
} from './case.ts';

const at = (path: string) => to({ paths: [path] });
const inHeader = { header: 'x-token' };
const fromHeader = { fromHeaders: [{ name: 'x-token' }] };
const [good, bad] = [jwt({}, 'valid', inHeader), jwt({}, 'forged', inHeader)];
const shop = { targetRefs: [{ group: '', kind: 'Service', name: 'shop' }] };
const anonymous = { port: 9001, from: 'plaintext' } as const;

export const twice: readonly NamedCase[] = [
	{
		name: 'a header sent twice, one rule',
		fact: '2.8',
		says: 'Each value of a named header is a token, and all of them must be good.',
		policies: [
			authentication('tokens', jwtRule(first, fromHeader)),
			allow('token', from({ requestPrincipals: ['*'] })),
		],
		rows: [
			row(get('/', { tokens: [good, good] }), 'allow'),
			row(get('/', { tokens: [bad, good] }), 401),
			row(get('/', { tokens: [good, bad] }), 401),
		],
	},
	{
		name: 'a header sent twice, two rules',
		fact: '2.8',
		says: 'With a second rule all are tried again, without what was verified before: a bad token before a good one passes.',
		policies: [
			authentication('tokens', jwtRule(first, fromHeader), jwtRule(second)),
			allow('token', from({ requestPrincipals: ['*'] })),
		],
		rows: [
			row(get('/', { tokens: [good, good] }), 'allow'),
			row(get('/', { tokens: [bad, good] }), 'allow', { 'x-token': undefined }),
			row(get('/', { tokens: [good, bad] }), 401),
			row(get('/', { tokens: [bad, bad] }), 401),
			row(get('/', { tokens: [bad] }), 401),
		],
	},
	{
		name: 'Authorization sent twice',
		fact: '2.8',
		says: 'Two values of it are one text, which is no token.',
		policies: [
			authentication('tokens', jwtRule(first)),
			allow('token', { ...from({ requestPrincipals: ['*'] }), ...at('/token') }, at('/open')),
		],
		rows: [
			row(get('/token', { tokens: [jwt()] }), 'allow'),
			row(get('/token', { tokens: [jwt(), jwt()] }), 401),
			row(get('/open', { tokens: [jwt(), jwt()] }), 401),
			row(get('/token', { tokens: [jwt()], headers: [['authorization', 'Basic YTpi']] }), 401),
		],
	},
	{
		name: 'addresses at a waypoint',
		fact: '2.4',
		says: 'A waypoint knows no address of a caller: blocks and source.ip match nothing, their opposites everything.',
		enforcer: waypoint,
		policies: [
			authorization('addresses', {
				...shop,
				rules: [
					{ ...from({ ipBlocks: ['0.0.0.0/0', '::/0'] }), ...at('/block') },
					{ ...from({ notIpBlocks: ['0.0.0.0/0', '::/0'] }), ...at('/no-block') },
					{ ...when('source.ip', '0.0.0.0/0', '::/0'), ...at('/source.ip') },
					{ ...whenNot('source.ip', '0.0.0.0/0', '::/0'), ...at('/no-source.ip') },
				],
			}),
		],
		rows: [
			row({ ...get('/block', { port: 80 }), service: 'shop' }, 403),
			row({ ...get('/no-block', { port: 80 }), service: 'shop' }, 'allow'),
			row({ ...get('/source.ip', { port: 80 }), service: 'shop' }, 403),
			row({ ...get('/no-source.ip', { port: 80 }), service: 'shop' }, 'allow'),
		],
	},
	{
		name: 'first lines that are taken for bytes',
		fact: '2.10',
		says: 'What a sniffed port does not take for HTTP goes on as bytes, past every rule for HTTP.',
		policies: [
			authorization('bytes', {
				rules: [to({ ports: ['9001'], methods: ['GET'] }), to({ ports: ['9001'], paths: ['*'] })],
			}),
		],
		rows: [
			row(get('/a', anonymous), 'allow'),
			row(get('a', anonymous), 'refused'),
			row(get('/a b', anonymous), 'refused'),
			row(get('/a', { ...anonymous, method: 'A(B' }), 'refused'),
			row(get('/a\u00e9', anonymous), 'refused'),
			row(get('*', anonymous), 400),
			row(get('a', { port: 9001 }), 400),
			row(get('/a b', { port: 9001 }), 400),
		],
	},
	{
		name: 'bytes are asked for no token',
		fact: '2.10',
		says: 'A first line that is taken for bytes goes past the verification of tokens, where a rule lets in the port.',
		policies: [authentication('tokens', jwtRule(first)), allow('port', to({ ports: ['9001'] }))],
		rows: [
			row(get('/a', { ...anonymous, tokens: [jwt({}, 'forged')] }), 401),
			row(get('/a b', { ...anonymous, tokens: [jwt({}, 'forged')] }), 'allow'),
			row(get('a', { ...anonymous, tokens: [jwt({}, 'forged')] }), 'allow'),
		],
	},
	{
		name: 'a server name behind TLS that is not ended',
		fact: '2.5',
		says: 'Where mutual TLS is off nobody reads the handshake: connection.sni matches nothing, its opposite everything.',
		policies: [
			peer('off', {
				selector: { matchLabels: { app: 'shop' } },
				mtls: { mode: 'STRICT' },
				portLevelMtls: { 9000: { mode: 'DISABLE' } },
			}),
			allow(
				'names',
				{ ...when('connection.sni', 'outbound_.*'), ...to({ ports: ['9000', '9001'] }) },
				{ ...whenNot('connection.sni', 'outbound_.*'), ...to({ ports: ['9000'] }) },
			),
			authorization('named', {
				action: 'DENY',
				rules: [{ ...whenNot('connection.sni', 'outbound_.*'), ...to({ ports: ['9000', '9001'] }) }],
			}),
		],
		rows: [row(tcp(9000), 'refused'), row(tcp(9001), 'allow')],
	},
];
