// Trust domain aliases: a value that names one trust domain of the mesh means all of them
// (pilot/pkg/security/trustdomain/bundle.go, Istio 1.31).
import type { MeshSettings } from '../world.ts';

const localPointer = 'cluster.local';

const domainsOf = (mesh: MeshSettings): readonly string[] => [mesh.trustDomain, ...mesh.trustDomainAliases];

/** The principals that a `principals` value means. Expanded only with exactly five parts and a trust domain of this mesh. */
export function principalsMeant(value: string, mesh: MeshSettings): readonly string[] {
	const [domain = '', ...rest] = value.split('/');
	if (rest.length !== 4 || domain === '*') return [value];
	const domains = domainsOf(mesh);
	if (domain !== localPointer && !domains.some((each) => isAlike(domain, each))) return [value];
	return [...new Set(domains.map((each) => (endsLike(each, domain) ? value : [each, ...rest].join('/'))))];
}

/** The trust domains that a `trustDomains` value means. Only literally; `cluster.local` points nowhere here. */
export function trustDomainsMeant(value: string, mesh: MeshSettings): readonly string[] {
	const domains = domainsOf(mesh);
	return domains.includes(value) ? [...new Set(domains)] : [value];
}

const endsLike = (text: string, form: string) => form.startsWith('*') && text.endsWith(form.slice(1));
const beginsLike = (text: string, form: string) => form.endsWith('*') && text.startsWith(form.slice(0, -1));

/** Equal, or one matches the other, read as a form with a star at an end. */
const isAlike = (a: string, b: string): boolean =>
	a === b || b === '*' || beginsLike(a, b) || beginsLike(b, a) || endsLike(a, b) || endsLike(b, a);
