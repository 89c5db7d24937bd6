// The standing run: many generated policy sets, put to the real engines, each with the requests at its edges. Whoever has an
// own opinion about a case compares it with the answer that comes beside it.
import { type MeshCaseOptions, meshCase } from '../generators/mesh-case.ts';
import type { CaseVerdicts, MeshCase } from './case.ts';
import type { MeshOracle } from './oracle.ts';

export type StandingOptions = {
	/** Policy sets. Default 2050: with the default `requests`, a little more than 100,000 verdicts. */
	readonly sets?: number;
	/** For each policy set; a few less where its generator finds no more different ones. Default 50. */
	readonly requests?: number;
	/** Of the first set; the others follow. Default 1,000,000. */
	readonly seed?: number;
	/** Default: mostly sidecars. */
	readonly worlds?: MeshCaseOptions['worlds'];
};

export type Answered = { readonly asked: MeshCase; readonly answer: CaseVerdicts };

export const standingDefaults = { sets: 2050, requests: 50, seed: 1_000_000 } as const;

/** Each case with what the engines did, in the order of the seeds. Memory does not grow with `sets`. */
export async function* standingRun(oracle: MeshOracle, options: StandingOptions = {}): AsyncGenerator<Answered> {
	const { sets, requests, seed } = { ...standingDefaults, ...options };
	const { worlds } = options;
	const onTheWay: MeshCase[] = [];
	function* cases(): Generator<MeshCase> {
		for (let n = 0; n < sets; n++) {
			const one = meshCase(seed + n, { requests, ...(worlds === undefined ? {} : { worlds }) });
			onTheWay.push(one);
			yield one;
		}
	}
	for await (const answer of oracle.judge(cases())) {
		const asked = onTheWay.shift();
		if (asked?.id !== answer.id) throw new Error(`the answer for ${answer.id} came when ${asked?.id} was due`);
		yield { asked, answer };
	}
}

export type Counts = {
	/** Cases by kind of answer. */
	readonly kinds: Readonly<Record<string, number>>;
	/** Verdicts by what was said, sorted. */
	readonly said: Readonly<Record<string, number>>;
	/** The first answers that are neither verdicts nor istiod's refusal of a manifest: the instrument or a generator is broken. */
	readonly unusable: readonly CaseVerdicts[];
};

const mostShown = 20;

/** Counts answers as they come. */
export function counter(): { readonly count: (answer: CaseVerdicts) => void; readonly counts: () => Counts } {
	const kinds = new Map<string, number>();
	const said = new Map<string, number>();
	const unusable: CaseVerdicts[] = [];
	const add = (to: Map<string, number>, name: string) => void to.set(name, (to.get(name) ?? 0) + 1);
	const sorted = (of: ReadonlyMap<string, number>) =>
		Object.fromEntries([...of].toSorted(([, a], [, b]) => b - a).map(([name, times]) => [name, times]));
	return {
		count: (answer) => {
			add(kinds, answer.kind);
			if (answer.kind === 'judged') for (const { verdict } of answer.verdicts) add(said, String(verdict));
			else if (answer.kind !== 'invalid' && unusable.length < mostShown) unusable.push(answer);
		},
		counts: () => ({ kinds: sorted(kinds), said: sorted(said), unusable }),
	};
}
