// Asks about one call, and puts the answer into words. The verdict is that of the manifests (`decide`); the token is the one
// that the realm gives.

import { type Answer, answerExact, answerOnManifests, type Hop, inquire, refusalOf } from '../decide/index.ts';
import type { ShortQuestion } from '../questions/index.ts';
import { renderAnswer } from '../report/index.ts';
import type { Enforcer, Request } from '../semantics/istio/index.ts';
import { type Access, layout, type ManifestAccess } from './access.ts';
import type { Call, ManifestCall } from './call.ts';
import { clearly } from './clearly.ts';
import type { Held } from './tokens.ts';

export interface Told {
	readonly answer: Answer;
	/** Why the call cannot be made although no policy refuses it: no such token, no route. */
	readonly lacking: string | undefined;
	/** The whole answer, with the policy, the catalog's line, and what would help. */
	readonly text: () => string;
}

/** Throws for names that are not there, calls that cannot be made, and answers that are in doubt: none of them is a verdict. */
export function ask(access: Access | ManifestAccess, call: Call | ManifestCall): Told {
	const told = clearly(() => (access.kind === 'catalog' ? askCatalog(access, call) : askManifests(access, call)));
	return decided(told);
}

/** The answer of one proxy to one request, written out in full. */
export function askExactly(access: Access, at: Enforcer | string, request: Request): Told {
	const question = { kind: 'exact', id: undefined, manifests: undefined, mesh: {}, enforcer: at, request } as const;
	const answer = clearly(() => answerExact(access.scene, question));
	return decided({ answer, lacking: undefined, text: () => textOf(access, answer) });
}

/** The whole answer of one proxy, for an example that was found. */
export function exampleText(access: Access | ManifestAccess, at: string, request: Request): string {
	const question = { kind: 'exact', id: undefined, manifests: undefined, mesh: {}, enforcer: at, request } as const;
	return textOf(access, answerExact(access.scene, question));
}

function decided(told: Told): Told {
	if (told.answer.verdict !== 'undecided') return told;
	throw new Error(`nobody knows whether this is allowed, so it is neither\n\n${told.text()}`);
}

function askCatalog(access: Access, call: Call): Told {
	const { scene } = access;
	const question = questionOf(call);
	const plain = inquire(scene, question);
	const held = heldFor(access, plain);
	const given = held?.kind === 'token' ? held.claims : undefined;
	const { tenancy } = access.model;
	const asked = tenancy.kind === 'claim' && call.tenant !== undefined ? { [tenancy.claim]: call.tenant } : {};
	const claims = given === undefined ? undefined : overlaid(plain, given, { ...asked, ...call.claims });
	const inquiry = claims === undefined ? plain : inquire(scene, { ...question, claims });
	const { answer } = inquiry;
	const route = inquiry.route === 'none' ? 'no route of the gateway leads there' : undefined;
	const other = Object.keys(asked).find((name) => given !== undefined && given[name] !== call.tenant);
	const unmade = held?.kind === 'none' ? held.why : undefined;
	const why =
		other === undefined ? unmade : `Keycloak gives it the tenant \`${given?.[other] ?? 'none'}\`, not this one`;
	// A test that says itself what the token holds is about the mesh alone.
	const token = call.claims === undefined ? why : undefined;
	const text = (): string => {
		// A change of the catalog gives another token, so the one of today must not be held fast where help is tried.
		const refused = plain.answer.verdict === 'deny' ? plain : inquiry;
		const refusal = answer.verdict === 'deny' ? refusalOf(scene, refused, access.compile) : undefined;
		return textOf(access, { ...answer, refusal, notes: [...answer.notes, ...(token === undefined ? [] : [token])] });
	};
	return { answer, lacking: route ?? token, text };
}

/** The token that the realm gives for the question; undefined where none is sent. */
function heldFor({ wallet, model }: Access, { token }: ReturnType<typeof inquire>): Held | undefined {
	const [sent] = token.tokens;
	const client = sent?.claims?.azp;
	if (typeof client !== 'string' || (token.kind !== 'service' && token.kind !== 'user')) return undefined;
	const tenant = model.tenancy.kind === 'claim' ? sent?.claims?.[model.tenancy.claim] : undefined;
	return wallet({
		client,
		kind: token.kind,
		scopes: token.scopes,
		tenant: typeof tenant === 'string' ? tenant : undefined,
	});
}

/** What was taken for granted of the token gives way to what the realm puts there, and that to the test's own words. */
function overlaid(
	{ token }: ReturnType<typeof inquire>,
	minted: Readonly<Record<string, unknown>>,
	own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
	const assumed = Object.keys(token.tokens[0]?.claims ?? {}).map((name) => [name, null] as const);
	return { ...Object.fromEntries(assumed), ...minted, ...own };
}

function askManifests(access: ManifestAccess, call: ManifestCall | Call): Told {
	const answer = answerOnManifests(access.scene, questionOf(call));
	return { answer, lacking: undefined, text: () => textOf(access, answer) };
}

function questionOf(call: Call | ManifestCall): ShortQuestion {
	const { as, scopes, via, tenant }: Partial<Call> = call;
	const { token, headers, from, to, request, port, host, sourceAddress, claims } = call;
	return {
		kind: 'short',
		id: undefined,
		manifests: undefined,
		mesh: {},
		from,
		to,
		request,
		port,
		host,
		sourceAddress,
		claims,
		state: token,
		headers: headers === undefined ? undefined : Object.entries(headers),
		via,
		tenant,
		scopes,
		token: as === undefined ? undefined : as === 'service' || as === 'user' ? as : 'none',
	};
}

function textOf(access: Access | ManifestAccess, answer: Answer): string {
	const places =
		access.kind === 'catalog'
			? { manifestPlace: ({ file }: { readonly file: string }) => file, catalogPlace: access.catalogPlace }
			: { manifestPlace: access.manifestPlace, catalogPlace: access.manifestPlace };
	return renderAnswer(answer, { ...layout, ...places });
}

/** The proxy that refused; undefined where none did. */
export const refusingHop = ({ hops }: Answer): Hop | undefined =>
	hops.find(({ decision }) => decision?.decision === 'deny');
