// One process at a time makes an engine. The lock is a folder with one file, named after its owner. Both ways to change
// hands are single atomic steps: `rename` puts a folder with the owner's file in place only where none, or an empty one,
// stands (rename(2)); a dead owner's file is removed by its name, which no later owner has.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Waiting {
	/** Called once for each owner that has to be waited for. */
	readonly onWait?: (pid: number) => void;
	readonly pollMs?: number;
}

/** Runs `work` while no other process holds the lock at `path`. A lock whose owner no longer lives is taken over. */
export async function withLock<T>(path: string, work: () => Promise<T>, waiting: Waiting = {}): Promise<T> {
	const owner = `owner-${process.pid}-${randomBytes(6).toString('hex')}`;
	await take(path, owner, waiting);
	try {
		return await work();
	} finally {
		await unlink(join(path, owner));
		// Fails when somebody has taken it since, which is right.
		await rmdir(path).catch(() => undefined);
	}
}

async function take(path: string, owner: string, { onWait, pollMs = 500 }: Waiting): Promise<void> {
	const draft = `${path}.${owner}`;
	await mkdir(draft, { recursive: true });
	await writeFile(join(draft, owner), '');
	let told = '';
	for (;;) {
		const taken = await rename(draft, path).then(
			() => true,
			(error: NodeJS.ErrnoException) => {
				if (error.code === 'ENOTEMPTY' || error.code === 'EEXIST') return false;
				throw error;
			},
		);
		if (taken) return;
		const other = await ownerOf(path);
		if (other === undefined) continue;
		if (!isAlive(other.pid)) await rm(join(path, other.file), { force: true });
		else {
			if (told !== other.file) onWait?.(other.pid);
			told = other.file;
			await sleep(pollMs);
		}
	}
}

async function ownerOf(path: string): Promise<{ file: string; pid: number } | undefined> {
	const [file] = await readdir(path).catch(() => []);
	return file === undefined ? undefined : { file, pid: Number(file.split('-')[1]) };
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it lives, and is somebody else's.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
