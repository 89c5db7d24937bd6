// The client's address, which remoteIpBlocks and remote.ip mean. A sidecar and a waypoint believe the last address of
// X-Forwarded-For, whoever wrote it; a gateway believes nobody and takes its peer's (use_remote_address, with Istio's default
// of no trusted proxies; Envoy 1.39.3, http/utility.cc getLastAddressFromXFF; measured).
import { type Address, readAddress } from '../../../traffic/address.ts';
import type { Headers } from './headers.ts';

/** What is no plain address there (a name, one with a port, nothing) is not looked at, nor any address before it. */
export function remoteAddress(trusting: boolean, headers: Headers, source: Address | undefined): Address | undefined {
	const forwarded = trusting ? headers.get('x-forwarded-for')?.[0] : undefined;
	if (forwarded === undefined) return source;
	const last = forwarded.slice(forwarded.lastIndexOf(',') + 1);
	return readAddress(last.trim()) ?? source;
}
