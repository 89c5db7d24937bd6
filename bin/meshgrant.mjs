#!/usr/bin/env node
// Plain, old JavaScript: it must still run on the Node.js that it refuses.
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
	process.stderr.write(`error: meshgrant needs Node.js 22.18 or newer, and this is ${process.versions.node}\n`);
	process.exitCode = 2;
} else {
	// The published package holds compiled JavaScript; a checkout runs its sources.
	const compiled = new URL('../lib/cli/main.js', import.meta.url);
	const source = new URL('../src/cli/main.ts', import.meta.url);
	await import((existsSync(source) ? source : compiled).href);
}
