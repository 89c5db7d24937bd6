// What is asked of a survey: all requests, or those of one request line, at all ports or at one.
import { ExpectedError } from '../core/expected.ts';
import { quote } from '../core/quote.ts';
import {
	anyRequest,
	bytesWanted,
	lineSeen,
	lineWanted,
	type MeshSettings,
	type Wanted,
} from '../semantics/istio/index.ts';
import { all, type Predicate } from '../traffic/predicate.ts';
import type { Known } from './settle.ts';

export interface Asked {
	/** Undefined: all requests. The path as it is sent. */
	readonly request:
		| { readonly kind: 'tcp' }
		| { readonly kind: 'http'; readonly method: string; readonly path: string }
		| undefined;
	/** Number or name of a port, of the Service or of the container; undefined: all of them. */
	readonly port: number | string | undefined;
	/** What else must be true of the requests. */
	readonly among?: Predicate;
	/** What is known of their caller and token. */
	readonly known?: Known;
}

/** All requests at all ports. */
export const everythingAsked: Asked = { request: undefined, port: undefined };

/** What is asked, at each chain. Throws an ExpectedError for a request that no proxy of the mesh reads. */
export function wantedOf(mesh: MeshSettings, { request, among }: Asked): Wanted {
	const wanted = requestWanted(mesh, request);
	if (among === undefined) return wanted;
	return (chain, beside) => {
		const condition = wanted(chain, beside);
		return condition === undefined ? undefined : all([condition, among]);
	};
}

function requestWanted(mesh: MeshSettings, request: Asked['request']): Wanted {
	if (request === undefined) return anyRequest;
	if (request.kind === 'tcp') return bytesWanted;
	const line = lineSeen(mesh, request);
	if (line.kind === 'read') return lineWanted(line.method, [line.path]);
	throw new ExpectedError(
		`no proxy reads ${quote(`${request.method} ${request.path}`)} as HTTP: ${line.what}`,
		'write the path as it is sent, with other letters escaped: `/caf%C3%A9`',
	);
}
