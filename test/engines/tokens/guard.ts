// A process that cannot outlive us. It runs below a shell that holds the other end of a pipe of ours: when the pipe closes,
// because we ended it or because we are gone, however that happened, the shell ends the process by its id.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

/**
 * `$0` is the folder to clear away at the end. `cat` waits for the pipe to close; the process gets no standard input. The
 * shell itself is made silent: a word about the ended process, written to nobody, would be the end of it, too.
 */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- &
process=$!
exec >/dev/null 2>&1
{ cat <&3; kill -TERM $process; sleep 5; kill -KILL $process; } &
exec 3<&-
wait $process
status=$?
kill $!
rm -rf "$0"
exit $status`;

/** Runs the command in `folder`, which is its own to write to and is removed after it. */
export const spawnGuarded = (
	folder: string,
	command: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): ChildProcessWithoutNullStreams =>
	spawn('/bin/sh', ['-c', guard, folder, ...command], { cwd: folder, env: { ...process.env, ...environment } });

/** Resolves when the process is gone, and its folder. It has five seconds to end by itself. */
export async function endGuarded(child: ChildProcessWithoutNullStreams): Promise<void> {
	const isGone = child.exitCode !== null || child.signalCode !== null;
	const gone = isGone ? undefined : new Promise((resolve) => child.once('exit', resolve));
	child.stdin.end();
	await gone;
}
