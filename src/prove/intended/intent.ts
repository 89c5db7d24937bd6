// One reason for which the catalog lets requests in.
import type { Grant, Workload } from '../../access/model.ts';
import type { Origin } from '../../core/origin.ts';
import { pattern } from '../../traffic/pattern.ts';
import { type Predicate, text } from '../../traffic/predicate.ts';

export interface Intent {
	/** A grant's id, or `plaintext`, `probe`, `preflight`, `api-key` with what it belongs to. */
	readonly name: string;
	/** The grants behind it. */
	readonly grants: readonly Grant[];
	/** Whether callers prove an identity by a certificate. */
	readonly callers: 'identified' | 'anyone';
	/** The line of the catalog. */
	readonly origin: Origin;
	readonly admits: Predicate;
}

/** The exact workload identity (requirement R1). */
export const callerIs = ({ principal: { trustDomain, namespace, serviceAccount } }: Workload): Predicate =>
	text('peer', pattern(`spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`));
