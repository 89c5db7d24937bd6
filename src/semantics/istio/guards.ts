// The rules of a policy as guards. A policy is translated once for each mesh and kind of connection, however many workloads
// and ports follow it.
import type { Guard } from './chain.ts';
import type { Policy } from './policy.ts';
import { rulePredicates } from './rule/index.ts';
import type { MeshSettings } from './world.ts';

type Speaks = 'http' | 'tcp';
type Translated = Map<string, readonly Guard[]>;

/** For which connections, and with which tokens. */
export interface Ways {
	readonly speaks: Speaks;
	/** A token rule splits `iss` or `sub` at spaces. */
	readonly splitsPrincipal: boolean;
}

const known = new WeakMap<MeshSettings, WeakMap<Policy, Translated>>();

/** One guard for each rule that can match at all on such connections, in the order of the manifest. */
export function guardsOf(policy: Policy, mesh: MeshSettings, ways: Ways): readonly Guard[] {
	const ofMesh = known.get(mesh) ?? new WeakMap<Policy, Translated>();
	known.set(mesh, ofMesh);
	const translated: Translated = ofMesh.get(policy) ?? new Map();
	ofMesh.set(policy, translated);
	const key = ways.splitsPrincipal ? `${ways.speaks} split` : ways.speaks;
	const guards = translated.get(key) ?? translate(policy, mesh, ways);
	translated.set(key, guards);
	return guards;
}

/** `namespace/name`. */
export const nameOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
	`${namespace}/${name}`;

function translate(policy: Policy, mesh: MeshSettings, { speaks, splitsPrincipal }: Ways): readonly Guard[] {
	const reading = { speaks, strict: policy.action === 'ALLOW' };
	const place = { mesh, namespace: policy.namespace, splitsPrincipal };
	const name = nameOf(policy);
	const predicate = rulePredicates(reading, place);
	return policy.rules.flatMap((rule) => {
		const matches = predicate(rule);
		return matches === undefined ? [] : [{ policy: name, rule: rule.index, matches }];
	});
}
