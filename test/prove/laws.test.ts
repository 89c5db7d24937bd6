// Laws of what is compiled, as the prover sees it: exact, over generated models and catalogs.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccessModel } from '../../src/access/model.ts';
import { readCatalog } from '../../src/catalog/index.ts';
import { lower } from '../../src/compile/lower.ts';
import { locateByPath } from '../../src/core/origin.ts';
import { type Context, contextOf, prove, type Site } from '../../src/prove/index.ts';
import { tokenIsTaken } from '../../src/prove/intended/token.ts';
import { compare } from '../../src/regions/index.ts';
import { all, not, nothing, type Predicate } from '../../src/traffic/predicate.ts';
import { generateCatalog } from '../generators/catalog.ts';
import { models } from '../generators/model.ts';
import { filesOf, isWithinIssuers, subjectOf } from './mutants/subject.ts';

const given = models.filter(isWithinIssuers);
const runs = { numRuns: 40, seed: 20261124 };

const contextFor = (model: AccessModel): Context => contextOf(model, subjectOf('', model).objects);

/** True when no request is in it. */
function isEmpty(site: Site, predicate: Predicate): boolean {
	const { kind } = compare(all([predicate, site.possible]), nothing, site.domains);
	expect(kind).not.toBe('undecided');
	return kind === 'equal';
}

const placeOf = ({ place: { workload, namespace, port, speaks } }: Site): string =>
	`${workload} ${namespace} ${port} ${speaks}`;

test.each([1, 2, 3])('a generated catalog is proved, seed %i', (seed) => {
	const catalog = generateCatalog({ services: 20, edges: 90, seed });
	const [read, found] = readCatalog(catalog, locateByPath('services.catalog.ts'), '2026-11-24');
	if (read === undefined) throw new Error(JSON.stringify(found));
	const subject = subjectOf('generated', lower(read, 'prod'));
	expect(prove(subject.model, filesOf(subject)).findings).toEqual([]);
});

test('one grant less takes away no other access, and gives none', () => {
	let compared = 0;
	fc.assert(
		fc.property(given, fc.nat(), (model, at) => {
			const grant = model.grants[at % Math.max(1, model.grants.length)];
			if (grant === undefined) return;
			const without: AccessModel = {
				...model,
				grants: model.grants.filter((each) => each !== grant),
				entrances: model.entrances.filter((each) => each.grant !== grant),
			};
			const more = new Map(contextFor(model).sites.map((site) => [placeOf(site), site]));
			for (const site of contextFor(without).sites) {
				const same = more.get(placeOf(site));
				if (same === undefined) continue;
				compared++;
				// With its first grant for a token a workload begins to verify tokens, and refuses bad ones of whoever needs none.
				const lost = all([site.effective, not(same.effective), tokenIsTaken(same.wanted.tokens)]);
				expect(isEmpty(same, lost)).toBe(true);
			}
		}),
		runs,
	);
	expect(compared).toBeGreaterThan(200);
});

test('what is disabled lets nobody in, and has no tokens', () => {
	let disabled = 0;
	fc.assert(
		fc.property(given, (model) => {
			for (const site of contextFor(model).sites) {
				if (site.concern?.workload.state.kind !== 'disabled') continue;
				disabled++;
				expect(isEmpty(site, site.effective)).toBe(true);
			}
		}),
		runs,
	);
	expect(disabled).toBeGreaterThan(20);
});

test('a pod that the catalog does not name lets nobody in', () => {
	fc.assert(
		fc.property(given, (model) => {
			const strangers = contextFor(model).sites.filter(({ concern }) => concern === undefined);
			expect(strangers.length).toBeGreaterThan(0);
			for (const site of strangers) expect(isEmpty(site, site.effective)).toBe(true);
		}),
		{ ...runs, numRuns: 10 },
	);
});

test('the order of files and objects does not matter, nor do other environments’ files', () => {
	fc.assert(
		fc.property(given, (model) => {
			const subject = subjectOf('', model);
			const files = filesOf(subject);
			const turned = filesOf({ ...subject, objects: [...subject.objects].reverse() }).toReversed();
			const others = files.map((file) => ({ ...file, path: `elsewhere/${file.path}` }));
			const proofs = [files, turned, [...files, ...others]].map((each) => prove(model, each));
			const [first, ...rest] = proofs.map(({ findings, counts }) => [
				new Set(findings.map((one) => JSON.stringify(one))),
				counts,
			]);
			for (const other of rest) expect(other).toEqual(first);
		}),
		{ ...runs, numRuns: 10 },
	);
});
