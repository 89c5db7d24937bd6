// The process around the command line: streams, environment, clock, and the exit code. `bin/meshgrant.mjs` starts it.
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Host, Stream } from './host.ts';
import { run } from './run.ts';

/** A reader that has gone (`meshgrant check | head`) is no failure: what is left is not written, the exit code stays. */
function streamOf(stream: NodeJS.WriteStream): Stream {
	let open = true;
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE') throw error;
		open = false;
	});
	return {
		write: (chunk) => {
			if (open) stream.write(chunk);
		},
		isTerminal: stream.isTTY === true,
		columns: stream.isTTY === true ? stream.columns : undefined,
	};
}

const host: Host = {
	argv: process.argv.slice(2),
	cwd: process.cwd(),
	env: process.env,
	stdout: streamOf(process.stdout),
	stderr: streamOf(process.stderr),
	today: new Date().toISOString().slice(0, 10),
	packageFolder: fileURLToPath(new URL('../..', import.meta.url)),
	readInput: () => text(process.stdin),
	elapsedMs: () => performance.now(),
};

// Not `process.exit`: output to a pipe may still be on its way.
process.exitCode = await run(host);
