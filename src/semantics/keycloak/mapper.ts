// What a protocol mapper puts into an access token. Source: org.keycloak.protocol.oidc.mappers of Keycloak 26.7.5, and
// the recorded tokens. A type that is not here is a problem of whatever wears it.
import type { Json } from '../../traffic/facts.ts';
import type { Part } from './document.ts';
import type { Problem } from './problem.ts';

export interface Mapper {
	/** Whether it speaks in access tokens at all, and in lightweight ones. */
	readonly inAccessTokens: boolean;
	readonly inLightweightTokens: boolean;
	readonly effect: Effect;
}

export type Effect =
	/** Dropped from `aud` while that client is disabled or missing (26.7.5). */
	| { readonly kind: 'audience of client'; readonly client: string }
	| { readonly kind: 'audience'; readonly audience: string }
	/** Each client of which the token carries a role, but the asking one. */
	| { readonly kind: 'audiences of roles' }
	| { readonly kind: 'subject' }
	| { readonly kind: 'claim'; readonly path: readonly string[]; readonly value: Value }
	| { readonly kind: 'realm roles'; readonly path: readonly string[] }
	/** `path` has a place for the client's id where `client` is undefined. */
	| { readonly kind: 'client roles'; readonly path: readonly string[]; readonly client: string | undefined };

export type Value =
	| { readonly kind: 'fixed'; readonly value: Json }
	/** Of the account in whose name the token is. */
	/** `typed`: made a number, or something else that is no text. */
	| { readonly kind: 'attribute'; readonly attribute: string; readonly several: boolean; readonly typed: boolean }
	/** Of the session: `client_id`, `clientHost` and `clientAddress` are there where a client acts as itself. */
	| { readonly kind: 'note'; readonly note: string }
	/** There, if at all, with a value that the definitions do not tell. */
	| { readonly kind: 'varies' };

/** In the path of client roles: the place of the client's id. */
export const clientPlaceholder = `\${client_id}`;

/** The mapper of a part, or the problem that it is. SAML mappers put nothing into access tokens: no mapper and no problem. */
export function readMapper(part: Part): { readonly mapper?: Mapper; readonly problem?: Problem } {
	if (part.text('protocol') !== 'openid-connect') return {};
	const type = part.text('protocolMapper');
	const config = part.map('config');
	if (type === 'oidc-audience-mapper') return readAudience(part, config);
	if (type === 'oidc-audience-resolve-mapper') return speaking(config, { kind: 'audiences of roles' }, true);
	if (type === 'oidc-sub-mapper') return speaking(config, { kind: 'subject' });
	if (isSilent.has(type)) return {};
	const fixedPath = otherClaims.get(type);
	if (fixedPath !== undefined) {
		// Allowed web origins speak by default, as the audience resolver does.
		const byDefault = type === 'oidc-allowed-origins-mapper';
		return speaking(config, { kind: 'claim', path: [fixedPath], value: { kind: 'varies' } }, byDefault);
	}
	const path = claimPath(config.get('claim.name') ?? '');
	if (type === 'oidc-usermodel-realm-role-mapper' || type === 'oidc-usermodel-client-role-mapper') {
		return readRoles(part, type, path, config);
	}
	const value = sourceOf(type, config);
	if (value === undefined) return { problem: part.doubt(`is a mapper of a type that is not understood, \`${type}\``) };
	return readClaim(part, path, value, config);
}

/** These speak in other tokens or in answers only. */
const isSilent = new Set([
	'oidc-claims-param-value-idtoken-mapper',
	'oidc-session-state-mapper',
	'oidc-nonce-backwards-compatible-mapper',
]);

/** Mappers that write one claim of their own. */
const otherClaims = new Map([
	['oidc-allowed-origins-mapper', 'allowed-origins'],
	['oidc-acr-mapper', 'acr'],
	['oidc-amr-mapper', 'amr'],
	['oidc-full-name-mapper', 'name'],
	['oidc-address-mapper', 'address'],
]);

function speaking(config: ReadonlyMap<string, string>, effect: Effect, byDefault = false): { readonly mapper: Mapper } {
	const inAccessTokens = (config.get('access.token.claim') ?? String(byDefault)) === 'true';
	return { mapper: { inAccessTokens, inLightweightTokens: config.get('lightweight.claim') === 'true', effect } };
}

function readAudience(part: Part, config: ReadonlyMap<string, string>) {
	const client = config.get('included.client.audience') ?? '';
	if (client !== '') return speaking(config, { kind: 'audience of client', client });
	const audience = config.get('included.custom.audience') ?? '';
	// Never valid in the server; a realm that has it was not written by its API.
	if (audience === '') return { problem: part.doubt('is an audience mapper without an audience') };
	return speaking(config, { kind: 'audience', audience });
}

function readRoles(part: Part, type: string, path: readonly string[], config: ReadonlyMap<string, string>) {
	const isRealm = type === 'oidc-usermodel-realm-role-mapper';
	const prefix = config.get(
		isRealm ? 'usermodel.realmRoleMapping.rolePrefix' : 'usermodel.clientRoleMapping.rolePrefix',
	);
	if (path.length === 0) return {};
	if ((prefix ?? '') !== '' || config.get('multivalued') === 'false' || guarded.has(path[0] ?? '')) {
		return { problem: part.doubt('maps roles in a way that is not understood') };
	}
	if (isRealm) return speaking(config, { kind: 'realm roles', path });
	const client = config.get('usermodel.clientRoleMapping.clientId') || undefined;
	return speaking(config, { kind: 'client roles', path, client });
}

function sourceOf(type: string, config: ReadonlyMap<string, string>): Value | undefined {
	switch (type) {
		case 'oidc-hardcoded-claim-mapper':
			return fixedValue(config.get('claim.value') ?? '', config.get('jsonType.label') ?? 'String');
		case 'oidc-usermodel-attribute-mapper':
		case 'oidc-usermodel-property-mapper':
			return {
				kind: 'attribute',
				attribute: config.get('user.attribute') ?? '',
				several: config.get('multivalued') === 'true',
				typed: !['', 'String'].includes(config.get('jsonType.label') ?? ''),
			};
		case 'oidc-usersessionmodel-note-mapper':
			return { kind: 'note', note: config.get('user.session.note') ?? '' };
		case 'oidc-group-membership-mapper':
		case 'oidc-organization-membership-mapper':
		case 'oidc-organization-group-membership-mapper':
			return { kind: 'varies' };
		default:
			return undefined;
	}
}

/** Never settable by a mapper: the server keeps its own value and says so in its log (OIDCAttributeMapperHelper). */
const reserved = new Set(['jti', 'typ', 'iat', 'exp', 'iss', 'scope', 'nonce', 'session_state']);

/** Claims by which receivers tell callers apart. One that writes `aud` replaces what audience mappers said before it (26.7.5, measured). */
const guarded = new Set(['sub', 'azp', 'sid', 'aud', 'cnf']);

function readClaim(part: Part, path: readonly string[], value: Value, config: ReadonlyMap<string, string>) {
	const [first] = path;
	// Without a name nothing is written, and a reserved one is passed over.
	if (first === undefined || reserved.has(first)) return {};
	const mapper = speaking(config, { kind: 'claim', path, value });
	if (!guarded.has(first) || isMute(mapper.mapper)) return mapper;
	return { problem: part.doubt(`writes the claim \`${first}\`, by which receivers tell callers apart`) };
}

/** True for a mapper that speaks in no access token. */
export const isMute = ({ inAccessTokens, inLightweightTokens }: Mapper): boolean =>
	!inAccessTokens && !inLightweightTokens;

/** A dot nests, a backslash before it keeps it (JsonUtils.splitClaimPath). */
function claimPath(name: string): readonly string[] {
	if (name === '') return [];
	return name.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'));
}

function fixedValue(text: string, type: string): Value {
	if (type === 'String' || type === '') return { kind: 'fixed', value: text };
	if (type === 'boolean') return { kind: 'fixed', value: text === 'true' };
	const number = Number(text);
	if ((type === 'int' || type === 'long') && Number.isInteger(number)) return { kind: 'fixed', value: number };
	if (type === 'JSON') return { kind: 'fixed', value: parsed(text) ?? text };
	return { kind: 'varies' };
}

function parsed(text: string): Json | undefined {
	try {
		return JSON.parse(text) as Json;
	} catch {
		// Not JSON: Keycloak fails to map it as well, and the claim is not there as anything but text.
		return undefined;
	}
}
