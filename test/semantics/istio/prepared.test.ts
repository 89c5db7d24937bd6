import { expect, test } from 'vitest';
import { prepare } from '../../../src/semantics/istio/prepared.ts';
import { readRange } from '../../../src/traffic/address.ts';
import { all, any, everything, not, type Predicate } from '../../../src/traffic/predicate.ts';
import { chain, custom, guard, hasHeader } from './scene.ts';
import { rule } from './tokens/scene.ts';

const range = readRange('10.0.0.0/8');
const fromTen: Predicate = range === undefined ? everything : { kind: 'address', attribute: 'remoteAddress', range };

test('what policies ask for is found wherever it stands', () => {
	const deep = not(any([all([hasHeader(':path'), hasHeader('x-tenant')]), everything]));
	expect(prepare(chain({ deny: [guard(deep)] })).writtenHeaders).toEqual([':path']);
	expect(prepare(chain({ allow: [guard(hasHeader('x-request-id'))] })).writtenHeaders).toEqual(['x-request-id']);
	expect(prepare(chain({ custom: [custom('ask', hasHeader(':scheme'))] })).writtenHeaders).toEqual([':scheme']);
	expect(prepare(chain({ deny: [guard(not(fromTen))] })).addresses).toBe(true);
	expect(prepare(chain({ deny: [guard(deep)] })).addresses).toBe(false);
});

test('nothing is asked for without policies', () => {
	expect(prepare(chain())).toMatchObject({
		custom: [],
		deny: [],
		allow: 'everyone',
		verifiers: [],
		writtenHeaders: [],
	});
	expect(prepare(chain({ allow: [] })).allow).toEqual([]);
	expect(prepare(chain({ verification: [rule(), rule()] })).verifiers).toHaveLength(2);
});
