// Clients outside the mesh: what each kind must have, and must not have, in every environment.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { groupBy, sortedUnique } from '../../core/order.ts';
import type { CatalogPath } from '../../core/origin.ts';
import type { ClientData } from '../input.ts';
import type { CheckContext } from './context.ts';
import { type Check, found } from './report.ts';

/** Without tokens there are no clients, and that is said of each. */
export const checkClients: Check = (context) =>
	context.data.withoutTokens !== undefined
		? []
		: [
				...[...context.clients].flatMap(([name, client]) => checkClient(context, name, client)),
				...sharedKeys(context),
				...[...context.services].flatMap(([name, { login }]) =>
					login === undefined
						? []
						: strayOrigins(
								context,
								name,
								[...context.environments.keys()].map((environment) => ({
									environment,
									path: ['services', name, 'login'],
									...login,
								})),
							),
				),
			];

const browserSettings = ['redirectUris', 'webOrigins', 'postLogoutRedirectUris'] as const;

function checkClient(context: CheckContext, name: string, client: ClientData): readonly Diagnostic[] {
	const { kind } = client;
	const path = ['clients', name];
	const unfitting =
		kind === 'machine'
			? browserSettings
			: kind === 'public'
				? (['authentication', 'tenant'] as const)
				: (['tenant'] as const);
	const misplaced = unfitting
		.filter((setting) => client[setting] !== undefined)
		.map((setting) => found(context, 'ACC065', { client: name, kind, setting }, [...path, setting]));
	if (kind !== 'public' && client.authentication === undefined) {
		misplaced.push(found(context, 'ACC064', { client: name, kind }, path));
	}
	if (kind === 'machine') return [...misplaced, ...misplacedInEnvironments(context, name)];
	const homeless = [...context.environments].filter(([, data]) => data.clients?.[name]?.redirectUris === undefined);
	if (homeless.length > 0) {
		const environments = sortedUnique(homeless.map(([environment]) => environment));
		misplaced.push(found(context, 'ACC066', { client: name, environments }, path));
	}
	return [...misplaced, ...strayOrigins(context, name, browsersOf(context, name))];
}

function misplacedInEnvironments(context: CheckContext, name: string): readonly Diagnostic[] {
	return [...context.environments.keys()].flatMap((environment) => {
		const there = context.data.environments[environment]?.clients;
		const overlaid = there !== undefined && Object.hasOwn(there, name) ? there[name] : undefined;
		return browserSettings
			.filter((setting) => overlaid?.[setting] !== undefined)
			.map((setting) => {
				const path = ['environments', environment, 'clients', name, setting];
				return found(context, 'ACC065', { client: name, kind: 'machine', setting }, path);
			});
	});
}

interface Browser {
	readonly environment: string;
	/** Where the web origins stand. */
	readonly path: CatalogPath;
	readonly redirectUris?: readonly string[];
	readonly webOrigins?: readonly string[];
}

function browsersOf(context: CheckContext, name: string): readonly Browser[] {
	return [...context.environments].flatMap(([environment, data]) => {
		const { redirectUris = [], webOrigins = [] } = data.clients?.[name] ?? {};
		const there = context.data.environments[environment]?.clients;
		const isOverlaid = there !== undefined && Object.hasOwn(there, name) && there[name]?.webOrigins !== undefined;
		const path = isOverlaid ? ['environments', environment, 'clients', name] : ['clients', name];
		return [{ environment, path, redirectUris, webOrigins }];
	});
}

/** Web origins to which no sign-in leads. One place is told of once, with the first environment. */
function strayOrigins(context: CheckContext, name: string, browsers: readonly Browser[]): readonly Diagnostic[] {
	const told = new Set<string>();
	return browsers.flatMap(({ environment, path, redirectUris = [], webOrigins = [] }) => {
		// Without any redirect address the client has an error of its own.
		if (redirectUris.length === 0) return [];
		const origins = new Set(redirectUris.map((uri) => /^[a-z]+:\/\/[^/?]*/.exec(uri)?.[0].toLowerCase()));
		return webOrigins.flatMap((webOrigin, index) => {
			const place = [...path, 'webOrigins', index];
			if (origins.has(webOrigin) || told.has(place.join('\n'))) return [];
			told.add(place.join('\n'));
			return [found(context, 'ACC067', { name, webOrigin, environment }, place)];
		});
	});
}

/** Clients and services that prove themselves with the certificate or the key set of another. */
function sharedKeys(context: CheckContext): readonly Diagnostic[] {
	const bearers = (['services', 'clients'] as const).flatMap((group) =>
		[...context[group]].flatMap(([name, { authentication }]) => {
			if (authentication === undefined || authentication === 'federated') return [];
			const path = [group, name, 'authentication'];
			return 'mtls' in authentication
				? [{ name, path, what: 'certificate', value: authentication.mtls.subject }]
				: [{ name, path, what: 'key set', value: authentication.privateKeyJwt.jwksUrl }];
		}),
	);
	return [...groupBy(bearers, ({ value, what }) => `${what} ${value}`).values()].flatMap(([first, ...others]) => {
		if (first === undefined || others.length === 0) return [];
		const { path, value, what } = first;
		const names = sortedUnique([first, ...others].map(({ name }) => name));
		const places = others.map((other) => ({ path: other.path, label: `\`${other.name}\`` }));
		return [found(context, 'ACC081', { names, what, value }, path, places)];
	});
}
