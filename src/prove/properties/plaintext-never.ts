// Nobody is let in without a certificate of the mesh, but where the catalog declares an exception or a probe.
import { all, any, hasIdentity, not } from '../../traffic/predicate.ts';
import { admittedAmong, type Property } from './breach.ts';

/** At every sidecar, the ports that nobody declares among them. Gateways are where the outside comes in. */
export const plaintextNever: Property = (context) =>
	context.sites
		.filter(({ enforcer }) => enforcer.kind === 'sidecar')
		.flatMap((site) => {
			const declared = site.wanted.intents.filter(({ callers }) => callers === 'anyone').map(({ admits }) => admits);
			const forbidden = all([not(hasIdentity), not(any(declared))]);
			return admittedAmong(site, forbidden, 'lets in a caller without mutual TLS');
		});
