// Identities as a ztunnel compares them: it takes `spiffe://<domain>/ns/<namespace>/sa/<account>` apart and compares the parts,
// where an Envoy runs regular expressions over the whole (ztunnel src/rbac.rs).
import { type Pattern, type Piece, pattern, run } from '../../../traffic/pattern.ts';
import { nothing, type Predicate } from '../../../traffic/predicate.ts';

const scheme = 'spiffe://';
const anything = run('any', 0);
const part = run('segment', 1);
const partOrNone = run('segment', 0);

const peer = (of: Pattern): Predicate => ({ kind: 'text', attribute: 'peer', pattern: of });

/** Any caller with a certificate. */
const anyPeer: Predicate = peer(pattern(scheme, run('any', 1)));

/** The text behind `spiffe://`, in the usual forms. No trust domain stands for another. */
export function principal(value: string): Predicate {
	if (value === '*') return anyPeer;
	if (value.startsWith('*')) return peer(pattern(scheme, anything, value.slice(1)));
	if (value.endsWith('*')) return peer(pattern(scheme, value.slice(0, -1), anything));
	return peer(pattern(scheme, value));
}

/** The namespace, in the usual forms; a star in the middle is a letter. */
export function namespace(value: string): Predicate {
	if (value.includes('/')) return nothing;
	return peer(pattern(scheme, part, '/ns/', ...forms(value), '/sa/', part));
}

function forms(value: string): readonly (string | Piece)[] {
	if (value === '*') return [part];
	if (value.startsWith('*')) return [partOrNone, value.slice(1)];
	if (value.endsWith('*')) return [value.slice(0, -1), partOrNone];
	return [value];
}

/** Namespace and name exactly, in any trust domain. A value without a slash lies in the policy's namespace. */
export function serviceAccount(value: string, policyNamespace: string): Predicate {
	const [first = '', second, more] = value.split('/');
	if (more !== undefined) return nothing;
	const [space, name] = second === undefined ? [policyNamespace, first] : [first, second];
	return peer(pattern(scheme, part, `/ns/${space}/sa/${name}`));
}
