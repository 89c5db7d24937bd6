// CUSTOM policies: which rules ask an external authorizer, and which deny because none can be asked
// (pilot/pkg/security/authz/builder/builder.go and extauthz.go, Istio 1.31; measured).
import { groupBy } from '../../core/order.ts';
import type { CustomGuard } from './chain.ts';
import { guardsOf, type Ways } from './guards.ts';
import type { Policy } from './policy.ts';
import { isAtLeast, since } from './version.ts';
import type { ExtensionProvider, MeshSettings } from './world.ts';

/**
 * By provider, in the order of their names, as the filters stand. With more than one provider on a workload, unless the flag
 * allows it, no provider is asked and all their rules deny; so they do with a provider that the mesh does not declare. On TCP
 * a provider that speaks HTTP is left out. Policies are those of the action CUSTOM that attach, those on dry run, too.
 */
export function customGuards(policies: readonly Policy[], mesh: MeshSettings, ways: Ways): readonly CustomGuard[] {
	const byProvider = groupBy(policies, ({ provider }) => provider ?? '');
	const tooMany = byProvider.size > 1 && !mesh.manyCustomProviders;
	return [...byProvider].flatMap(([provider, own]) => {
		const declared = usableProvider(provider, mesh);
		const effect = tooMany || declared === undefined ? 'deny' : 'ask';
		if (effect === 'ask' && ways.speaks === 'tcp' && declared?.protocol === 'http') return [];
		const guards = own.filter(({ dryRun }) => !dryRun).flatMap((policy) => guardsOf(policy, mesh, ways));
		return guards.map((guard): CustomGuard => ({ ...guard, provider, effect }));
	});
}

/** A name that is declared twice, or that is no DNS label, makes the provider unusable. */
function usableProvider(name: string, mesh: MeshSettings): ExtensionProvider | undefined {
	const [declared, twice] = mesh.extensionProviders.filter((each) => each.name === name);
	const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name) || !isAtLeast(mesh.istio, since.providerNames);
	return twice === undefined && label ? declared : undefined;
}
