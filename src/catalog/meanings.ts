// Why a key must be there: one line for each key that the catalog cannot do without.

const meanings: Readonly<Record<string, string>> = {
	as: '`as` says for whom the caller acts',
	because: 'what is weaker than a token says why, so that a reviewer can judge it',
	calls: 'a grant needs both sides: what the receiver lets in, and what the caller asks for',
	dataPlane: 'policies mean different things in different data planes',
	environments: 'output is written for each environment; a system with one has `environments: { prod: {} }`',
	expires: 'an exception without an end is a rule',
	from: 'a caller without a name would be anybody',
	host: 'a route without a host would take requests for every host',
	hosts: 'a gateway without hosts would take requests for every host',
	istio: 'what Istio admits differs from version to version',
	kind: 'the kind decides which keys and which rules apply',
	mesh: 'every identity and every policy depends on the mesh',
	namespace: 'it is part of the identity that mutual TLS proves, and where the policies go',
	namespaces: 'each namespace is `owned` (denied by default) or `shared`, which nobody can guess',
	operations: 'a scope without operations would open nothing, or everything',
	owner: 'somebody must answer for it, approve its callers, and be asked at night',
	protocol: 'an HTTP rule on a port that is not HTTP vanishes, or loses the fields that make it narrow',
	reason: 'a departure from the rules says why, so that a reviewer can judge it',
	scopes: 'a grant without scopes would be a grant of everything',
	selector: 'a policy without a selector takes hold of every workload in its namespace',
	serviceAccount:
		'it is the identity that mutual TLS proves; workloads that share the default one cannot be told apart',
	to: 'a call without a receiver is a call to anybody',
	trustDomain: 'it is never implied: identities of another trust domain match nothing',
};

/** Why this key is needed, or nothing when it has no sentence of its own. */
export function meaningOf(key: string): string {
	return Object.hasOwn(meanings, key) ? (meanings[key] ?? '') : '';
}
