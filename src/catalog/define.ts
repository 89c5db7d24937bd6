// The catalog in TypeScript: the same plain value, with every name checked where the editor can show it. Both functions
// return what they are given, unchanged: where each part stands is known by its object (docs/adr/0001).
import type { NamesFit, Wrong } from './define/wrong.ts';
import type { CatalogInput, ClientInput, ServiceInput } from './input.ts';

type Services<N extends string> = Readonly<Record<string, ServiceInput<N>>>;
type Clients<N extends string> = Readonly<Record<string, ClientInput<N>>>;

/**
 * The same type. Without the `infer`, TypeScript would look into the sentences for hints at every literal it reads: 66
 * times the cost in a catalog of one file.
 */
type Lazily<T> = [T] extends [infer Same extends object] ? Same : never;

/**
 * The catalog itself. An unknown service, client, gateway, scope, port, issuer, namespace or environment is a type
 * error whose last words are a sentence: `` `payments` calls `acounts`, but no service has this name ``.
 */
export function defineCatalog<N extends string, C extends CatalogInput<N>>(
	catalog: NamesFit<C> extends true ? C : Lazily<Wrong<C>>,
): C {
	return catalog as C;
}

/**
 * Some services in a file of their own, to be spread into `services`. Their shape is checked here, their names where
 * the catalog is whole: in `defineCatalog`.
 */
export function defineServices<N extends string, S extends Services<N>>(services: S): S {
	return services;
}

/** Some clients in a file of their own, to be spread into `clients`; see `defineServices`. */
export function defineClients<N extends string, C extends Clients<N>>(clients: C): C {
	return clients;
}
