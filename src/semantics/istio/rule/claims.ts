// What a verified token says: claims, audiences, presenter and request principals (pilot/pkg/security/authz/model/generator.go).
import { type Pattern, pattern, run, someText } from '../../../traffic/pattern.ts';
import { type Atom, all, type Predicate } from '../../../traffic/predicate.ts';
import { textPattern } from './strings.ts';

/** One value of a claim, given by its path. */
export const claim = (path: readonly string[], value: string): Predicate => claimLike(path, textPattern(value));

const claimLike = (path: readonly string[], of: Pattern): Atom => ({ kind: 'claim', path, pattern: of });

/**
 * `iss` and `sub`, split at the last slash: both must match. A value without a slash is the issuer alone, so `x` asks for an
 * empty subject and matches nothing, while `*x` asks for the subject only and `x*` for the issuer only. `alone`: where a rule
 * splits these claims at spaces, which makes lists of them, for here lists match nothing [measured].
 */
export function requestPrincipal(value: string, alone?: true): Predicate {
	const part = (name: string, of: Pattern): Predicate => ({ ...claimLike([name], of), ...(alone ? { alone } : {}) });
	const slash = value.lastIndexOf('/');
	const [issuer, subject] = slash < 0 ? [value, ''] : [value.slice(0, slash), value.slice(slash + 1)];
	const [iss, sub] = patternsOf(value, issuer, subject, slash >= 0);
	return all([part('iss', iss), part('sub', sub)]);
}

function patternsOf(value: string, issuer: string, subject: string, both: boolean): readonly [Pattern, Pattern] {
	const ends = (text: string) => pattern(run('any', 0), text);
	const begins = (text: string) => pattern(text, run('any', 0));
	if (value === '*') return [someText, someText];
	if (value.startsWith('*')) {
		if (!both) return [someText, ends(value.slice(1))];
		return [issuer === '*' ? someText : ends(issuer.slice(1)), pattern(subject)];
	}
	if (value.endsWith('*')) {
		if (!both) return [begins(value.slice(0, -1)), someText];
		return [pattern(issuer), subject === '*' ? someText : begins(subject.slice(0, -1))];
	}
	return [pattern(issuer), pattern(subject)];
}

/**
 * The path in `[a][b]`, where one name may hold anything but brackets; brackets within brackets make one name of it all.
 * Undefined: not of that form.
 */
export function namesInBrackets(text: string): readonly string[] | undefined {
	if (/^(?:\[[^[\]]*\])+$/.test(text)) return text.slice(1, -1).split('][');
	const single = nameInBrackets(text);
	return single === undefined ? undefined : [single];
}

/** The name in `[name]`; undefined: not of that form. */
export const nameInBrackets = (text: string): string | undefined =>
	text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : undefined;
