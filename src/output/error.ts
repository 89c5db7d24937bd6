// What the operating system says about files that cannot be read or written.

/** The operating system's error code, such as `ENOENT`, or the empty text. */
export function errorCode(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
