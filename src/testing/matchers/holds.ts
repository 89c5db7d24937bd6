// Named properties: invariants that hold for a whole environment, whatever is granted in it.
import { type Breach, properties, requestText, senderText, tokenText } from '../../prove/index.ts';
import type { Access } from '../access.ts';
import { type Outcome, outcome } from '../outcome.ts';
import { isProved } from './proved.ts';

/** `never from X to Y` is the matcher `toNever`, which takes the names. */
export type PropertyName = 'least privilege' | keyof typeof properties;

/**
 * Holds where the output of the catalog has the property at every place of the environment: each port of each workload, ports
 * that nobody declares, and pods that the catalog does not name. Exact, on all requests; throws where that cannot be decided.
 */
export function holds(access: Access, property: PropertyName): Outcome {
	if (property === 'least privilege') return isProved(access);
	const context = access.context();
	const breaches = properties[property](context);
	const shown = breaches.find(({ kind }) => kind === 'breach');
	if (shown !== undefined) return outcome(false, () => `expected \`${property}\` to hold\n\n${breachText(shown)}`);
	const [doubt] = [...breaches.map(breachText), ...context.problems.map(({ object, what }) => `${object}: ${what}`)];
	if (doubt !== undefined) throw new Error(`nobody knows whether \`${property}\` holds\n\n${doubt}`);
	return outcome(true, () => `expected \`${property}\` not to hold, and it does`);
}

function breachText(breach: Breach): string {
	const { place } = breach;
	const where = `\`${place.workload}\`, port ${place.port},`;
	if (breach.kind === 'undecided') return `${where} is undecided: ${breach.why}`;
	const { request, what } = breach;
	const lines = [`from: ${senderText(request)}`, `token: ${tokenText(request)}`].map((line) => `  ${line}`);
	return [`${where} ${what}: \`${requestText(request)}\``, ...lines].join('\n');
}
