// Why a catalog refuses a request, and what would help: another token, a change of the catalog, or nothing. Whatever is
// proposed has been tried: compiled anew, checked, and asked again.

import type { CatalogData } from '../../catalog/index.ts';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { unreachable } from '../../core/invariant.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import type { Refusal, Remedy } from '../answer.ts';
import { wantedText } from '../request-text.ts';
import { type Inquiry, inquire, isOffered } from './answer.ts';
import { changesFor } from './change.ts';
import { granting } from './match.ts';
import { spiffe } from './party.ts';
import type { CatalogScene } from './scene.ts';
import { kindOf, usualKind } from './token.ts';

/** Compiles a changed catalog: its scene in the same environment, or what is wrong with it. */
export type Compile = (
	data: CatalogData,
) => { readonly scene: CatalogScene } | { readonly errors: readonly Diagnostic[] };

/** The refusal of an inquiry that was answered by `deny`. */
export function refusalOf(scene: CatalogScene, inquiry: Inquiry, compile: Compile): Refusal {
	const barred = barOf(scene, inquiry);
	if (barred !== undefined) return { why: barred.why, remedy: { kind: 'none', because: barred.because } };
	return { why: whyOf(scene, inquiry), remedy: otherToken(scene, inquiry) ?? otherCatalog(scene, inquiry, compile) };
}

interface Bar {
	readonly why: string;
	readonly because: string;
}

/** What no change of the catalog's grants could mend. */
function barOf(scene: CatalogScene, { parties, question, routed, token }: Inquiry): Bar | undefined {
	const { caller, receiver, via } = parties;
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
		return { why, because: 'a disabled part has no grants; take `disabled` away to give them back' };
	}
	if (caller.kind === 'stranger') return strangerBar(scene, caller.from, receiver.name);
	if (question.state !== undefined && question.state !== 'valid' && token.tokens.length > 0) {
		const why = `the token is ${stateWords[question.state]}`;
		return { why, because: 'a proxy verifies a token before any grant counts' };
	}
	if (receiver.kind === 'gateway' && routed === false) return undefined;
	if (!routed) {
		const gateway = via ?? receiver;
		const routes = scene.model.gateways.find(({ workload }) => workload === gateway)?.routes ?? [];
		const leading = routes
			.filter((route) => route.receiver === receiver)
			.map(({ prefix }) => `\`/${prefix.join('/')}\``);
		const why = `no route of \`${gateway.name}\` leads to \`${receiver.name}\` for this path`;
		const because =
			leading.length === 0
				? `a grant needs a route before it: add one to \`routes\` of \`${gateway.name}\``
				: `its routes to \`${receiver.name}\` begin with ${leading.join(', ')}`;
		return { why, because };
	}
	return undefined;
}

const stateWords = {
	expired: 'expired',
	'not-yet-valid': 'not valid yet',
	'wrong-signature': 'signed by a key that is not the issuer’s',
	unreadable: 'no JWT',
} as const;

function strangerBar({ model }: CatalogScene, from: string, receiver: string): Bar {
	if (from === 'plaintext' || from === 'tls') {
		const what = from === 'plaintext' ? 'a request in plaintext' : 'TLS without a client certificate';
		return {
			why: `${what} has no identity, and \`${receiver}\` asks for mutual TLS`,
			because:
				'a grant is given to an identity; a `plaintext` exception, with an owner and an end, is the only other way',
		};
	}
	const known = model.workloads.map(({ principal }) => spiffe(principal));
	const [, trustDomain] = /^spiffe:\/\/([^/]*)/.exec(from) ?? [];
	if (trustDomain !== model.mesh.trustDomain) {
		return {
			why: `\`${from}\` is of another trust domain than \`${model.mesh.trustDomain}\``,
			because: 'a certificate of another mesh is refused before any grant counts',
		};
	}
	const tail = (text: string) => text.replace(/^.*\/ns\//, '');
	const near = nearest(tail(from), known.map(tail)).map((one) => `spiffe://${model.mesh.trustDomain}/ns/${one}`);
	const help = didYouMean(near, 'declare the service with its namespace and service account first');
	return {
		why: `no service of the catalog has the identity \`${from}\``,
		because: `a grant is given to a service of the catalog; ${help}`,
	};
}

/** Why, in the catalog's terms: nothing offers it, nobody granted it, or the token is not the one that was granted. */
function whyOf(scene: CatalogScene, inquiry: Inquiry): string {
	const { parties, received, port, grants, token } = inquiry;
	const { caller, receiver, via } = parties;
	const what = `\`${wantedText(received)}\``;
	const who = via === undefined ? `\`${caller.name}\`` : `\`${caller.name}\` via \`${via.name}\``;
	if (receiver.kind === 'gateway')
		return `\`${receiver.name}\` lets no request through that no route and grant asks for`;
	if (!isOffered(scene, inquiry)) return `no scope of \`${receiver.name}\` offers ${what}`;
	const fitting = granting(grants, received, port);
	if (fitting.length === 0) return `\`${receiver.name}\` offers ${what}, and nobody granted it to ${who}`;
	const asked = fitting.map((grant) =>
		`a ${kindOf(grant)} token with \`${grant.scope.name}\``.replace('a none token with', 'no token for'),
	);
	const carried =
		token.tokens.length === 0
			? 'no token'
			: token.scopes.length === 0
				? `a ${token.kind} token without a scope of it`
				: `a ${token.kind} token with \`${token.scopes.join(' ')}\``;
	return `${who} is granted this with ${asked.join(' or ')}, and the request carries ${carried}`;
}

/** The same request with the token that the catalog grants for it. */
function otherToken(scene: CatalogScene, { grants, received, port, question }: Inquiry): Remedy | undefined {
	for (const grant of granting(grants, received, port)) {
		const kind = kindOf(grant) ?? 'none';
		const { claims: _, scopes: __, tenant: ___, ...rest } = question;
		const again = inquire(scene, { ...rest, token: kind, ...(kind === 'none' ? {} : { scopes: [grant.scope.name] }) });
		if (again.answer.verdict !== 'allow') continue;
		const what =
			kind === 'none'
				? 'send no token'
				: `send a ${kind === 'user' ? 'user’s' : 'service'} token with scope \`${grant.scope.name}\` for \`${grant.scope.audience}\`${tenantText(grant.tenant)}`;
		return { kind: 'token', what, grant: grant.id, origin: grant.origin };
	}
	return undefined;
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
		const question = { ...inquiry.question, token: kind, scopes: wider };
		if (inquire(compiled.scene, question).answer.verdict !== 'allow') continue;
		const besides = [
			...(kind === inquiry.token.kind ? [] : [`send a ${kind === 'user' ? 'user’s' : kind} token`]),
			...(wider === scopes ? [] : [`ask for the scope \`${change.scope}\`, too`]),
		];
		return { kind: 'change', edits: change.edits, besides: besides.join(' and ') };
	}
	if (refusedBy !== undefined) return { kind: 'none', because: `it alone would make the catalog wrong: ${refusedBy}` };
	const because =
		changes.length === 0
			? 'a gateway lets in what the grants behind it ask for, so ask for a service behind it'
			: 'an entry in `callers` and one in `calls` would not be enough';
	return { kind: 'none', because };
}

/** As it was asked; and where the question left it open, with the token that such a caller usually has. */
function attempts(scene: CatalogScene, inquiry: Inquiry): readonly Inquiry[] {
	const kind = usualKind(scene, inquiry.parties);
	if (inquiry.question.token !== undefined || kind === inquiry.token.kind) return [inquiry];
	return [inquiry, inquire(scene, { ...inquiry.question, token: kind })];
}
