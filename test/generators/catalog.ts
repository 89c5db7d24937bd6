// Valid catalogs of any size from a seed: the same arguments give the same catalog, byte for byte. Names come from a
// counter, edges from a small generator of pseudo-random numbers, so that growing the number of services at a fixed
// number of edges each keeps every service the same size.
import type { CallInput, CatalogInput, ServiceInput } from '../../src/catalog/input.ts';

export interface Size {
	readonly services: number;
	readonly edges: number;
	readonly seed: number;
}

const perNamespace = 10;
const scopesEach = 3;

/** A catalog with so many services and so many (caller, receiver, scope) edges, one in five of them for a user. */
export function generateCatalog({ services, edges, seed }: Size): CatalogInput {
	const random = mulberry32(seed);
	const callers = new Map<string, CallInput[]>();
	const granted = new Map<string, { from: string; scopes: string[]; as: 'service' | 'user' }[]>();
	const seen = new Set<string>();
	while (seen.size < edges) {
		const from = Math.floor(random() * services);
		const to = Math.floor(random() * services);
		const scope = `${nameOf(to)}.${actions[Math.floor(random() * scopesEach)]}`;
		const key = `${from} ${scope}`;
		if (from === to || seen.has(key)) continue;
		seen.add(key);
		const as = seen.size % 5 === 0 && from < to ? 'user' : 'service';
		at(callers, nameOf(from)).push({ to: nameOf(to), scopes: [scope] });
		at(granted, nameOf(to)).push({ from: nameOf(from), scopes: [scope], as });
	}
	const written: Record<string, ServiceInput> = {};
	for (let index = 0; index < services; index++) {
		const name = nameOf(index);
		written[name] = {
			owner: `team-${Math.floor(index / perNamespace)}`,
			namespace: namespaceOf(index),
			serviceAccount: name,
			selector: { app: name },
			ports: { http: { port: 80, targetPort: 8080, protocol: 'http' } },
			login: { redirectUris: [`https://${name}.example/callback`] },
			scopes: Object.fromEntries(
				actions.map((action) => [`${name}.${action}`, [`GET /${action}/{id}`, `POST /${action}/{id}/items`]]),
			),
			callers: granted.get(name) ?? [],
			calls: callers.get(name) ?? [],
		};
	}
	return {
		name: 'generated',
		mesh: { trustDomain: 'mesh.example', istio: '1.30', dataPlane: 'sidecar' },
		namespaces: Object.fromEntries(Object.values(written).map((service) => [service.namespace, 'owned' as const])),
		environments: { prod: {} },
		issuers: {
			main: {
				keycloak: { url: 'https://idp.mesh.example', realm: 'main' },
				kubernetesIssuer: 'https://oidc.mesh.example',
			},
		},
		services: written,
	};
}

const actions = ['read', 'write', 'close'] as const satisfies { length: typeof scopesEach };

const nameOf = (index: number): string => `service-${index}`;
const namespaceOf = (index: number): string => `team-${Math.floor(index / perNamespace)}`;

function at<T>(map: Map<string, T[]>, key: string): T[] {
	const found = map.get(key);
	if (found !== undefined) return found;
	const made: T[] = [];
	map.set(key, made);
	return made;
}

/** Numbers from 0 to 1, the same for the same seed. */
function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
