// Path patterns in Istio's notation (AuthorizationPolicy reference, `paths`, Istio 1.30): exact, prefix `/x/*`, or a
// template with `{*}` for one segment and `{**}` at the end. Templates are used only where a parameter stands: outside
// of one, a star in the middle is a literal character and braces are refused.
import { invariant } from '../../../core/invariant.ts';
import type { NonEmpty } from '../../../core/non-empty.ts';
import type { PathPattern, Segment } from '../../../traffic/operation.ts';

/** What a literal segment may hold: the alphabet of templates, without the star that would make a wildcard of it. */
const literalText = /^[A-Za-z0-9\-._~%!$&'()+,;:@=]+$/;

/** One or two patterns that together match exactly the paths of the pattern. */
export function istioPaths(path: PathPattern): NonEmpty<string> {
	const base = path.segments.map((segment) => `/${istioSegment(segment)}`).join('');
	if (!path.below) return [base === '' ? '/' : `${base}${path.trailingSlash ? '/' : ''}`];
	if (base === '') return ['/*'];
	const isTemplate = path.segments.some((segment) => segment.kind === 'parameter');
	return [base, isTemplate ? `${base}/{**}` : `${base}/*`];
}

/** gRPC travels as `POST /package.Service/Method`. */
export function grpcPath(service: string, method: string): string {
	invariant(/^[\w.]+$/.test(service) && /^\w+$/.test(method), `not a gRPC method: ${service}/${method}`);
	return `/${service}/${method}`;
}

function istioSegment(segment: Segment): string {
	if (segment.kind === 'parameter') return '{*}';
	invariant(literalText.test(segment.text), `not a literal path segment: ${segment.text}`);
	return segment.text;
}
