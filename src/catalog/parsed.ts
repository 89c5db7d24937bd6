// What reading an operation, or a part of one, can give: the value, or the first mistake.
import type { Operation } from '../traffic/operation.ts';
import type { OperationCode, OperationMistake } from './diagnostics.ts';

/** Why a text is not an operation: a code of `catalogDiagnostics` and the parameters of its words. */
export interface WrongOperation {
	readonly kind: 'wrong';
	readonly code: OperationCode;
	readonly parameters: OperationMistake;
}

export type ParsedOperation = { readonly kind: 'ok'; readonly operation: Operation } | WrongOperation;

/** A part of an operation; of a wrong one, the text that is wrong and a repaired text, '' where none is near at hand. */
export type Part<T> = { readonly kind: 'ok'; readonly value: T } | WrongPart;

export interface WrongPart {
	readonly kind: 'wrong';
	readonly code: OperationCode;
	readonly part: string;
	readonly repair: string;
}
