// Labels in the one order of all output: an object's digest is taken from its text, so the order in which a catalog
// writes a selector must not show.
import { sortedBy } from '../../../core/order.ts';

/** The same labels, sorted by key. */
export const sortedLabels = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
	Object.fromEntries(sortedBy(Object.entries(labels), ([key]) => key));
