// Headers that the proxy itself writes before policies look: worked out only for those that a policy asks for. Where the
// value is the proxy's own choice (an id, a hash), only that it is there can be known: it is written in angle brackets.
import { printAddress, readAddress } from '../../../traffic/address.ts';
import type { Headers } from './headers.ts';

export interface Setting {
	readonly gateway: boolean;
	readonly host: string;
	readonly path: string;
	readonly overTls: boolean;
	/** Of a sidecar's caller. */
	readonly attested: string | undefined;
	/** The caller's address. */
	readonly source: string | undefined;
}

type Write = (setting: Setting, sent: string | undefined) => string | undefined;

const written: Readonly<Record<string, Write>> = {
	':authority': ({ host }) => host,
	':path': ({ path }) => path,
	':scheme': ({ overTls }) => (overTls ? 'https' : 'http'),
	'x-forwarded-proto': ({ overTls }, sent) => sent ?? (overTls ? 'https' : 'http'),
	'x-request-id': (_, sent) => sent ?? '<request id>',
	'x-forwarded-client-cert': ({ attested }, sent) =>
		attested === undefined ? undefined : behind(sent, `By=<workload>;Hash=<hash>;Subject="";URI=${attested}`),
	'x-forwarded-for': ({ gateway, source }, sent) => (gateway ? behind(sent, printed(source)) : sent),
	'x-envoy-external-address': ({ gateway, source }, sent) => (gateway ? printed(source) : sent),
	'x-envoy-decorator-operation': ({ gateway }) => (gateway ? '<route>' : undefined),
};

const behind = (sent: string | undefined, own: string): string => (sent === undefined ? own : `${sent},${own}`);
function printed(source: string | undefined): string {
	const address = source === undefined ? undefined : readAddress(source);
	return address === undefined ? '<address>' : printAddress(address);
}

/** Those of the names that the proxy writes. */
export const writtenNames = (names: Iterable<string>): readonly string[] =>
	[...names].filter((name) => Object.hasOwn(written, name));

/** Writes these headers. */
export function addWritten(names: readonly string[], headers: Headers, setting: Setting): void {
	for (const name of names) {
		const value = written[name]?.(setting, headers.get(name)?.[0]);
		if (value === undefined) headers.delete(name);
		else headers.set(name, [value]);
	}
}
