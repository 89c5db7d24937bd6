// The four forms of a value: `*`, `x*`, `*x` and `x` (pilot/pkg/security/authz/matcher/string.go and header.go, Istio 1.31).
// The star counts only at an end, the leading one first: `*x*` ends with `x*`, and `a*b` is itself.
import { anyText, type Pattern, pattern, run, someText } from '../../../traffic/pattern.ts';

const anything = run('any', 0);

/**
 * The pattern of a value. `prefix` stands before the text it means, except for `*`, which asks only for some text.
 * `present`: `*` takes an empty text, too, as it does for headers, hosts and methods.
 */
export function textPattern(value: string, { prefix = '', present = false } = {}): Pattern {
	if (value === '*') return present ? anyText : someText;
	if (value.startsWith('*')) return pattern(prefix, anything, value.slice(1));
	if (value.endsWith('*')) return pattern(prefix, value.slice(0, -1), anything);
	return pattern(prefix, value);
}

/** Hosts ignore the case of ASCII letters; facts have them in lower case. */
export const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
