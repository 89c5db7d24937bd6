// Long lists in a message: the first few, and how many more there are.
import { quote, quoteList } from '../../../core/quote.ts';

const most = 4;

/** `a`, `b`, `c`, `d`, and 12 more, each in backticks; all of them when there are at most four. */
export const quoteSome = (names: readonly string[], word: 'and' | 'or' = 'and'): string =>
	names.length > most
		? `${names.slice(0, most).map(quote).join(', ')}, ${word} ${names.length - most} more`
		: quoteList(names, word);
