// Callers, tokens and rules of a survey in words.
import { unreachable } from '../../core/invariant.ts';
import type { Caller, Entry, Known, NeededToken, RuleRef, TokenNeed } from '../../survey/index.ts';
import { listed } from '../text/words.ts';

export type KnownIdentities = ReadonlyMap<string, Known>;

/** Who calls: a name where one is known, else the identity, else who is meant by it, outright. */
export function callerText(caller: Caller, known: KnownIdentities): string {
	switch (caller.kind) {
		case 'identity': {
			const names = known.get(caller.identity)?.names ?? [];
			const bare = caller.identity.replace(/^spiffe:\/\//, '');
			return names.length === 0 ? `${bare} (nothing known runs under it)` : listed(names, 3);
		}
		case 'namespace':
			return `ANY POD of namespace ${caller.namespace}${exceptText(caller.except)}`;
		case 'mesh':
			return `ANY POD in the mesh${exceptText(caller.except)}`;
		case 'like':
			return `ANY POD with an identity ${caller.form}${exceptText(caller.except)}`;
		case 'plaintext':
			return 'ANYONE in the network, without mutual TLS';
		case 'network':
			return `ANYONE in the network, with mutual TLS or without${exceptText(caller.except)}`;
		case 'outside':
			return 'ANYONE who reaches the gateway';
		default:
			return unreachable(caller);
	}
}

const exceptText = (except: readonly string[]): string => (except.length === 0 ? '' : `, except ${listed(except, 4)}`);

/** True for callers who are no exact identity. */
export const isOpen = ({ kind }: Caller): boolean => kind !== 'identity';

/** `no token`, `a user’s token of mobile-app for accounts, scope accounts.read`. */
export function tokenText(token: TokenNeed): string {
	if (token.kind === 'none') return 'no token';
	const { clients, audiences, scopes, claims } = token;
	const kind = { user: 'a user’s token', service: 'a service’s own token', either: 'a token' }[token.bearer];
	const parts = [
		`${kind}${clients.length === 0 ? ' of any client' : ` of ${listed(clients, 3, 'or')}`}`,
		...(audiences.length === 0 ? [] : [`for ${listed(audiences, 3, 'or')}`]),
		...(scopes.length === 0 ? [] : [`with ${listed(scopes, 3, 'or')}`]),
	];
	return [parts.join(' '), ...claims].join(', ');
}

/** The issuers of tokens, `any issuer whose key fits` where none is named. */
export const issuerText = ({ issuers }: NeededToken): string =>
	issuers.length === 0 ? 'any issuer whose key fits' : listed(issuers, 3, 'or');

/** `AuthorizationPolicy shop/cart, rules[0]`. */
export const ruleText = ({ policy, rule }: RuleRef): string => `AuthorizationPolicy ${policy}, rules[${rule}]`;

/** `port 8080`, `port http (8080)`, `port http (80) of Service cart`, `any other port`. */
export function portText({ port, portName, service }: Pick<Entry, 'port' | 'portName' | 'service'>): string {
	const of = service === undefined ? '' : ` of Service ${service}`;
	if (port === undefined) return 'any other port';
	return portName === undefined || portName === '' ? `port ${port}${of}` : `port ${portName} (${port})${of}`;
}
