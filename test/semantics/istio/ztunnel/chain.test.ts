// What istiod was seen to send to ztunnel, and what ztunnel does with that, is what our chains say of the same manifests.
import { expect, test } from 'vitest';
import { ztunnelCase } from './cases.ts';
import { differences } from './compare.ts';
import { recordedConversions } from './recorded.ts';

test('400 worlds, 54 connections each', () => {
	const conversions = recordedConversions();
	expect(conversions.length).toBe(400);
	expect(conversions.flatMap((conversion, seed) => differences(ztunnelCase(seed), conversion))).toEqual([]);
});
