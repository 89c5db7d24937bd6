// Client profiles and policies, as realms store them (`clientProfiles`, `clientPolicies`). Identifiers: those that
// Keycloak 26.7.5 has. What is not understood stays in place as unknown, so that a request that meets it is undecided.
import type { Part } from './document.ts';
import type { About, Condition, Event, Executor, Policy } from './policy.ts';

/** The enabled policies of a realm, in order, each with the executors of its profiles. */
export function readPolicies(realm: Part): readonly Policy[] {
	const executors = new Map(
		realm
			.part('clientProfiles')
			.named('profiles', 'name')
			.map((profile) => [profile.text('name'), profile.parts('executors', 'executor').flatMap(readExecutor)]),
	);
	return realm
		.part('clientPolicies')
		.named('policies', 'name')
		.filter((policy) => policy.flag('enabled', false))
		.map((policy) => {
			const conditions = policy.parts('conditions', 'condition').map(readCondition);
			const found = policy.texts('profiles').flatMap((name) => executors.get(name) ?? [outsideProfile(policy, name)]);
			const hangsOnScopes = conditions.some(({ about }) => about.kind === 'scopes' && about.type !== 'Default');
			return {
				name: policy.text('name'),
				strict: isStrict(policy),
				conditions,
				executors: hangsOnScopes ? found.map((executor) => withoutLightweight(policy, executor)) : found,
			};
		});
}

/** A token that is lightweight or not by the scopes asked for is no union of what they bring: not modelled. */
function withoutLightweight(policy: Part, executor: Executor): Executor {
	if (executor.kind !== 'lightweight') return executor;
	return { kind: 'unknown', problem: policy.doubt('makes tokens lightweight by the scopes asked for'), events: 'all' };
}

function isStrict(policy: Part): boolean {
	const mode = policy.text('mode');
	if (mode !== '' && mode !== 'STRICT' && mode !== 'DEFAULT' && mode !== 'PERMISSIVE') {
		policy.doubt(`has a mode that is not understood, \`${mode}\``);
	}
	return mode === 'STRICT';
}

/** One of the server's own profiles (`fapi-…`, `oauth-2-1-…`), which are not in the realm's definitions. */
const outsideProfile = (policy: Part, name: string): Executor => ({
	kind: 'unknown',
	problem: policy.doubt(`uses the profile \`${name}\`, which these definitions do not hold`),
	events: 'all',
});

function readCondition(part: Part): Condition {
	const configuration = part.part('configuration');
	return { negative: configuration.flag('is-negative-logic', false), about: aboutOf(part, configuration) };
}

function aboutOf(part: Part, configuration: Part): About {
	const id = part.text('condition');
	switch (id) {
		case 'any-client':
			return { kind: 'any client' };
		case 'grant-type': {
			const key = configuration.has('grant_types') ? 'grant_types' : 'grantTypes';
			return { kind: 'grant types', grants: new Set(configuration.texts(key)) };
		}
		case 'client-scopes': {
			const type = configuration.text('type');
			const scopes = new Set(configuration.texts('scopes'));
			if (type === 'Default' || type === 'Optional' || type === 'Any') return { kind: 'scopes', type, scopes };
			return { kind: 'unknown', problem: part.doubt(`asks for a type of scopes that is not understood, \`${type}\``) };
		}
		case 'client-attributes':
			return attributesOf(part, configuration.text('attributes'));
		case 'client-access-type':
			return { kind: 'access types', types: new Set(configuration.texts('type')) };
		case 'client-type':
			return { kind: 'protocol', protocol: configuration.text('protocol') };
		case 'client-updater-context':
		case 'client-updater-source-groups':
		case 'client-updater-source-roles':
		case 'client-updater-source-host':
			return { kind: 'editing' };
		default:
			return { kind: 'unknown', problem: part.doubt(`is a condition that is not understood, \`${id}\``) };
	}
}

/** A JSON text of keys and values. A key twice, or one without a value, matches no client (ClientAttributesCondition). */
function attributesOf(part: Part, text: string): About {
	let list: unknown;
	try {
		list = JSON.parse(text);
	} catch {
		list = undefined;
	}
	if (!Array.isArray(list))
		return { kind: 'unknown', problem: part.doubt('has attributes that are not a list in JSON') };
	if (list.some((each) => typeof each !== 'object' || each === null || Array.isArray(each)))
		return { kind: 'unknown', problem: part.doubt('has attributes that are no pairs of key and value') };
	const wanted = list.map(
		(each: { key?: unknown; value?: unknown }) => [String(each.key), String(each.value)] as const,
	);
	if (new Set(wanted.map(([key]) => key)).size < wanted.length) {
		return { kind: 'unknown', problem: part.doubt('names an attribute twice') };
	}
	return { kind: 'attributes', wanted };
}

/** Executors that only look at clients being written, or at other endpoints: no request for a token meets them. */
const elsewhere = new Set([
	'full-scope-disabled',
	'consent-required',
	'secure-signature-algorithm',
	'secure-client-uris-pattern',
	'secure-logout',
	'secret-rotation',
	'suppress-refresh-token-rotation',
	'registration-access-token-rotation-disabled',
	'tls-client-auth-ca-subject-dn',
	'saml-secure-client-uris',
	'saml-avoid-redirect',
	'saml-signature-enforcer',
]);

const atSignIn: ReadonlySet<Event> = new Set(['AUTHORIZATION_REQUEST', 'TOKEN_REQUEST']);
/** Executors that can refuse a sign-in for its form, which the model does not know. */
const signInOnly = new Set([
	'secure-redirect-uris-enforcer',
	'secure-response-type',
	'secure-request-object',
	'secure-session',
	'secure-client-uris',
	'secure-par-content',
	'intent-client-bind-checker',
]);

function readExecutor(part: Part): readonly Executor[] {
	const id = part.text('executor');
	const configuration = part.part('configuration');
	if (elsewhere.has(id)) return [];
	switch (id) {
		case 'reject-request':
			return [{ kind: 'reject' }];
		case 'jwt-claim-enforcer': {
			const need = { claim: configuration.text('claim-name'), pattern: configuration.text('allowed-value') };
			return [{ kind: 'subject claim', need }];
		}
		case 'downscope-assertion-grant-enforcer':
			return [{ kind: 'downscope' }];
		case 'pkce-enforcer':
			return [{ kind: 'pkce' }];
		case 'reject-ropc-grant':
			return [{ kind: 'no password grant' }];
		case 'reject-implicit-grant':
			return [{ kind: 'no implicit flow' }];
		case 'confidential-client':
			return [{ kind: 'confidential' }];
		case 'secure-client-authenticator':
			return [{ kind: 'authenticators', allowed: new Set(configuration.texts('allowed-client-authenticators')) }];
		case 'use-lightweight-access-token':
			return [{ kind: 'lightweight' }];
		default: {
			const problem = part.doubt(`is an executor that is not understood, \`${id}\``);
			return [{ kind: 'unknown', problem, events: signInOnly.has(id) ? atSignIn : 'all' }];
		}
	}
}
