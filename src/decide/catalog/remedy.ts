// Why a catalog refuses a request, and what would help: another request, another token, a change of the catalog, or nothing.
// What refused is looked at first, so that no grant is blamed for a header. Whatever is proposed has been tried: asked again,
// or compiled anew, proved, and asked again.

import type { CatalogData } from '../../catalog/index.ts';
import { unreachable } from '../../core/invariant.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import type { ShortQuestion } from '../../questions/index.ts';
import { spiffeOf } from '../../traffic/principal.ts';
import type { Refusal, Remedy } from '../answer.ts';
import { type Inquiry, inquire } from './answer.ts';
import { changesFor } from './change.ts';
import { granting } from './match.ts';
import type { Tried } from './proved.ts';
import type { CatalogScene } from './scene.ts';
import { type Part, type Shed, shed } from './shed.ts';
import { kindOf, type TokenKind, usualKind } from './token.ts';
import {
	claimOf,
	closedGateway,
	hostOf,
	portOf,
	refusedBecause,
	valueText,
	whyNotGranted,
	whyNotOpen,
	whyShed,
} from './why.ts';

/** Compiles a changed catalog: its scene in the same environment if all of it is proved, else what is wrong with it. */
export type Compile = (data: CatalogData) => Tried;

/** The refusal of an inquiry that was answered by `deny`. Without `compile` no change of the catalog is tried. */
export function refusalOf(scene: CatalogScene, inquiry: Inquiry, compile: Compile | undefined): Refusal {
	const off = disabledPart(scene, inquiry);
	if (off !== undefined) return off;
	const less = shed(scene, inquiry.question);
	if (less !== undefined) {
		return { why: whyShed(scene, inquiry, less), remedy: requestRemedy(scene, less.passing, less.parts) };
	}
	const barred = barOf(scene, inquiry);
	if (barred !== undefined) return barred;
	const why = whyNotGranted(scene, inquiry);
	const remedy = otherToken(scene, inquiry);
	if (remedy !== undefined) return { why, remedy };
	return { why, remedy: compile === undefined ? { kind: 'not-tried' } : otherCatalog(scene, inquiry, compile) };
}

const barred = (why: string, because: string): Refusal => ({ why, remedy: { kind: 'none', because } });

function disabledPart(scene: CatalogScene, { parties: { caller, receiver, via } }: Inquiry): Refusal | undefined {
	const off = [
		receiver,
		via,
		caller.kind === 'workload' ? caller.workload : undefined,
		caller.kind === 'client' ? caller.client : undefined,
	];
	for (const part of off) {
		if (part?.state.kind !== 'disabled') continue;
		const name = 'name' in part ? part.name : part.id;
		const why = `\`${name}\` is disabled in ${scene.model.environment}: ${part.state.because}`;
		return barred(why, 'a disabled part has no grants; take `disabled` away to give them back');
	}
	return undefined;
}

/** What no change of the catalog's grants could mend. */
function barOf(scene: CatalogScene, inquiry: Inquiry): Refusal | undefined {
	const because = refusedBecause(inquiry);
	const { caller } = inquiry.parties;
	switch (because?.step) {
		case 'http':
			return barred(because.what, 'a proxy refuses it before any grant counts, so the request must be another');
		case 'external':
		case 'external-unusable':
			return barred(
				`AuthorizationPolicy ${because.policy} asks the authorizer \`${because.provider}\``,
				'what it refuses is refused before any grant counts',
			);
		case 'deny':
			return barred(
				`AuthorizationPolicy ${because.policy} denies it`,
				'a DENY rule counts before every grant; mend the rule, or the patch that makes it',
			);
		default:
			return caller.kind === 'stranger' ? strangerBar(scene, inquiry, caller.from) : undefined;
	}
}

function strangerBar(scene: CatalogScene, inquiry: Inquiry, from: string): Refusal {
	const { model } = scene;
	const { receiver } = inquiry.parties;
	if (from === 'plaintext' || from === 'tls') {
		if (receiver.kind === 'gateway') return barred(closedGateway(receiver.name), askBehind);
		const what = from === 'plaintext' ? 'a request in plaintext' : 'TLS without a client certificate';
		const isClosed = refusedBecause(inquiry)?.step === 'mutual-tls';
		return barred(
			isClosed ? `${what} has no identity, and \`${receiver.name}\` asks for mutual TLS` : whyNotOpen(scene, inquiry),
			'a grant is given to an identity; a `plaintext` exception, with an owner and an end, is the only other way',
		);
	}
	const known = model.workloads.map(({ principal }) => spiffeOf(principal));
	if (refusedBecause(inquiry)?.step === 'trust-domain') {
		return barred(
			`\`${from}\` is of another trust domain than \`${model.mesh.trustDomain}\``,
			'a certificate of another mesh is refused before any grant counts',
		);
	}
	const tail = (text: string) => text.replace(/^.*\/ns\//, '');
	const near = nearest(tail(from), known.map(tail)).map((one) => `spiffe://${model.mesh.trustDomain}/ns/${one}`);
	const help = didYouMean(near, 'declare the service with its namespace and service account first');
	return barred(
		`no service of the catalog has the identity \`${from}\``,
		`a grant is given to a service of the catalog; ${help}`,
	);
}

const askBehind = 'a gateway lets in what the grants behind it ask for, so ask for a service behind it';

/** The request as it passes: without these parts of the question, or with another token. */
function requestRemedy(scene: CatalogScene, passing: Inquiry, parts: readonly Part[], token?: string): Remedy {
	const what = [...(token === undefined ? [] : [token]), ...parts.map((part) => partText(scene, passing, part))];
	const grant = passing.answer.hops.at(-1)?.grant;
	return {
		kind: 'request',
		what: what.join(', and '),
		grant: grant === undefined ? undefined : { id: grant.id, origin: grant.origin },
	};
}

function partText(scene: CatalogScene, passing: Inquiry, part: Part): string {
	const claimText = (name: string): string => {
		const due = claimOf(passing, name);
		if (passing.token.tokens.length === 0) return `say nothing of \`${name}\``;
		return due === undefined
			? `send a token without \`${name}\``
			: `send a token whose \`${name}\` is \`${valueText(due)}\``;
	};
	switch (part.kind) {
		case 'header':
			return `leave the header \`${part.name}\` out`;
		case 'claim':
			return claimText(part.name);
		case 'tenant':
			return claimText(scene.model.tenancy.kind === 'claim' ? scene.model.tenancy.claim : 'tenant');
		case 'state':
			return 'send a valid token';
		case 'port':
			return `ask for port ${portOf(passing)}`;
		case 'host':
			return `ask for the host \`${hostOf(passing)}\``;
		case 'source address':
			return 'connect from another address';
		default:
			return unreachable(part);
	}
}

/** The same request with the token that the catalog grants for it. */
function otherToken(scene: CatalogScene, { grants, received, port, question }: Inquiry): Remedy | undefined {
	for (const grant of granting(grants, received, port)) {
		const kind = kindOf(grant) ?? 'none';
		const passing = passingOf(scene, withToken(question, kind, [grant.scope.name]));
		if (passing === undefined) continue;
		const what =
			kind === 'none'
				? 'send no token'
				: `send a ${kind === 'user' ? 'user’s' : 'service'} token with scope \`${grant.scope.name}\` for \`${grant.scope.audience}\`${tenantText(grant.tenant)}`;
		return requestRemedy(scene, passing.passing, passing.parts, what);
	}
	return undefined;
}

/** With a token of this kind; without one there is nothing to say of it. */
function withToken(question: ShortQuestion, token: TokenKind, scopes: ShortQuestion['scopes']): ShortQuestion {
	const { claims: _, tenant: __, state: ___, scopes: ____, ...bare } = question;
	return token === 'none' ? { ...bare, token } : { ...question, token, scopes };
}

/** As it is asked, else with the least left out. */
function passingOf(scene: CatalogScene, question: ShortQuestion): Shed | undefined {
	const inquiry = inquire(scene, question);
	return inquiry.answer.verdict === 'allow' ? { parts: [], passing: inquiry } : shed(scene, question);
}

function tenantText(tenant: Inquiry['grants'][number]['tenant']): string {
	switch (tenant.kind) {
		case 'fixed':
			return ` and the tenant \`${tenant.tenant}\``;
		case 'any-claimed':
			return ' and a tenant';
		case 'none':
		case 'crossing':
			return '';
		default:
			return unreachable(tenant);
	}
}

function otherCatalog(scene: CatalogScene, inquiry: Inquiry, compile: Compile): Remedy {
	const changes = attempts(scene, inquiry).flatMap((attempt) =>
		changesFor(scene, attempt).map((change) => ({ change, kind: attempt.token.kind })),
	);
	let refusedBy: string | undefined;
	for (const { change, kind } of changes) {
		const compiled = compile(change.data);
		if ('errors' in compiled) {
			const [first] = compiled.errors;
			refusedBy ??= first === undefined ? undefined : `${first.message} (${first.code})`;
			continue;
		}
		const { scopes } = inquiry.question;
		const wider = scopes === undefined || scopes.includes(change.scope) ? scopes : [...scopes, change.scope];
		const passing = passingOf(compiled.scene, withToken(inquiry.question, kind, wider));
		if (passing === undefined) continue;
		const besides = [
			...(kind === inquiry.token.kind ? [] : [`send a ${kind === 'user' ? 'user’s' : kind} token`]),
			...(wider === scopes ? [] : [`ask for the scope \`${change.scope}\`, too`]),
			...passing.parts.map((part) => partText(scene, passing.passing, part)),
		];
		return { kind: 'change', edits: change.edits, besides: besides.join(' and ') };
	}
	if (refusedBy !== undefined)
		return { kind: 'not-found', because: `what was tried makes the catalog wrong: ${refusedBy}` };
	if (changes.length > 0)
		return { kind: 'not-found', because: 'entries in `callers` and `calls` were tried, and are not enough' };
	const { parties, route } = inquiry;
	if (parties.receiver.kind === 'gateway') return { kind: 'none', because: askBehind };
	return { kind: 'not-found', because: route === 'none' ? routesText(scene, inquiry) : 'none was found to try' };
}

function routesText({ model }: CatalogScene, { parties: { via, receiver } }: Inquiry): string {
	const routes = model.gateways.find(({ workload }) => workload === via)?.routes ?? [];
	const leading = routes.filter((route) => route.receiver === receiver).map(({ prefix }) => `\`/${prefix.join('/')}\``);
	return leading.length === 0
		? `a grant needs a route before it: add one to \`routes\` of \`${via?.name}\``
		: `the routes of \`${via?.name}\` to \`${receiver.name}\` begin with ${leading.join(', ')}`;
}

/** As it was asked; and where the question left it open, with the token that such a caller usually has. */
function attempts(scene: CatalogScene, inquiry: Inquiry): readonly Inquiry[] {
	const kind = usualKind(scene, inquiry.parties);
	if (inquiry.question.token !== undefined || kind === inquiry.token.kind) return [inquiry];
	return [inquiry, inquire(scene, withToken(inquiry.question, kind, inquiry.question.scopes))];
}
