// What a name means among everything that was found. Callers call Services, so the name of a Service means all pods behind
// it: an answer about some of them would hide the others.
import { ExpectedError } from '../../../core/expected.ts';
import { didYouMean, nearest } from '../../../core/nearest.ts';
import { sortedUnique } from '../../../core/order.ts';
import { quote, quoteList } from '../../../core/quote.ts';
import type { Found } from './found.ts';

/** Where the names come from; a catalog's own names have no namespace. */
export type Namer = 'catalog' | 'manifests';

/** All that a name means: one, or the pods behind one Service, which policies may treat differently. */
export type Meant = readonly [Found, ...Found[]];

/**
 * What `web`, `shop/web`, `service/shop/web` or `deployment/shop/web` means; the kind, in lower case or not, is that of the
 * manifest. Throws an ExpectedError, with the nearest names, for nothing, and for a name that means several things.
 */
export function meantBy(found: readonly Found[], name: string, namer: Namer): Meant {
	const meanings = meaningsOf(found, name);
	const [only, ...others] = meanings;
	if (only !== undefined && others.length === 0) return only.all;
	if (only !== undefined) {
		const labels = meanings.map(({ label }) => label);
		throw new ExpectedError(`${quote(name)} could be ${quoteList(labels, 'or')}`, 'write one of these');
	}
	throw unknown(found, name, namer);
}

/** `shop/web`, as people name it in manifests. */
export const fullNameOf = ({ namespace, name }: Pick<Found, 'namespace' | 'name'>): string => `${namespace}/${name}`;

interface Meaning {
	/** By which just this is meant. */
	readonly label: string;
	readonly all: Meant;
}

function meaningsOf(found: readonly Found[], name: string): readonly Meaning[] {
	const [bare = '', namespace, kind] = name.split('/').reverse();
	const wanted = kind?.toLowerCase();
	const there = found.filter((one) => namespace === undefined || one.namespace === namespace);
	const labelled = new Map<string, [Found, ...Found[]]>();
	const add = (label: string, one: Found) => {
		const known = labelled.get(label);
		if (known === undefined) labelled.set(label, [one]);
		else known.push(one);
	};
	if (name.split('/').length > 3) return [];
	for (const one of there) {
		const isBehind = one.services.some((service) => service.name === bare);
		if (isBehind && (wanted === undefined || wanted === 'service')) add(`service/${one.namespace}/${bare}`, one);
	}
	const behind = new Set([...labelled.values()].flat());
	for (const one of there) {
		const ownKind = one.kind.toLowerCase();
		if (one.name !== bare || (wanted !== undefined && wanted !== ownKind)) continue;
		// One of the pods behind a Service of the same name is meant with them.
		if (!behind.has(one)) add(`${ownKind}/${fullNameOf(one)}`, one);
	}
	return [...labelled].map(([label, all]) => ({ label, all }));
}

function unknown(found: readonly Found[], name: string, namer: Namer): ExpectedError {
	const known = sortedUnique(found.flatMap((one) => namesOf(one, namer)));
	const bare = found.flatMap((one) => [one.name, ...one.services.map((service) => service.name)]);
	const near = nearest(name, name.includes('/') ? known : new Set([...known, ...bare]));
	const empty =
		namer === 'catalog'
			? 'add a service to the catalog'
			: 'a workload is read from its Deployment, StatefulSet, DaemonSet, Job, or Pod: add it to the manifests';
	const few = known.slice(0, 6);
	const listed = `there is ${quoteList(few, 'and')}${known.length > few.length ? ', among others' : ''}`;
	const where =
		namer === 'catalog'
			? 'the catalog has no service or gateway'
			: 'the manifests have no workload, Service, or Gateway';
	return new ExpectedError(`${where} ${quote(name)}`, didYouMean(near, known.length === 0 ? empty : listed));
}

const namesOf = (one: Found, namer: Namer): readonly string[] =>
	namer === 'catalog' ? [one.name] : [fullNameOf(one), ...one.services.map(({ name }) => `${one.namespace}/${name}`)];
