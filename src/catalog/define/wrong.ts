// The sentence in place of the list or the name that is wrong, so that the editor shows it there. Only services,
// clients and gateways that do not fit come here.
import type { CatalogInput } from '../input.ts';
import type {
	ExceptionsFit,
	UnfitClient,
	UnfitEnvironment,
	UnfitGateway,
	UnfitService,
	UnknownInOverlay,
} from './fits.ts';
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

/** The sentences of a list, or the list itself where there are none. A name that is only `string` says nothing. */
type Told<Sentences, Part> = [Sentences] extends [never]
	? Part
	: IsUnion<Sentences> extends true
		? SeveralMistakes<Sentences>
		: Sentences;
/** TypeScript would look into a union of texts, letter by letter, and print none of them. */
interface SeveralMistakes<Sentences> {
	readonly mistakes: Sentences;
}
type IsUnion<T, All = T> = [T extends All ? ([All] extends [T] ? never : true) : never] extends [never] ? false : true;
type Unknown<Name, Known> = Name extends string
	? string extends Name
		? never
		: Name extends Known
			? never
			: Name
	: never;
type Sentence<Subject extends string, Does extends string, Name, But extends string> = Name extends string
	? `\`${Subject}\` ${Does} \`${Name}\`, but ${But}`
	: never;
type Get<T, K extends string> = T extends { readonly [P in K]: infer V } ? V : never;
type Items<T> = T extends readonly (infer Item)[] ? Item : never;

type WrongCaller<C extends CatalogInput, S extends string, Scope, Caller> =
	| Sentence<
			S,
			'lets in',
			Unknown<Get<Caller, 'from'>, Someone<C> | 'anyone'>,
			'no service, client, or gateway has this name'
	  >
	| Sentence<
			S,
			'lets in callers via',
			Unknown<Get<Caller, 'via'>, GatewayName<C> | ServiceName<C>>,
			'no gateway or service has this name'
	  >
	| Sentence<S, 'offers no scope', Unknown<Items<Get<Caller, 'scopes'>>, Scope>, 'a caller is let in with it'>;

type Someone<C extends CatalogInput> = ServiceName<C> | ClientName<C> | GatewayName<C>;

type WrongCall<C extends CatalogInput, Subject extends string, Call> = Call extends {
	readonly to: infer To extends string;
}
	?
			| Sentence<Subject, 'calls', Unknown<To, ServiceName<C>>, 'no service has this name'>
			| Sentence<
					Subject,
					'calls via',
					Unknown<Get<Call, 'via'>, GatewayName<C> | ServiceName<C>>,
					'no gateway or service has this name'
			  >
			| Sentence<
					Subject,
					'forwards the token of',
					Unknown<Get<Call, 'forwards'>, ClientName<C>>,
					'no client has this name'
			  >
			| WrongScope<C, Subject, To, Items<Get<Call, 'scopes'>>>
	: never;

type WrongScope<C extends CatalogInput, Subject extends string, To extends string, Scope> = string extends To
	? never
	: To extends ServiceName<C>
		? Unknown<Scope, ScopeName<C['services'][To]>> extends infer Name
			? Name extends string
				? `\`${To}\` offers no scope \`${Name}\`, but \`${Subject}\` asks for it`
				: never
			: never
		: never;

type WrongService<C extends CatalogInput, S extends string, Service> = {
	[K in keyof Service]: K extends 'callers'
		? Told<WrongCaller<C, S, ScopeName<Service>, Items<Service[K]>>, Service[K]>
		: K extends 'calls'
			? Told<WrongCall<C, S, Items<Service[K]>>, Service[K]>
			: K extends 'scopes'
				? Told<WrongPort<S, OnUnknownPort<OperationText<Service>, PortName<Service>>>, Service[K]>
				: WrongPlace<C, S, K, Service[K]>;
};

type WrongPort<S extends string, Text> = Text extends `${string} on ${infer Port}`
	? `\`${S}\` has no port \`${Port}\`, but offers \`${Text}\``
	: never;

type WrongPlace<C extends CatalogInput, Subject extends string, K, Value> = K extends 'namespace'
	? Told<
			Sentence<Subject, 'is in namespace', Unknown<Value, NamespaceName<C>>, 'it is not among the `namespaces`'>,
			Value
		>
	: K extends 'issuer'
		? Told<Sentence<Subject, 'has issuer', Unknown<Value, IssuerName<C>>, 'it is not among the `issuers`'>, Value>
		: Value;

type WrongClient<C extends CatalogInput, Subject extends string, Client> = {
	[K in keyof Client]: K extends 'calls'
		? Told<WrongCall<C, Subject, Items<Client[K]>>, Client[K]>
		: WrongPlace<C, Subject, K, Client[K]>;
};

type WrongGateway<C extends CatalogInput, G extends string, Gateway> = {
	[K in keyof Gateway]: K extends 'routes'
		? Told<WrongRoute<C, G, keyof PartOf<Gateway, 'hosts'>, Items<Gateway[K]>>, Gateway[K]>
		: WrongPlace<C, G, K, Gateway[K]>;
};

type WrongRoute<C extends CatalogInput, G extends string, Host, Route> = Route extends {
	readonly to: infer To extends string;
}
	?
			| Sentence<G, 'routes to', Unknown<To, ServiceName<C>>, 'no service has this name'>
			| Sentence<G, 'has a route for', Unknown<Get<Route, 'host'>, Host>, 'it is not among its `hosts`'>
			| WrongScope<C, G, To, Items<Get<Route, 'public'>>>
	: never;

type WrongException<C extends CatalogInput, E> =
	| Sentence<
			'exceptions',
			'name',
			Unknown<Get<E, 'service'> | Get<E, 'to'>, ServiceName<C>>,
			'no service has this name'
	  >
	| Sentence<
			'exceptions',
			'name',
			Unknown<Items<Get<E, 'services'>>, ServiceName<C> | GatewayName<C>>,
			'no service or gateway has this name'
	  >
	| Sentence<'exceptions', 'name', Unknown<Get<E, 'client'>, ClientName<C> | ServiceName<C>>, 'no client has this name'>
	| Sentence<'exceptions', 'name', Unknown<Get<E, 'gateway'>, GatewayName<C>>, 'no gateway has this name'>
	| Sentence<
			'exceptions',
			'name',
			Unknown<Items<Get<E, 'environments'>>, EnvironmentName<C>>,
			'no environment has this name'
	  >
	| (E extends { readonly to: infer To extends string }
			? WrongScope<C, 'exceptions', To, Items<Get<E, 'scopes'>>>
			: never);

type WrongOverlay<C extends CatalogInput, E extends string, Overlay> = Told<
	Sentence<E, 'changes', UnknownInOverlay<C, Overlay>, 'the catalog has nothing of this name there'>,
	Overlay
>;

/** `true` when every name that TypeScript can see is known. */
export type NamesFit<C extends CatalogInput> = [
	UnfitService<C> | UnfitClient<C> | UnfitGateway<C> | UnfitEnvironment<C>,
	ExceptionsFit<C>,
] extends [never, true]
	? true
	: false;

/** The catalog with a sentence in place of each list or name that is wrong. */
export type Wrong<C extends CatalogInput> = {
	[K in keyof C]: K extends 'services'
		? { [S in keyof C[K]]: S extends UnfitService<C> ? WrongService<C, S & string, C[K][S]> : C[K][S] }
		: K extends 'clients'
			? { [S in keyof C[K]]: S extends UnfitClient<C> ? WrongClient<C, S & string, C[K][S]> : C[K][S] }
			: K extends 'gateways'
				? { [S in keyof C[K]]: S extends UnfitGateway<C> ? WrongGateway<C, S & string, C[K][S]> : C[K][S] }
				: K extends 'environments'
					? { [E in keyof C[K]]: E extends UnfitEnvironment<C> ? WrongOverlay<C, E & string, C[K][E]> : C[K][E] }
					: K extends 'exceptions'
						? Told<WrongException<C, Items<C[K]>>, C[K]>
						: C[K];
};
