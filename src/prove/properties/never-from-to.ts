// A user's own invariant: whatever is granted, this one never gets to that one. Neither by its identity in the mesh nor with
// its own token, and through a gateway no more than past it.
import type { Client, Workload } from '../../access/model.ts';
import { pattern } from '../../traffic/pattern.ts';
import { any, type Predicate } from '../../traffic/predicate.ts';
import type { Context } from '../context.ts';
import { callerIs } from '../intended/intent.ts';
import { admittedAmong, type Breach } from './breach.ts';

/** A workload or a client, and a workload, by their names in the catalog. */
export interface NeverNames {
	readonly from: string;
	readonly to: string;
}

/**
 * Breaches of `never from X to Y`, at each port of Y. `unknown`: the model has no such name, which is a mistake in the
 * invariant and no success. A gateway's routes lead on to services; whether what passes there ends at Y is asked at Y.
 */
export function neverFromTo(
	context: Context,
	{ from, to }: NeverNames,
): readonly Breach[] | { readonly unknown: string } {
	const { workloads, clients } = context.model;
	const workload = workloads.find(({ name }) => name === from);
	const client = clients.find(({ id }) => id === from);
	if (workload === undefined && client === undefined) return { unknown: from };
	if (!workloads.some(({ name }) => name === to)) return { unknown: to };
	return context.sites
		.filter(({ concern }) => concern?.workload.name === to)
		.flatMap((site) => {
			// A token at which nobody looks is no token.
			const isSeen = site.chain.verification.length > 0;
			const forbidden = any([...identityOf(workload), ...(isSeen ? tokenOf(client) : [])]);
			return admittedAmong(context, site, forbidden, `lets in \`${from}\``);
		});
}

const identityOf = (workload: Workload | undefined): readonly Predicate[] =>
	workload === undefined ? [] : [callerIs(workload)];

/** A token that was given to the client. */
const tokenOf = (client: Client | undefined): readonly Predicate[] =>
	client === undefined ? [] : [{ kind: 'claim', path: ['azp'], pattern: pattern(client.id) }];
