// Addresses: of issuers, key sets, redirects, web pages, hosts, networks. Each has one spelling, so that two texts are
// one address exactly when they are equal: lower case, no default port, no `%`, no `.` or `..`, no closing dot.
import { z } from 'zod';
import type { NameCode } from '../diagnostics.ts';

const pattern = (code: NameCode, source: string) => z.string().regex(new RegExp(`^${source}$`), { error: code });

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
/** At least two labels; the last one begins with a letter, as an IP address never does (RFC 3696, section 2). */
const host = `(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?`;
const notThisMachine = '(?![a-z0-9.-]*\\.localhost(?:[:/]|$))';
/** A name of the cluster cut short is a second spelling of the full one. */
const notCutShort = '(?![a-z0-9.-]*\\.svc(?:[:/]|$))';
const number = '(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])';
const port = (usual: number) => `(?::(?!${usual}(?:/|$))${number})?`;
const segment = '(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+';
const path = `(?:/${segment})*`;
const authority = `${notThisMachine}${host}${port(443)}`;
const https = `https://${notCutShort}${authority}`;

/**
 * The `iss` of a cluster's service-account tokens, an https address without user, query, fragment, or closing slash. It
 * is compared as text, and may be `https://kubernetes.default.svc`.
 */
export const clusterIssuer = pattern('CAT017', `(?=.{1,1000}$)https://${authority}${path}`);
/** Keycloak's base address: as above, in full, and it must not hold the realm already. */
export const keycloakUrl = pattern('CAT017', `(?=.{1,1000}$)(?!.*/realms(?:/|$))${https}${path}`);
/** The same, at most what Istio takes for a `jwksUri`; plain http for full names of the cluster only. */
export const keySetUrl = pattern(
	'CAT017',
	`(?=.{1,2048}$)(?:${https}|http://(?:${label}\\.){2}svc\\.cluster\\.local${port(80)})${path}`,
);
/**
 * Exact: https, or a loopback or private-use scheme for apps on a device; no wildcard or fragment (RFC 9700 section 4.1),
 * and no query, in which Keycloak refuses its own parameters. Keycloak keeps at most 255 characters.
 */
export const redirectUri = pattern(
	'CAT025',
	`(?=.{1,255}$)(?:${https}|http://127\\.0\\.0\\.1${port(80)}(?=/)|[a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)+:(?=/))${path}/?`,
);
export const webOrigin = pattern('CAT026', `(?=.{1,255}$)${https}`);
export const hostName = pattern('CAT027', `(?=.{1,253}$)${label}(?:\\.${label})+`);
/** A literal path prefix by whole segments: `/` or `/api/v1`. */
export const pathPrefix = pattern('CAT028', `(?:/|(?:/${segment})+)`);
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** Octets without leading zeros, which some readers take for octal. */
export const cidr = pattern('CAT029', `(?:${octet}\\.){3}${octet}/(?:3[0-2]|[12]?\\d)`);
