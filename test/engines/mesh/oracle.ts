// The mesh oracle for tests: what did the real istiod and Envoy do to these requests? One child process holds both; cases go
// in as lines and come out as lines, in order. Whatever happens to this process, the children end with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { CaseVerdicts, MeshCase } from './case.ts';

export interface MeshOptions {
	/** The program `mesh` and the Envoy that it drives, as test/engines/prepare makes them. */
	readonly mesh: string;
	readonly envoy: string;
	/**
	 * `own`: a network namespace in which every address is local, or an error; `shared`: none, so that cases with addresses
	 * outside 127.0.0.0/8 are `notExecutable`; `auto` (default): own where the machine allows it.
	 */
	readonly network?: 'auto' | 'own' | 'shared';
	/** Cases that stand in Envoy together; default 200. */
	readonly perLoad?: number;
	/** Translations at a time; default 2. */
	readonly translators?: number;
}

export interface MeshOracle {
	readonly versions: MeshVersions;
	/** Verdicts in the order of the cases. Reads ahead, so that many cases share one load; ends with an error if the engine does. */
	judge(cases: Iterable<MeshCase> | AsyncIterable<MeshCase>): AsyncGenerator<CaseVerdicts>;
	/** One case. Cases asked at once share a load. */
	ask(one: MeshCase): Promise<CaseVerdicts>;
	/** Ends all processes and returns what the run measured, undefined if the engine had already died. */
	close(): Promise<MeshMeasures | undefined>;
}

export interface MeshVersions {
	readonly envoy: string;
	/** Module version of istio.io/istio. */
	readonly istio: string;
	readonly network: 'own' | 'shared';
}

export interface MeshMeasures {
	readonly cases: number;
	readonly verdicts: number;
	readonly loads: number;
	readonly seconds: number;
	readonly verdictsPerSecond: number;
	/** Mean time of one translation. */
	readonly translationMs: number;
	/** Of the client and servers, of Envoy, of the translating processes that are left at the end. */
	readonly memoryMiB: Readonly<Record<'oracle' | 'envoy' | 'translators', number>>;
	/** Says what a run costs whatever else the machine does. */
	readonly processorSeconds: Readonly<Record<'oracle' | 'envoy' | 'translators', number>>;
}

/** Three loads: one being asked, one being loaded, one being translated. */
const loadsAhead = 3;
const closeLimitMs = 30_000;

/** Children of oracles that are not closed. One listener for all, however many oracles there are. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
	for (const child of living) child.kill('SIGKILL');
});

/** Starts the engines; ready in about a second. Throws with the program's own words when they do not start. */
export async function openMesh(options: MeshOptions): Promise<MeshOracle> {
	const perLoad = options.perLoad ?? 200;
	const args = [
		`-envoy=${options.envoy}`,
		`-network=${options.network ?? 'auto'}`,
		`-per-load=${perLoad}`,
		`-translators=${options.translators ?? 2}`,
	];
	const child = spawn(options.mesh, args, { stdio: ['pipe', 'pipe', 'pipe'] });
	living.add(child);
	child.once('close', () => living.delete(child));
	const lines = linesOf(child, child.stdin, child.stdout, child.stderr);
	const hello: unknown = JSON.parse(await lines.next());
	const ask = async (one: MeshCase): Promise<CaseVerdicts> => {
		const answer = lines.next();
		lines.write(JSON.stringify(one));
		return JSON.parse(await answer);
	};
	return {
		versions: hello as MeshVersions,
		ask,
		judge: (cases) => inOrder(cases, ask, perLoad * loadsAhead),
		close: async () => measuresIn(await lines.end()),
	};
}

async function* inOrder(
	cases: Iterable<MeshCase> | AsyncIterable<MeshCase>,
	ask: (one: MeshCase) => Promise<CaseVerdicts>,
	ahead: number,
): AsyncGenerator<CaseVerdicts> {
	const asked: Promise<CaseVerdicts>[] = [];
	for await (const one of cases) {
		const answer = ask(one);
		answer.catch(() => undefined);
		asked.push(answer);
		if (asked.length < ahead) continue;
		const first = asked.shift();
		if (first !== undefined) yield await first;
	}
	for (const answer of asked) yield await answer;
}

interface Lines {
	/** The next line of output that nobody has claimed yet. */
	next(): Promise<string>;
	/** Never waits for room: what is asked ahead is bounded where it is asked. */
	write(line: string): void;
	/** Closes the input, waits for the end, returns the last words on standard error. */
	end(): Promise<string>;
}

function linesOf(child: ChildProcess, input: Writable, output: Readable, errors: Readable): Lines {
	const waiting: { resolve(line: string): void; reject(why: Error): void }[] = [];
	let words = '';
	let ended: Error | undefined;
	errors.on('data', (chunk) => {
		words = (words + chunk).slice(-8000);
	});
	const fail = (why: string): void => {
		ended ??= new Error(`the mesh oracle ended: ${why}\n${words}`);
		for (const { reject } of waiting.splice(0)) reject(ended);
	};
	child.on('error', (error) => fail(error.message));
	input.on('error', (error) => fail(error.message));
	const closed = new Promise<void>((resolve) => {
		child.on('close', (code, signal) => {
			fail(`code ${code}, signal ${signal}`);
			resolve();
		});
		child.on('error', () => resolve());
	});
	createInterface({ input: output }).on('line', (line) => waiting.shift()?.resolve(line));
	return {
		next: () =>
			new Promise((resolve, reject) => {
				if (ended === undefined) waiting.push({ resolve, reject });
				else reject(ended);
			}),
		write: (line) => void input.write(`${line}\n`),
		end: async () => {
			input.end();
			const late = setTimeout(() => child.kill('SIGKILL'), closeLimitMs);
			await closed;
			clearTimeout(late);
			return words;
		},
	};
}

function measuresIn(words: string): MeshMeasures | undefined {
	const line = words
		.split('\n')
		.reverse()
		.find((text) => text.startsWith('{"askingSeconds"'));
	return line === undefined ? undefined : JSON.parse(line);
}
