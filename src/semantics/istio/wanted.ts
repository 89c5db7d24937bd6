// Requests that are asked about, as a condition at each chain of a port: what has a request line where HTTP is read is only
// bytes where it is not.
import { pattern } from '../../traffic/pattern.ts';
import { all, everything, type Predicate } from '../../traffic/predicate.ts';
import type { Chain } from './chain.ts';

/** The condition at one chain, beside which others stand at the same port; undefined: no such request gets there. */
export type Wanted = (chain: Chain, beside: readonly Chain[]) => Predicate | undefined;

/** All requests. */
export const anyRequest: Wanted = () => everything;

/** Bytes that are no HTTP. */
export const bytesWanted: Wanted = ({ speaks }) => (speaks === 'tcp' ? everything : undefined);

/** HTTP requests with this method and one of these paths, as policies see them (`lineSeen`). */
export function lineWanted(method: string, paths: readonly string[]): Wanted {
	const isOne = (attribute: 'method' | 'path', value: string): Predicate => ({
		kind: 'text',
		attribute,
		pattern: pattern(value),
	});
	const line = all([isOne('method', method), { kind: 'any', of: paths.map((path) => isOne('path', path)) }]);
	return (chain, beside) => (chain.speaks === 'http' ? line : isBytes(chain, beside) ? everything : undefined);
}

/** Whatever is sent counts as bytes where nothing reads HTTP, and where the TLS around it is not ended. */
const isBytes = ({ mutualTls }: Chain, beside: readonly Chain[]): boolean =>
	mutualTls.mode === 'disabled' || !beside.some(({ speaks }) => speaks === 'http');
