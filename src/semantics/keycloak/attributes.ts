// Attributes of clients and client scopes, key by key: one that is not listed could mean anything. Source: OIDCConfigAttributes,
// ClientModel and ClientScopeModel of Keycloak 26.7.5.
import type { Part } from './document.ts';
import { fine, judged, longer, only, type Rule, type Rules, signatures } from './key-rules.ts';
import type { Problem } from './problem.ts';

type Attributes = ReadonlyMap<string, string>;

/** Whether a switch is on, as `Boolean.parseBoolean` reads it: `TRUE` is on, and whatever is not `true` is off (measured). */
export function isOn(attributes: Attributes, name: string, absent = false): boolean {
	const text = attributes.get(name);
	if (text === undefined) return absent;
	return text === 'true' || (text !== 'false' && text.toLowerCase() === 'true');
}

/** A problem for each attribute of a client that could change who gets which token, and is not understood. */
export const judgeClientAttributes = (part: Part, attributes: Attributes): readonly Problem[] =>
	judge(part, attributes, ofClients);

/** A problem for each attribute of a client scope that could change a token, and is not understood. */
export const judgeScopeAttributes = (part: Part, attributes: Attributes): readonly Problem[] =>
	judge(part, attributes, ofScopes);

function judge(part: Part, attributes: Attributes, rules: Rules): readonly Problem[] {
	const problems: Problem[] = [];
	for (const [name, value] of attributes) {
		const rule = rules.get(name) ?? (isFree(name) ? 'fine' : undefined);
		if (rule === 'fine') continue;
		const what = rule === undefined ? 'is not understood' : rule(value);
		if (what !== undefined) problems.push(part.doubt(what, `attributes.${name}`));
	}
	return problems;
}

/** Our own tags, to which Keycloak gives no meaning, and those of SAML, which no access token meets. */
const isFree = (name: string): boolean => name.startsWith('meshgrant.') || name.startsWith('saml');

const isSwitch: Rule = (value) => (/^(true|false)$/i.test(String(value)) ? undefined : 'is neither `true` nor `false`');

const off = (what: string): Rule => only(what, '', 'false');

const parameters = 'takes parameters, which is not understood';
const sentIn = 'asks for sign-ins in a form that is not understood';
const howSure = 'asks how sure a sign-in is, which is not understood';

const ofClients: Rules = new Map<string, Rule | 'fine'>([
	// Read elsewhere.
	...fine('access.token.lifespan', 'pkce.code.challenge.method', 'jwks.url', 'jwks.string', 'x509.subjectdn'),
	...fine('jwt.credential.issuer', 'jwt.credential.sub', 'jwt.credential.certificate'),
	...judged(isSwitch, 'standard.token.exchange.enabled', 'oauth2.device.authorization.grant.enabled'),
	...judged(isSwitch, 'oidc.ciba.grant.enabled', 'oauth2.jwt.authorization.grant.enabled', 'use.jwks.url'),
	...judged(isSwitch, 'use.jwks.string', 'client_credentials.use_refresh_token', 'x509.allow.regex.pattern.comparison'),
	...judged(isSwitch, 'client.use.lightweight.access.token.enabled', 'dpop.bound.access.tokens'),
	...judged(isSwitch, 'tls.client.certificate.bound.access.tokens'),
	// Words and looks, and where people leave.
	...fine('login_theme', 'logoUri', 'policyUri', 'tosUri', 'consent.screen.text', 'display.on.consent.screen'),
	...fine('post.logout.redirect.uris', 'backchannel.logout.url', 'backchannel.logout.session.required'),
	...fine(
		'backchannel.logout.revoke.offline.tokens',
		'frontchannel.logout.url',
		'frontchannel.logout.session.required',
	),
	...fine('realm_client', 'client.secret.creation.time'),
	// Refresh tokens, other tokens and answers, and the form of a right answer.
	...fine('use.refresh.tokens', 'standard.token.exchange.enableRefreshRequestedTokenType'),
	...fine('id.token.signed.response.alg', 'id.token.encrypted.response.alg', 'id.token.encrypted.response.enc'),
	...fine('user.info.response.signature.alg', 'user.info.encrypted.response.alg', 'user.info.encrypted.response.enc'),
	...fine('authorization.signed.response.alg', 'authorization.encrypted.response.alg'),
	...fine('authorization.encrypted.response.enc', 'exclude.session.state.from.auth.response'),
	...fine('exclude.issuer.from.auth.response', 'token.response.type.bearer.lower-case'),
	...fine('client.introspection.response.allow.jwt.claim.enabled', 'access.token.header.type.rfc9068'),
	...fine('request.uris', 'acr.loa.map', 'oauth2.device.code.lifespan', 'oauth2.device.polling.interval'),
	...fine('ciba.backchannel.token.delivery.mode', 'ciba.backchannel.client.notification.endpoint'),
	...fine('ciba.backchannel.auth.request.signing.alg'),
	// How long offline sessions last, of which tokens that are asked for anew know nothing.
	...fine('client.offline.session.idle.timeout', 'client.offline.session.max.lifespan'),
	...judged(longer(0, 'leaves no time for a session'), 'client.session.idle.timeout', 'client.session.max.lifespan'),
	// How a client proves itself, and how it asks.
	...judged(
		only('asks for proofs in a way that is not understood', '', ...signatures, 'EdDSA'),
		'token.endpoint.auth.signing.alg',
	),
	...judged(longer(0, 'leaves no time for a proof'), 'token.endpoint.auth.signing.max.exp'),
	...judged(off(sentIn), 'require.pushed.authorization.requests'),
	...judged(only(sentIn, '', 'not required'), 'request.object.required'),
	...judged(only(sentIn, '', 'any'), 'request.object.signature.alg'),
	...judged(only(sentIn, '', 'any'), 'request.object.encryption.alg', 'request.object.encryption.enc'),
	...judged(only(howSure, ''), 'default.acr.values', 'minimum.acr.value'),
	...judged(
		only('has tokens signed in a way that is not understood', '', ...signatures),
		'access.token.signed.response.alg',
	),
	...judged(off('gives out credentials that are not understood'), 'oid4vci.enabled'),
]);

const ofScopes: Rules = new Map<string, Rule | 'fine'>([
	...judged(isSwitch, 'include.in.token.scope'),
	...judged(off(parameters), 'is.dynamic.scope', 'is.parameterized.scope'),
	...fine('display.on.consent.screen', 'consent.screen.text', 'gui.order', 'include.in.openid.provider.metadata'),
	// Speaks only where the scope takes parameters.
	...fine('dynamic.scope.regexp'),
]);
