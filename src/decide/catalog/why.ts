// Why a catalog refuses a request: first what the proxy itself says refused it, then the grants. Sentences without a full stop.
import { unreachable } from '../../core/invariant.ts';
import { quoteList } from '../../core/quote.ts';
import { type Operation, printOperation } from '../../traffic/operation.ts';
import { wantedText } from '../request-text.ts';
import { type Inquiry, isOffered } from './answer.ts';
import { granting } from './match.ts';
import { gatewayOf } from './party.ts';
import { leadsElsewhere } from './route.ts';
import type { CatalogScene } from './scene.ts';
import type { Part, Shed } from './shed.ts';
import { kindOf } from './token.ts';

/** The refusal of the last proxy that was asked. */
export function refusedBecause({ answer }: Inquiry) {
	const decision = answer.hops.at(-1)?.decision;
	return decision?.decision === 'deny' ? decision.because : undefined;
}

/** Why, where a part of the question stands in its own way. */
export function whyShed(scene: CatalogScene, inquiry: Inquiry, { parts, passing }: Shed): string {
	const because = refusedBecause(inquiry);
	const { tenancy } = scene.model;
	const guarded = tenancy.kind === 'claim' ? tenancy.header : undefined;
	const isGuarded = parts.some((part) => part.kind === 'header' && part.name === guarded?.toLowerCase());
	const differing = parts.map((part) => differenceText(scene, inquiry, passing, part)).join(', and ');
	switch (because?.step) {
		case 'deny':
			return isGuarded && guarded !== undefined
				? `only a proxy may write the header \`${guarded}\`, and the request brings it`
				: `AuthorizationPolicy ${because.policy} denies it: ${differing}`;
		case 'http':
			return because.what;
		case 'token': {
			const { state } = inquiry.question;
			const isState = parts.length === 1 && parts[0]?.kind === 'state';
			return isState ? `the token is ${stateWords[state ?? 'valid']}` : `the token ${because.what}: ${differing}`;
		}
		default:
			return parts.some(isOfToken) ? `the token is another than was granted: ${differing}` : differing;
	}
}

const isOfToken = ({ kind }: Part): boolean => kind === 'claim' || kind === 'tenant';

const stateWords = {
	valid: 'valid',
	expired: 'expired',
	'not-yet-valid': 'not valid yet',
	'wrong-signature': 'signed by a key that is not the issuer’s',
	unreadable: 'no JWT',
} as const;

/** What one part says, and what it says where the request passes. */
function differenceText(scene: CatalogScene, inquiry: Inquiry, passing: Inquiry, part: Part): string {
	const { question } = inquiry;
	switch (part.kind) {
		case 'header':
			return `the request brings the header \`${part.name}\``;
		case 'claim':
			return claimText(part.name, claimOf(inquiry, part.name), claimOf(passing, part.name));
		case 'tenant': {
			const { tenancy } = scene.model;
			const name = tenancy.kind === 'claim' ? tenancy.claim : 'tenant';
			return claimText(name, question.tenant, claimOf(passing, name));
		}
		case 'state':
			return `it is ${stateWords[question.state ?? 'valid']}`;
		case 'port':
			return `the request goes to port ${question.port}, not ${portOf(passing)}`;
		case 'host':
			return `the request is for the host \`${question.host}\`, not \`${hostOf(passing)}\``;
		case 'source address':
			return `it comes from ${question.sourceAddress}`;
		default:
			return unreachable(part);
	}
}

function claimText(name: string, is: unknown, due: unknown): string {
	const has =
		is === undefined || is === null ? `the token has no \`${name}\`` : `its \`${name}\` is \`${valueText(is)}\``;
	if (due === undefined) return `${has}, and it may have none`;
	return is === undefined || is === null
		? `${has}, which is \`${valueText(due)}\``
		: `${has}, not \`${valueText(due)}\``;
}

/** The port of whom the question names, by name and number, as its Service has it. */
export function portOf({ parties: { receiver, via }, question, port, answer }: Inquiry): string {
	const isGatewayAsked = via !== undefined && question.to === via.name;
	const asked = isGatewayAsked ? answer.hops[0]?.request.port : port;
	const known = (isGatewayAsked ? via : receiver).ports.find(({ targetPort }) => targetPort === asked);
	return known === undefined ? String(asked) : `\`${known.name}\` ${known.port}`;
}

/** The claim in the request's token; undefined without it. */
export const claimOf = ({ token }: Inquiry, name: string): unknown => token.tokens[0]?.claims?.[name];

/** The host that the request asks for; empty on TCP. */
export const hostOf = ({ answer }: Inquiry): string => answer.hops[0]?.request.http?.host ?? '';

/** A claim's value as it is written; a list of one like the one. */
export function valueText(value: unknown): string {
	if (typeof value === 'string') return value;
	const [only, ...others] = Array.isArray(value) ? value : [];
	return typeof only === 'string' && others.length === 0 ? only : JSON.stringify(value);
}

/** Why, in the catalog's terms: nothing offers it, nobody granted it, or the token is not the one that was granted. */
export function whyNotGranted(scene: CatalogScene, inquiry: Inquiry): string {
	const { parties, received, port, grants, token, route } = inquiry;
	const { caller, receiver, via } = parties;
	const what = `\`${wantedText(received)}\``;
	const who = via === undefined ? `\`${caller.name}\`` : `\`${caller.name}\` via \`${via.name}\``;
	if (receiver.kind === 'gateway') return closedGateway(receiver.name);
	if (route === 'none') return whyNoRoute(scene, inquiry);
	if (!isOffered(scene, inquiry)) return `no scope of \`${receiver.name}\` offers ${what}`;
	const fitting = granting(grants, received, port);
	if (fitting.length === 0) return `\`${receiver.name}\` offers ${what}, and nobody granted it to ${who}`;
	const asked = fitting.map((grant) =>
		kindOf(grant) === 'none' ? 'no token' : `a ${kindOf(grant)} token with \`${grant.scope.name}\``,
	);
	const carried =
		token.tokens.length === 0
			? 'no token'
			: token.scopes.length === 0
				? `a ${token.kind} token without a scope of it`
				: `a ${token.kind} token with \`${token.scopes.join(' ')}\``;
	return `${who} is granted this with ${asked.join(' or ')}, and the request carries ${carried}`;
}

function whyNoRoute({ model }: CatalogScene, { parties: { via, receiver }, received, question }: Inquiry): string {
	const gateway = gatewayOf(model, via);
	const path = received.kind === 'tcp' ? '' : received.path;
	const other = gateway === undefined ? undefined : leadsElsewhere(gateway, path, question.host);
	return other === undefined
		? `no route of \`${via?.name}\` leads to \`${receiver.name}\` for this path`
		: `\`${via?.name}\` leads this path to \`${other.name}\`, not to \`${receiver.name}\``;
}

/** Why a gateway refuses what nothing behind it asks for. */
export const closedGateway = (name: string): string =>
	`\`${name}\` lets no request through that no route and grant asks for`;

/** Why somebody without an identity is refused where the port asks for none. */
export function whyNotOpen({ model }: CatalogScene, { parties: { receiver }, port }: Inquiry): string {
	const declared = model.plaintext.filter(({ workload }) => workload === receiver).flatMap((one) => one.operations);
	const probed = receiver.probes.kind === 'direct' ? receiver.probes.operations : [];
	const isHere = (operation: Operation) =>
		receiver.ports.find(({ name }) => name === operation.port)?.targetPort === port;
	const open = [...declared, ...probed].filter(isHere).map(printOperation);
	const what = open.length === 0 ? 'nothing' : `${quoteList(open, 'and')} alone`;
	return `without an identity, \`${receiver.name}\` answers ${what}`;
}
