// What a reader has to say about an object that is not as Istio wants it: plain data, and the notebook in which it is
// gathered while one object is read.

export interface Problem {
	/** `AuthorizationPolicy shop/cart`. */
	readonly object: string;
	/** Where in it: `spec.rules[0].from[0].source.principals`. Empty: the object as a whole. */
	readonly path: string;
	/**
	 * `unreadable`: its shape is not what the kind has, so the object is left out of the result.
	 * `refused`: the API server or istiod refuses it; the result has it as it is written, as if it had been let in.
	 * `unknown`: Istio has no such field, so the object is read without it, as the API server would store it.
	 * `unmodelled`: Istio takes it, and what it does depends on what these manifests do not say.
	 */
	readonly kind: 'unreadable' | 'refused' | 'unknown' | 'unmodelled';
	/** What stands there. */
	readonly what: string;
	readonly why: string;
}

/** The notes on one object. */
export interface Notes {
	readonly object: string;
	readonly problems: Problem[];
	/** Set by the first `unreadable`. */
	readable: boolean;
}

/** Notes on one object, beside those on others in the same list. */
export const notesOn = (object: string, problems: Problem[]): Notes => ({ object, problems, readable: true });

/** Adds a problem at a path of the object. */
export function note(notes: Notes, kind: Problem['kind'], path: string, what: string, why: string): void {
	notes.problems.push({ object: notes.object, path, kind, what, why });
	if (kind === 'unreadable') notes.readable = false;
}
