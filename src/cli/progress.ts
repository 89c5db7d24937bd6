// Tells a waiting person what is being done: on a terminal only, and only once a run takes longer than a second.
import type { Host } from './host.ts';

const patienceMs = 1000;

export interface Progress {
	/** Names what begins now. */
	step(what: string): void;
	/** Takes the line away again. */
	done(): void;
}

/** A progress line on stderr; silent when stderr is no terminal. */
export function progressOn({ stderr, elapsedMs }: Host): Progress {
	let shown = false;
	return {
		step(what) {
			if (!stderr.isTerminal || elapsedMs() < patienceMs) return;
			stderr.write(`\r\u001b[K${what} …`);
			shown = true;
		},
		done() {
			if (shown) stderr.write('\r\u001b[K');
			shown = false;
		},
	};
}
