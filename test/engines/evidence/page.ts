// The page docs/evidence.md as text: what the engines said, in tables. Nothing in it is written by hand; what was not run is
// said to be not run.
import { requirements } from '../end-to-end/row.ts';
import type { Measured, Suite } from './forms.ts';
import type { Meaning } from './meaning.ts';

/** Verdicts that are kept as data, by file. */
export type Recorded = Readonly<Record<string, { readonly cases: number; readonly verdicts: number }>>;

export interface Versions {
	readonly istio: string;
	readonly envoy: string;
}

const suites = {
	mesh: 'npm run test:engines -- test/engines/mesh/standing.test.ts',
	proof: 'npm run test:engines -- test/engines/mesh/proof.test.ts',
	tokens: 'npm run test:engines -- test/engines/tokens/tokens.test.ts',
	'tokens-meaning': 'npm run test:engines -- test/engines/tokens/meaning.test.ts',
	mutation: 'npx vitest run test/prove/mutants',
	cluster: 'npm run test:engines -- test/engines/cluster/manifests.test.ts',
	'cluster-generated': 'npm run test:engines -- test/engines/cluster/generated.test.ts',
	'cluster-near-valid': 'npm run test:engines -- test/engines/cluster/near-valid.test.ts',
	'end-to-end': 'npm run test:engines -- test/engines/end-to-end/end-to-end.test.ts',
	'end-to-end-faults': 'npm run test:engines -- test/engines/end-to-end/faults.test.ts',
} as const satisfies Readonly<Record<Suite, string>>;

/** The whole page. `recordedWith` are the engines whose verdicts are recorded; `meaning` is what needs no engine. */
export function evidencePage(measured: Measured, recorded: Recorded, recordedWith: Versions, meaning: Meaning): string {
	return [
		heading(measured, recordedWith),
		meshPart(measured, recorded),
		tokensPart(measured),
		meaningPart(measured, meaning),
		clusterPart(measured),
		endToEndPart(measured),
		faultsPart(measured),
	].join('\n\n');
}

function heading(measured: Measured, recordedWith: Versions): string {
	const { tokens, 'end-to-end': whole, 'end-to-end-faults': faults } = measured;
	const { cluster, 'cluster-generated': generated, 'cluster-near-valid': nearValid } = measured;
	const { istio, envoy } = measured.mesh?.engines ?? whole?.engines ?? faults?.engines ?? recordedWith;
	const rows = Object.entries(suites).map(([suite, command]) => {
		const took = measured[suite as Suite]?.seconds;
		return [suite, `\`${command}\``, took === undefined ? '**not run**' : `${Math.round(took)} s`];
	});
	return `# Evidence

What real engines said about what Meshgrant writes. The suites measured it, a command wrote it; do not edit.

\`\`\`sh
npm run engines
export EVIDENCE_DIR="$(mktemp -d)"
ENGINES=required npm run test:engines
npx vitest run test/prove/mutants
node test/engines/evidence/main.ts "$EVIDENCE_DIR"
\`\`\`

${table(
	['engine', 'version'],
	[
		['istiod (istio.io/istio)', istio],
		['Envoy', envoyVersion(envoy)],
		['Keycloak', tokens?.engine ?? whole?.engines.keycloak ?? '–'],
		['Kubernetes API server', (cluster ?? generated ?? nearValid)?.engine ?? '–'],
	],
)}

${table(['suite', 'command', 'took'], rows)}`;
}

/** Of `<commit>/1.39.3/Clean/RELEASE/BoringSSL`. */
const envoyVersion = (text: string): string => text.split('/')[1] ?? text;

function meshPart({ mesh }: Measured, recorded: Recorded): string {
	const kept = Object.values(recorded);
	const rows = Object.entries(recorded).map(([file, { cases, verdicts }]) => [file, number(cases), number(verdicts)]);
	const all = ['**all**', number(sum(kept, ({ cases }) => cases)), number(sum(kept, ({ verdicts }) => verdicts))];
	return `## Mesh verdicts

Recorded as data in [test/recorded](../test/recorded/README.md), and held to in the plain test command.

${table(['file', 'cases', 'verdicts'], [...rows, all])}

${
	mesh === undefined
		? 'The standing run: not run.'
		: `The standing run (generated policy sets, requests at their edges): ${number(mesh.verdicts)} verdicts over ${number(mesh.cases)} policy sets,
${number(Math.round(mesh.verdictsPerSecond))} a second; ${mesh.translationMs.toFixed(1)} ms a translation.

${table(
	['verdict', 'times'],
	Object.entries(mesh.said).map(([verdict, times]) => [verdict, number(times)]),
)}

${table(
	['process', 'memory', 'processor time'],
	Object.entries(mesh.memoryMiB).map(([part, size]) => [
		part,
		`${number(Math.round(size))} MiB`,
		`${Math.round(mesh.processorSeconds[part] ?? 0)} s`,
	]),
)}`
}`;
}

function tokensPart({ tokens }: Measured): string {
	if (tokens === undefined) return '## Tokens\n\nNot run.';
	const ways = Object.entries(tokens.byWay).map(([way, { minted, refused }]) => [way, number(minted), number(refused)]);
	return `## Tokens

${number(tokens.realms)} realms; each client asks for each scope in each way. What is granted must be minted, all else refused.

${table(['way', 'minted', 'refused'], [...ways, ['**all**', number(tokens.minted), number(tokens.refused)]])}

Tricks (codes used twice, other redirects, forged assertions…): ${number(tokens.tricksRefused)} of ${number(tokens.tricks)} refused;
the others are allowed by design and judged one by one. Faults planted in the definitions: ${tokens.faultsFound} of ${tokens.faultsPlanted} found.`;
}

function meaningPart(measured: Measured, { verdicts, upstreams, tokens, proofs }: Meaning): string {
	const { mesh, proof, 'tokens-meaning': live, mutation } = measured;
	const row = (what: string, compared: number | undefined, disagreements: number | undefined) =>
		compared === undefined || disagreements === undefined
			? [what, 'not run', 'not run']
			: [what, number(compared), number(disagreements)];
	return `## Meaning

Our own readings of policies and definitions (\`authorize\`, \`prove\`, \`mint\`; [semantics](semantics.md)) beside what the
engines did. A run with a disagreement fails, and the disagreement becomes a named case before anything is mended.

${table(
	['what is compared', 'times', 'disagreements'],
	[
		row('`authorize`, recorded verdicts of istiod and Envoy', verdicts.compared, verdicts.disagreements),
		row('`authorize`, verdicts of the standing run', mesh?.compared, mesh?.disagreements),
		row(
			'`prove`, counterexamples sent to Envoy',
			proof?.sent,
			proof === undefined ? undefined : proof.sent - proof.confirmed,
		),
		row('`prove`, proved equal: verdicts of Envoy beside the catalog', proof?.meant, proof?.strange),
		row('`mint`, recorded answers of Keycloak', tokens.compared, tokens.disagreements),
		row('`mint`, answers about generated and strange definitions', live?.compared, live?.disagreements),
	],
)}

Of the allowed requests ${number(upstreams + (mesh?.upstreams ?? 0))} came back from an upstream, whose headers were compared, too.

${
	mutation === undefined
		? 'Mutants of our output: not run.'
		: `Mutants of our output that change access: ${number(mutation.killed)} of ${number(mutation.mutants)} found by \`prove\`; changes that mean nothing:
${number(mutation.passed)} of ${number(mutation.equivalents)} raise no false alarm.`
}

Proofs of the catalogs here, each environment alone: at every place (one port of one workload) manifests and grants are
compared as sets of requests, and in every realm (as a whole, and as our part of one) what can be minted with what is granted.

${table(
	['catalog, environment', 'places', 'grants', 'definitions of realms', 'findings'],
	[
		...proofs.map(({ catalog, ...counts }) => [
			catalog,
			...[counts.places, counts.grants, counts.realms, counts.findings].map(number),
		]),
		[
			'**all**',
			...(['places', 'grants', 'realms', 'findings'] as const).map((what) => number(sum(proofs, (each) => each[what]))),
		],
	],
)}`;
}

function clusterPart(measured: Measured): string {
	const { cluster, 'cluster-generated': generated, 'cluster-near-valid': nearValid } = measured;
	if (cluster === undefined && generated === undefined && nearValid === undefined) return '## Manifests\n\nNot run.';
	const row = (what: string, part: { readonly accepted: number; readonly refused: number } | undefined) =>
		part === undefined ? [what, 'not run', 'not run'] : [what, number(part.accepted), number(part.refused)];
	return `## Manifests

By a real API server with Istio's CRDs: server-side apply, strict field validation. Whatever our own rules accept, the server
must accept.

${table(
	['manifests', 'accepted', 'refused'],
	[
		row(`of ${number(cluster?.catalogs ?? 0)} catalogs, dry and for real, kept as written; planted mistakes`, cluster),
		row(`of ${number(generated?.models ?? 0)} generated models`, generated),
		row(`near-valid, of which our rules refuse ${number(nearValid?.byRules ?? 0)} more than the server`, nearValid),
	],
)}`;
}

function endToEndPart({ 'end-to-end': whole }: Measured): string {
	if (whole === undefined) return '## End to end\n\nNot run.';
	const { systems } = whole;
	const rows = Object.entries(requirements).map(([name, what]) => [
		name === 'granted' ? '' : name,
		what,
		...systems.map(({ rows: counts }) => number(counts[name] ?? 0)),
	]);
	const line = (what: string, of: (system: (typeof systems)[number]) => number): readonly string[] => [
		'',
		what,
		...systems.map((system) => number(of(system))),
	];
	const total = (system: (typeof systems)[number]): number => sum(Object.values(system.rows), (each) => each);
	return `## End to end

Catalog → Keycloak realm → a real token for each grant → our manifests in istiod and Envoy, at the gateway and at the
receiver. Every row is one request with its due answer: what is granted passes, all else is 401, 403 or a closed connection,
except where a trick only spells a granted path in another way, or a spoofed header is overwritten: then the upstream must
receive exactly what is granted.

${table(
	['', 'what is tried', ...systems.map(({ name }) => name)],
	[
		...rows,
		line('**rows**', total),
		line('of N1 to N12, let through as due', ({ letThrough }) => letThrough),
		line('**rows that went wrong**', ({ wrong }) => wrong),
		line('real tokens', ({ minted }) => minted),
	],
)}

Left out, because it does not apply to that use of a grant or because the realm gives nobody such a token:

${table(
	['', 'why', ...systems.map(({ name }) => name)],
	[...new Set(systems.flatMap(({ leftOut }) => leftOut.map(({ why }) => why)))].toSorted(byNumber).map((text) => {
		const [name = '', ...why] = text.split(': ');
		const uses = systems.map(({ leftOut }) => number(leftOut.find((each) => each.why === text)?.uses ?? 0));
		return [name, why.join(': '), ...uses];
	}),
)}`;
}

function faultsPart({ 'end-to-end-faults': inManifests, 'end-to-end': whole }: Measured): string {
	const rows = [...(inManifests?.faults ?? []), ...(whole?.faults ?? [])].map(({ name, caughtBy }) => [name, caughtBy]);
	if (rows.length === 0) return '## Planted faults\n\nNot run.';
	const baseline =
		inManifests === undefined
			? 'Faults in manifests: not run.'
			: `The same rows with tokens that the mesh oracle signs: ${number(inManifests.rows)} hold without a fault.`;
	return `## Planted faults

${baseline} Each fault, planted in the manifests of the bank or in the
realm of the token issuer, is caught by a row; one of them is shown.

${table(['fault', 'row that catches it'], rows)}`;
}

const byNumber = (a: string, b: string): number => numberOf(a) - numberOf(b) || (a < b ? -1 : 1);
const numberOf = (text: string): number => Number(/^N(\d+)/.exec(text)?.[1] ?? 0);

const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
	items.reduce((total, item) => total + of(item), 0);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]): string =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
