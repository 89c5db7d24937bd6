// Network policies must leave the ways to issuers and authorizers open, and addresses outside mean nothing without them.
import { sortedUnique } from '../../core/order.ts';
import { type Check, found } from './report.ts';

/** Ways out that no network policy would open, and addresses outside that no policy reads. */
export const checkNetworks: Check = (context) => {
	if (context.data.mesh.networkPolicies !== 'emit') {
		return [...context.services].flatMap(([service, { external }]) =>
			external === undefined || external.length === 0
				? []
				: [found(context, 'ACC075', { service }, ['services', service, 'external'])],
		);
	}
	const authorizers = (context.data.exceptions ?? []).flatMap((exception, index) => {
		if (exception.kind !== 'api-key' || exception.network !== undefined) return [];
		const { gateway, provider } = exception;
		return [found(context, 'ACC089', { gateway, provider }, ['exceptions', index])];
	});
	const issuers = Object.keys(context.data.issuers ?? {}).flatMap((issuer) => {
		const environments = [...context.environments]
			.filter(([, data]) => data.issuers?.[issuer]?.network === undefined)
			.map(([name]) => name);
		if (environments.length === 0) return [];
		return [found(context, 'ACC074', { issuer, environments: sortedUnique(environments) }, ['issuers', issuer])];
	});
	return [...issuers, ...authorizers];
};
