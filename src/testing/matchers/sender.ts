// From whom nothing may pass, as conditions at the receiver: what it sees of a service, a client, or anyone at all, also
// through the gateways, whose certificate it sees then.
import type { Gateway } from '../../access/model.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { quote, quoteList } from '../../core/quote.ts';
import { letIn } from '../../prove/index.ts';
import type { Wanted } from '../../semantics/istio/index.ts';
import { pattern } from '../../traffic/pattern.ts';
import { all, any, claim, hasIdentity, not, type Predicate, text, verified } from '../../traffic/predicate.ts';
import { spiffeOf } from '../../traffic/principal.ts';
import type { Access, ManifestAccess } from '../access.ts';
import type { Line } from './line.ts';

/** One way in which the sender's requests arrive. */
export interface Arrival {
	readonly wanted: Wanted;
	/** Why nobody knows whether they arrive so; undefined: they do. */
	readonly doubt: string | undefined;
}

/** All ways in which requests of the sender arrive at a receiver. Throws for a name that the catalog does not have. */
export function arrivalsOf(access: Access | ManifestAccess, from: string, line: Line): readonly Arrival[] {
	const direct = (sender: Predicate): Arrival => ({ wanted: within(line.direct, sender), doubt: undefined });
	if (from === 'plaintext' || from === 'tls') return [direct(nobody)];
	if (from.startsWith('spiffe://')) return [direct(any([peerIs(known(access, from)), nobody]))];
	if (access.kind === 'manifests') {
		throw new Error(`${quote(from)} is no identity\n  help: on manifests a caller is \`spiffe://…\` or \`plaintext\``);
	}
	const { model, scene } = access;
	const workload = model.workloads.find(({ name }) => name === from);
	if (workload !== undefined) return [direct(any([peerIs(spiffeOf(workload.principal)), nobody]))];
	const isClient = Object.hasOwn(scene.data.clients ?? {}, from);
	if (!isClient && from !== 'anyone') {
		const names = [...model.workloads.map(({ name }) => name), ...Object.keys(scene.data.clients ?? {})];
		throw new Error(
			`the catalog has no caller ${quote(from)}\n  help: ${didYouMean(nearest(from, names), 'name a service or a client')}`,
		);
	}
	const anyone = [
		direct(all([nobody, tokenless])),
		...model.gateways.flatMap((gateway) => arrivalThrough(access, gateway, line)),
	];
	// Whoever hands a client's token on: a gateway, or a service.
	const client: Arrival = { wanted: within(line.anyhow, claim('azp', pattern(from))), doubt: undefined };
	return isClient ? [client, ...anyone] : anyone;
}

const nobody = not(hasIdentity);
const tokenless = not(verified);
const peerIs = (identity: string): Predicate => text('peer', pattern(identity));

const within =
	(line: Wanted, sender: Predicate): Wanted =>
	(chain, beside) => {
		const asked = line(chain, beside);
		return asked === undefined ? undefined : all([sender, asked]);
	};

/** Without a token through a gateway; nothing where the gateway lets no such request in. */
function arrivalThrough({ world, scene }: Access, gateway: Gateway, line: Line): readonly Arrival[] {
	const { workload } = gateway;
	const enforcer = scene.found.find(({ object }) => object === workload)?.enforcer;
	const arrives = within(line.anyhow, all([peerIs(spiffeOf(workload.principal)), tokenless]));
	if (enforcer === undefined || line.outside === undefined) return [{ wanted: arrives, doubt: undefined }];
	const lets = letIn(world, enforcer, within(line.outside, tokenless));
	if (lets.kind === 'nothing') return [];
	return [{ wanted: arrives, doubt: lets.kind === 'undecided' ? lets.why : undefined }];
}

/** An identity of this mesh; throws for one of another, which gets no certificate here. */
function known({ scene }: Access | ManifestAccess, identity: string): string {
	const { trustDomain, trustDomainAliases } = scene.mesh;
	const domains = [trustDomain, ...trustDomainAliases].map((domain) => `spiffe://${domain}/`);
	if (domains.some((domain) => identity.startsWith(domain))) return identity;
	throw new Error(`${quote(identity)} is of another mesh: its certificates begin with ${quoteList(domains, 'or')}`);
}
