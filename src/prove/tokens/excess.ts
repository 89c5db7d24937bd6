// What the realm gives and no grant asks for: scopes and audiences of the catalog in tokens that nobody granted, claims that
// make one kind of token pass for another, and doors to a client that the catalog does not name.
import type { Client } from '../../access/model.ts';
import { unreachable } from '../../core/invariant.ts';
import type { Entrance, Mintable, Obtainable } from '../../semantics/keycloak/index.ts';
import type { Finding } from '../finding.ts';
import type { AskedOfIssuer } from './asked.ts';
import { keycloakWay, wayText } from './ways.ts';

/** One finding for each entry and departure; clients that the catalog does not name are held to "nothing of the catalog". */
export function excessTokens(wanted: AskedOfIssuer, realm: Obtainable, files: readonly string[]): readonly Finding[] {
	const granted = grantedScopes(wanted);
	const doors = new Set<string>();
	return realm.all.flatMap((entry): readonly Finding[] => {
		const client = wanted.clients.get(entry.client);
		const allowed = granted.get(keyOf(entry)) ?? none;
		const found = [...contentExcess(entry, wanted, allowed)];
		// The same for all entries of a client and way.
		const door = keyOf(entry);
		if (client !== undefined && !doors.has(door) && (found.length > 0 || allowed.size > 0)) {
			doors.add(door);
			found.push(...doorExcess(entry, client));
		}
		if (found.length === 0) return [];
		const { issuer } = wanted.issuer;
		const { scope } = entry;
		const way = wayText(entry.way, entry.bearer);
		const origin = client?.origin ?? wanted.issuer.origin;
		return found.map((what) => ({
			kind: 'token-excess',
			issuer,
			client: entry.client,
			way,
			scope,
			what,
			files,
			origin,
		}));
	});
}

const none: ReadonlyMap<string, string> = new Map();

/** By client, way and bearer: granted scopes, and the audience of each. */
function grantedScopes({ asked }: AskedOfIssuer): ReadonlyMap<string, ReadonlyMap<string, string>> {
	const granted = new Map<string, Map<string, string>>();
	for (const { client, way, grant } of asked) {
		const bearer = way === 'itself' ? 'itself' : 'user';
		const key = keyOf({ client: client.id, way: keycloakWay(way), bearer });
		const scopes = granted.get(key) ?? new Map<string, string>();
		granted.set(key, scopes.set(grant.scope.name, grant.scope.audience));
	}
	return granted;
}

const keyOf = ({ client, way, bearer }: Pick<Mintable, 'client' | 'way' | 'bearer'>): string =>
	`${way}\n${bearer}\n${client}`;

function* contentExcess(
	entry: Mintable,
	wanted: AskedOfIssuer,
	allowed: ReadonlyMap<string, string>,
): Iterable<string> {
	const { content, bearer, client, doubts } = entry;
	const { scopes, audiences } = wanted;
	const named = [...content.scopes].filter((scope) => scopes.has(scope));
	for (const scope of named) {
		if (!allowed.has(scope)) yield `it says the scope \`${scope}\``;
		else if (!entry.ask.includes(scope)) yield `it says the scope \`${scope}\`, though nobody asked for it`;
	}
	const due = new Set(named.map((scope) => allowed.get(scope)));
	for (const audience of content.audiences) {
		if (audiences.has(audience) && !due.has(audience)) yield `it is for \`${audience}\`, too`;
	}
	if (named.length === 0) return;
	for (const scope of content.scopes) if (!scopes.has(scope)) yield `it says the scope \`${scope}\``;
	if (bearer !== 'user' && content.session) yield 'it says `sid`, as if a user had signed in';
	if (bearer !== 'itself' && content.claims.has('client_id'))
		yield `it says \`client_id\`, as if \`${client}\` acted as itself`;
	yield* tenantExcess(entry, wanted);
	for (const name of content.claims.keys())
		if (!isDue(name, wanted)) yield `it says \`${name}\`, which nobody asks for`;
	for (const { where, what } of doubts) yield `\`${where}\` ${what}`;
}

/** Claims of Keycloak's scopes `basic` and `service_account`, which all tokens or those of services have. */
const usual: ReadonlySet<string> = new Set(['auth_time', 'client_id', 'clientHost', 'clientAddress']);

const isDue = (name: string, { tenancy }: AskedOfIssuer): boolean =>
	usual.has(name) || (tenancy.kind === 'claim' && name === tenancy.claim);

/** A user has the tenant that administrators gave them, a service the one of its client. */
function* tenantExcess({ content, bearer, client }: Mintable, { tenancy, clients }: AskedOfIssuer): Iterable<string> {
	if (tenancy.kind === 'none') return;
	const tenant = content.claims.get(tenancy.claim);
	switch (tenant?.kind) {
		case undefined:
			return;
		case 'varies':
			yield 'nobody knows which tenant it says';
			return;
		case 'attribute':
			if (tenant.editor === 'users') yield 'its user may choose their own tenant';
			if (tenant.attribute !== tenancy.attribute) {
				yield `its tenant comes from \`${tenant.attribute}\` of the user, not from \`${tenancy.attribute}\``;
			}
			return;
		case 'fixed': {
			const own = clients.get(client)?.tenant;
			const due = bearer === 'itself' && own?.kind === 'fixed' ? own.tenant : undefined;
			if (tenant.value !== due) yield `its tenant is \`${String(tenant.value)}\` for everyone`;
			return;
		}
		default:
			unreachable(tenant);
	}
}

/** How one comes to be this client: its proof, where sign-ins may end, how long its tokens live. */
function* doorExcess({ entrance, way }: Mintable, client: Client): Iterable<string> {
	if (!isDueProof(entrance, client)) {
		yield 'whoever asks need not prove to be this client in the way that the catalog says';
	} else yield* strangeVoucher(entrance, client);
	if (entrance.lifetimeSeconds > client.lifetimeSeconds) {
		yield `it lives ${entrance.lifetimeSeconds} s, not ${client.lifetimeSeconds} s`;
	}
	if (way !== 'sign-in') return;
	const due = new Set(client.login.kind === 'browser' ? client.login.redirectUris : []);
	for (const uri of entrance.redirectUris) if (!due.has(uri)) yield `a sign-in may end at \`${uri}\``;
	if (entrance.pkce !== 'S256') yield 'a sign-in may do without PKCE';
}

function isDueProof({ proof }: Entrance, { authentication }: Client): boolean {
	switch (authentication.kind) {
		case 'none':
			return proof.kind === 'none' || (proof.kind === 'federated' && proof.subject === '');
		case 'federated':
			return (
				proof.kind === 'federated' &&
				proof.subject === `system:serviceaccount:${authentication.namespace}:${authentication.serviceAccount}`
			);
		case 'private-key-jwt':
			return proof.kind === 'key' && proof.keys === authentication.jwksUrl;
		case 'mtls':
			return proof.kind === 'certificate' && proof.subject === authentication.subject;
		default:
			return unreachable(authentication);
	}
}

/** Whose word is taken for who a service is: the cluster's that the catalog names, and by the keys that it publishes itself. */
function* strangeVoucher({ proof }: Entrance, { issuer, authentication }: Client): Iterable<string> {
	if (proof.kind !== 'federated' || authentication.kind !== 'federated') return;
	const { provider, alias } = proof;
	const due = issuer.kubernetes.kind === 'issuer' ? issuer.kubernetes.issuer : undefined;
	if (provider === undefined) yield `\`${alias}\` says who it is, and is no identity provider here`;
	else if (provider.kind !== 'kubernetes') yield `\`${alias}\` says who it is, and is no cluster`;
	else if (provider.issuer !== due) yield `\`${provider.issuer}\` says who it is, not \`${due ?? 'nobody'}\``;
	else if (provider.keys !== '') yield `keys from \`${provider.keys}\` say who it is`;
}
