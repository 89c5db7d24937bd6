// A request's headers as Envoy holds them, which is what policies match: names in lower case, values without blanks around
// them. A repeated header keeps its values apart and a policy matches each; but the headers that Envoy has a fixed place for
// become one value, joined by commas (header_map_impl.cc "inline headers", Envoy 1.39.3; each name measured). So two
// Authorization headers are one text that no rule for a token can read.

/** Values by lower-case name. */
export type Headers = Map<string, string[]>;

const joined: ReadonlySet<string> = new Set(
	(
		'accept accept-encoding access-control-request-headers access-control-request-method ' +
		'access-control-request-private-network authorization cache-control content-encoding content-type expect ' +
		'grpc-accept-encoding grpc-timeout if-match if-modified-since if-none-match if-range if-unmodified-since ' +
		'origin pragma proxy-status referer user-agent via x-client-trace-id x-envoy-attempt-count ' +
		'x-envoy-downstream-service-cluster x-envoy-downstream-service-node x-envoy-external-address ' +
		'x-envoy-is-timeout-retry x-envoy-original-host x-envoy-original-path x-envoy-upstream-stream-duration-ms ' +
		'x-forwarded-client-cert x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto x-request-id'
	).split(' '),
);

/** Adds one value. An empty one joins nothing. */
export function addHeader(headers: Headers, name: string, value: string): void {
	const key = name.toLowerCase();
	const values = headers.get(key);
	if (values === undefined) headers.set(key, [value]);
	else if (joined.has(key)) values[0] = values[0] && value ? `${values[0]},${value}` : values[0] || value;
	else values.push(value);
}

/** The value without the blanks and tabs around it, which are no part of it (RFC 9110, section 5.5). */
export function trimmed(value: string): string {
	const clean = !isBlank(value.charCodeAt(0)) && !isBlank(value.charCodeAt(value.length - 1));
	return clean ? value : value.replace(/^[ \t]+|[ \t]+$/g, '');
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;
