// What the makers of cases know about the use of a grant at hand, and their short word for a case.
import type { AccessModel, Grant, Workload } from '../../access/model.ts';
import type { HttpRequest, Request } from '../../semantics/istio/index.ts';
import { printOperation } from '../../traffic/operation.ts';
import type { Access } from '../access.ts';
import type { Expected, LeftOut, NegativeCase, Requirement, Use } from './case.ts';
import { type Carried, carried, type Flaw } from './flaw.ts';
import { type Asked, type Entry, isMeant, needsNoToken, type Opening, openingFor, type Place } from './places.ts';

export interface Context {
	readonly model: AccessModel;
	readonly place: Place;
	readonly entry: Entry;
	readonly grant: Grant;
	readonly hasToken: boolean;
	/** What lets everybody in, with or without what the grant asks for. */
	readonly opening: Opening | undefined;
	readonly leaveOut: (requirement: Requirement, why: string) => readonly LeftOut[];
	readonly row: (requirement: Requirement, what: string, change: Change) => readonly NegativeCase[];
	/** Whether somebody may send this. */
	readonly isMeant: (change: Partial<Asked>) => boolean;
	/** The tenant in the token that the grant asks for. */
	readonly tenant: string | undefined;
}

export interface Change {
	/** Without one the request has no token. */
	readonly flaw?: Flaw;
	/** Another client's grant whose token is carried. */
	readonly of?: Grant | undefined;
	readonly expected: Expected;
	readonly from?: Request['from'];
	readonly http?: Partial<HttpRequest>;
}

/** The context of one use; the token that its grant asks for is asked of the realm. */
export function contextOf({ model, wallet }: Access, place: Place, entry: Entry): Context {
	const { grant, operation, host, http, port } = entry;
	const { workload, side } = place;
	const from = side === 'gateway' ? 'plaintext' : identity(grant.presenter);
	const hasToken = !needsNoToken(grant);
	const written = printOperation(operation);
	const shown = http === undefined || written === `${http.method} ${http.path}` ? '' : ` as ${http.path}`;
	const use: Use = {
		at: workload.name,
		side,
		grant: grant.id,
		operation: `${written}${shown}${host === undefined ? '' : ` at ${host}`}`,
	};
	const usual = http === undefined ? undefined : usualRequest(workload, entry, http);
	const right = carried(model, wallet, grant, 'none', undefined);
	const asked: Asked = {
		presenter: grant.presenter,
		token: hasToken ? grant : undefined,
		host,
		port,
		method: http?.method ?? '',
		path: http?.path ?? '',
	};
	const tokenFor = ({ flaw, of }: Change): Carried =>
		flaw === undefined ? { ...right, tokens: [] } : carried(model, wallet, grant, flaw, of);
	return {
		model,
		place,
		entry,
		grant,
		hasToken,
		opening: http === undefined ? undefined : openingFor(place, asked),
		tenant: right.tenant,
		isMeant: (change) => isMeant(place, { ...asked, ...change }),
		leaveOut: (requirement, why) => [
			{ kind: 'left out', requirement, why, name: nameOf(requirement, use, why), ...use },
		],
		row: (requirement, what, change) => {
			const { tokens, lacking } = tokenFor(change);
			const sent = usual === undefined ? {} : { http: { ...usual, tokens, ...change.http } };
			return [
				{
					kind: 'case',
					requirement,
					what,
					name: nameOf(requirement, use, what),
					enforcer: `${workload.namespace.name}/${workload.name}`,
					request: { from: change.from ?? from, port, ...sent },
					lacking: hasToken ? (lacking ?? right.lacking) : undefined,
					expected: change.expected,
					...use,
				},
			];
		},
	};
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
