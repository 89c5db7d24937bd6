// What istiod sends to ztunnel for the first cases of `ztunnelCase`, recorded: `node test/semantics/istio/ztunnel/recorded.ts`
// asks the engine again and writes the file (npm run engines -- mesh envoy).
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import type { ZtunnelConversion } from '../../../engines/mesh/case.ts';
import { openMesh } from '../../../engines/mesh/oracle.ts';
import { engine } from '../../../engines/prepare/index.ts';
import { ztunnelCase } from './cases.ts';

const file = new URL('conversions.jsonl.br', import.meta.url);
const count = 400;

/** By seed, from 0 on. */
export const recordedConversions = (): readonly ZtunnelConversion[] =>
	brotliDecompressSync(readFileSync(file))
		.toString('utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as ZtunnelConversion);

async function record(): Promise<void> {
	const [mesh, envoy] = [await engine('mesh'), await engine('envoy')];
	if (mesh.kind === 'missing') throw new Error(mesh.why);
	if (envoy.kind === 'missing') throw new Error(envoy.why);
	const oracle = await openMesh({ mesh: mesh.path, envoy: envoy.path });
	const lines: string[] = [];
	for await (const answer of oracle.judge(Array.from({ length: count }, (_, seed) => ztunnelCase(seed)))) {
		if (answer.kind !== 'notExecutable' || answer.ztunnel === undefined) throw new Error(JSON.stringify(answer));
		lines.push(`${JSON.stringify(answer.ztunnel)}\n`);
	}
	await oracle.close();
	writeFileSync(file, brotliCompressSync(lines.join('')));
}

if (import.meta.main) await record();
