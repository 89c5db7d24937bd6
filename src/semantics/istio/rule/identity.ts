// Identity fields of an Envoy, as patterns of the caller's SPIFFE id (pilot/pkg/security/authz/model/generator.go). Istio
// writes regular expressions; in the words of patterns they are text and runs. Names are taken literally, as istiod does since
// 1.28.7, 1.29.2 and 1.30 (before, a `.` in them stood for any letter).
import { type Pattern, pattern, run } from '../../../traffic/pattern.ts';
import { any, type Predicate } from '../../../traffic/predicate.ts';
import { textPattern } from './strings.ts';

const scheme = 'spiffe://';
const anything = run('any', 0);
const something = run('any', 1);

const peer = (of: Pattern): Predicate => ({ kind: 'text', attribute: 'peer', pattern: of });

/** `principals`: the scheme is put before the value, also before one that has it already. */
export const principal = (value: string): Predicate => peer(textPattern(value, { prefix: scheme }));

/** `namespaces`: `[any]/ns/<value>/[any]`, where every star means any text, slashes too, and the trust domain is not looked at. */
export function namespace(value: string): Predicate {
	const parts = value.split('*').flatMap((text, index) => (index === 0 ? [text] : [anything, text]));
	return peer(pattern(anything, '/ns/', ...parts, '/', anything));
}

/**
 * `serviceAccounts`: `spiffe://.+/ns/NS/(.+/|)sa/NAME(/.+)?`, so any trust domain, and other parts between and behind. A value
 * without a slash lies in the policy's namespace.
 */
export function serviceAccount(value: string, policyNamespace: string): Predicate {
	const slash = value.indexOf('/');
	const [space, name] = slash < 0 ? [policyNamespace, value] : [value.slice(0, slash), value.slice(slash + 1)];
	const start = [scheme, something, `/ns/${space}/`];
	const between = [[], [something, '/']];
	const behind = [[], ['/', something]];
	return any(between.flatMap((b) => behind.map((e) => peer(pattern(...start, ...b, `sa/${name}`, ...e)))));
}

/** `trustDomains`: `*` any SPIFFE id; a star at an end stands for any text without a slash. */
export function trustDomain(value: string): Predicate {
	if (value === '*') return peer(pattern(scheme, anything));
	const star = value.indexOf('*');
	if (star < 0) return peer(pattern(scheme, value, '/', anything));
	return peer(pattern(scheme, value.slice(0, star), run('segment', 0), value.slice(star + 1), '/', anything));
}
