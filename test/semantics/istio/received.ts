// What an upstream must have received, worked out from a decision: the headers that the client sent, without those that the
// proxy takes away, with those that it writes. In the form in which recorded verdicts keep it.
import type { Upstream } from '../../../src/semantics/istio/decision.ts';
import type { HttpRequest } from '../../../src/semantics/istio/request.ts';
import type { Received } from '../../engines/mesh/case.ts';
import { stable } from '../../recorded/stable.ts';

/** Written by every proxy to every request, or by the external authorizer: no matter of policies. */
const ofProxies = new Set(['x-forwarded-for', 'x-forwarded-client-cert', 'x-oracle-external']);

/** What the oracle sends as a token that is none; in a path, all tokens are shown alike. */
const noToken = 'not.a.token';

/** Values by header, in one text where there are several. */
export type HeaderTexts = Readonly<Record<string, string>>;

export interface Expected {
	readonly path: string | undefined;
	readonly headers: HeaderTexts;
}

export function expectedOf(http: HttpRequest, upstream: Upstream): Expected {
	const removed = new Set(upstream.removed);
	const sent = [...tokenLines(http), ...http.headers].map(
		([name, value]) => [name.toLowerCase(), value.trim()] as const,
	);
	const kept = sent.filter(([name]) => !removed.has(name) && !ofProxies.has(name));
	const headers = [...kept, ...upstream.written];
	const { received } = stable({ verdict: 'allow', received: { headers } });
	return { path: upstream.path, headers: joined(received?.headers ?? []) };
}

export const receivedOf = ({ path, headers = [] }: Received): Expected => ({
	path: path?.replaceAll(noToken, '<token>'),
	headers: joined(headers.filter(([name]) => !ofProxies.has(name))),
});

function tokenLines({ tokens }: HttpRequest): readonly (readonly [string, string])[] {
	return tokens.flatMap(({ in: place, claims }) => {
		const text = claims === undefined ? noToken : '<token>';
		if (place.kind === 'header') return [[place.name, place.prefix + text] as const];
		return place.kind === 'cookie' ? [['cookie', `${place.name}=${text}`] as const] : [];
	});
}

function joined(headers: readonly (readonly [string, string])[]): HeaderTexts {
	const texts: Record<string, string> = {};
	for (const [name, value] of headers) texts[name] = Object.hasOwn(texts, name) ? `${texts[name]},${value}` : value;
	return texts;
}
