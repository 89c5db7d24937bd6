import { expect, test } from 'vitest';
import { isPreflight } from '../../../../src/semantics/istio/tokens/preflight.ts';
import { message } from './scene.ts';

const whole = [
	['Origin', 'https://a.example'],
	['Access-Control-Request-Method', 'GET'],
] as const;

test.each([
	['OPTIONS', whole, true],
	['POST', whole, false],
	['OPTIONS', whole.slice(0, 1), false],
	['OPTIONS', whole.slice(1), false],
	['OPTIONS', [['origin', ''], whole[1]], false],
	['OPTIONS', [whole[0], ['access-control-request-method', '']], false],
	['OPTIONS', [], false],
] as const)('%s %j', (method, headers, wanted) => {
	expect(isPreflight(method, message({ headers }).headers)).toBe(wanted);
});
