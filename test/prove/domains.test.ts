// The bounds inside which differences are looked for: whatever a request can be at a proxy lies in them, since what they leave
// out is taken for impossible. And what lies in them can be sent.
import { describe, expect, test } from 'vitest';
import { domainsOf } from '../../src/prove/domains.ts';
import { paths, sentPath } from '../../src/prove/paths.ts';
import type { TextDomain } from '../../src/regions/index.ts';
import { defaultSettings, type Enforcer, type MeshSettings } from '../../src/semantics/istio/index.ts';
import { normalize, withoutQuery } from '../../src/semantics/istio/paths/normalize.ts';
import { hasControl, readTarget } from '../../src/semantics/istio/paths/target.ts';
import { matcher } from '../../src/traffic/pattern.ts';

type Normalization = MeshSettings['pathNormalization'];

function membership({ letters, beyond, required, forbidden }: TextDomain): (text: string) => boolean {
	const [must, mustNot] = [required.map(matcher), forbidden.map(matcher)];
	const known = new Set(letters);
	return (text) =>
		[...text].every((letter) => known.has(letter) || (beyond && letter.charCodeAt(0) > 0x7f)) &&
		must.every((matches) => matches(text)) &&
		!mustNot.some((matches) => matches(text));
}

/** What policies see of a request target; undefined where the proxy answers itself. */
function seen(target: string, mode: Normalization): string | undefined {
	const http = { method: 'GET', path: target, host: 'x', headers: [], tokens: [], external: 'agrees' } as const;
	const read = readTarget(http, target);
	const path = read.kind === 'read' ? normalize(read.path, mode) : undefined;
	return path === undefined ? undefined : withoutQuery(path);
}

/** All texts of at most so many of the parts, behind a slash. */
function* targets(parts: readonly string[], most: number, begun = '/'): Iterable<string> {
	yield begun;
	if (most > 0) for (const part of parts) yield* targets(parts, most - 1, begun + part);
}

const codes = Array.from({ length: 256 }, (_, code) => code);
const bytes = codes.flatMap((code) => {
	const hex = code.toString(16).padStart(2, '0');
	return [String.fromCharCode(code), `%${hex}`, `%${hex.toUpperCase()}`];
});

describe('paths', () => {
	const hard = ['/', '.', '%2e', '\\', ';', '%', 'a', '%5c'];
	const framed = bytes.flatMap((byte) => [`/${byte}`, `/x${byte}y`, `/..${byte}`, `/a/${byte}../b`, `/%2e${byte}z`]);
	const nested = targets(['%', '2', 'e', '.', '/', '%2e', '%32', '%65'], 4);
	const further = [...nested, ...targets(['.', '%2E', ';', '/', '%2f', '%3b', '?', '#'], 4), ...framed];

	test.each([
		['NONE', 3],
		['BASE', 5],
		['MERGE_SLASHES', 4],
		['DECODE_AND_MERGE_SLASHES', 4],
	] as const)('whatever %s gives lies in the domain, and can be sent again', (mode, most) => {
		const isIn = membership(paths[mode]);
		const arrived = new Set<string>();
		for (const target of [...targets(hard, most), ...further]) {
			const path = seen(target, mode);
			if (path !== undefined) arrived.add(path);
		}
		expect(arrived.size).toBeGreaterThan(1_000);
		expect([...arrived].filter((path) => !isIn(path))).toEqual([]);
		expect([...arrived].filter((path) => seen(sentPath(path, mode), mode) !== path)).toEqual([]);
	});

	test('and each mode leaves out what it never gives', () => {
		const has = (mode: Normalization, path: string) => membership(paths[mode])(path);
		expect(['/x/../y', '/x//y', '/x%2fy'].map((path) => has('NONE', path))).toEqual([true, true, true]);
		expect(['/x/../y', '/x//y', '/x%2fy'].map((path) => has('BASE', path))).toEqual([false, true, true]);
		expect(['/x//y', '//', '/x%2fy'].map((path) => has('MERGE_SLASHES', path))).toEqual([false, true, true]);
		expect(['/x//y', '//', '/x%2fy'].map((path) => has('DECODE_AND_MERGE_SLASHES', path))).toEqual([
			false,
			true,
			false,
		]);
	});
});

const pod = { namespace: 'n', labels: {} };
const sidecar: Enforcer = { kind: 'sidecar', workload: pod, ports: [] };
const at = (enforcer: Enforcer, mesh: Partial<MeshSettings> = {}) =>
	domainsOf({ ...defaultSettings, ...mesh }, enforcer, 'http', false);

describe('other attributes', () => {
	const { texts, headers } = at(sidecar);

	test('methods are tokens of RFC 9110, section 5.6.2, whatever HTTP/1.1 takes', () => {
		const isIn = membership(texts.method.texts);
		const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]$/;
		const ascii = codes.slice(0, 128).map((code) => String.fromCharCode(code));
		expect(ascii.filter((letter) => isIn(letter) !== token.test(letter))).toEqual([]);
		expect([isIn(''), isIn('get'), isIn('M-SEARCH')]).toEqual([false, true, true]);
	});

	test('values of headers are all that the codec takes, also what it would take off and a claim puts there', () => {
		if (headers === 'never') throw new Error('no headers');
		const isIn = membership(headers);
		const values = codes.flatMap((code) => {
			const letter = String.fromCharCode(code);
			return [letter, `a${letter}b`, `a${letter}`, `${letter}b`];
		});
		expect(values.filter((value) => isIn(value) === hasControl(value))).toEqual([]);
	});

	test('hosts are all that the codec takes, in lower case', () => {
		const isIn = membership(texts.host.texts);
		const read = (host: string) =>
			readTarget({ method: 'GET', path: '/', host, headers: [], tokens: [], external: 'agrees' }, '/').kind === 'read';
		const wrong = codes
			.map((code) => String.fromCharCode(code))
			.filter((letter) => isIn(`a${letter.toLowerCase()}b`) !== read(`a${letter}b`));
		expect(wrong).toEqual([]);
	});

	test('certificates are of the mesh, and of its aliases where the proxy takes them', () => {
		const id = (domain: string) => `spiffe://${domain}/ns/a/sa/b`;
		const isIn = (enforcer: Enforcer, text: string) =>
			membership(at(enforcer, { trustDomain: 'new', trustDomainAliases: ['old'] }).texts.peer.texts)(text);
		expect(membership(texts.peer.texts)(id('old'))).toBe(false);
		expect([isIn(sidecar, id('new')), isIn(sidecar, id('old')), isIn(sidecar, 'spiffe://old/x')]).toEqual([
			true,
			true,
			false,
		]);
		const ztunnel: Enforcer = { kind: 'ztunnel', workload: pod, ports: [] };
		expect([isIn(ztunnel, id('new')), isIn(ztunnel, id('old'))]).toEqual([true, false]);
	});

	test('a waypoint’s rules see no source address, a gateway’s no certificate', () => {
		const waypoint: Enforcer = { kind: 'waypoint', name: 'w', namespace: 'n', services: [] };
		expect(at(waypoint).addresses).toMatchObject({ sourceAddress: 'never', remoteAddress: 'always' });
		const gateway: Enforcer = { kind: 'gateway', api: 'istio', name: 'g', workload: pod, ports: [] };
		expect(at(gateway).texts.peer.presence).toBe('never');
		expect(at(gateway).addresses).toMatchObject({ sourceAddress: 'always', remoteAddress: 'never' });
	});
});
