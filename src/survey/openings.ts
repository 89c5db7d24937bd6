// What one credential after the other opens: with the certificate and, since anybody can leave it away, without; straight, or
// through a gateway. Each operation counts once, with what takes least.
import type { Client } from '../access/model.ts';
import { chains } from '../semantics/istio/index.ts';
import type { Found } from '../semantics/istio/surroundings/index.ts';
import { matcher, pattern } from '../traffic/pattern.ts';
import { all, hasIdentity, not, type Predicate, text, verified } from '../traffic/predicate.ts';
import { everythingAsked } from './asked.ts';
import {
	type Credential,
	type Realms,
	type Source,
	sourcesOfClient,
	sourcesOfWorkload,
	unknownSources,
} from './credentials.ts';
import { type Ground, identityOf, nameOf, workloadOf } from './ground.ts';
import { placesOf } from './places.ts';
import type { Known } from './settle.ts';
import { type Entry, whoCan } from './who.ts';

/** One credential that opens some operations. */
export interface Opening {
	/** Who presents it: the subject, or a service that leads here. */
	readonly by: string;
	/** The gateway through which it goes; undefined: straight. */
	readonly through: string | undefined;
	readonly credential: Credential;
	/** True where a token of somebody else, or a user, must first come by. */
	readonly waits: boolean;
	readonly entries: readonly Entry[];
}

export type Subject =
	| { readonly kind: 'workload'; readonly found: Found }
	| { readonly kind: 'client'; readonly client: Client };

export interface Search {
	readonly ground: Ground;
	/** Undefined: no definitions, so any token may be had. */
	readonly realms: Realms | undefined;
	readonly targets: readonly Found[];
	readonly doubts: Set<string>;
}

/** What opens with the subject's credentials, straight or through a gateway, by service. */
export function directFrom(search: Search, subject: Subject, by: string): Map<string, Opening[]> {
	const { ground, realms } = search;
	if (subject.kind === 'client') {
		const sources = realms === undefined ? [] : sourcesOfClient(realms, subject.client);
		return throughGateways(search, by, sources);
	}
	const straight = straightFrom(search, subject.found, by);
	const workload = workloadOf(ground, subject.found);
	if (workload === undefined || realms === undefined || ground.catalog === undefined || workload.kind === 'gateway')
		return straight;
	const tokens = sourcesOfWorkload(ground.catalog.model, realms, workload).filter(
		({ credential }) => credential.kind !== 'identity',
	);
	for (const [service, openings] of throughGateways(search, by, tokens)) {
		const known = straight.get(service) ?? [];
		straight.set(service, withoutKnown([...known, ...openings]));
	}
	straight.delete(by);
	return straight;
}

/** What a workload opens with its certificate, and the tokens it has or is handed. */
export function straightFrom(search: Search, found: Found, by: string): Map<string, Opening[]> {
	const { ground, realms } = search;
	const identity = identityOf(ground.scene, found);
	const workload = workloadOf(ground, found);
	if (identity === undefined) {
		search.doubts.add(`the manifests do not say under which service account ${by} runs`);
	}
	const sources =
		ground.catalog === undefined || realms === undefined || workload === undefined
			? unknownSources
			: sourcesOfWorkload(ground.catalog.model, realms, workload);
	return openingsOf(search, by, identity, undefined, sources);
}

function throughGateways(search: Search, by: string, sources: readonly Source[]): Map<string, Opening[]> {
	const { ground } = search;
	const found = new Map<string, Opening[]>();
	for (const gateway of ground.scene.found) {
		const identity = identityOf(ground.scene, gateway);
		if (gateway.enforcer?.kind !== 'gateway' || identity === undefined) continue;
		const name = nameOf(gateway, ground.catalog !== undefined);
		for (const [service, openings] of openingsOf(search, by, identity, name, sources)) {
			found.set(service, [...(found.get(service) ?? []), ...openings]);
		}
	}
	return found;
}

/** Everything that one certificate opens with these credentials, by service. */
function openingsOf(
	{ ground, targets, doubts }: Search,
	by: string,
	identity: string | undefined,
	through: string | undefined,
	sources: readonly Source[],
): Map<string, Opening[]> {
	const found = new Map<string, Opening[]>();
	for (const target of targets) {
		const service = nameOf(target, ground.catalog !== undefined);
		if (service === by) continue;
		const openings = shown(sources, identity, takesPlaintext(ground, target)).flatMap((one): readonly Opening[] => {
			const { credential, confirm } = one.source;
			const who = whoCan(ground, [target], { ...everythingAsked, ...askedOf(one) });
			for (const doubt of who.doubts) doubts.add(doubt);
			const entries = who.gates
				.flatMap((gate) => gate.entries)
				.filter((entry) => through === undefined || leadsOut(entry, through));
			const isBare = target.enforcer === undefined && credential.kind === 'none' && through === undefined;
			if (entries.length === 0 && !isBare) return [];
			for (const { operations } of entries) {
				const unsure = confirm(operations[0]?.facts.payload);
				if (unsure !== undefined) doubts.add(`${by} → ${service}: ${unsure}`);
			}
			return [{ by, through, credential, waits: waitsFor(credential), entries }];
		});
		const kept = withoutKnown(openings);
		if (kept.length > 0) found.set(service, kept);
	}
	return found;
}

/** One way of using a credential. */
interface Shown {
	readonly source: Source;
	/** Undefined: its certificate is left away, as anybody can. */
	readonly identity: string | undefined;
}

/** Each with the certificate, as far as there is one, and each without, where that could pass. */
const shown = (sources: readonly Source[], identity: string | undefined, takesPlaintext: boolean): readonly Shown[] => [
	...(identity === undefined ? [] : sources.map((source) => ({ source, identity }))),
	...(takesPlaintext ? sources : []).map((source) => ({
		source: source.credential.kind === 'identity' ? { ...source, credential: { kind: 'none' } as const } : source,
		identity: undefined,
	})),
];

/** False where every port asks for a certificate. */
const takesPlaintext = (ground: Ground, target: Found): boolean =>
	target.enforcer === undefined ||
	placesOf(ground, target, [target], undefined).some(({ at }) =>
		chains(ground.world, at.enforcer, at.port, at.service).some(({ mutualTls }) => mutualTls.mode !== 'required'),
	);

/** Requests that carry this credential, with this certificate or with none. */
function askedOf({ source, identity }: Shown): { readonly among: Predicate; readonly known: Known } {
	const { credential, known } = source;
	const isBare = credential.kind === 'identity' || credential.kind === 'none';
	const peer = identity === undefined ? not(hasIdentity) : text('peer', pattern(identity));
	return {
		among: all([peer, isBare ? not(verified) : verified]),
		known: (atom) =>
			atom.kind === 'text' && atom.attribute === 'peer'
				? identity !== undefined && matcher(atom.pattern)(identity)
				: known(atom),
	};
}

/** True where the gateway lets it in, a route leads there, and not anyone may do the same without a token. */
const leadsOut = ({ gateways, token, operations }: Entry, name: string): boolean =>
	token.kind === 'needed' &&
	!operations.every(({ grants }) => grants.some(({ caller }) => caller === 'anyone')) &&
	gateways.some(({ gateway, lets, hosts }) => gateway === name && lets !== 'nothing' && hosts.length > 0);

const waitsFor = (credential: Credential): boolean =>
	credential.kind === 'handed' ||
	credential.kind === 'unknown' ||
	(credential.kind === 'own' && credential.way !== 'as itself');

/** Each operation once under the same conditions, with what takes least. */
function withoutKnown(openings: readonly Opening[]): Opening[] {
	const known = new Set<string>();
	return openings.flatMap((opening) => {
		const entries = opening.entries.flatMap((entry) => {
			const keyOf = (operation: string): string =>
				JSON.stringify([entry.port, entry.service, operation, entry.further, entry.except, entry.asks]);
			const fresh = entry.operations.filter((one) => !known.has(keyOf(one.text)));
			for (const one of fresh) known.add(keyOf(one.text));
			return fresh.length === 0 ? [] : [{ ...entry, operations: fresh }];
		});
		return entries.length === 0 && opening.entries.length > 0 ? [] : [{ ...opening, entries }];
	});
}
