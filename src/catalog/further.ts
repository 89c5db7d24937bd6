// What else is wrong with a catalog whose shape is not good: a misspelt key must not hide a broken operation. Nothing is
// said here that could be a consequence of a mistake which is told already.
import type { Diagnostic } from '../core/diagnostic.ts';
import { type Locate, printPath } from '../core/origin.ts';
import { checkCatalog } from './checks/index.ts';
import type { CatalogData } from './input.ts';
import { explainIssues } from './issues.ts';
import { checkOperations } from './operations.ts';
import { mend, type Repair } from './repair.ts';
import { catalogSchema } from './schema/catalog.ts';
import { service } from './schema/services.ts';

/** Misspelt keys inside parts whose key is misspelt: deeper than this, nobody has written. */
const mostRounds = 4;

/**
 * The mistakes beyond the shape: those of the catalog as it would be with these repairs, or, where more than the repairs
 * is amiss, the operations of the services whose own shape is good. The value must be plain data.
 */
export function furtherMistakes(
	value: unknown,
	locate: Locate,
	today: string,
	repairs: readonly Repair[],
): readonly Diagnostic[] {
	const made = [...repairs];
	const inside = new Map<string, Diagnostic>();
	let mended = mend(value, locate, repairs);
	for (let round = 1; round <= mostRounds; round += 1) {
		const result = catalogSchema.safeParse(mended.value);
		const next = result.success
			? { diagnostics: [], repairs: [] }
			: explainIssues(result.error.issues, mended.value, mended.locate, new Set());
		// The keys under a misspelt key are read for the first time; all else is told already.
		const renamed = made.filter(({ kind }) => kind === 'rename').map(({ path }) => printPath(path));
		for (const one of next.diagnostics) {
			const { path } = one.origin;
			if (renamed.some((part) => isBelow(path, part))) inside.set(`${one.code} ${path}`, one);
		}
		made.push(...next.repairs);
		if (next.repairs.length === next.diagnostics.length && next.repairs.every(({ kind }) => kind === 'keep')) {
			// INVARIANT: the types are right; texts, numbers and lists may be out of order, which no check minds.
			const catalog = { data: mended.value as CatalogData, locate: mended.locate };
			const found = [...checkOperations(catalog), ...checkCatalog(catalog, today)];
			return [...inside.values(), ...found.filter(independentOf(made))];
		}
		if (next.repairs.length === 0) break;
		mended = mend(mended.value, mended.locate, next.repairs);
	}
	return [...inside.values(), ...operationsOfSoundServices(value, locate)];
}

/** Mistakes of an operation's own text: no other part of the catalog has a say in them. */
const ofText = /^CAT0(?:4\d|5[0-2])$/;
/** Names that are looked up among the keys of the catalog's own maps. */
const ofNames = new Set(['ACC001', 'ACC003', 'ACC004', 'ACC006', 'ACC007']);

/** Tells whether a diagnostic of the mended catalog holds whatever was meant by what had to be mended. */
function independentOf(repairs: readonly Repair[]): (diagnostic: Diagnostic) => boolean {
	const told = repairs.flatMap(({ kind, path }) => (kind === 'rename' || kind === 'drop' ? [] : [printPath(path)]));
	const unclear = repairs.filter(({ kind }) => kind !== 'rename' && kind !== 'word');
	const names = unclear.every(({ path }) => path.length > 1);
	return ({ code, origin }) => {
		if (told.some((path) => isBelow(origin.path, path))) return false;
		return unclear.length === 0 || ofText.test(code) || (names && ofNames.has(code));
	};
}

const isBelow = (path: string, part: string): boolean =>
	path === part || path.startsWith(`${part}.`) || path.startsWith(`${part}[`);

function operationsOfSoundServices(value: unknown, locate: Locate): readonly Diagnostic[] {
	const services = typeof value === 'object' && value !== null ? Reflect.get(value, 'services') : undefined;
	if (typeof services !== 'object' || services === null || Array.isArray(services)) return [];
	return Object.entries(services).flatMap(([name, written]) => {
		const result = service.safeParse(written);
		return result.success ? checkOperations({ data: { services: { [name]: result.data } }, locate }) : [];
	});
}
