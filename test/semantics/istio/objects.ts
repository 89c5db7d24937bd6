// Short words for tests of reading and translating: objects as YAML readers give them, worlds of them, facts of a request.
import { readManifests } from '../../../src/semantics/istio/read/index.ts';
import { defaultSettings, type MeshSettings, type World } from '../../../src/semantics/istio/world.ts';
import { readAddress } from '../../../src/traffic/address.ts';
import type { Facts } from '../../../src/traffic/facts.ts';

type Fields = Readonly<Record<string, unknown>>;

const object =
	(kind: string) =>
	(name: string, spec: Fields | undefined, namespace = 'shop', metadata: Fields = {}): Fields => ({
		apiVersion: 'security.istio.io/v1',
		kind,
		metadata: { name, namespace, ...metadata },
		...(spec === undefined ? {} : { spec }),
	});

export const policy = object('AuthorizationPolicy');
export const tokens = object('RequestAuthentication');
export const peers = object('PeerAuthentication');

/** The world of these objects. Throws when the reader has anything to say about them. */
export function worldOf(objects: readonly unknown[], mesh: Partial<MeshSettings> = {}): World {
	const { peerAuthentications, requestAuthentications, policies, problems } = readManifests(objects);
	if (problems.length > 0) throw new Error(JSON.stringify(problems));
	return { mesh: { ...defaultSettings, ...mesh }, peerAuthentications, requestAuthentications, policies };
}

export const web = 'spiffe://cluster.local/ns/shop/sa/web';

type Told = Omit<Partial<Facts>, 'headers' | 'sourceAddress' | 'remoteAddress' | 'destinationAddress'> & {
	readonly headers?: Readonly<Record<string, readonly string[]>>;
	readonly sourceAddress?: string;
	readonly remoteAddress?: string;
	readonly destinationAddress?: string;
};

/** A request of `web`, GET /a at 8080 of the host `cart`, or what is told; undefined takes a fact away. */
export function facts(told: Told = {}): Facts {
	const { headers = {}, sourceAddress, remoteAddress, destinationAddress, ...rest } = told;
	const address = (text: string | undefined) => (text === undefined ? undefined : readAddress(text));
	return {
		peer: web,
		port: 8080,
		serverName: undefined,
		method: 'GET',
		path: '/a',
		host: 'cart',
		payload: undefined,
		agreeing: new Set(),
		...rest,
		headers: new Map(Object.entries(headers)),
		sourceAddress: address(sourceAddress),
		remoteAddress: address(remoteAddress),
		destinationAddress: address(destinationAddress),
	};
}
