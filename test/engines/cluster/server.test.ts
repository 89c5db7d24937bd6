// The API server belongs to whoever started it: it ends with its starter, leaves nothing behind, and shares nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withEngines } from '../prepare/suite.ts';
import { connect } from './connection.ts';
import { openCluster } from './oracle.ts';
import { startApiServer } from './server.ts';

const isThere = (file: string): Promise<boolean> =>
	access(file).then(
		() => true,
		() => false,
	);

const answers = async (url: string, kubeconfig: string): Promise<boolean> => {
	const connection = await connect(url, kubeconfig);
	const answer = await connection.send('GET', '/readyz').catch(() => undefined);
	connection.close();
	return answer?.status === 200;
};

/** A process that starts a server, says where it is, and then hangs. */
const starter = (program: string): string => `
	const { startApiServer } = await import(${JSON.stringify(new URL('./server.ts', import.meta.url).href)});
	console.log(JSON.stringify(await startApiServer(${JSON.stringify(program)})));
	setInterval(() => {}, 1000);
`;

await withEngines(['cluster'], ({ cluster: program }) => {
	test('two at once have addresses and objects of their own, and are gone when closed', async () => {
		const [one, two] = await Promise.all([startApiServer(program), startApiServer(program)]);
		expect(one.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
		expect(one.url).not.toBe(two.url);
		const connection = await connect(two.url, two.kubeconfig);
		await one.close();
		expect(await isThere(one.kubeconfig)).toBe(false);
		expect((await connection.send('GET', '/readyz')).status).toBe(200);
		connection.close();
		await two.close();
		expect(await isThere(two.kubeconfig)).toBe(false);
	});

	test('it ends when its starter is killed', async () => {
		const child = spawn(process.execPath, ['--input-type=module', '-e', starter(program)], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
		const { url, kubeconfig }: { readonly url: string; readonly kubeconfig: string } = JSON.parse(String(line));
		expect(await answers(url, kubeconfig)).toBe(true);
		child.kill('SIGKILL');
		await once(child, 'exit');
		for (let waited = 0; (await isThere(kubeconfig)) && waited < 10_000; waited += 100) await sleep(100);
		expect(await isThere(kubeconfig)).toBe(false);
	});

	test('what kube-apiserver says to a wrong flag is in the error', async () => {
		await expect(startApiServer(program, ['--no-such-flag'])).rejects.toThrow('unknown flag: --no-such-flag');
	});

	test('kubectl works with it, and gets the same refusals', async () => {
		const cluster = await openCluster(program);
		const kubectl = async (args: readonly string[], input = ''): Promise<string> => {
			const child = spawn(program, ['kubectl', '--kubeconfig', cluster.kubeconfig, ...args], {
				stdio: ['pipe', 'pipe', 'pipe'],
			});
			child.stdin.end(input);
			const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
			return `${out}${error}`;
		};
		expect(await kubectl(['version'])).toMatch(/Server Version: v1\.36\.\d/);
		expect(await kubectl(['get', 'crds', '--output', 'name'])).toContain('authorizationpolicies.security.istio.io');
		const wrong = {
			apiVersion: 'security.istio.io/v1',
			kind: 'PeerAuthentication',
			metadata: { name: 'wrong', namespace: 'default' },
			spec: { mtls: { mode: 'strict' } },
		};
		const refusal = 'spec.mtls.mode: Unsupported value: "strict": supported values: "UNSET", "DISABLE"';
		const [judgement] = await cluster.apply(JSON.stringify(wrong));
		expect(judgement).toMatchObject({ verdict: 'refused', message: expect.stringContaining(refusal) });
		const said = await kubectl(['apply', '--server-side', '--filename', '-'], JSON.stringify(wrong));
		expect(said).toContain(refusal);
		await cluster.close();
	});
});
