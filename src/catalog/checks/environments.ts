// What keeps environments apart: issuers, key sets, clusters. A token of one must be worth nothing in another.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { byText, groupBy } from '../../core/order.ts';
import type { CatalogPath } from '../../core/origin.ts';
import { quote } from '../../core/quote.ts';
import type { IssuerInput } from '../input.ts';
import type { CheckContext } from './context.ts';
import { type Check, found } from './report.ts';

interface Issuing {
	readonly environment: string;
	readonly name: string;
	readonly address: string;
	readonly written: IssuerInput;
	/** Where this environment says what its issuer is. */
	readonly path: CatalogPath;
}

/** Environments that share a realm, a key set, a cluster, or a trust domain. */
export const checkEnvironments: Check = (context) => {
	if (context.data.withoutTokens !== undefined) return sharedTrustDomains(context);
	const all = issuingOf(context);
	return [
		...masterRealms(context, all),
		...sameAddress(context, all),
		...sameKeySet(context, all),
		...sameCluster(context, all),
		...sharedTrustDomains(context),
	];
};

function issuingOf(context: CheckContext): readonly Issuing[] {
	return [...context.environments].flatMap(([environment, { issuers }]) =>
		Object.entries(issuers ?? {}).map(([name, written]) => {
			const { realm, url } = written.keycloak;
			const there = context.data.environments[environment]?.issuers;
			const isSaid = there !== undefined && Object.hasOwn(there, name);
			const path = isSaid ? ['environments', environment, 'issuers', name] : ['issuers', name];
			return { environment, name, address: `${withoutCase(url)}/realms/${realm}`, written, path };
		}),
	);
}

/** Scheme and host count in any case, and 443 goes without saying (RFC 3986, section 6.2). */
function withoutCase(url: string): string {
	const [, base = url, path = ''] = /^([^/]*\/\/[^/]*)(.*)$/.exec(url) ?? [];
	return `${base.toLowerCase().replace(/^(https:.*):443$/, '$1')}${path}`;
}

/** A name such as `kubernetes.default.svc` is another place in each cluster. */
function isInCluster(url: string): boolean {
	const host = /^[^/]*\/\/([^/:]*)/.exec(url)?.[1]?.toLowerCase() ?? '';
	return !host.includes('.') || /\.svc(?:\.|$)|\.local$/.test(host);
}

/** The pairs that share a value, each with the first that has it. */
function* sharing(
	all: readonly Issuing[],
	keyOf: (one: Issuing) => string | undefined,
): Generator<[string, Issuing, Issuing]> {
	const known = all.filter((one) => keyOf(one) !== undefined);
	for (const [value, [first, ...others]] of groupBy(known, (one) => keyOf(one) ?? '')) {
		for (const other of others) if (first !== undefined) yield [value, first, other];
	}
}

function masterRealms(context: CheckContext, all: readonly Issuing[]): readonly Diagnostic[] {
	const places = groupBy(
		all.filter(({ written }) => written.keycloak.realm === 'master'),
		({ path }) => path.join('\n'),
	);
	return [...places.values()].flatMap(([first]) =>
		first === undefined ? [] : [found(context, 'ACC062', { issuer: first.name }, first.path)],
	);
}

function sameAddress(context: CheckContext, all: readonly Issuing[]): readonly Diagnostic[] {
	return [...sharing(all, ({ address }) => address)].map(([value, first, other]) => {
		const places = [{ path: first.path, label: 'the other one' }];
		if (first.environment !== other.environment) {
			const parameters = { value, one: first.environment, other: other.environment };
			const path = other.path[0] === 'issuers' ? ['environments', other.environment] : other.path;
			return found(context, 'ACC059', parameters, path, places);
		}
		const parameters = { value, one: first.name, other: other.name, environment: other.environment };
		return found(context, 'ACC058', parameters, other.path, places);
	});
}

/**
 * Only where the issuers differ: the same issuer twice is told already. An address inside the cluster is another place
 * in each environment.
 */
function sameKeySet(context: CheckContext, all: readonly Issuing[]): readonly Diagnostic[] {
	const keySetOf = ({ address, environment, written }: Issuing): string => {
		const keys =
			written.jwksUri === undefined ? `${address}/protocol/openid-connect/certs` : withoutCase(written.jwksUri);
		return isInCluster(keys) ? `${keys} ${environment}` : keys;
	};
	return [...sharing(all, keySetOf)].flatMap(([key, first, other]) => {
		if (first.address === other.address) return [];
		const [value = key] = key.split(' ');
		const nameOf = ({ environment, name }: Issuing): string => `${quote(name)} in ${quote(environment)}`;
		const parameters = { value, one: nameOf(first), other: nameOf(other) };
		return [found(context, 'ACC061', parameters, other.path, [{ path: first.path, label: 'the other one' }])];
	});
}

/** Several issuers of one environment may trust its one cluster; environments with one issuer are told of already. */
function sameCluster(context: CheckContext, all: readonly Issuing[]): readonly Diagnostic[] {
	const clusterOf = ({ written }: Issuing): string | undefined =>
		written.kubernetesIssuer === undefined || isInCluster(written.kubernetesIssuer)
			? undefined
			: withoutCase(written.kubernetesIssuer);
	const pairOf = (one: Issuing, other: Issuing): string => [one.environment, other.environment].sort(byText).join('\n');
	const told = new Set([...sharing(all, ({ address }) => address)].map(([, first, other]) => pairOf(first, other)));
	return [...sharing(all, clusterOf)].flatMap(([value, first, other]) => {
		const pair = pairOf(first, other);
		if (first.environment === other.environment || told.has(pair)) return [];
		told.add(pair);
		const parameters = { value, one: first.environment, other: other.environment };
		const path = other.path[0] === 'issuers' ? ['environments', other.environment] : other.path;
		return [found(context, 'ACC060', parameters, path, [{ path: first.path, label: 'the other one' }])];
	});
}

function sharedTrustDomains(context: CheckContext): readonly Diagnostic[] {
	const groups = groupBy(context.environments, ([, { mesh }]) => mesh.trustDomain);
	return [...groups].flatMap(([value, [first, ...others]]) =>
		first === undefined
			? []
			: others.map(([other]) => {
					const place = { path: ['environments', first[0]], label: 'the other environment' };
					return found(context, 'ACC063', { value, one: first[0], other }, ['environments', other], [place]);
				}),
	);
}
