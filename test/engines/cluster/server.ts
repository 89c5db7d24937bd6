// The process behind the cluster oracle: starts `cluster serve`, waits for its one line, and ends it. The program ends by
// itself when this process is gone, because its stdin then ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ApiServer {
	/** `https://127.0.0.1:<port>` */
	readonly url: string;
	/** A file with all rights on the cluster; gone when the server is. */
	readonly kubeconfig: string;
	close(): Promise<void>;
}

const startLimitMs = 300_000;
const stopLimitMs = 15_000;
const tailLength = 4_000;

/** Starts an API server of its own. `flags` are given to kube-apiserver. Throws with the end of its log when it ends early. */
export async function startApiServer(program: string, flags: readonly string[] = []): Promise<ApiServer> {
	const child = spawn(program, ['serve', ...flags], { stdio: ['pipe', 'pipe', 'pipe'] });
	let log = '';
	child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
		log = `${log}${chunk}`.slice(-tailLength);
	});
	const lines = createInterface({ input: child.stdout });
	const early = new AbortController();
	const line = await Promise.race([
		once(lines, 'line', { signal: AbortSignal.any([early.signal, AbortSignal.timeout(startLimitMs)]) }),
		once(child, 'exit', { signal: early.signal }).then(() => []),
	])
		.catch(() => [])
		.finally(() => early.abort());
	if (typeof line[0] !== 'string') {
		await stop(child);
		throw new Error(`the API server did not start:\n${log}`);
	}
	const { server, kubeconfig }: { readonly server: string; readonly kubeconfig: string } = JSON.parse(line[0]);
	return { url: server, kubeconfig, close: () => stop(child) };
}

/** First the polite way, on which the program removes its folder. */
async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	child.stdin?.end();
	const killing = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
	await ended.finally(() => clearTimeout(killing));
}
