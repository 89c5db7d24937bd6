// What of a question stands in its own way: a header, a claim, a tenant, a host. Each is left out and the rest asked again, so
// that what is told to leave out is the least that helps, and was tried.
import { ExpectedError } from '../../core/expected.ts';
import { sortedUnique } from '../../core/order.ts';
import type { ShortQuestion } from '../../questions/index.ts';
import { type Inquiry, inquire } from './answer.ts';
import type { CatalogScene } from './scene.ts';

export type Part =
	| { readonly kind: 'header' | 'claim'; readonly name: string }
	| { readonly kind: 'tenant' | 'state' | 'port' | 'host' | 'source address' };

export interface Shed {
	/** At least one, in the order of the question's fields. */
	readonly parts: readonly Part[];
	/** What is allowed without them. */
	readonly passing: Inquiry;
}

/** The least to leave out so that the question is answered by `allow`; undefined where that does not help. */
export function shed(scene: CatalogScene, question: ShortQuestion): Shed | undefined {
	const all = partsOf(question);
	const allowed = (parts: readonly Part[]): Inquiry | undefined => {
		const inquiry = asked(scene, parts.reduce(without, question));
		return inquiry?.answer.verdict === 'allow' ? inquiry : undefined;
	};
	let best = all.length === 0 ? undefined : allowed(all);
	if (best === undefined) return undefined;
	let parts = all;
	for (const part of all) {
		const fewer = parts.filter((one) => one !== part);
		const inquiry = fewer.length === 0 ? undefined : allowed(fewer);
		if (inquiry === undefined) continue;
		parts = fewer;
		best = inquiry;
	}
	return { parts, passing: best };
}

/** Undefined where the question can no longer be asked, as without a port where there are several. */
function asked(scene: CatalogScene, question: ShortQuestion): Inquiry | undefined {
	try {
		return inquire(scene, question);
	} catch (error) {
		if (error instanceof ExpectedError) return undefined;
		throw error;
	}
}

function partsOf({
	headers = [],
	claims = {},
	tenant,
	state,
	port,
	host,
	sourceAddress,
}: ShortQuestion): readonly Part[] {
	const names = sortedUnique(headers.map(([name]) => name.toLowerCase()));
	return [
		...names.map((name): Part => ({ kind: 'header', name })),
		...Object.keys(claims).map((name): Part => ({ kind: 'claim', name })),
		...(tenant === undefined ? [] : [{ kind: 'tenant' } as const]),
		...(state === undefined || state === 'valid' ? [] : [{ kind: 'state' } as const]),
		...(port === undefined ? [] : [{ kind: 'port' } as const]),
		...(host === undefined ? [] : [{ kind: 'host' } as const]),
		...(sourceAddress === undefined ? [] : [{ kind: 'source address' } as const]),
	];
}

function without(question: ShortQuestion, part: Part): ShortQuestion {
	switch (part.kind) {
		case 'header':
			return { ...question, headers: question.headers?.filter(([name]) => name.toLowerCase() !== part.name) };
		case 'claim': {
			const { [part.name]: _, ...claims } = question.claims ?? {};
			return { ...question, claims };
		}
		case 'tenant':
			return { ...question, tenant: undefined };
		case 'state':
			return { ...question, state: undefined };
		case 'port':
			return { ...question, port: undefined };
		case 'host':
			return { ...question, host: undefined };
		case 'source address':
			return { ...question, sourceAddress: undefined };
	}
}
