// The quick answer: do all names of this service, client or gateway exist? One comparison of types for each, no
// mapping over its lists. `wrong.ts` says what is wrong with those that do not fit, and only with them.
import type { CatalogInput } from '../input.ts';
import type {
	ClientName,
	EnvironmentName,
	GatewayName,
	IssuerName,
	NamespaceName,
	OnUnknownPort,
	OperationText,
	PartOf,
	PortName,
	ScopeName,
	ServiceName,
} from './names.ts';

/**
 * Each call that can be made, told apart by `to`, so that TypeScript looks one up rather than trying them all. The
 * names come as parameters: computed inside, they would be computed again for every service.
 */
type KnownCall<Services, Via, Client> = {
	readonly [S in keyof Services]: {
		readonly to: S;
		readonly scopes: readonly ScopeName<Services[S]>[];
		readonly via?: Via;
		readonly forwards?: Client;
	};
}[keyof Services];

/** Each route that can be taken, told apart by `to`. */
type KnownRoute<Services> = {
	readonly [S in keyof Services]: { readonly to: S; readonly public?: readonly ScopeName<Services[S]>[] };
}[keyof Services];

interface KnownPlace<Namespace, Issuer> {
	readonly namespace: Namespace;
	readonly issuer?: Issuer;
}

interface KnownService<Namespace, Issuer, From, Via, Call> extends KnownPlace<Namespace, Issuer> {
	readonly callers?: readonly { readonly from: From; readonly via?: Via }[];
	readonly calls?: readonly Call[];
}

interface OwnScopes<Scope> {
	readonly callers?: readonly { readonly scopes: readonly Scope[] }[];
}

interface KnownClient<Issuer, Call> {
	readonly issuer?: Issuer;
	readonly calls: readonly Call[];
}

interface KnownGateway<Namespace, Issuer, Route> extends KnownPlace<Namespace, Issuer> {
	readonly routes: readonly Route[];
}

interface OwnHosts<Host> {
	readonly routes: readonly { readonly host: Host }[];
}

type ViaOf<C extends CatalogInput> = GatewayName<C> | ServiceName<C>;
type CallOf<C extends CatalogInput> = KnownCall<C['services'], ViaOf<C>, ClientName<C>>;

type FromOf<C extends CatalogInput> = ViaOf<C> | ClientName<C> | 'anyone';

/**
 * The names of services with a wrong name in them; `never` when there are none. Three plain comparisons, not nested:
 * in the true branch of a condition TypeScript would carry the intersection of both types along, at ten times the cost.
 */
export type UnfitService<C extends CatalogInput> =
	| UnfitIn<C['services'], KnownService<NamespaceName<C>, IssuerName<C>, FromOf<C>, ViaOf<C>, CallOf<C>>>
	| ForeignScopes<C['services']>
	| UnknownPorts<C['services']>;

type ForeignScopes<Services> = {
	[S in keyof Services]: Services[S] extends OwnScopes<ScopeName<Services[S]>> ? never : S;
}[keyof Services];

type UnknownPorts<Services> = {
	[S in keyof Services]: [OnUnknownPort<OperationText<Services[S]>, PortName<Services[S]>>] extends [never] ? never : S;
}[keyof Services];

export type UnfitClient<C extends CatalogInput> = UnfitIn<PartOf<C, 'clients'>, KnownClient<IssuerName<C>, CallOf<C>>>;
type UnfitIn<Part, Known> = { [K in keyof Part]: Part[K] extends Known ? never : K }[keyof Part];

export type UnfitGateway<C extends CatalogInput> = UnfitGatewayIn<
	PartOf<C, 'gateways'>,
	KnownGateway<NamespaceName<C>, IssuerName<C>, KnownRoute<C['services']>>
>;
type UnfitGatewayIn<Part, Known> = {
	[G in keyof Part]: Part[G] extends Known & OwnHosts<keyof PartOf<Part[G], 'hosts'>> ? never : G;
}[keyof Part];

/** Each exception that can be made, told apart by `kind`. */
type KnownException<C extends CatalogInput> = { readonly environments?: readonly EnvironmentName<C>[] } & (
	| { readonly kind: 'plaintext'; readonly service: ServiceName<C> }
	| { readonly kind: 'shared-identity'; readonly services: readonly (ServiceName<C> | GatewayName<C>)[] }
	| { readonly kind: 'long-lived-token'; readonly client: ClientName<C> | ServiceName<C> }
	| ({ readonly kind: 'api-key'; readonly gateway: GatewayName<C> } & KnownScopes<C>)
);
type KnownScopes<C extends CatalogInput> = {
	readonly [S in ServiceName<C>]: { readonly to: S; readonly scopes: readonly ScopeName<C['services'][S]>[] };
}[ServiceName<C>];

export type ExceptionsFit<C extends CatalogInput> =
	PartOf<C, 'exceptions'> extends readonly KnownException<C>[]
		? true
		: C extends { readonly exceptions: unknown }
			? false
			: true;

/** The overlays in whose keys a name is unknown. */
export type UnfitEnvironment<C extends CatalogInput> = {
	[E in keyof C['environments']]: [UnknownInOverlay<C, C['environments'][E]>] extends [never] ? never : E;
}[keyof C['environments']];
export type UnknownInOverlay<C extends CatalogInput, Overlay> =
	| Exclude<keyof PartOf<Overlay, 'issuers'>, IssuerName<C>>
	| Exclude<keyof PartOf<Overlay, 'hosts'>, GatewayName<C>>
	| Exclude<keyof PartOf<Overlay, 'clients'>, ClientName<C>>
	| Exclude<keyof PartOf<Overlay, 'disabled'>, ServiceName<C> | ClientName<C> | GatewayName<C>>;
