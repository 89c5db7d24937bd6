// What a property finds: one request that should not pass, or a doubt.
import type { Request } from '../../semantics/istio/index.ts';
import type { Predicate } from '../../traffic/predicate.ts';
import type { Context, Site } from '../context.ts';
import type { Place } from '../finding.ts';
import { letInAt } from '../let-in.ts';

export type Breach =
	/** Passes, and the evaluator says so, too. */
	| { readonly kind: 'breach'; readonly place: Place; readonly request: Request; readonly what: string }
	/** Neither shown nor excluded. Never counts as success. */
	| { readonly kind: 'undecided'; readonly place: Place; readonly why: string };

/** A property of a whole environment: nothing where it holds. */
export type Property = (context: Context) => readonly Breach[];

/** The breach of a property that forbids these requests at the site; none where the manifests admit none of them. */
export function admittedAmong(site: Site, forbidden: Predicate, what: string): readonly Breach[] {
	const { place } = site;
	const found = letInAt(site, forbidden);
	switch (found.kind) {
		case 'nothing':
			return [];
		case 'request':
			return [{ kind: 'breach', place, request: found.request, what }];
		case 'undecided':
			return [{ kind: 'undecided', place, why: found.why }];
	}
}
