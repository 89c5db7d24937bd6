// A request in the words of a line of questions, so that what was asked can be asked again.
import type { Request, TokenPlace } from '../semantics/istio/index.ts';

/** The `request` of an exact question; `readQuestions` reads it back as the same request. */
export function requestJson({ http, ...sender }: Request): Readonly<Record<string, unknown>> {
	if (http === undefined) return sender;
	const tokens = http.tokens.map(({ in: place, ...token }) => ({ in: placeJson(place), ...token }));
	return { ...sender, http: { ...http, tokens } };
}

function placeJson(place: TokenPlace): Readonly<Record<string, string>> {
	switch (place.kind) {
		case 'header':
			return { header: place.name, prefix: place.prefix };
		case 'parameter':
			return { parameter: place.name };
		case 'cookie':
			return { cookie: place.name };
	}
}
