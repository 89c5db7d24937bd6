// What a realm says beside clients, scopes, roles, policies and providers. Each top-level key is read elsewhere, or cannot
// change who gets which access token, or is judged by its value here; every other one is a problem. Source: the
// RealmRepresentation of Keycloak 26.7.5 and the Server Administration Guide.
import type { Part } from './document.ts';
import {
	empty,
	fine,
	isEmpty,
	judged,
	judgeKeys,
	longer,
	off,
	only,
	type Rule,
	type Rules,
	signatures,
} from './key-rules.ts';

/** Remembers each top-level key and realm attribute that could change who gets which token and is not understood. */
export function judgeRealmKeys(document: Part): void {
	judgeKeys(document, keys);
	judgeKeys(document.part('attributes'), attributeKeys);
}

const notJudged = 'changes how people sign in, which is not understood';

/** A flow by its name; what it does is another key's affair. */
const flow = (builtIn: string): Rule => only(notJudged, builtIn);

/** A group hands what it has to its members; one that has nothing is a name. */
const groups: Rule = (value) =>
	Array.isArray(value) && value.every(isNameOnly) ? undefined : 'have attributes or roles, which their members share';

function isNameOnly(group: unknown): boolean {
	if (typeof group !== 'object' || group === null) return false;
	return Object.entries(group).every(([key, value]) => {
		if (key === 'subGroups') return Array.isArray(value) && value.every(isNameOnly);
		return groupNames.has(key) || isEmpty(value);
	});
}

const groupNames: ReadonlySet<string> = new Set(['id', 'name', 'path', 'description', 'parentId', 'subGroupCount']);

const keys: Rules = new Map<string, Rule | 'fine'>([
	// Read elsewhere.
	...fine('realm', 'enabled', 'attributes', 'accessTokenLifespan'),
	...fine('ssoSessionMaxLifespanRememberMe', 'clients', 'clientScopes', 'clientProfiles', 'clientPolicies'),
	...fine('defaultDefaultClientScopes', 'defaultOptionalClientScopes', 'scopeMappings', 'clientScopeMappings'),
	...fine('roles', 'defaultRole', 'users', 'identityProviders', 'components'),
	// Words and looks.
	...fine('id', 'displayName', 'displayNameHtml', 'keycloakVersion', 'internationalizationEnabled'),
	...fine('supportedLocales', 'defaultLocale', 'localizationTexts'),
	...fine('loginTheme', 'accountTheme', 'adminTheme', 'emailTheme', 'browserSecurityHeaders'),
	// What is written down about events.
	...fine('eventsEnabled', 'eventsExpiration', 'eventsListeners', 'enabledEventTypes'),
	...fine('adminEventsEnabled', 'adminEventsDetailsEnabled'),
	// How long sessions and codes last: tokens have a length of their own.
	...judged(longer(0, 'leaves no time for a sign-in'), 'accessCodeLifespan', 'accessCodeLifespanLogin'),
	...judged(longer(59, 'leaves no time for a session'), 'ssoSessionIdleTimeout', 'ssoSessionMaxLifespan'),
	...fine('accessTokenLifespanForImplicitFlow', 'ssoSessionIdleTimeoutRememberMe', 'offlineSessionIdleTimeout'),
	...fine('accessCodeLifespanUserAction', 'actionTokenGeneratedByAdminLifespan', 'actionTokenGeneratedByUserLifespan'),
	...fine('offlineSessionMaxLifespan', 'offlineSessionMaxLifespanEnabled', 'clientSessionIdleTimeout'),
	...fine('clientSessionMaxLifespan', 'clientOfflineSessionIdleTimeout', 'clientOfflineSessionMaxLifespan'),
	...fine('oauth2DeviceCodeLifespan', 'oauth2DevicePollingInterval', 'revokeRefreshToken', 'refreshTokenMaxReuse'),
	...judged(only('makes tokens of before that time worthless', 0), 'notBefore'),
	// How those prove themselves who are users already, and what slows guessing down.
	...fine('requiredCredentials', 'passwordPolicy', 'requiredActions', 'rememberMe', 'verifyEmail'),
	...fine(
		'loginWithEmailAllowed',
		'duplicateEmailsAllowed',
		'resetPasswordAllowed',
		'editUsernameAllowed',
		'registrationEmailAsUsername',
	),
	...fine('bruteForceProtected', 'bruteForceStrategy', 'permanentLockout', 'maxTemporaryLockouts'),
	...fine('maxSecondaryAuthFailures', 'maxFailureWaitSeconds', 'minimumQuickLoginWaitSeconds', 'waitIncrementSeconds'),
	...fine('quickLoginCheckMilliSeconds', 'maxDeltaTimeSeconds', 'failureFactor'),
	...fine('otpPolicyAlgorithm', 'otpPolicyDigits', 'otpPolicyInitialCounter', 'otpPolicyLookAheadWindow'),
	...fine('otpPolicyPeriod', 'otpPolicyType', 'otpSupportedApplications', 'otpPolicyCodeReusable'),
	...['webAuthnPolicy', 'webAuthnPolicyPasswordless'].flatMap((name) => fine(...webAuthnKeys(name))),
	// Speaks of clients with authorization services, each of which is a problem.
	...fine('userManagedAccessAllowed'),
	// Who is a user.
	...judged(off('lets anybody make an account'), 'registrationAllowed'),
	...judged(empty('gives groups to everybody'), 'defaultGroups'),
	...judged(groups, 'groups'),
	...judged(empty('changes people who come from elsewhere'), 'identityProviderMappers'),
	...judged(off('lets organizations have members of their own'), 'organizationsEnabled'),
	...judged(empty('have members of their own'), 'organizations'),
	// How people sign in.
	...judged(empty(notJudged), 'authenticationFlows', 'authenticatorConfig'),
	...judged(flow('browser'), 'browserFlow'),
	...judged(flow('registration'), 'registrationFlow'),
	...judged(flow('direct grant'), 'directGrantFlow'),
	...judged(flow('reset credentials'), 'resetCredentialsFlow'),
	...judged(flow('clients'), 'clientAuthenticationFlow'),
	...judged(flow('docker auth'), 'dockerAuthenticationFlow'),
	...judged(flow('first broker login'), 'firstBrokerLoginFlow'),
	// Who administers, where mail goes, how keys and wires are.
	...judged(off('lets some administer what belongs to others'), 'adminPermissionsEnabled', 'scimApiEnabled'),
	...judged(empty('sends mail that lets people in'), 'smtpServer'),
	...judged(off('gives out credentials that are not understood'), 'verifiableCredentialsEnabled'),
	...judged(only('lets tokens be asked for in plaintext', 'external', 'all', 'EXTERNAL', 'ALL'), 'sslRequired'),
	...judged(only('signs in a way that is not understood', ...signatures), 'defaultSignatureAlgorithm'),
]);

function webAuthnKeys(policy: string): readonly string[] {
	return [
		'RpEntityName',
		'SignatureAlgorithms',
		'RpId',
		'AttestationConveyancePreference',
		'AuthenticatorAttachment',
		'RequireResidentKey',
		'ResidentKey',
		'UserVerificationRequirement',
		'CreateTimeout',
		'AvoidSameAuthenticatorRegister',
		'AcceptableAaguids',
		'ExtraOrigins',
		'PasskeysEnabled',
		'Mediation',
	].map((name) => `${policy}${name}`);
}

const keptAsAttributes: ReadonlySet<string> = new Set([
	'displayName',
	'displayNameHtml',
	'bruteForceStrategy',
	'maxTemporaryLockouts',
	'maxSecondaryAuthFailures',
	'clientSessionIdleTimeout',
	'clientSessionMaxLifespan',
	'clientOfflineSessionIdleTimeout',
	'clientOfflineSessionMaxLifespan',
	'oauth2DeviceCodeLifespan',
	'oauth2DevicePollingInterval',
	'actionTokenGeneratedByAdminLifespan',
	'actionTokenGeneratedByUserLifespan',
	'organizationsEnabled',
	'adminPermissionsEnabled',
	'scimApiEnabled',
	'verifiableCredentialsEnabled',
]);

/** Realm attributes: the free ones are nobody's here, so a name that is not listed could mean anything. */
const attributeKeys: Rules = new Map<string, Rule | 'fine'>([
	...fine('frontendUrl', 'acr.loa.map', 'shortVerificationUri', 'parRequestUriLifespan', 'realmReusableOtpCode'),
	...fine('cibaBackchannelTokenDeliveryMode', 'cibaExpiresIn', 'cibaInterval', 'cibaAuthRequestedUserHint'),
	...fine('userProfileEnabled', 'adminEventsExpiration', 'saml.signature.algorithm'),
	// Kept there, though exports have keys for them.
	...[...keys].filter(([key]) => keptAsAttributes.has(key)),
]);
