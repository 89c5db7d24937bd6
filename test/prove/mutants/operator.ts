// A mutation operator: one kind of change to compiled output, and what is known of it beforehand.
import type { DocumentFile } from '../../../src/manifests/object.ts';
import type { MeshObject, Subject } from './subject.ts';

/**
 * What a change does to access, whatever the prover says. `changes` and `same` follow from how it is made; `depends` is
 * judged by requests (judge.ts) or by tokens (token-judge.ts).
 */
export type Truth = 'changes' | 'same' | 'depends';

export interface Operator {
	readonly name: string;
	readonly truth: Truth;
	readonly changes: (subject: Subject) => readonly Change[];
}

export type Change =
	/** All objects, of which those that are not changed are the same ones. */
	| { readonly kind: 'mesh'; readonly what: string; readonly objects: readonly MeshObject[]; readonly truth?: Truth }
	| {
			readonly kind: 'realm';
			readonly what: string;
			readonly documents: readonly DocumentFile[];
			readonly truth?: Truth;
	  };

/** Objects that are in one list only: those that were changed, as they were and as they are. */
export const touched = (before: readonly MeshObject[], after: readonly MeshObject[]): readonly MeshObject[] => {
	const [old, made] = [new Set(before), new Set(after)];
	return [...before.filter((object) => !made.has(object)), ...after.filter((object) => !old.has(object))];
};
