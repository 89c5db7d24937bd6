// What a dimension of requests is, and which values stand for its classes.
import type { Address } from '../traffic/address.ts';
import type { AddressAttribute, TextAttribute } from '../traffic/predicate.ts';
import type { Question } from './asked.ts';
import type { Field } from './box.ts';

/** `values`: one for each bit of the field, in order; undefined where the attribute is missing. */
export type Dimension = { readonly field: Field } & (
	| { readonly kind: 'text'; readonly attribute: TextAttribute; readonly values: readonly (string | undefined)[] }
	| {
			readonly kind: 'address';
			readonly attribute: AddressAttribute;
			readonly values: readonly (Address | undefined)[];
	  }
	| { readonly kind: 'port'; readonly values: readonly number[] }
	| { readonly kind: 'verified'; readonly values: readonly boolean[] }
	| { readonly kind: 'agrees'; readonly provider: string; readonly values: readonly boolean[] }
	/** A claim with one text at most. */
	| { readonly kind: 'single'; readonly path: readonly string[]; readonly values: readonly (string | undefined)[] }
	/** A claim of which it matters whether it is one text, and which: those that do not matter, and lists, are undefined. */
	| { readonly kind: 'alone'; readonly path: readonly string[]; readonly values: readonly (string | undefined)[] }
	/** One class of the values of a header or a claim: there is none (undefined), or there is one. */
	| { readonly kind: 'header'; readonly name: string; readonly values: readonly [undefined, string] }
	| { readonly kind: 'claim'; readonly path: readonly string[]; readonly values: readonly [undefined, string] }
);

/** Where a dimension has its field, and what its bits stand for. */
export interface Place<T> {
	readonly field: Field;
	readonly values: readonly T[];
}

/** A dimension before it has its place. */
export interface Draft {
	readonly width: number;
	/** Bits that occur, from 0; all of them unless said otherwise. */
	readonly occurs: bigint;
	readonly at: (field: Field) => Dimension;
	/** The bits for which an atom holds. */
	readonly atoms: readonly (readonly [question: Question | undefined, bits: bigint])[];
}
