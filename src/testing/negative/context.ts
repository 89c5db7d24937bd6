// What the makers of cases know about the use of a grant at hand, and their short word for a case.
import type { AccessModel, Grant, Workload } from '../../access/model.ts';
import type { HttpRequest, Request } from '../../semantics/istio/index.ts';
import { printOperation } from '../../traffic/operation.ts';
import type { Access } from '../access.ts';
import {
	type Expected,
	forbidden,
	type LeftOut,
	type Line,
	otherAudience,
	type Requirement,
	type Use,
	unauthorized,
} from './case.ts';
import { carried, type Flaw } from './flaw.ts';
import { type Entry, needsNoToken, type Place } from './places.ts';

export interface Context {
	readonly model: AccessModel;
	readonly place: Place;
	readonly entry: Entry;
	readonly grant: Grant;
	readonly hasToken: boolean;
	readonly leaveOut: (requirement: Requirement, why: string, what?: string) => readonly LeftOut[];
	/** One case; left out, with the reason, where a refusal is expected of what the catalog lets in after all. */
	readonly row: (requirement: Requirement, what: string, change: Change) => readonly Line[];
	/** Why the catalog lets a request in; undefined for one that must be refused. */
	readonly meant: (change: Sent) => string | undefined;
	/** What must become of a good token that is not the grant's. */
	readonly refusalOf: (change: Sent) => Expected;
	/** The tenant in the token that the grant asks for. */
	readonly tenant: string | undefined;
}

/** A request next to the granted one. */
export interface Sent {
	/** Without one the request has no token. */
	readonly flaw?: Flaw;
	/** Another client's grant whose token is carried. */
	readonly of?: Grant | undefined;
	readonly from?: Request['from'];
	readonly http?: Partial<HttpRequest>;
	/** What its path means. @default the path as it stands */
	readonly means?: string;
}

export interface Change extends Sent {
	readonly expected: Expected;
}

/** The context of one use; the token that its grant asks for is asked of the realm. */
export function contextOf({ model, wallet }: Access, place: Place, entry: Entry): Context {
	const { grant, http, port } = entry;
	const { workload, side, meaning } = place;
	const hasToken = !needsNoToken(grant);
	const use = useOf(place, entry);
	const usual = http === undefined ? undefined : usualRequest(workload, entry, http);
	const right = carried(model, wallet, grant, 'none', undefined);
	const made = ({
		flaw,
		of,
		from,
		http,
	}: Sent): { readonly request: Request; readonly lacking: string | undefined } => {
		const { tokens, lacking } = flaw === undefined ? { ...right, tokens: [] } : carried(model, wallet, grant, flaw, of);
		const sent = usual === undefined ? {} : { http: { ...usual, tokens, ...http } };
		const usually = side === 'gateway' ? 'plaintext' : identity(grant.presenter);
		return { request: { from: from ?? usually, port, ...sent }, lacking };
	};
	const meant = (change: Sent): string | undefined => {
		const { request } = made(change);
		return meaning.why(request, change.means ?? request.http?.path);
	};
	const leaveOut = (requirement: Requirement, why: string, what?: string): readonly LeftOut[] => {
		const name = nameOf(requirement, use, what === undefined ? why : `${what}: ${why}`);
		return [{ kind: 'left out', requirement, why, name, ...use }];
	};
	return {
		model,
		place,
		entry,
		grant,
		hasToken,
		tenant: right.tenant,
		meant,
		refusalOf: (change) => {
			const [token] = made(change).request.http?.tokens ?? [];
			const reception = token === undefined ? 'taken' : meaning.reception(port, token);
			return reception === 'taken' ? forbidden : reception === 'other issuer' ? unauthorized : otherAudience;
		},
		leaveOut,
		row: (requirement, what, change) => {
			const why = change.expected.kind === 'refused' ? meant(change) : undefined;
			if (why !== undefined) return leaveOut(requirement, why, what);
			const { request, lacking } = made(change);
			return [
				{
					kind: 'case',
					requirement,
					what,
					name: nameOf(requirement, use, what),
					enforcer: `${workload.namespace.name}/${workload.name}`,
					request,
					lacking: hasToken ? (lacking ?? right.lacking) : undefined,
					expected: change.expected,
					...use,
				},
			];
		},
	};
}

function useOf({ workload, side }: Place, { grant, operation, host, http }: Entry): Use {
	const written = printOperation(operation);
	const shown = http === undefined || written === `${http.method} ${http.path}` ? '' : ` as ${http.path}`;
	const at = host === undefined ? '' : ` at ${host}`;
	return { at: workload.name, side, grant: grant.id, operation: `${written}${shown}${at}` };
}

/** The name of a line, unique among all of a catalog. */
export const nameOf = (requirement: Requirement, { at, side, operation, grant }: Use, what: string): string =>
	`${requirement} ${at} (${side}), ${operation}${grant === undefined ? '' : `, ${grant}`}: ${what}`;

function usualRequest(workload: Workload, { host }: Entry, { method, path }: NonNullable<Entry['http']>): HttpRequest {
	return {
		method,
		path,
		host: host ?? `${workload.name}.${workload.namespace.name}.svc.cluster.local`,
		headers: [],
		tokens: [],
		external: 'agrees',
	};
}

/** What the certificate of a workload proves. */
export const identity = ({ principal: { trustDomain, namespace, serviceAccount } }: Workload): `spiffe://${string}` =>
	`spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
