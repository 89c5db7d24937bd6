// Tokens: issuers, environments, clients, tenants.
import { spec } from '../../../core/diagnostic.ts';
import { quote } from '../../../core/quote.ts';
import { quoteSome } from './some.ts';

export interface Shared {
	readonly value: string;
	readonly one: string;
	readonly other: string;
}

export const tokenDiagnostics = {
	ACC053: spec<{ name: string }>({
		severity: 'error',
		title: 'Neither issuers nor `withoutTokens`',
		message: ({ name }) => `${quote(name)} does not say who issues its tokens`,
		label: () => 'neither `issuers` nor `withoutTokens`',
		why: () => 'a system without tokens checks neither scopes nor users, so it says so in words and never by omission',
		help: () => 'declare `issuers`, or `withoutTokens` with the reason',
	}),
	ACC054: spec<{ name: string }>({
		severity: 'error',
		title: 'Both issuers and `withoutTokens`',
		message: ({ name }) => `${quote(name)} is \`withoutTokens\` and has issuers`,
		label: () => '`issuers` are declared, too',
		why: () => 'with `withoutTokens`, every grant would silently lose its token',
		help: () => 'remove `withoutTokens`; a single grant without a token says `as: identity` and why',
	}),
	ACC055: spec<{ what: string }>({
		severity: 'error',
		title: 'About tokens, in a system without tokens',
		message: ({ what }) => `${what} needs tokens, and this catalog is \`withoutTokens\``,
		label: () => 'has no effect',
		why: () => 'it reads as a protection that nobody checks',
		help: () => 'remove it, or declare `issuers` instead of `withoutTokens`',
	}),
	ACC056: spec<{ name: string; issuers: readonly string[] }>({
		severity: 'error',
		title: 'Which of several issuers',
		message: ({ name }) => `${quote(name)} does not say which issuer is its own`,
		label: () => '`issuer` is missing',
		why: ({ issuers }) => `there are ${quoteSome(issuers)}, and a token of one must not pass for one of another`,
		help: ({ issuers }) => `add \`issuer: ${issuers[0] ?? '…'}\`, or another of them`,
	}),
	ACC057: spec<{ issuer: string; services: readonly string[]; environments: readonly string[] }>({
		severity: 'error',
		title: 'Service accounts that the issuer does not know',
		message: ({ environments, issuer, services }) =>
			`in ${quoteSome(environments)}, issuer ${quote(issuer)} cannot verify the Kubernetes service account of ${quoteSome(services)}`,
		label: () => '`kubernetesIssuer` is missing',
		why: () =>
			'services prove themselves with their service-account token unless they say otherwise, and the issuer must know who signs those',
		help: () =>
			'add `kubernetesIssuer` with the `issuer` that `kubectl get --raw /.well-known/openid-configuration` shows, or give the services another `authentication`',
	}),
	ACC058: spec<Shared & { environment: string }>({
		severity: 'error',
		title: 'One issuer under two names',
		message: ({ environment, one, other, value }) =>
			`issuers ${quote(one)} and ${quote(other)} are the same in ${quote(environment)}, ${quote(value)}`,
		label: () => 'the same address and realm',
		why: () => 'tokens of the two could not be told apart',
		help: () => 'keep one of them',
	}),
	ACC059: spec<Shared>({
		severity: 'error',
		title: 'Two environments that accept the same tokens',
		message: ({ one, other, value }) => `${quote(one)} and ${quote(other)} have one issuer, ${quote(value)}`,
		label: ({ one }) => `also the issuer of ${quote(one)}`,
		why: () => 'a token from a test environment would be valid in production',
		help: ({ other }) => `give ${quote(other)} a Keycloak address or realm of its own in its \`issuers\``,
	}),
	ACC060: spec<Shared>({
		severity: 'error',
		title: 'Two environments with one cluster issuer',
		message: ({ one, other, value }) =>
			`${quote(one)} and ${quote(other)} trust service accounts of one cluster, ${quote(value)}`,
		label: ({ one }) => `also trusted in ${quote(one)}`,
		why: () => 'a pod of one environment could sign in at the issuer of the other, as the service of the same name',
		help: ({ other }) => `state the \`kubernetesIssuer\` of ${quote(other)}'s own cluster in its \`issuers\``,
	}),
	ACC061: spec<Shared>({
		severity: 'error',
		title: 'One key set for two issuers',
		message: ({ one, other, value }) => `${one} and ${other} are verified with the same keys, ${quote(value)}`,
		label: () => 'the key set of another issuer',
		why: () => 'whoever signs for one issuer could sign for the other',
		help: () => 'remove `jwksUri`, so that its own keys are used, or correct it',
	}),
	ACC062: spec<{ issuer: string }>({
		severity: 'error',
		title: "Keycloak's realm `master`",
		message: ({ issuer }) => `issuer ${quote(issuer)} is Keycloak's own realm`,
		label: () => 'the realm of administrators',
		why: () => 'its tokens can administer Keycloak itself: a stolen one would open every realm',
		help: () => 'create a realm for this system and name it here',
	}),
	ACC063: spec<Shared>({
		severity: 'note',
		title: 'Two environments with one trust domain',
		message: ({ one, other, value }) => `${quote(one)} and ${quote(other)} share the trust domain ${quote(value)}`,
		label: ({ one }) => `also the trust domain of ${quote(one)}`,
		why: () => 'only their certificate authorities keep their identities apart',
		help: ({ other }) =>
			`give ${quote(other)} a \`trustDomain\` of its own, or make sure that the two meshes share no root certificate`,
	}),
	ACC064: spec<{ client: string; kind: string }>({
		severity: 'error',
		title: 'A client that does not prove who it is',
		message: ({ client, kind }) => `${kind} client ${quote(client)} has no \`authentication\``,
		label: () => '`authentication` is missing',
		why: () => 'without proof anyone could ask for tokens in its name; shared secrets have no place in a catalog',
		help: () => 'add `authentication` with `privateKeyJwt` or `mtls`',
	}),
	ACC065: spec<{ client: string; kind: string; setting: string }>({
		severity: 'error',
		title: 'A setting that does not fit the kind of client',
		message: ({ client, kind, setting }) => `${kind} client ${quote(client)} cannot have \`${setting}\``,
		label: ({ kind }) => `not for ${kind} clients`,
		why: ({ kind, setting }) =>
			setting === 'authentication'
				? 'what runs in a browser or on a phone can keep no key secret'
				: setting === 'tenant'
					? `a ${kind} client acts for its users, whose tokens name the tenant`
					: 'a machine client signs nobody in, so nobody comes back to it',
		help: ({ setting }) => `remove \`${setting}\`, or change \`kind\``,
	}),
	ACC066: spec<{ client: string; environments: readonly string[] }>({
		severity: 'error',
		title: 'A client without a place to come back to',
		message: ({ client, environments }) => `${quote(client)} has no \`redirectUris\` in ${quoteSome(environments)}`,
		label: () => '`redirectUris` are missing',
		why: () => 'users come back from signing in only to an address that is listed, exactly',
		help: () => 'add `redirectUris`, here or in each environment',
	}),
	ACC067: spec<{ name: string; webOrigin: string; environment: string }>({
		severity: 'warning',
		title: 'A web origin without a redirect address',
		message: ({ environment, name, webOrigin }) =>
			`pages of ${quote(webOrigin)} may ask for tokens of ${quote(name)} in ${quote(environment)}, but no sign-in ends there`,
		label: () => 'no redirect address has this origin',
		why: () =>
			'an origin that needs no tokens should not be able to get any; often it is a leftover of another environment',
		help: () => 'remove the origin, or add the redirect address',
	}),
	ACC068: spec<{ what: string }>({
		severity: 'error',
		title: 'A tenant, but no word on how it travels',
		message: ({ what }) => `${what} needs a tenant, and the catalog does not say how a tenant travels`,
		label: () => '`tenant` is not declared for the catalog',
		why: () => 'a tenant counts only when it comes from a verified claim',
		help: () => 'add `tenant: { claim: …, header: … }` to the catalog',
	}),
	ACC069: spec<{ caller: string; scope: string }>({
		severity: 'error',
		title: 'A job without a tenant',
		message: ({ caller, scope }) =>
			`${quote(scope)} requires a tenant, and ${quote(caller)}, acting as itself, has none`,
		label: ({ caller }) => `no tenant for ${quote(caller)}`,
		why: () => 'a job that belongs to no tenant acts for all of them',
		help: ({ caller }) => `add \`tenant\` to ${quote(caller)}, or \`crossTenant\` with the reason to the grant`,
	}),
	ACC070: spec<{ caller: string }>({
		severity: 'error',
		title: 'Across tenants, where there are none',
		message: ({ caller }) => `${quote(caller)} may act across tenants, but no scope of this grant requires one`,
		label: () => 'has no effect',
		why: () => 'it will have an effect, unreviewed, once a scope requires a tenant',
		help: () => 'remove `crossTenant`, or add `tenant: required` to the scope',
	}),
	ACC071: spec<{ scope: string; way: string }>({
		severity: 'error',
		title: 'A tenant, but no token to carry it',
		message: ({ scope, way }) => `${quote(scope)} requires a tenant, which ${way} cannot have`,
		label: () => 'no token, no tenant',
		why: () => 'the tenant comes from a claim of a verified token; without one, the caller would choose it',
		help: () => 'grant with a token, or take these operations into a scope without a tenant',
	}),
	ACC081: spec<{ names: readonly string[]; what: string; value: string }>({
		severity: 'error',
		title: 'Two clients with one key',
		message: ({ names, value, what }) => `${quoteSome(names)} prove themselves with one ${what}, ${quote(value)}`,
		label: ({ what }) => `the same ${what}`,
		why: () => 'whoever can sign in as one of them can sign in as the other',
		help: ({ what }) => `give each its own ${what}`,
	}),
};
