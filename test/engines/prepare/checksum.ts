// Downloads are compared with a sum that stands in the recipe, whatever the source itself says.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Throws when the file's SHA-256 (hex) is none of the sums. */
export async function verify(file: string, sums: readonly string[]): Promise<void> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file), hash);
	const found = hash.digest('hex');
	if (!sums.includes(found)) throw new Error(`${file}: SHA-256 is ${found}, pinned is ${sums.join(' or ')}`);
}
