// What the command line needs of the process around it, so that commands also run inside a test.

export interface Stream {
	write(chunk: string | Uint8Array): void;
	readonly isTerminal: boolean;
	/** Undefined where the stream is no terminal. */
	readonly columns: number | undefined;
}

export interface Host {
	/** Arguments after the program's name. */
	readonly argv: readonly string[];
	readonly cwd: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The result. */
	readonly stdout: Stream;
	/** The talk. */
	readonly stderr: Stream;
	/** `YYYY-MM-DD`, UTC. */
	readonly today: string;
	/** The root of the package: pages of the diagnostics lie below it. */
	readonly packageFolder: string;
	/** All of standard input, as text. */
	readInput(): Promise<string>;
	/** Milliseconds since the start. */
	elapsedMs(): number;
}

const usualColumns = 80;
/** Longer lines are hard to read, however wide the window is. */
const mostColumns = 120;

/** Whether a stream gets colours: `FORCE_COLOR` wins over `NO_COLOR` (as in Node.js), which wins over the terminal. */
export function usesColor(stream: Stream, env: Host['env']): boolean {
	const forced = env.FORCE_COLOR;
	if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
	if ((env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb') return false;
	return stream.isTerminal;
}

/** Columns to lay text out for: the terminal's, else `COLUMNS`, else 80; between 20 and 120. */
export function columnsOf(stream: Stream, env: Host['env']): number {
	const asked = Number(env.COLUMNS ?? '');
	const columns = stream.columns ?? (Number.isInteger(asked) && asked > 0 ? asked : usualColumns);
	return Math.min(mostColumns, Math.max(20, columns));
}

/** How text is laid out for a stream. */
export const textOptions = (stream: Stream, env: Host['env']): { color: boolean; width: number } => ({
	color: usesColor(stream, env),
	width: columnsOf(stream, env),
});
