// The names that a catalog declares, as types. A part that is typed broadly (built by a function, say) has every text
// as a name: what TypeScript cannot see is left to the checks at run time.
import type { CatalogInput } from '../input.ts';

export type PartOf<C, K extends string> = C extends { readonly [P in K]: infer Part } ? Part : Record<never, never>;
export type NameOf<Part> = keyof Part & string;

export type ServiceName<C extends CatalogInput> = NameOf<C['services']>;
export type ClientName<C> = NameOf<PartOf<C, 'clients'>>;
export type GatewayName<C> = NameOf<PartOf<C, 'gateways'>>;
export type IssuerName<C> = NameOf<PartOf<C, 'issuers'>>;
export type NamespaceName<C extends CatalogInput> = NameOf<C['namespaces']>;
export type EnvironmentName<C extends CatalogInput> = NameOf<C['environments']>;

export type ScopeName<Service> = NameOf<PartOf<Service, 'scopes'>>;
export type PortName<Service> = NameOf<PartOf<Service, 'ports'>>;

/** All texts of operations that a service's scopes list. */
export type OperationText<Service> = TextIn<PartOf<Service, 'scopes'>[keyof PartOf<Service, 'scopes'>]>;
type TextIn<Scope> = Scope extends readonly (infer T)[]
	? T
	: Scope extends { readonly operations: readonly (infer T)[] }
		? T
		: never;

/** The operations that name a port which the service has not. */
export type OnUnknownPort<Text, Port extends string> = Text extends `${string} on ${infer P}`
	? P extends Port
		? never
		: Text
	: never;
