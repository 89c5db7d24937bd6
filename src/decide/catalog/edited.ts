// A catalog with edits, on the way to what is proposed.
import type { CatalogData } from '../../catalog/index.ts';
import type { Edit } from '../answer.ts';

export interface Change {
	readonly data: CatalogData;
	readonly edits: readonly Edit[];
	readonly scope: string;
}
