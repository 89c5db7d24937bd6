// Starts one Keycloak for a test run and ends it by its process id, also when the test process dies. It listens on
// loopback only, keeps its data in a folder of its own that goes away with it, and its log is watched for the one warning
// that must never pass: a scope that our definitions name and the realm does not have.
import type { ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGuarded, spawnGuarded } from './guard.ts';

/** A long run asks for thousands of tokens. */
export type Run = 'short' | 'long';

export interface KeycloakServer {
	/** `http://127.0.0.1:<port>`. */
	readonly url: string;
	/** `Keycloak 26.7.5`. */
	readonly version: string;
	/** The account of the bootstrap administrator, good for the client-credentials grant in the realm `master`. */
	readonly admin: { readonly clientId: string; readonly clientSecret: string };
	readonly readyAfterMs: number;
	/** Lines of the log that fail a suite, since the last call: definitions that the server accepted without following them. */
	readonly takeComplaints: () => readonly string[];
	readonly stop: () => Promise<void>;
}

/** Keycloak skips a scope that does not exist, on every path, and only says so here (26.7.5). */
const complaint = /Referenced client scope .* doesn't exist/;
const readyWithinMs = 600_000;
const host = '127.0.0.1';

/**
 * Starts the unpacked and built distribution in `home` (`kc.sh build --db=dev-file --cache=local`). Throws an Error with
 * the end of the log when it does not become ready. Source of the options: `kc.sh start --help`, 26.7.5.
 */
export async function startKeycloak(home: string, run: Run): Promise<KeycloakServer> {
	const started = performance.now();
	const place = await placeOf(home);
	const port = await freePort();
	const url = `http://${host}:${port}`;
	const admin = { clientId: 'oracle-admin', clientSecret: crypto.randomUUID() };
	const log = watchedLog(createWriteStream(join(place, 'server.log')));
	const child = spawnGuarded(place, ['java', ...javaOptions(place, run), ...serverOptions(url, port)], {
		KC_BOOTSTRAP_ADMIN_CLIENT_ID: admin.clientId,
		KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: admin.clientSecret,
	});
	for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', log.write);
	const stop = once(async () => {
		await endGuarded(child);
		await new Promise((resolve) => log.file.end(resolve));
	});
	try {
		await ready(child, url);
	} catch (error) {
		await stop();
		throw new Error(`Keycloak did not start: ${String(error)}\n${log.tail().join('\n')}`);
	}
	const version = (await readFile(join(home, 'version.txt'), 'utf8')).trim().replace(' - Version', '');
	const readyAfterMs = Math.round(performance.now() - started);
	return { url, version, admin, readyAfterMs, takeComplaints: log.takeComplaints, stop };
}

/** A port of the loopback address that nothing listens on. Another process could take it before we do; then the start fails. */
function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer().once('error', reject);
		probe.listen(0, host, () => {
			const address = probe.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			probe.close(() => resolve(port));
		});
	});
}

/** A folder with the distribution by reference and `data` of its own, so that runs share nothing that they write. */
async function placeOf(home: string): Promise<string> {
	const place = await mkdtemp(join(tmpdir(), 'meshgrant-keycloak-'));
	const parts = ['bin', 'conf', 'lib', 'providers', 'themes', 'version.txt'];
	await Promise.all(parts.map((part) => symlink(join(home, part), join(place, part))));
	return place;
}

/**
 * How thoroughly the virtual machine compiles. Measured on two busy processors: with less, 25 s less of processor time until the
 * first tokens; with more, a realm takes 10 to 15 s instead of 24 to 34 after some minutes.
 */
const compiling: Readonly<Record<Run, readonly string[]>> = { short: ['-XX:TieredStopAtLevel=1'], long: [] };

/** What `kc.sh` of 26.7.5 gives the virtual machine; called directly so that its process id is the server's. */
const javaOptions = (place: string, run: Run): readonly string[] => [
	'-Xms64m',
	'-Xmx768m',
	'-XX:MaxMetaspaceSize=256m',
	...compiling[run],
	'-XX:+UseSerialGC',
	'-Dfile.encoding=UTF-8',
	'-Duser.language=en',
	'-Duser.country=US',
	'-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
	'-Dpicocli.disable.closures=true',
	'-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
	...['java.util', 'java.util.concurrent', 'java.security', 'java.lang'].map(
		(name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
	),
	`-Dkc.home.dir=${place}`,
	`-Djboss.server.config.dir=${join(place, 'conf')}`,
	'-cp',
	join(place, 'lib', 'quarkus-run.jar'),
	'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
];

const serverOptions = (url: string, port: number): readonly string[] => [
	'start',
	'--optimized',
	// Also at start: without it the server opens cluster ports on all addresses.
	'--cache=local',
	'--http-enabled=true',
	`--http-host=${host}`,
	`--http-port=${port}`,
	`--hostname=${url}`,
	'--shutdown-delay=0',
	'--shutdown-timeout=1',
	// Each refused token is a warning of this logger, and refused tokens are what we are here for.
	'--log-level=info,org.keycloak.events:off',
];

async function ready(child: ChildProcess, url: string): Promise<void> {
	const deadline = performance.now() + readyWithinMs;
	while (performance.now() < deadline) {
		if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`);
		const answer = await fetch(`${url}/realms/master/.well-known/openid-configuration`).catch(() => undefined);
		if (answer?.ok) return;
		await sleep(200);
	}
	throw new Error(`not ready after ${readyWithinMs / 1000} s`);
}

function watchedLog(file: WriteStream) {
	const last: string[] = [];
	const complaints: string[] = [];
	const write = (line: string): void => {
		if (complaint.test(line)) complaints.push(line);
		last.push(line);
		if (last.length > 40) last.shift();
		file.write(`${line}\n`);
	};
	return { file, write, tail: () => last, takeComplaints: () => complaints.splice(0) };
}

function once(action: () => Promise<void>): () => Promise<void> {
	let done: Promise<void> | undefined;
	return () => {
		done ??= action();
		return done;
	};
}
