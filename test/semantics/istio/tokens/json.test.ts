import { expect, test } from 'vitest';
import { printJson } from '../../../../src/semantics/istio/tokens/json.ts';

/** As Envoy 1.39.3 wrote them. */
test.each([
	[['b', 'a', 1, 1.5, null, true, { z: 1, a: 'é<>&"' }], '["b","a",1,1.5,null,true,{"z":1,"a":"é\\u003c\\u003e&\\""}]'],
	[[1e20, 1e21, 1e-7, 0.1, -5, 123456789012345680, 1], '[1e+20,1e+21,1e-07,0.1,-5,1.2345678901234568e+17,1]'],
	[['é', '\u2028', '😀', '\u0001', '/'], '["é","\\u2028","😀","\\u0001","/"]'],
	[[], '[]'],
	[{}, '{}'],
	[[0, 1e15, 0.0001, 0.00001, 100], '[0,1e+15,0.0001,1e-05,100]'],
])('%j', (value, text) => {
	expect(printJson(value)).toBe(text);
});
