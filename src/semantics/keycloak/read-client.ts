// Clients, with their scopes resolved by name. Defaults: an import takes a client as it is; the Admin REST API, which
// keycloak-config-cli uses, opens what is not said (setupClientDefaults, 26.7.5).
import { isOn, judgeClientAttributes } from './attributes.ts';
import { judgeClientKeys } from './client-keys.ts';
import type { Part } from './document.ts';
import type { Form } from './form.ts';
import type { Problem } from './problem.ts';
import { proofOf } from './read-proof.ts';
import { noRoles, readMappers, type ScopeRoles } from './read-scope.ts';
import type { Client, Flows, Proof, Provider, Scope } from './realm.ts';

/** What clients take from their realm. */
export interface RealmWide {
	readonly form: Form;
	readonly scopes: ReadonlyMap<string, Scope>;
	readonly defaults: readonly string[];
	readonly optionals: readonly string[];
	readonly lifetimeSeconds: number;
	readonly sessionSeconds: number;
	/** By alias. */
	readonly providers: ReadonlyMap<string, Provider>;
}

type Attributes = ReadonlyMap<string, string>;

/** A client as its realm holds it. */
export function readClient(part: Part, realm: RealmWide, mapped: ScopeRoles): Client {
	const id = part.text('clientId');
	if (id === '') part.doubt('has no id');
	const attributes = part.map('attributes');
	const isRest = realm.form === 'part';
	const kind = part.flag('publicClient', isRest)
		? 'public'
		: part.flag('bearerOnly', false)
			? 'bearer-only'
			: 'confidential';
	const proof = kind === 'public' ? ({ kind: 'none' } as const) : proofOf(part, attributes, realm.providers);
	const { mappers, doubts } = readMappers(part);
	const protocol = part.text('protocol') || 'openid-connect';
	return {
		id,
		enabled: part.flag('enabled', true),
		kind,
		protocol,
		flows: flowsOf(part, attributes, isRest),
		proof,
		redirectUris: redirectsOf(part, isRest),
		pkce: attributes.get('pkce.code.challenge.method') ?? '',
		lifetimeSeconds: lifetimeOf(attributes, realm) ?? realm.sessionSeconds,
		lightweight: isOn(attributes, 'client.use.lightweight.access.token.enabled'),
		bound: ['tls.client.certificate.bound.access.tokens', 'dpop.bound.access.tokens'].some((name) =>
			isOn(attributes, name),
		),
		fullScope: part.flag('fullScopeAllowed', !part.flag('consentRequired', false)),
		...linksOf(part, realm),
		own: { name: '', named: false, mappers, roles: mapped.get(id) ?? noRoles, doubts: [] },
		attributes,
		doubts: [...doubts, ...clientDoubts(part, attributes, proof, realm)],
	};
}

/**
 * The API makes an address of the root address where no other is said, an empty list and an empty root among them
 * (OIDCLoginProtocolFactory.setupClientDefaults, 26.7.5, measured).
 */
function redirectsOf(part: Part, isRest: boolean): readonly string[] {
	const said = part.texts('redirectUris');
	if (!isRest || said.length > 0 || !part.has('rootUrl')) return said;
	return [`${part.text('rootUrl').replace(/\/$/, '')}/*`];
}

/** Giving either list clears both. A name that does not exist is passed over, with no more than a line in the server's log. */
function linksOf(part: Part, { scopes, defaults, optionals }: RealmWide): Pick<Client, 'defaults' | 'optionals'> {
	const isSaid = part.has('defaultClientScopes') || part.has('optionalClientScopes');
	const found = (names: readonly string[]): readonly Scope[] =>
		[...new Set(names)].flatMap((name) => scopes.get(name) ?? []);
	const byDefault = found(isSaid ? part.texts('defaultClientScopes') : defaults);
	// A scope that is there by default stays so: a second link does nothing.
	const isDefault = new Set(byDefault);
	const onRequest = found(isSaid ? part.texts('optionalClientScopes') : optionals).filter(
		(scope) => !isDefault.has(scope),
	);
	return { defaults: byDefault, optionals: new Map(onRequest.map((scope) => [scope.name, scope])) };
}

const flowsOf = (part: Part, attributes: Attributes, isRest: boolean): Flows => ({
	code: part.flag('standardFlowEnabled', true),
	implicit: part.flag('implicitFlowEnabled', false),
	password: part.flag('directAccessGrantsEnabled', isRest),
	serviceAccount: part.flag('serviceAccountsEnabled', false),
	exchange: isOn(attributes, 'standard.token.exchange.enabled'),
	device: isOn(attributes, 'oauth2.device.authorization.grant.enabled'),
	backchannel: isOn(attributes, 'oidc.ciba.grant.enabled'),
	assertion: isOn(attributes, 'oauth2.jwt.authorization.grant.enabled'),
});

/** -1 stands for the length of the session. Undefined: not the decimal digits of an int, an error of the server (measured). */
function lifetimeOf(attributes: Attributes, { lifetimeSeconds, sessionSeconds }: RealmWide): number | undefined {
	const said = attributes.get('access.token.lifespan') ?? '';
	if (said !== '' && !/^[+-]?\d{1,9}$/.test(said)) return undefined;
	const seconds = said === '' ? lifetimeSeconds : Number(said);
	return seconds === -1 ? sessionSeconds : seconds;
}

function clientDoubts(part: Part, attributes: Attributes, proof: Proof, realm: RealmWide): readonly Problem[] {
	const { form, scopes } = realm;
	const doubts: Problem[] = [...judgeClientKeys(part), ...judgeClientAttributes(part, attributes)];
	if (lifetimeOf(attributes, realm) === undefined) {
		const said = attributes.get('access.token.lifespan') ?? '';
		doubts.push(part.doubt(`has a lifetime that is no number, \`${said}\``));
	}
	if (form === 'part') {
		for (const key of ['defaultClientScopes', 'optionalClientScopes']) {
			for (const name of part.texts(key)) {
				if (!scopes.has(name)) doubts.push(part.doubt(`has \`${name}\`, which these definitions do not hold`, key));
			}
		}
	}
	if (proof.kind === 'unknown' && proof.authenticator !== 'client-secret-jwt') {
		doubts.push(part.doubt(`proves itself in a way that is not understood, \`${proof.authenticator}\``));
	}
	if (form === 'part' && proof.kind === 'federated' && proof.subject !== '' && proof.provider === undefined) {
		doubts.push(part.doubt(`is vouched for by \`${proof.alias}\`, which is no identity provider here`));
	}
	if (isOn(attributes, 'x509.allow.regex.pattern.comparison') && proof.kind === 'certificate') {
		doubts.push(part.doubt('is known by a pattern of certificate subjects, which is not understood'));
	}
	return doubts;
}
