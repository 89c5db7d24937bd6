// Reading: from Kubernetes objects of any kind to the three Istio kinds as data. Written by hand, because it stands between
// thousands of objects and their proof, and because what Istio refuses must come back as a sentence.
import type { PeerAuthentication, Policy, RequestAuthentication } from '../policy.ts';
import { defaultSettings } from '../world.ts';
import { isFields } from './fields.ts';
import { isOfRevision, kindOf, nameOf, objectsIn } from './object.ts';
import { readPeerAuthentication } from './peer-authentication.ts';
import { readPolicy } from './policy.ts';
import { note, notesOn, type Problem } from './problem.ts';
import { readRequestAuthentication } from './request-authentication.ts';

export type { Problem } from './problem.ts';

export interface Manifests {
	readonly peerAuthentications: readonly PeerAuthentication[];
	readonly requestAuthentications: readonly RequestAuthentication[];
	readonly policies: readonly Policy[];
	/** Objects of other kinds, untouched. */
	readonly others: readonly unknown[];
	readonly problems: readonly Problem[];
}

/**
 * Reads parsed manifests (documents, `List`s of them, in any order; empty documents count for nothing), versions v1 and
 * v1beta1. Nothing that Istio would refuse or does not know passes without a problem; what the problem's kind says is then
 * in the result. `revision`: of the control plane that reads them; empty: of none, so that it reads all.
 */
export function readManifests(documents: readonly unknown[], revision = defaultSettings.revision): Manifests {
	const peerAuthentications: PeerAuthentication[] = [];
	const requestAuthentications: RequestAuthentication[] = [];
	const policies: Policy[] = [];
	const others: unknown[] = [];
	const problems: Problem[] = [];
	const seen = new Set<string>();
	const add = <T>(list: T[], item: T | undefined) => {
		if (item !== undefined) list.push(item);
	};
	for (const object of objectsIn(documents)) {
		const kind = kindOf(object);
		if (kind === 'other' || !isFields(object)) {
			others.push(object);
			continue;
		}
		const notes = notesOn(nameOf(object), problems);
		if (kind === 'strange') {
			const what = `kind \`${object.kind}\` of \`${object.apiVersion}\``;
			note(notes, 'unreadable', 'kind', what, 'Istio 1.22 to 1.31 has no such security object, so it is left out');
			others.push(object);
			continue;
		}
		if (seen.has(notes.object)) {
			note(notes, 'refused', '', 'a second object of this name', 'a cluster keeps one of them; here both count');
		}
		seen.add(notes.object);
		if (!isOfRevision(notes, object, revision)) continue;
		if (kind === 'AuthorizationPolicy') add(policies, readPolicy(notes, object));
		else if (kind === 'RequestAuthentication') add(requestAuthentications, readRequestAuthentication(notes, object));
		else add(peerAuthentications, readPeerAuthentication(notes, object));
	}
	return { peerAuthentications, requestAuthentications, policies, others, problems };
}
