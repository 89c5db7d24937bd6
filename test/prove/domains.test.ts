// The bounds inside which differences are looked for: whatever a request can be at a proxy lies in them, since what they leave
// out is taken for impossible. And what lies in them can be sent.
import { describe, expect, test } from 'vitest';
import { paths } from '../../src/prove/domains.ts';
import { sentPath } from '../../src/prove/request.ts';
import type { TextDomain } from '../../src/regions/index.ts';
import { normalize, withoutQuery } from '../../src/semantics/istio/paths/normalize.ts';
import { readTarget } from '../../src/semantics/istio/paths/target.ts';
import { matcher } from '../../src/traffic/pattern.ts';
import { bank, found, planted } from './bank.ts';
import { listAt } from './mutants/edit.ts';

function membership({ letters, beyond, required, forbidden }: TextDomain): (text: string) => boolean {
	const [must, mustNot] = [required.map(matcher), forbidden.map(matcher)];
	const known = new Set(letters);
	return (text) =>
		[...text].every((letter) => known.has(letter) || (beyond && letter.charCodeAt(0) > 0x7f)) &&
		must.every((matches) => matches(text)) &&
		!mustNot.some((matches) => matches(text));
}

/** What policies see of a request target; undefined where the proxy answers itself. */
function seen(target: string): string | undefined {
	const http = { method: 'GET', path: target, host: 'x', headers: [], tokens: [], external: 'agrees' } as const;
	const read = readTarget(http, target);
	const path = read.kind === 'read' ? normalize(read.path, 'BASE') : undefined;
	return path === undefined ? undefined : withoutQuery(path);
}

/** All texts of at most so many of the parts, behind a slash. */
function* targets(parts: readonly string[], most: number, begun = '/'): Iterable<string> {
	yield begun;
	if (most > 0) for (const part of parts) yield* targets(parts, most - 1, begun + part);
}

const bytes = Array.from({ length: 256 }, (_, code) => code).flatMap((code) => {
	const hex = code.toString(16).padStart(2, '0');
	return [String.fromCharCode(code), `%${hex}`, `%${hex.toUpperCase()}`];
});

describe('paths', () => {
	const isIn = membership(paths);
	const hard = ['/', '.', '%2e', '\\', ';', '%', '2', 'e', 'a', '%5c'];
	const framed = bytes.flatMap((byte) => [`/${byte}`, `/x${byte}y`, `/..${byte}`, `/a/${byte}../b`, `/%2e${byte}z`]);
	const all = new Set([...targets(hard, 5), ...targets(['.', '%2E', ';', '/', '%2f', '%3b', '?', '#'], 4), ...framed]);

	test('whatever the normalizer gives lies in the domain, and can be sent again', () => {
		const arrived = new Set([...all].map(seen).filter((path) => path !== undefined));
		expect(arrived.size).toBeGreaterThan(20_000);
		expect([...arrived].filter((path) => !isIn(path))).toEqual([]);
		expect([...arrived].filter((path) => seen(sentPath(path)) !== path)).toEqual([]);
	});

	test('a rule for a dot segment with parameters is found, with a request that passes', () => {
		for (const path of ['/a/..;x/b', '/a/.;x', '/..;']) {
			const rule = { to: [{ operation: { paths: [path], ports: ['8080'] } }] };
			const findings = found(
				planted('AuthorizationPolicy accounts/accounts', (object) => ({
					...object,
					spec: { ...object.spec, rules: [...listAt(object, ['spec', 'rules']), rule] },
				})),
			);
			expect(findings).toMatchObject([{ kind: 'excess', place: { workload: 'accounts', port: 8080 } }]);
		}
		expect(found(bank.objects)).toEqual([]);
	});
});
