// The ways to a token: which setting of a client opens each, what it says where it is shut, and at which moments client
// policies are asked. Refusals: recorded, or read in the grant types of Keycloak 26.7.5.
import type { Event } from './policy.ts';
import { type Refused, refused, type Way } from './question.ts';
import type { Client } from './realm.ts';

export interface WayRule {
	/** In the order of their events. */
	readonly events: readonly Event[];
	/** Why the way is shut for a client; undefined where it is open. */
	readonly shut: (client: Client) => Refused | undefined;
}

const serviceAccount = ' client not allowed to retrieve service account';
const browser = 'Client is not allowed to initiate browser login with given response_type.';

export const wayRules: Readonly<Record<Way, WayRule>> = {
	'as itself': {
		events: ['SERVICE_ACCOUNT_TOKEN_REQUEST', 'SERVICE_ACCOUNT_TOKEN_RESPONSE'],
		shut: ({ kind, flows }) => {
			const unauthorized = (description: string) => refused('token', 401, 'unauthorized_client', description);
			if (kind === 'bearer-only') return unauthorized(`Bearer-only${serviceAccount}`);
			if (kind === 'public') return unauthorized(`Public${serviceAccount}`);
			return flows.serviceAccount ? undefined : unauthorized('Client not enabled to retrieve service account');
		},
	},
	'sign-in': {
		events: ['AUTHORIZATION_REQUEST', 'PRE_TOKEN_REQUEST', 'TOKEN_REQUEST', 'TOKEN_RESPONSE'],
		shut: ({ flows }) => {
			if (flows.code) return undefined;
			const description = `${browser} Standard flow is disabled for the client.`;
			return refused('authorization', 302, 'unauthorized_client', description);
		},
	},
	implicit: {
		events: ['AUTHORIZATION_REQUEST'],
		shut: ({ flows }) => {
			if (flows.implicit) return undefined;
			const description = `${browser} Implicit flow is disabled for the client.`;
			return refused('authorization', 302, 'unauthorized_client', description);
		},
	},
	exchange: {
		events: ['TOKEN_EXCHANGE_REQUEST'],
		shut: ({ flows }) => {
			const description = 'Standard token exchange is not enabled for the requested client';
			return flows.exchange ? undefined : refused('token', 400, 'invalid_request', description);
		},
	},
	password: {
		events: ['RESOURCE_OWNER_PASSWORD_CREDENTIALS_REQUEST'],
		shut: ({ flows }) => {
			const description = 'Client not allowed for direct access grants';
			return flows.password ? undefined : refused('token', 400, 'unauthorized_client', description);
		},
	},
	device: {
		events: ['DEVICE_TOKEN_REQUEST'],
		shut: ({ flows }) => {
			const description =
				'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.';
			return flows.device ? undefined : refused('device', 400, 'unauthorized_client', description);
		},
	},
	backchannel: {
		events: ['BACKCHANNEL_AUTHENTICATION_REQUEST', 'BACKCHANNEL_TOKEN_REQUEST'],
		shut: ({ flows }) =>
			flows.backchannel
				? undefined
				: refused('backchannel', 401, 'invalid_grant', 'Client not allowed OIDC CIBA Grant'),
	},
	assertion: {
		events: ['JWT_AUTHORIZATION_GRANT'],
		shut: ({ flows }) => {
			const description = 'JWT Authorization Grant is not supported for the requested client';
			return flows.assertion ? undefined : refused('token', 400, 'invalid_grant', description);
		},
	},
};

export const ways = Object.keys(wayRules) as readonly Way[];
