// What a person types for a request: `GET /accounts/1?full=1`, `shop.Cart/Add` for gRPC, `TCP`.
import { ExpectedError } from '../core/expected.ts';
import { quote } from '../core/quote.ts';
import { lineSeen, type MeshSettings } from '../semantics/istio/index.ts';

export type Wanted =
	| { readonly kind: 'http' | 'grpc'; readonly method: string; readonly path: string }
	| { readonly kind: 'tcp' };

/** Reads a request; throws an ExpectedError for anything else. */
export function readRequestText(text: string): Wanted {
	const trimmed = text.trim();
	if (trimmed.toUpperCase() === 'TCP') return { kind: 'tcp' };
	const http = /^([A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]*)\s+(\/.*|\*)$/s.exec(trimmed);
	if (http !== null) return { kind: 'http', method: (http[1] ?? '').toUpperCase(), path: http[2] ?? '/' };
	if (/^[A-Za-z_][\w.]*\/[A-Za-z_]\w*$/.test(trimmed)) return { kind: 'grpc', method: 'POST', path: `/${trimmed}` };
	const help = trimmed.startsWith('/')
		? `write the method, too: ${quote(`GET ${trimmed}`)}`
		: 'write `GET /accounts/1`, `shop.Cart/Add` for gRPC, or `TCP`';
	throw new ExpectedError(`${quote(text)} is no request`, help);
}

/** The request as policies see it, its path normalized and without query; as it is where no proxy reads it. */
export function wantedSeen<T extends Wanted>(mesh: Pick<MeshSettings, 'pathNormalization'>, wanted: T): T {
	if (wanted.kind === 'tcp') return wanted;
	const seen = lineSeen(mesh, wanted);
	return seen.kind === 'refused' ? wanted : { ...wanted, path: seen.path };
}

/** The request as it is shown again. */
export const wantedText = (wanted: Wanted): string =>
	wanted.kind === 'tcp' ? 'TCP' : wanted.kind === 'grpc' ? wanted.path.slice(1) : `${wanted.method} ${wanted.path}`;
