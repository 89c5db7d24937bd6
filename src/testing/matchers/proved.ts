// Is the catalog proved: do manifests and tokens admit exactly what it grants, in every environment?
import type { Access } from '../access.ts';
import { type Outcome, outcome } from '../outcome.ts';

/** Holds where nothing was found, neither wrong nor in doubt. */
export function isProved({ findings, environment }: Access): Outcome {
	return outcome(findings === '', () =>
		findings === ''
			? `expected what is compiled for ${environment} not to be proved, and it is`
			: `expected what is compiled to admit exactly what is granted, and that is not proved\n\n${findings}`,
	);
}
