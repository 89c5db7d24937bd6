// What was proved, and on which assumptions it stands: the last lines of `check` and `synth`.
import type { Proof } from '../prove/index.ts';
import { visible } from './text/visible.ts';
import { wrapAfter } from './text/width.ts';
import { count } from './text/words.ts';

/** One line an environment, then the assumptions, each line ending in a line break. For proofs that hold; empty for none. */
export function renderProofs(proofs: readonly Proof[], width: number): string {
	if (proofs.length === 0) return '';
	const lines = proofs.flatMap(({ environment, counts }) => {
		const tokens = counts.realms === 0 ? '' : `, ${count(counts.realms, 'realm file')}`;
		const what = `${count(counts.grants, 'grant')} at ${count(counts.places, 'port')} of ${count(counts.workloads, 'workload')}${tokens}`;
		return wrapAfter('  ', `${visible(environment)}: ${what}`, width, '    ');
	});
	const assumed = [...new Set(proofs.flatMap(assumptions))];
	return [
		...wrapAfter('', 'Proved: the output admits exactly what is granted, no request more, none fewer.', width, '  '),
		...lines,
		...wrapAfter('  It stands on: ', `${assumed.join('; ')}.`, width, '    '),
		'',
	].join('\n');
}

/** What no manifest says and every verdict needs. */
function assumptions({ mesh, living }: Proof): readonly string[] {
	const { istio } = mesh;
	return [
		// A catalog names a line, and the proof reads policies as its newest patch does.
		/^\d+\.\d+$/.test(istio) ? `the newest patch of Istio ${istio}` : `Istio ${istio}`,
		'a sidecar in every pod, no excluded ports, no hostNetwork',
		'no other Istio policies in the cluster',
		'nothing but the output stops connections, and names resolve',
		`path normalization ${mesh.pathNormalization}`,
		...(mesh.trustDomainAliases.length === 0 ? ['no trust domain aliases'] : []),
		...(living.length === 0 ? [] : [othersSettings(living)]),
		...mesh.extensionProviders.map(({ name }) => `the external authorizer ${visible(name)} is declared in the mesh`),
	];
}

/** What a realm that lives has of its own: sign-in, identity providers, keys, and the profile of its users. */
function othersSettings(living: Proof['living']): string {
	const named = [...new Set(living.flatMap(({ attribute }) => attribute ?? []))];
	const tenant =
		named.length === 0 ? '' : `, and only its administrators set ${named.map(visible).join(', ')} of a user`;
	return `a realm that lives lets in nobody else by settings of its own${tenant}`;
}

/** The same for programs. */
export const proofsJson = (proofs: readonly Proof[]): readonly object[] =>
	proofs.map((proof) => ({
		environment: proof.environment,
		holds: proof.findings.length === 0,
		...proof.counts,
		assumptions: assumptions(proof),
	}));
