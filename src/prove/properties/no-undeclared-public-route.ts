// Without a token nobody gets through a gateway, but on routes that the catalog opens to anyone: public grants, API keys
// that an authorizer judges, and preflights.
import { all, any, not, verified } from '../../traffic/predicate.ts';
import type { Intent } from '../intended/index.ts';
import { admittedAmong, type Property } from './breach.ts';

/** At every gateway. */
export const noUndeclaredPublicRoute: Property = (context) =>
	context.sites
		.filter(({ enforcer }) => enforcer.kind === 'gateway')
		.flatMap((site) => {
			const open = site.wanted.intents.filter(isPublic).map(({ admits }) => admits);
			const forbidden = all([not(verified), not(any(open))]);
			return admittedAmong(site, forbidden, 'lets anyone in where no public route is declared');
		});

/** An intent that no token is needed for. */
const isPublic = ({ grants, name }: Intent): boolean =>
	name === 'preflight' || grants.every(({ actor }) => actor.kind === 'anyone');
