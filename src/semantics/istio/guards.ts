// The rules of a policy as guards. A policy is translated once for each mesh and kind of connection, however many workloads
// and ports follow it.
import type { Guard } from './chain.ts';
import type { Policy } from './policy.ts';
import { rulePredicate } from './rule/index.ts';
import type { MeshSettings } from './world.ts';

type Speaks = 'http' | 'tcp';
type Translated = { [speaks in Speaks]?: readonly Guard[] };

const known = new WeakMap<MeshSettings, WeakMap<Policy, Translated>>();

/** One guard for each rule that can match at all on such connections, in the order of the manifest. */
export function guardsOf(policy: Policy, mesh: MeshSettings, speaks: Speaks): readonly Guard[] {
	const ofMesh = known.get(mesh) ?? new WeakMap<Policy, Translated>();
	known.set(mesh, ofMesh);
	const translated = ofMesh.get(policy) ?? {};
	ofMesh.set(policy, translated);
	const guards = translated[speaks] ?? translate(policy, mesh, speaks);
	translated[speaks] = guards;
	return guards;
}

export const nameOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
	`${namespace}/${name}`;

function translate(policy: Policy, mesh: MeshSettings, speaks: Speaks): readonly Guard[] {
	const reading = { speaks, strict: policy.action === 'ALLOW' };
	const place = { mesh, namespace: policy.namespace };
	const name = nameOf(policy);
	return policy.rules.flatMap((rule) => {
		const matches = rulePredicate(rule, reading, place);
		return matches === undefined ? [] : [{ policy: name, rule: rule.index, matches }];
	});
}
