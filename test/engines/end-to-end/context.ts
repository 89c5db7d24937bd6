// What the makers of rows know about the use of a grant at hand, and their short word for a row.
import type { AccessModel, Grant, Workload } from '../../../src/access/model.ts';
import { printOperation } from '../../../src/traffic/operation.ts';
import { spiffe } from '../generators/requests.ts';
import type { HttpRequest, MeshRequest } from '../mesh/case.ts';
import { type Entry, isMeant, needsNoToken, type Place } from './places.ts';
import type { Expected, LeftOut, Requirement, Row } from './row.ts';
import type { Flaw } from './wallet.ts';

export interface Context {
	readonly model: AccessModel;
	readonly place: Place;
	readonly entry: Entry;
	readonly grant: Grant;
	readonly hasToken: boolean;
	readonly from: MeshRequest['from'];
	readonly leaveOut: (requirement: Requirement, why: string) => readonly LeftOut[];
	/** A row; without a `flaw` it has no token. */
	readonly row: (requirement: Requirement, what: string, change: Change) => readonly Row[];
}

export interface Change {
	readonly flaw?: Flaw;
	readonly expected: Expected;
	readonly from?: MeshRequest['from'];
	readonly http?: Partial<HttpRequest>;
}

export function contextOf(model: AccessModel, place: Place, entry: Entry): Context {
	const { grant, operation, host, http, port } = entry;
	const from = place.side === 'gateway' ? 'tls' : identity(grant.presenter);
	const hasToken = !needsNoToken(grant);
	const use = `${printOperation(operation)}${http === undefined ? '' : ` as ${http.path}`}${host === undefined ? '' : ` at ${host}`}`;
	const method = http === undefined || http.method === 'GET' ? {} : { method: http.method };
	const usual: HttpRequest | undefined =
		http === undefined ? undefined : { ...method, path: http.path, ...(host === undefined ? {} : { host }) };
	const isHarmless = (other: Grant): boolean =>
		http === undefined ||
		!isMeant(place, {
			presenter: grant.presenter.name,
			token: other,
			host,
			port,
			method: http.method,
			path: http.path,
		});
	return {
		model,
		place,
		entry,
		grant,
		hasToken,
		from,
		leaveOut: (requirement, why) => [{ kind: 'left out', requirement, why }],
		row: (requirement, what, change) => {
			const sent = usual === undefined ? { tcp: 'hello' } : { http: { ...usual, ...change.http } };
			const isCarried = hasToken && usual !== undefined && change.flaw !== undefined;
			return [
				{
					kind: 'row',
					requirement,
					name: `${requirement} ${place.name} (${place.side}), ${use}, ${grant.id}: ${what}`,
					request: { from: change.from ?? from, port, ...sent },
					...(isCarried ? { token: { grant, flaw: change.flaw, isHarmless } } : {}),
					expected: change.expected,
				},
			];
		},
	};
}

export const identity = ({ principal }: Workload): MeshRequest['from'] =>
	spiffe(principal.trustDomain, principal.namespace, principal.serviceAccount);
