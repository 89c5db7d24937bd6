// The small alphabet of the generators. Every word has neighbours (a prefix, a longer form, another case), so that rules
// and requests collide and miss by one step.

export const namespaces = ['foo', 'bar', 'foo-bar', 'fo'] as const;
export const serviceAccounts = ['web', 'web-2', 'shop', 'we'] as const;
/** The second is the alias of the first in meshes that have one; the last is no one's. */
export const trustDomains = ['cluster.local', 'mesh.example', 'old.example', 'mesh.example.evil.example'] as const;

/** The first two are a prefix and its longer form; the third ends with a slash, which requestPrincipals cut. */
export const issuers = [
	'https://idp.example/realms/shop',
	'https://idp.example/realms/shop2',
	'https://login.example/',
] as const;
export const subjects = ['ann', 'annie', 'an', 'team/ann', 'service-account-web'] as const;
export const audiences = ['shop', 'shop2', 'https://shop.example/', 'shop.example'] as const;
export const clients = ['web', 'web-2', 'batch'] as const;
export const scopes = ['read', 'read.all', 'write', 'rea'] as const;
export const roles = ['admin', 'admin2', 'Admin', 'clerk'] as const;
export const tenants = ['t1', 't12', 't2', 'T1'] as const;

/** Envoy's HTTP/1 codec answers 400 to every other method, lower-case ones too. */
export const methods = ['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE'] as const;
export const hosts = ['shop.example', 'api.shop.example', 'shop.example:8080', 'SHOP.example', 'hop.example'] as const;
export const segments = ['a', 'b', 'ab', 'A', 'items', '42'] as const;
export const paths = [
	'/',
	'/a',
	'/a/',
	'/a/b',
	'/a/b/c',
	'/ab',
	'/A/b',
	'/a/items/42',
	'/a/42/items',
	'/b/a',
	'/a|b',
	'/a%2Fb',
] as const;

/** Path templates that istiod accepts, and `*` in places where it is a letter. */
export const templates = [
	'/a/{*}',
	'/a/{**}',
	'/{*}/b',
	'/{*}/items/{**}',
	'/a/{**}/items',
	'/{**}',
	'/a/*/items',
] as const;

export const headerNames = ['x-tenant', 'X-Role', 'x-debug'] as const;
export const headerValues = ['t1', 't12', 'admin', 'Admin', 'a,b', ''] as const;

/** The first byte begins no HTTP request: a port that looks at the first bytes would wait for more of a word. */
export const bytes = '\u0001hello';

/** Inside the loopback net, so that any machine can send from and to them. */
export const addresses = ['127.0.0.1', '127.0.0.9', '127.0.1.1', '127.1.0.1'] as const;
export const blocks = [
	'127.0.0.1',
	'127.0.0.0/24',
	'127.0.0.0/16',
	'127.1.0.0/16',
	'10.0.0.0/8',
	'2001:db8::/32',
] as const;
export const farAddresses = ['10.1.2.3', '203.0.113.7', '198.51.100.9', '2001:db8::7'] as const;
export const ownAddresses = ['10.9.9.9', '10.9.8.8'] as const;
export const farBlocks = ['10.0.0.0/8', '203.0.113.0/24', '203.0.113.7', '2001:db8::/32', '127.0.0.0/8'] as const;

/** Tokens in echoed headers must not change between runs, so their times are written: 2026-01-01 and 2100-01-01. */
export const issuedAt = 1_767_225_600;
export const expiresAt = 4_102_444_800;

/** A key set of nobody's and a token of `ann` signed with its key, for rules with an inline `jwks`. The key is thrown away. */
export const writtenKeySet =
	'{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"written","x":"1_bZcGpDN48pN_fBAC16YG_93NfnY-8scIicpG22l3Y","y":"SVb17SljVVsCI4Z_kJXl3XtBdibL9eGkBFMwozhHPaw"}]}';
export const writtenToken =
	'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IndyaXR0ZW4ifQ.eyJpc3MiOiJodHRwczovL2lkcC5leGFtcGxlL3JlYWxtcy9zaG9wIiwic3ViIjoiYW5uIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjQxMDI0NDQ4MDB9.-8-uNLVWfU4MsfgWopZ9ccPlT2stOBR_w96Aqp2zBWWyLK-3IC5DIMLA8rT5ArIOQs3dBpl0ts5-XoQ1Z8PEBQ';
