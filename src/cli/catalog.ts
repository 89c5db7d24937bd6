// From a command's arguments to a synthesised catalog, with everything that is to be said about it.
import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Catalog, ExceptionData } from '../catalog/index.ts';
import { overlay } from '../catalog/index.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { ExpectedError } from '../core/expected.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { loadCatalog, type Sources } from '../load/index.ts';
import { type Synthesis, synthesize, unread } from '../pipeline.ts';
import {
	type AccessFacts,
	accessFacts,
	diagnosticsJson,
	type ExceptionFact,
	listed,
	renderDiagnostics,
	renderJson,
	renderProofs,
} from '../report/index.ts';
import { type Host, textOptions } from './host.ts';
import { progressOn } from './progress.ts';

const usualNames = ['services.catalog.ts', 'services.catalog.yaml', 'services.catalog.yml', 'services.catalog.json'];

export interface ReadCatalog {
	readonly synthesis: Synthesis;
	/** Of loading and of checking. */
	readonly diagnostics: readonly Diagnostic[];
	readonly sources: Sources;
	/** Everything again, for a changed value of the same catalog: same places, same day, same patch. */
	readonly resynthesize: (value: unknown) => Synthesis;
	/** As a person would type the file's name here: origins name files from the catalog's folder. */
	readonly shownFile: (file: string) => string;
}

/** Loads and synthesises the catalog at `file` (relative to the working directory), or the usual one there. */
export async function openCatalog(host: Host, file: string | undefined, today = host.today): Promise<ReadCatalog> {
	const progress = progressOn(host);
	const name = file ?? usualNames.find((candidate) => existsSync(join(host.cwd, candidate))) ?? usualNames[0] ?? '';
	const loaded = await loadCatalog(resolve(host.cwd, name));
	progress.step('checking the catalog and proving its output');
	const resynthesize = (value: unknown): Synthesis =>
		loaded.catalog === undefined ? unread : synthesize(value, loaded.catalog.locate, today, loaded.catalog.patch);
	const synthesis = resynthesize(loaded.catalog?.value);
	progress.done();
	const { sources } = loaded;
	const diagnostics = [...loaded.diagnostics, ...synthesis.diagnostics];
	return { synthesis, diagnostics, sources, resynthesize, shownFile: shownFrom(realPath(host.cwd), sources.folder) };
}

const shownFrom =
	(here: string, folder: string) =>
	(file: string): string => {
		const shown = relative(here, resolve(folder, file));
		return isAbsolute(shown) ? shown : shown.split(sep).join('/');
	};

/** Symbolic links resolved, as the loader does with the catalog's folder. */
function realPath(folder: string): string {
	return existsSync(folder) ? realpathSync(folder) : folder;
}

/** Prints diagnostics to stderr; with `quiet` the errors alone. */
export function printDiagnostics(host: Host, read: ReadCatalog, quiet: boolean): void {
	const { diagnostics, shownFile } = read;
	const shown = quiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
	const sources = { ...read.sources, shownFile };
	host.stderr.write(renderDiagnostics(shown, sources, textOptions(host.stderr, host.env)));
}

/** Prints what was proved, of one environment or of all; where a proof does not hold, its findings stand there instead. */
export function printProofs(host: Host, { proofs, verdict }: Synthesis, environment: string | undefined): void {
	if (verdict !== 'proved') return;
	const shown = proofs.filter((proof) => environment === undefined || proof.environment === environment);
	host.stdout.write(`\n${renderProofs(shown, textOptions(host.stdout, host.env).width)}`);
}

/** Prints a command's JSON, the verdict on the catalog first, to stdout. */
export function printJson(
	host: Host,
	command: string,
	read: ReadCatalog,
	body: Readonly<Record<string, unknown>>,
): void {
	host.stdout.write(jsonText(command, read, body));
}

/** The same as text. */
export const jsonText = (command: string, read: ReadCatalog, body: Readonly<Record<string, unknown>>): string =>
	renderJson(command, { ...verdictJson(read), ...body }, read.shownFile);

/** The models' facts: of one environment where it is named, and of one service where that is named. */
export function factsOf(
	catalog: Catalog,
	synthesis: Synthesis,
	only: { readonly environment?: string; readonly service?: string },
): readonly AccessFacts[] {
	const known = synthesis.models.map((model) => model.environment);
	if (only.environment !== undefined) checkKnown('environment', only.environment, known);
	if (only.service !== undefined) checkKnown('service, client, or gateway', only.service, partNames(catalog));
	return synthesis.models
		.filter((model) => only.environment === undefined || model.environment === only.environment)
		.map((model) => accessFacts(model, exceptionsIn(catalog, model.environment)))
		.map((facts) => (only.service === undefined ? facts : touching(facts, only.service)));
}

/** Names of services, clients and gateways. */
export const partNames = ({ data }: Catalog): readonly string[] =>
	[data.services, data.clients ?? {}, data.gateways ?? {}].flatMap(Object.keys);

/** Throws an ExpectedError that suggests the nearest known name. */
export function checkKnown(what: string, name: string, known: readonly string[]): void {
	if (known.includes(name)) return;
	const help = didYouMean(
		nearest(name, known),
		`there is ${listed(
			known.map((one) => `\`${one}\``),
			8,
		)}`,
	);
	throw new ExpectedError(`the catalog has no ${what} \`${name}\``, help);
}

/** The part of every command's JSON that tells whether the catalog is good. */
const verdictJson = ({ diagnostics, synthesis }: ReadCatalog): Readonly<Record<string, unknown>> => ({
	ok: synthesis.verdict === 'proved',
	catalog: synthesis.catalog?.data.name ?? null,
	diagnostics: diagnosticsJson(diagnostics),
});

function touching(facts: AccessFacts, name: string): AccessFacts {
	const touches = (grant: AccessFacts['grants'][number]): boolean =>
		grant.receiver === name || grant.caller === name || grant.via === name;
	const receivers = facts.receivers.flatMap((receiver) => {
		const scopes = receiver.scopes
			.map((scope) => ({ ...scope, grants: scope.grants.filter(touches) }))
			.filter((scope) => scope.grants.length > 0);
		return scopes.length === 0 ? [] : [{ ...receiver, scopes }];
	});
	return {
		...facts,
		receivers,
		grants: facts.grants.filter(touches),
		public: facts.public.filter((open) => open.receiver === name || open.gateway === name),
		open: facts.open.filter((open) => open.receiver === name || open.gateway === name),
		exceptions: facts.exceptions.filter((exception) => exception.parts.includes(name)),
		disabled: facts.disabled.filter((part) => part.name === name),
		closed: facts.closed.filter((closed) => closed === name),
	};
}

function exceptionsIn(catalog: Catalog, environment: string): readonly ExceptionFact[] {
	return (overlay(catalog.data, environment).exceptions ?? []).map((exception) => ({
		kind: exception.kind,
		...aboutOf(exception),
		owner: exception.owner,
		reason: exception.reason,
		expires: exception.expires,
	}));
}

function aboutOf(exception: ExceptionData): { readonly parts: readonly string[]; readonly about: string } {
	switch (exception.kind) {
		case 'plaintext':
			return { parts: [exception.service], about: `${exception.service}, ${exception.operations.join(', ')}` };
		case 'shared-identity':
			return { parts: exception.services, about: listed(exception.services) };
		case 'long-lived-token':
			return { parts: [exception.client], about: `${exception.client}, ${exception.lifetimeSeconds} s` };
		case 'api-key':
			return {
				parts: [exception.gateway, exception.to],
				about: `${exception.gateway} → ${exception.to}, ${exception.scopes.join(', ')}`,
			};
	}
}
