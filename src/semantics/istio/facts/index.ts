// What policies see of a connection and of a request on it. Where each fact comes from is said in the files beside this one.
import { type Address, readAddress } from '../../../traffic/address.ts';
import type { Facts } from '../../../traffic/facts.ts';
import { withoutQuery } from '../paths/normalize.ts';
import type { Request } from '../request.ts';
import type { Message } from '../tokens/message.ts';
import type { Enforcer } from '../world.ts';
import { remoteAddress } from './remote.ts';

const noHeaders: Facts['headers'] = new Map();
const nobody: Facts['agreeing'] = new Set();

/**
 * Facts of a connection whose bytes nobody reads. `peer`: whose certificate was checked. The rules of a waypoint stand on a
 * listener inside it, whose peer has no IP address: there `ipBlocks` and `source.ip` match nothing, not even 0.0.0.0/0, and
 * their negations everything [measured]; the caller's address is the remote one only. `addresses`: whether a rule asks for any; reading them takes time.
 */
export function connectionFacts(
	enforcer: Enforcer,
	request: Request,
	peer: string | undefined,
	addresses: boolean,
): Facts {
	const source = addresses ? addressOf(request.sourceAddress) : undefined;
	return {
		peer,
		port: request.port,
		sourceAddress: enforcer.kind === 'waypoint' ? undefined : source,
		remoteAddress: source,
		destinationAddress: addresses ? addressOf(request.destinationAddress) : undefined,
		serverName: serverNameOf(enforcer, request),
		method: undefined,
		path: undefined,
		host: undefined,
		headers: noHeaders,
		payload: undefined,
		agreeing: nobody,
	};
}

/** Facts of a request on the connection, as the message stands now: tokens verified or not yet. */
export const requestFacts = (
	enforcer: Enforcer,
	connection: Facts,
	message: Message,
	{ method, host }: { readonly method: string; readonly host: string },
	addresses: boolean,
): Facts => ({
	peer: connection.peer,
	port: connection.port,
	sourceAddress: connection.sourceAddress,
	remoteAddress: addresses
		? remoteAddress(enforcer.kind !== 'gateway', message.headers, connection.remoteAddress)
		: undefined,
	destinationAddress: connection.destinationAddress,
	serverName: connection.serverName,
	method,
	path: withoutQuery(message.path),
	host: lowered(host),
	headers: message.headers,
	payload: message.payload,
	agreeing: connection.agreeing,
});

const addressOf = (text: string | undefined): Address | undefined =>
	text === undefined ? undefined : readAddress(text);

/** In lower case, as the TLS inspector keeps it; a waypoint sees no handshake of the caller's with the Service. */
function serverNameOf({ kind }: Enforcer, { from, serverName }: Request): string | undefined {
	if (from === 'plaintext' || kind === 'waypoint' || serverName === undefined || serverName === '') return undefined;
	return serverName.toLowerCase();
}

/** Only ASCII letters have case here. */
const lowered = (host: string): string => (/[A-Z]/.test(host) ? host.toLowerCase() : host);
