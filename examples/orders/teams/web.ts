import { defineServices } from '../../../src/index.ts';
import { http } from './ports.ts';

export const webTeam = defineServices({
	// A backend for a front end: it signs users in, keeps their tokens, and gives the browser only a session cookie.
	storefront: {
		owner: 'team-web',
		namespace: 'web',
		serviceAccount: 'storefront',
		selector: { app: 'storefront' },
		ports: { http },
		login: {
			redirectUris: ['https://shop.example/signed-in'],
			postLogoutRedirectUris: ['https://shop.example/'],
		},
		scopes: { 'storefront.use': ['GET /**', 'POST /api/orders/{id}/confirm', 'POST /sign-out'] },
		callers: [
			{
				from: 'anyone',
				via: 'front-door',
				scopes: ['storefront.use'],
				as: 'anyone',
				because: 'browsers carry a session cookie, which the storefront itself turns into a token',
			},
		],
		calls: [{ to: 'orders', scopes: ['order.confirm', 'order.read'] }],
	},
});
