// The paths that a stage hands over to be written. A wrong one is a bug of ours, and must not reach the disk.
import { invariant } from '../core/invariant.ts';
import { markerName } from './marker.ts';

/** A step that means the same on every file system: no `.` at its start or end, nothing that a shell or Windows reads. */
const step = /^[A-Za-z0-9_](?:[A-Za-z0-9_.@+-]*[A-Za-z0-9_@+-])?$/;

/**
 * Throws an InvariantError unless all paths stay inside the folder, are plain names separated by `/`, and can stand side
 * by side: no file where another path needs a folder, no two that differ in case only.
 */
export function checkPaths(paths: Iterable<string>): void {
	const files = new Set<string>();
	const folders = new Set<string>();
	for (const path of paths) {
		const steps = path.split('/');
		invariant(
			path !== markerName && steps.every((part) => step.test(part)),
			`unsafe output path ${JSON.stringify(path)}`,
		);
		const folded = steps.map((part) => part.toLowerCase());
		const file = folded.join('/');
		invariant(!files.has(file), `two output paths are the same but for case: ${path}`);
		files.add(file);
		for (let length = 1; length < folded.length; length++) folders.add(folded.slice(0, length).join('/'));
	}
	for (const file of files) invariant(!folders.has(file), `output path ${file} is a file and a folder`);
}
