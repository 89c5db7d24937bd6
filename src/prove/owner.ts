// The line of the catalog to which an object of the output belongs: where a doubt about it is shown.
import type { AccessModel, Workload } from '../access/model.ts';
import { groupBy } from '../core/order.ts';
import { type Origin, wholeFile } from '../core/origin.ts';
import type { Outline } from './outline.ts';

export type OwnerOf = (object: Pick<Outline, 'namespace' | 'name' | 'selected'>) => Origin;

/**
 * The workload that the object selects, else the one in whose name it is called, else its namespace. For a namespace that
 * the catalog does not name, the catalog's file alone.
 */
export function ownersIn({ workloads, namespaces }: AccessModel): OwnerOf {
	const inNamespace = groupBy(workloads, (workload) => workload.namespace.name);
	const namespaceAt = new Map(namespaces.map(({ name, origin }) => [name, origin]));
	const file = namespaces[0]?.origin.file ?? '';
	return ({ namespace, name, selected }) => {
		const near = inNamespace.get(namespace) ?? [];
		const chosen = widest(near.filter(({ selector }) => isWithin(selector, selected)));
		const called = longest(near.filter((workload) => isCalledAfter(workload, name)));
		return (chosen ?? called)?.origin ?? namespaceAt.get(namespace) ?? wholeFile(file);
	};
}

const isWithin = (selector: Workload['selector'], labels: Workload['selector']): boolean =>
	Object.entries(selector).every(([name, value]) => labels[name] === value);

/** `accounts`, `accounts-2`, `accounts-tenant-guard`. */
const isCalledAfter = (workload: Workload, name: string): boolean =>
	name === workload.name || name.startsWith(`${workload.name}-`);

/** Of workloads that a selector fits, the one with most labels of its own. */
const widest = (fitting: readonly Workload[]): Workload | undefined =>
	fitting.reduce<Workload | undefined>((best, each) => {
		const size = ({ selector }: Workload) => Object.keys(selector).length;
		return best === undefined || size(each) > size(best) ? each : best;
	}, undefined);

const longest = (called: readonly Workload[]): Workload | undefined =>
	called.reduce<Workload | undefined>(
		(best, each) => (best === undefined || each.name.length > best.name.length ? each : best),
		undefined,
	);
