// When a client policy applies to a request. Without conditions it never does; one "no" keeps it away; an abstaining condition
// does too in STRICT mode, and else one "yes" is enough. Source: DefaultClientPolicyManager and the conditions of Keycloak
// 26.7.5, read and recorded.
import type { Payload } from '../../traffic/facts.ts';
import type { About, Event, Policy } from './policy.ts';
import type { Problem } from './problem.ts';
import type { Client } from './realm.ts';

/** A request for a token, as policies see it. */
export interface Asking {
	readonly client: Client;
	readonly authenticator: string;
	readonly event: Event;
	/** `authorization_code` or `implicit`, where a browser is sent. */
	readonly responseGrant: 'authorization_code' | 'implicit';
	/** As asked for, `openid` among them. */
	readonly scopes: ReadonlySet<string>;
	readonly pkce: 'S256' | 'plain' | 'none';
	/** Of the token to exchange. */
	readonly subject: Subject;
}

/** A token to exchange: one that is given, or any of a user or of a service itself, as `mintable` asks. */
export type Subject =
	| { readonly kind: 'given'; readonly payload: Payload }
	/** `session`: whether `sid` is there. */
	| { readonly kind: 'any'; readonly session: boolean };

export type Vote = 'yes' | 'no' | 'abstain' | Problem;

const grantAt: Readonly<Partial<Record<Event, string>>> = {
	RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST: 'password',
	SERVICE_ACCOUNT_TOKEN_REQUEST: 'client_credentials',
	TOKEN_EXCHANGE_REQUEST: 'urn:ietf:params:oauth:grant-type:token-exchange',
	DEVICE_TOKEN_REQUEST: 'urn:ietf:params:oauth:grant-type:device_code',
	JWT_AUTHORIZATION_GRANT: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
};

/** Events whose context names no client (ClientModelContext), and those that name no scopes (ScopeParameterContext). */
const withoutClient: ReadonlySet<Event> = new Set(['DEVICE_TOKEN_REQUEST']);
const withoutScopes: ReadonlySet<Event> = new Set(['DEVICE_TOKEN_REQUEST', 'PRE_TOKEN_REQUEST']);

/** How a condition votes on a request, before negative logic. */
function vote(about: About, asking: Asking): Vote {
	const { client, event } = asking;
	switch (about.kind) {
		case 'unknown':
			return about.problem;
		case 'any client':
			return 'yes';
		case 'editing':
			return 'abstain';
		case 'grant types': {
			const grant = event === 'AUTHORIZATION_REQUEST' ? asking.responseGrant : grantAt[event];
			return grant === undefined ? 'abstain' : yesIf(about.grants.has(grant));
		}
		case 'scopes':
			return withoutScopes.has(event) ? 'abstain' : yesIf(hitsScope(about, asking));
		case 'attributes':
			if (withoutClient.has(event)) return 'abstain';
			return yesIf(about.wanted.every(([name, value]) => client.attributes.get(name) === value));
		case 'access types':
			return withoutClient.has(event) ? 'abstain' : yesIf(about.types.has(client.kind));
		case 'protocol':
			return withoutClient.has(event) ? 'abstain' : yesIf(about.protocol === client.protocol);
	}
}

const yesIf = (holds: boolean): Vote => (holds ? 'yes' : 'no');

/** Optional scopes count where they are asked for, default ones always (ClientScopesCondition.isScopeMatched). */
function hitsScope(
	{ type, scopes }: Extract<About, { kind: 'scopes' }>,
	{ client, scopes: asked }: Pick<Asking, 'client' | 'scopes'>,
): boolean {
	const byDefault = type !== 'Optional' && client.defaults.some(({ name }) => scopes.has(name));
	if (byDefault || type === 'Default') return byDefault;
	for (const name of asked) if (scopes.has(name) && client.optionals.has(name)) return true;
	return false;
}

/** Whether the policy applies to the request; a problem where that hangs on a condition that is not understood. */
export function applies({ conditions, strict }: Policy, asking: Asking): boolean | Problem {
	let answer: boolean | Problem = false;
	for (const { about, negative } of conditions) {
		const said = vote(about, asking);
		if (typeof said === 'object') {
			answer = said;
			continue;
		}
		if (said === 'abstain') {
			if (strict) return false;
			continue;
		}
		if ((said === 'no') !== negative) return false;
		if (answer === false) answer = true;
	}
	return answer;
}
