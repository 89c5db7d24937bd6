// Nobody is let in without a certificate of the mesh, but where the catalog declares an exception or a probe.
import { someText } from '../../traffic/pattern.ts';
import { all, any, not, type Predicate } from '../../traffic/predicate.ts';
import { admittedAmong, type Property } from './breach.ts';

const hasIdentity: Predicate = { kind: 'text', attribute: 'peer', pattern: someText };

/** At every sidecar, the ports that nobody declares among them. Gateways are where the outside comes in. */
export const plaintextNever: Property = (context) =>
	context.sites
		.filter(({ enforcer }) => enforcer.kind === 'sidecar')
		.flatMap((site) => {
			const declared = site.wanted.intents.filter(({ callers }) => callers === 'anyone').map(({ admits }) => admits);
			const forbidden = all([not(hasIdentity), not(any(declared))]);
			return admittedAmong(context, site, forbidden, 'lets in a caller without mutual TLS');
		});
