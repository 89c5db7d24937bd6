// The catalog as it is in one environment: what the environment says takes the place of what the catalog says.
import { invariant } from '../core/invariant.ts';
import type { CatalogData } from './input.ts';

type Environment = CatalogData['environments'][string];

/**
 * The catalog with the named environment merged in: issuers, trust domain, token lifetime, hosts, clients and what is
 * disabled there. Exceptions of other environments are gone. Throws for an environment that the catalog does not name;
 * names in the overlay that the catalog does not know change nothing (they are errors of the checks).
 */
export function overlay(data: CatalogData, environment: string): CatalogData {
	const there = Object.hasOwn(data.environments, environment) ? data.environments[environment] : undefined;
	invariant(there !== undefined, `environment ${environment} is not in the catalog`);
	const issuers = mapOptional(data.issuers, (issuer, name) => inIssuer(issuer, own(there.issuers, name)));
	const clients = mapOptional(data.clients, (client, name) => ({
		...client,
		...own(there.clients, name),
		...off(there, name),
	}));
	const gateways = mapOptional(data.gateways, (gateway, name) => ({
		...gateway,
		hosts: inHosts(gateway.hosts, own(there.hosts, name)),
		...off(there, name),
	}));
	const exceptions = data.exceptions?.filter(
		(exception) => exception.environments === undefined || exception.environments.includes(environment),
	);
	return {
		...data,
		mesh: there.trustDomain === undefined ? data.mesh : { ...data.mesh, trustDomain: there.trustDomain },
		services: mapValues(data.services, (service, name) => ({ ...service, ...off(there, name) })),
		...(there.tokens === undefined ? {} : { tokens: { ...data.tokens, ...there.tokens } }),
		...(issuers === undefined ? {} : { issuers }),
		...(clients === undefined ? {} : { clients }),
		...(gateways === undefined ? {} : { gateways }),
		...(exceptions === undefined ? {} : { exceptions }),
	};
}

type Issuer = NonNullable<CatalogData['issuers']>[string];
type IssuerOverlay = NonNullable<Environment['issuers']>[string];

/**
 * Where the keys lie belongs to the issuer's address and realm, its place on the network to its address: when the
 * overlay changes these and does not say the rest, the catalog's words for it do not survive. Otherwise another
 * environment's keys would be trusted, and the way to another environment's issuer would be open.
 */
function inIssuer(issuer: Issuer, there: IssuerOverlay | undefined): Issuer {
	if (there === undefined) return issuer;
	const { jwksUri, network, ...rest } = issuer;
	const keycloak = { ...issuer.keycloak, ...there.keycloak };
	const isElsewhere = keycloak.url !== issuer.keycloak.url;
	const isAnother = isElsewhere || keycloak.realm !== issuer.keycloak.realm;
	return {
		...rest,
		...(jwksUri === undefined || isAnother ? {} : { jwksUri }),
		...(network === undefined || isElsewhere ? {} : { network }),
		...there,
		keycloak,
	};
}

type Hosts = Readonly<Record<string, readonly string[]>>;

/** Host sets that the environment names are replaced as a whole, never joined. */
const inHosts = (hosts: Hosts, there: Hosts | undefined): Hosts =>
	mapValues(hosts, (names, set) => own(there, set) ?? names);

function off(there: Environment, name: string): { readonly disabled?: string } {
	const because = own(there.disabled, name);
	return because === undefined ? {} : { disabled: because };
}

function own<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
	return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

function mapValues<T, U>(map: Readonly<Record<string, T>>, change: (value: T, name: string) => U): Record<string, U> {
	return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value, name)]));
}

function mapOptional<T, U>(
	map: Readonly<Record<string, T>> | undefined,
	change: (value: T, name: string) => U,
): Record<string, U> | undefined {
	return map === undefined ? undefined : mapValues(map, change);
}
