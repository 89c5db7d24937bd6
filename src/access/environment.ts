// Which environment of a catalog is meant.
import { ExpectedError } from '../core/expected.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { quote, quoteList } from '../core/quote.ts';
import type { AccessModel } from './model.ts';

/**
 * The model of the environment, or of the only one where none is named. Throws an ExpectedError for a name that the catalog
 * does not have, and where several could be meant; `option`: how a person names one.
 */
export function modelIn(models: readonly AccessModel[], environment: string | undefined, option: string): AccessModel {
	const names = models.map((model) => model.environment);
	const [model, other] = models.filter((one) => environment === undefined || one.environment === environment);
	if (model === undefined) {
		const help = didYouMean(nearest(environment ?? '', names), `there is ${quoteList(names, 'and')}`);
		throw new ExpectedError(`the catalog has no environment ${quote(environment)}`, help);
	}
	if (other === undefined) return model;
	throw new ExpectedError(
		'this is about one environment, and the catalog has several',
		`say which, with ${option} and ${quoteList(names, 'or')}`,
	);
}
