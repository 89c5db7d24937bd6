// "If this is taken over": what its own credentials open (direct), and, apart from that, what lies behind, if each service
// that was reached does whatever it may at the caller's word (a confused deputy). Nothing behind is opened by the credentials
// themselves; it is the most that can be set in motion.
import { ExpectedError } from '../core/expected.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { byText } from '../core/order.ts';
import { quote, quoteList } from '../core/quote.ts';
import { type Found, fullNameOf, type Meant } from '../semantics/istio/surroundings/index.ts';
import { realmsOf } from './credentials.ts';
import { foundBy, type Ground, identityOf, nameOf } from './ground.ts';
import { directFrom, type Opening, type Search, type Subject, straightFrom } from './openings.ts';

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

export interface ReachOptions {
	/** Steps at most; 1: direct ones only. */
	readonly depth: number;
}

/** What falls with a service, gateway or client. Throws an ExpectedError for a name that is none of them, or several. */
export function reachOf(ground: Ground, name: string, { depth }: ReachOptions): Reach {
	const realms = ground.catalog === undefined ? undefined : realmsOf(ground.catalog);
	const subject = subjectNamed(ground, name);
	const doubts = new Set<string>();
	const targets = ground.scene.found.filter(
		({ enforcer }) => enforcer?.kind === 'sidecar' || enforcer?.kind === 'ztunnel' || enforcer === undefined,
	);
	const title = subject.kind === 'client' ? subject.client.id : nameOf(subject.found, ground.catalog !== undefined);
	const search: Search = { ground, realms, targets, doubts };
	const steps: Step[] = [];
	const seen = new Set<string>([title]);
	let edge = directFrom(search, subject, title);
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
			for (const [further, openings] of straightFrom(search, found, service)) {
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
