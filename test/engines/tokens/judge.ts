// The verdict on a matrix, from the access model alone: every token that a grant needs is there with exactly the claims that
// the receiver's mesh rule asks for, and nothing else can be had. Pure, so that recorded matrices are judged the same way.
import type { AccessModel, Client, Grant, Issuer } from '../../../src/access/model.ts';
import { groupBy } from '../../../src/core/order.ts';
import { defaultTenant } from './instruments.ts';
import { type Cell, type Matrix, type ProbeResult, type Way, ways } from './matrix.ts';
import type { SeenToken } from './seen.ts';

export interface Finding {
	readonly kind: /** A granted token is refused. */
		| 'missing'
		/** A token that no grant allows. */
		| 'excess'
		/** A token that is not as its grant says. */
		| 'wrong'
		/** A trick worked. */
		| 'open door'
		/** The matrix lacks a cell that it must have. */
		| 'untried';
	readonly client: string;
	/** The way and scope, or the trick. */
	readonly what: string;
	readonly because: string;
}

/** No findings: the realm gives what the model grants and nothing else. */
export function judge(model: AccessModel, issuer: Issuer, { cells, probes }: Matrix): readonly Finding[] {
	const expected = expectationsOf(model, issuer);
	const tried = new Set(cells.map(keyOf));
	const untried = expected.cells
		.filter((each) => !tried.has(keyOf(each)))
		.map((each) => finding('untried', each, 'no such cell in the matrix'));
	return [...untried, ...cells.flatMap((cell) => judgeCell(expected, cell)), ...probes.flatMap(judgeProbe)];
}

/** Findings as sorted lines, for people and assertions. */
export const printFinding = ({ kind, client, what, because }: Finding): string =>
	`${kind}: ${client || 'the realm'}, ${what}: ${because}`;

type TokenGrant = Grant & { readonly actor: { readonly kind: 'service' | 'user'; readonly client: Client } };

interface Expectations {
	readonly model: AccessModel;
	readonly issuer: Issuer;
	readonly clients: ReadonlyMap<string, Client>;
	readonly scopes: ReadonlySet<string>;
	/** Grants by client and way, `client way`. */
	readonly grants: ReadonlyMap<string, readonly TokenGrant[]>;
	/** What must have been tried at least. */
	readonly cells: readonly Where[];
}

type Where = Pick<Cell, 'client' | 'way' | 'scope'>;

const keyOf = ({ client, way, scope }: Where): string => `${client} ${way} ${scope}`;

function expectationsOf(model: AccessModel, issuer: Issuer): Expectations {
	const clients = model.clients.filter((client) => client.issuer.name === issuer.name);
	const ids = new Set(clients.map(({ id }) => id));
	const scopes = model.scopes.filter(({ audience }) => ids.has(audience)).map(({ name }) => name);
	const cells = clients.flatMap(({ id }) =>
		ways.flatMap((way) => ['', ...scopes].map((scope) => ({ client: id, way, scope }))),
	);
	const granted = model.grants.filter(carriesToken).filter(({ actor }) => ids.has(actor.client.id));
	return {
		model,
		issuer,
		clients: new Map(clients.map((client) => [client.id, client])),
		scopes: new Set(scopes),
		grants: groupBy(granted, (grant) => `${grant.actor.client.id} ${wayOf(grant)}`),
		cells,
	};
}

const carriesToken = (grant: Grant): grant is TokenGrant =>
	(grant.actor.kind === 'service' || grant.actor.kind === 'user') && grant.actor.client.state.kind === 'active';

function wayOf({ actor }: Grant): Way {
	if (actor.kind !== 'user') return 'as itself';
	return actor.obtained === 'exchange' ? 'exchange' : 'sign-in';
}

function judgeCell(expected: Expectations, cell: Cell): readonly Finding[] {
	const { outcome } = cell;
	const client = expected.clients.get(cell.client);
	if (client === undefined) return [finding('excess', cell, 'the model has no such client')];
	const byThisWay = expected.grants.get(`${cell.client} ${cell.way}`) ?? [];
	const meant = byThisWay.filter(({ scope }) => scope.name === cell.scope);
	if (outcome.kind === 'refused') {
		if (meant.length === 0) return [];
		return [finding('missing', cell, `${outcome.status} ${outcome.error}: ${outcome.description}`)];
	}
	const said = `a token for ${JSON.stringify(outcome.claims.aud ?? 'nobody')}`;
	if (byThisWay.length === 0 && !signsIn(client, cell.way)) {
		return [finding('excess', cell, `${said}, though no grant is used in this way`)];
	}
	// A scope for users may also be had in the other way for users, by a client that has both: its tokens are the same.
	const same = meant.length > 0 ? meant : grantsOfActor(expected, cell);
	if (expected.scopes.has(cell.scope) && same.length === 0) return [finding('excess', cell, said)];
	return claimFaults(expected, client, cell.way, same, outcome).map((fault) => finding('wrong', cell, fault));
}

/** The catalog says so apart from grants: people may sign in just to be known. */
const signsIn = ({ login, state }: Client, way: Way): boolean =>
	way === 'sign-in' && login.kind === 'browser' && state.kind === 'active';

function grantsOfActor({ grants }: Expectations, { client, way, scope }: Cell): readonly TokenGrant[] {
	const others = ways.filter((other) => (other === 'as itself') === (way === 'as itself'));
	return others
		.flatMap((other) => grants.get(`${client} ${other}`) ?? [])
		.filter((grant) => grant.scope.name === scope);
}

/**
 * What is wrong with a token, one line each. Without grants it must be good for nothing: no audience and no scope of ours.
 * The list of claims is closed: whatever else a mapper adds is a fault.
 */
function claimFaults(
	{ issuer, model }: Expectations,
	client: Client,
	way: Way,
	grants: readonly TokenGrant[],
	{ claims, lifetime, subject }: SeenToken,
): readonly string[] {
	const itself = way === 'as itself';
	const [grant] = grants;
	const scopes = [...(way === 'sign-in' ? ['openid'] : []), ...(grant === undefined ? [] : [grant.scope.name])];
	const wanted: Record<string, unknown> = {
		iss: issuer.issuer,
		typ: 'Bearer',
		azp: client.id,
		aud: grant?.scope.audience,
		scope: scopes.join(' '),
		client_id: itself ? client.id : undefined,
		sid: itself ? undefined : 'a session',
	};
	const faults = Object.entries(wanted)
		.filter(([name, value]) => claims[name] !== value)
		.map(([name, value]) => `${name} is ${text(claims[name])}, not ${text(value)}`);
	const tenantClaim = model.tenancy.kind === 'claim' ? model.tenancy.claim : '';
	const known = new Set([...Object.keys(wanted), ...(itself ? ['clientHost', 'clientAddress'] : []), tenantClaim]);
	for (const name of Object.keys(claims)) if (!known.has(name)) faults.push(`${name} is there: ${text(claims[name])}`);
	if (subject !== (itself ? 'other' : 'person')) faults.push(`sub is ${subject}`);
	// Lifetimes are rounded: see seen.ts.
	if (!(lifetime > 0 && lifetime <= client.lifetimeSeconds + 2)) {
		faults.push(`it lives for ${lifetime} s, not ${client.lifetimeSeconds} s at most`);
	}
	if (tenantClaim !== '') faults.push(...tenantFaults(claims[tenantClaim], client, itself, grants));
	return faults;
}

/** A person's tenant or the client's own, nothing else; and there, where a grant asks for it. */
function tenantFaults(found: unknown, client: Client, itself: boolean, grants: readonly TokenGrant[]): string[] {
	const own = client.tenant.kind === 'fixed' ? client.tenant.tenant : undefined;
	const right = itself ? own : defaultTenant;
	const needed = grants.some(({ tenant }) => tenant.kind === 'any-claimed' || tenant.kind === 'fixed');
	const wanted = itself ? grants.flatMap(({ tenant }) => (tenant.kind === 'fixed' ? [tenant.tenant] : [])) : [];
	if (found === undefined) return needed ? ['the tenant is missing'] : [];
	if (found !== right) return [`the tenant is ${text(found)}, not ${text(right)}`];
	return wanted.filter((tenant) => tenant !== found).map((tenant) => `the tenant is ${text(found)}, not ${tenant}`);
}

function judgeProbe({ name, client, outcome }: ProbeResult): readonly Finding[] {
	if (outcome.kind === 'refused') return [];
	return [{ kind: 'open door', client, what: name, because: text(outcome.claims) }];
}

const finding = (kind: Finding['kind'], { client, way, scope }: Where, because: string): Finding => ({
	kind,
	client,
	what: `${way}, ${scope || 'no scope'}`,
	because,
});

const text = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
