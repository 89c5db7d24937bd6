// What client policies say to one request, policy by policy and executor by executor. Source: DefaultClientPolicyManager and
// the executors of Keycloak 26.7.5, in their words; recorded as far as our definitions use them.
import type { Payload } from '../../traffic/facts.ts';
import type { Event, Executor, Need, Policy } from './policy.ts';
import { type Asking, applies, type Subject } from './policy-vote.ts';
import type { Problem } from './problem.ts';
import type { Client } from './realm.ts';

export interface PolicyVerdict {
	/** The first refusal that is sure. */
	readonly refusal?: { readonly error: string; readonly description: string };
	/** What is not understood and could refuse or change the token. */
	readonly problems: readonly Problem[];
	readonly lightweight: boolean;
	/** Only scopes of the subject token come into the new one. */
	readonly downscoped: boolean;
	/** Of a subject that is not given. */
	readonly needs: readonly Need[];
}

/** What all policies say at one event. */
export function policyVerdict(policies: readonly Policy[], asking: Asking): PolicyVerdict {
	const problems: Problem[] = [];
	const needs: Need[] = [];
	let [lightweight, downscoped] = [false, false];
	for (const policy of policies) {
		const applied = applies(policy, asking);
		if (applied === false) continue;
		for (const executor of policy.executors) {
			const done = execute(executor, asking);
			if (done === undefined) continue;
			if (typeof applied === 'object') problems.push(applied);
			else if (done === 'lightweight') lightweight = true;
			else if (done === 'downscoped') downscoped = true;
			else if ('where' in done) problems.push(done);
			else if ('claim' in done) needs.push(done);
			else return { refusal: done, problems, lightweight, downscoped, needs };
		}
	}
	return { problems, lightweight, downscoped, needs };
}

type Done =
	| undefined
	| 'lightweight'
	| 'downscoped'
	| Problem
	| Need
	| { readonly error: string; readonly description: string };

const refuse = (error: string, description: string) => ({ error, description });

/** Request of a token by a code, or by the client itself: where executors look at the client's kind and its proof. */
const tokenRequests: ReadonlySet<Event> = new Set(['TOKEN_REQUEST', 'SERVICE_ACCOUNT_TOKEN_REQUEST']);
const lightweightAt: ReadonlySet<Event> = new Set([
	'TOKEN_REQUEST',
	'RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST',
	'SERVICE_ACCOUNT_TOKEN_REQUEST',
	'BACKCHANNEL_TOKEN_REQUEST',
	'DEVICE_TOKEN_REQUEST',
]);

function execute(executor: Executor, asking: Asking): Done {
	const { client, event } = asking;
	switch (executor.kind) {
		case 'unknown':
			return executor.events === 'all' || executor.events.has(event) ? executor.problem : undefined;
		case 'reject':
			return refuse('invalid_request', 'Request not allowed');
		case 'subject claim':
			return event === 'TOKEN_EXCHANGE_REQUEST' ? claimRefusal(executor.need, asking.subject) : undefined;
		case 'downscope':
			return event === 'TOKEN_EXCHANGE_REQUEST' ? downscope(asking) : undefined;
		case 'pkce':
			return event === 'AUTHORIZATION_REQUEST' ? pkceRefusal(client, asking.pkce) : undefined;
		case 'no password grant':
			if (event !== 'RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST') return undefined;
			return refuse('invalid_grant', 'resource owner password credentials grant is prohibited.');
		case 'no implicit flow':
			if (event !== 'AUTHORIZATION_REQUEST' || asking.responseGrant !== 'implicit') return undefined;
			return refuse('invalid_request', 'Implicit/Hybrid flow is prohibited.');
		case 'confidential':
			if (client.kind === 'confidential' || !(tokenRequests.has(event) || event === 'AUTHORIZATION_REQUEST'))
				return undefined;
			return refuse('invalid_client', `invalid client access type: ${client.kind.replace('-', ' ')}`);
		case 'authenticators':
			if (!tokenRequests.has(event) || executor.allowed.has(asking.authenticator)) return undefined;
			return refuse('invalid_request', 'Configured client authentication method not allowed for client');
		case 'lightweight':
			return lightweightAt.has(event) ? 'lightweight' : undefined;
	}
}

/** Source: JWTClaimEnforcerExecutor.checkClaims; the value is matched as a whole. */
function claimRefusal({ claim, pattern }: Need, subject: Subject): Done {
	const missing = refuse('invalid_request', `Required claim '${claim}' is missing from the token`);
	if (subject.kind === 'any') {
		if (claim !== 'sid') return { claim, pattern };
		if (!subject.session) return missing;
		return takesAll.has(pattern.trim()) ? undefined : { claim, pattern };
	}
	const value = subject.payload[claim];
	if (value === undefined || value === null) return missing;
	if (pattern.trim() === '') return undefined;
	const whole = wholePattern(pattern);
	if (whole === undefined)
		return { where: 'jwt-claim-enforcer', what: `has a pattern that is not understood, \`${pattern}\`` };
	if (typeof value !== 'object' && whole.test(String(value))) return undefined;
	return refuse('invalid_request', `Value of the claim '${claim}' is not allowed`);
}

const takesAll = new Set(['', '.+', '.*']);

function wholePattern(pattern: string): RegExp | undefined {
	try {
		return new RegExp(`^(?:${pattern})$`);
	} catch {
		// Java knows patterns that JavaScript does not; the caller reports that.
		return undefined;
	}
}

/** Source: DownscopeAssertionGrantEnforcerExecutor.checkDownscope. Of an open subject we take it that it has the scopes. */
function downscope({ scopes, subject }: Asking): Done {
	if (subject.kind === 'any') return 'downscoped';
	const had = scopesIn(subject.payload);
	const beyond = [...scopes].filter((scope) => !had.has(scope));
	if (beyond.length === 0) return 'downscoped';
	const said = `Scopes [${beyond.join(', ')}] not present in the initial access token [${[...had].join(', ')}]`;
	return refuse('invalid_scope', said);
}

/** The names in the `scope` of a token. */
export const scopesIn = (subject: Payload): ReadonlySet<string> =>
	new Set(typeof subject.scope === 'string' ? subject.scope.split(' ').filter((name) => name !== '') : []);

/** Source: PKCEEnforcerExecutor.executeOnAuthorizationRequest. */
function pkceRefusal(client: Client, pkce: Asking['pkce']): Done {
	if (pkce === 'none') return refuse('invalid_request', 'Missing parameter: code_challenge_method');
	if (pkce !== 'S256') return refuse('invalid_request', 'Invalid parameter: invalid code_challenge_method');
	if (client.pkce === '' || client.pkce === 'S256') return undefined;
	return refuse('invalid_request', 'Invalid parameter: code challenge method is not matching the configured one');
}
