// The version of Istio for which policies are read: fields and rules came with one, and older control planes do without.

/** True when the control plane is this version or newer. `1.30` is the newest of its line; a text that is no version is the newest of all. */
export function isAtLeast(istio: string, wanted: readonly [major: number, minor: number, patch: number]): boolean {
	const found = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(istio);
	if (found === null) return true;
	const [, major, minor, patch] = found;
	const is = [Number(major), Number(minor), patch === undefined ? Number.POSITIVE_INFINITY : Number(patch)];
	for (const [index, part] of is.entries()) {
		const least = wanted[index] ?? 0;
		if (part !== least) return part > least;
	}
	return true;
}

/** Since when what counts (reference: release notes; first patch that acts on it). */
export const since = {
	/** API 1.30.0 has the field, istiod acts on it only from 1.30.2. */
	trustDomains: [1, 30, 2],
	spaceDelimitedClaims: [1, 28, 0],
	serviceAccounts: [1, 25, 0],
	/** ServiceEntry and GatewayClass as targetRefs. */
	moreTargets: [1, 25, 0],
	pathTemplates: [1, 22, 0],
	/** Names of extension providers must be DNS labels, since several may stand on one workload. */
	providerNames: [1, 30, 0],
} as const satisfies Readonly<Record<string, readonly [number, number, number]>>;

/** True where some of a line have the feature, and the text names the line alone: `1.30` of what came with 1.30.2. */
export function isWithinLine(istio: string, [major, minor, patch]: readonly [number, number, number]): boolean {
	const line = /^(\d+)\.(\d+)$/.exec(istio);
	return line !== null && patch > 0 && Number(line[1]) === major && Number(line[2]) === minor;
}
