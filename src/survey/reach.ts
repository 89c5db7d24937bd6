// "If this is taken over": what its own credentials open (direct), and, apart from that, what lies behind, if each service
// that was reached does whatever it may at the caller's word (a confused deputy). Nothing behind is opened by the credentials
// themselves; it is the most that can be set in motion.
import type { Client } from '../access/model.ts';
import { ExpectedError } from '../core/expected.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { byText } from '../core/order.ts';
import { quote, quoteList } from '../core/quote.ts';
import { chains } from '../semantics/istio/index.ts';
import { type Found, fullNameOf, type Meant } from '../semantics/istio/surroundings/index.ts';
import { matcher, pattern } from '../traffic/pattern.ts';
import { all, hasIdentity, not, type Predicate, text, verified } from '../traffic/predicate.ts';
import { everythingAsked } from './asked.ts';
import {
	type Credential,
	type Realms,
	realmsOf,
	type Source,
	sourcesOfClient,
	sourcesOfWorkload,
	unknownSources,
} from './credentials.ts';
import { foundBy, type Ground, identityOf, nameOf, workloadOf } from './ground.ts';
import { placesOf } from './places.ts';
import type { Known } from './settle.ts';
import { type Entry, whoCan } from './who.ts';

export interface Reach {
	readonly subject: string;
	readonly kind: 'service' | 'gateway' | 'client';
	/** Its certificate's; undefined for a client. */
	readonly identity: string | undefined;
	/** Nearest first, then by name; each service once, at its least depth. */
	readonly steps: readonly Step[];
	/** Of the services that there are, without the subject. */
	readonly services: number;
	readonly notes: readonly string[];
	readonly doubts: readonly string[];
}

export interface Step {
	/** 1: direct. */
	readonly depth: number;
	readonly service: string;
	/** The services one step nearer that lead here; empty for direct ones. */
	readonly behind: readonly string[];
	/** How the last of them, or the subject, gets in. */
	readonly openings: readonly Opening[];
}

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

export interface ReachOptions {
	/** Steps at most; 1: direct ones only. */
	readonly depth: number;
}

/** What falls with a service, gateway or client. Throws an ExpectedError for a name that is none of them. */
export function reachOf(ground: Ground, name: string, { depth }: ReachOptions): Reach {
	const realms = ground.catalog === undefined ? undefined : realmsOf(ground.catalog);
	const subject = subjectNamed(ground, name);
	const doubts = new Set<string>();
	const targets = ground.scene.found.filter(
		({ enforcer }) => enforcer?.kind === 'sidecar' || enforcer?.kind === 'ztunnel' || enforcer === undefined,
	);
	const title = subject.kind === 'client' ? subject.client.id : nameOf(subject.found, ground.catalog !== undefined);
	const survey: Survey = { ground, realms, targets, doubts };
	const steps: Step[] = [];
	const seen = new Set<string>([title]);
	let edge = directFrom(survey, subject, title);
	const byName = new Map(targets.map((found) => [nameOf(found, ground.catalog !== undefined), found]));
	for (let at = 1; at <= depth && edge.size > 0; at++) {
		const names = [...edge.keys()].sort(byText);
		const next = new Map<string, Opening[]>();
		for (const service of names) {
			const openings = edge.get(service) ?? [];
			const behind = at === 1 ? [] : [...new Set(openings.map(({ by }) => by))];
			steps.push({ depth: at, service, behind, openings });
			seen.add(service);
		}
		if (at === depth) break;
		for (const service of names) {
			const found = byName.get(service);
			if (found === undefined) continue;
			for (const [further, openings] of straightFrom(survey, found, service)) {
				if (seen.has(further)) continue;
				next.set(further, [...(next.get(further) ?? []), ...openings]);
			}
		}
		edge = next;
	}
	return {
		subject: title,
		kind: subject.kind === 'client' ? 'client' : subject.found.enforcer?.kind === 'gateway' ? 'gateway' : 'service',
		identity: subject.kind === 'client' ? undefined : identityOf(ground.scene, subject.found),
		steps,
		services: targets.filter((found) => nameOf(found, ground.catalog !== undefined) !== title).length,
		notes: ground.scene.assumptions,
		doubts: [...doubts],
	};
}

type Subject =
	| { readonly kind: 'workload'; readonly found: Found }
	| { readonly kind: 'client'; readonly client: Client };

interface Survey {
	readonly ground: Ground;
	/** Undefined: no definitions, so any token may be had. */
	readonly realms: Realms | undefined;
	readonly targets: readonly Found[];
	readonly doubts: Set<string>;
}

function subjectNamed(ground: Ground, name: string): Subject {
	const clients = (ground.catalog?.model.clients ?? []).filter(({ kind }) => kind !== 'workload');
	const client = clients.find(({ id }) => id === name);
	if (client !== undefined) return { kind: 'client', client };
	const known = ground.scene.found.map(({ name: one }) => one);
	if (clients.length > 0 && !name.includes('/') && !known.includes(name)) {
		const near = nearest(name, [...known, ...clients.map(({ id }) => id)]);
		const help = didYouMean(near, '`meshgrant check` lists what there is');
		throw new ExpectedError(`the catalog has no service, gateway, or client ${quote(name)}`, help);
	}
	return { kind: 'workload', found: oneOf(ground, foundBy(ground, name)) };
}

/** Of the pods behind one Service the first, where all run under one account; else it is asked back. */
function oneOf({ scene }: Ground, meant: Meant): Found {
	const [first] = meant;
	if (new Set(meant.map((one) => identityOf(scene, one))).size === 1) return first;
	const names = meant.map((one) => `${one.kind.toLowerCase()}/${fullNameOf(one)}`);
	throw new ExpectedError(
		`the pods behind ${quote(fullNameOf(first))} run under several accounts`,
		`say which is taken over: ${quoteList(names, 'or')}`,
	);
}

/** What opens with the subject's credentials, straight or through a gateway, by service. */
function directFrom(survey: Survey, subject: Subject, by: string): Map<string, Opening[]> {
	const { ground, realms } = survey;
	if (subject.kind === 'client') {
		const sources = realms === undefined ? [] : sourcesOfClient(realms, subject.client);
		return throughGateways(survey, by, sources);
	}
	const straight = straightFrom(survey, subject.found, by);
	const workload = workloadOf(ground, subject.found);
	if (workload === undefined || realms === undefined || ground.catalog === undefined || workload.kind === 'gateway')
		return straight;
	const tokens = sourcesOfWorkload(ground.catalog.model, realms, workload).filter(
		({ credential }) => credential.kind !== 'identity',
	);
	for (const [service, openings] of throughGateways(survey, by, tokens)) {
		const known = straight.get(service) ?? [];
		straight.set(service, withoutKnown([...known, ...openings]));
	}
	straight.delete(by);
	return straight;
}

/** What a workload opens with its certificate, and the tokens it has or is handed. */
function straightFrom(survey: Survey, found: Found, by: string): Map<string, Opening[]> {
	const { ground, realms } = survey;
	const identity = identityOf(ground.scene, found);
	const workload = workloadOf(ground, found);
	if (identity === undefined) {
		survey.doubts.add(`the manifests do not say under which service account ${by} runs`);
	}
	const sources =
		ground.catalog === undefined || realms === undefined || workload === undefined
			? unknownSources
			: sourcesOfWorkload(ground.catalog.model, realms, workload);
	return openingsOf(survey, by, identity, undefined, sources);
}

function throughGateways(survey: Survey, by: string, sources: readonly Source[]): Map<string, Opening[]> {
	const { ground } = survey;
	const found = new Map<string, Opening[]>();
	for (const gateway of ground.scene.found) {
		const identity = identityOf(ground.scene, gateway);
		if (gateway.enforcer?.kind !== 'gateway' || identity === undefined) continue;
		const name = nameOf(gateway, ground.catalog !== undefined);
		for (const [service, openings] of openingsOf(survey, by, identity, name, sources)) {
			found.set(service, [...(found.get(service) ?? []), ...openings]);
		}
	}
	return found;
}

/** Everything that one certificate opens with these credentials, by service. */
function openingsOf(
	{ ground, targets, doubts }: Survey,
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
