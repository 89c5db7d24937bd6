// A part whose wrong name shows only where the catalog is whole.
import { defineServices } from '../../../../src/catalog/define.ts';

export const billing = defineServices({
	billing: {
		owner: 'team-billing',
		namespace: 'shop',
		serviceAccount: 'billing',
		selector: { app: 'billing' },
		calls: [{ to: 'cart', scopes: ['cart.raed'] }],
	},
});
