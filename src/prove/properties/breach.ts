// What a property finds: one request that should not pass, or a doubt.

import { compare, witness } from '../../regions/index.ts';
import { authorizer, type Request } from '../../semantics/istio/index.ts';
import { all, nothing, type Predicate } from '../../traffic/predicate.ts';
import type { Context, Site } from '../context.ts';
import { withOneClient } from '../domains.ts';
import { possible } from '../effective/admitted.ts';
import type { Place } from '../finding.ts';
import { requestOf } from '../request.ts';

export type Breach =
	/** Passes, and the evaluator says so, too. */
	| { readonly kind: 'breach'; readonly place: Place; readonly request: Request; readonly what: string }
	/** Neither shown nor excluded. Never counts as success. */
	| { readonly kind: 'undecided'; readonly place: Place; readonly why: string };

/** A property of a whole environment: nothing where it holds. */
export type Property = (context: Context) => readonly Breach[];

/** The breach of a property that forbids these requests at the site; none where the manifests admit none of them. */
export function admittedAmong({ world }: Context, site: Site, forbidden: Predicate, what: string): readonly Breach[] {
	const { effective, enforcer, chain, domains, place } = site;
	const compared = compare(
		all([effective, possible(enforcer.kind, chain), forbidden]),
		nothing,
		withOneClient(domains),
	);
	if (compared.kind === 'equal') return [];
	if (compared.kind === 'undecided') return [{ kind: 'undecided', place, why: compared.why }];
	const found = witness(compared.cut, compared.onlyLeft);
	if (found === undefined) return [];
	const request = requestOf(found, place);
	if (authorizer(world, enforcer)(request).decision === 'allow') return [{ kind: 'breach', place, request, what }];
	const why = `the evaluator does not confirm the request found: ${JSON.stringify(request)}`;
	return [{ kind: 'undecided', place, why }];
}
