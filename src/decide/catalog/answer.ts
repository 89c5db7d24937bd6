// Answers questions in the names of a catalog: finds the parties, makes the requests that would stand on the wire, and asks
// the manifests that the catalog compiles to. The catalog itself decides nothing here.
import type { Grant, Route, Workload } from '../../access/model.ts';
import { ExpectedError } from '../../core/expected.ts';
import { quote } from '../../core/quote.ts';
import type { ShortQuestion } from '../../questions/index.ts';
import type { HttpRequest, Request } from '../../semantics/istio/index.ts';
import { spiffeOf } from '../../traffic/principal.ts';
import type { Answer, Hop } from '../answer.ts';
import { answerOf } from '../exact.ts';
import { addressNote, askHop, handedOn, passes } from '../hop.ts';
import { readRequestText, type Wanted, wantedSeen, wantedText } from '../request-text.ts';
import { covers, granting } from './match.ts';
import { gatewayOf, grantsBetween, type Parties, partiesOf } from './party.ts';
import { behind, outsideOf } from './route.ts';
import type { CatalogScene } from './scene.ts';
import { type ChosenToken, kindOf, tokenFor } from './token.ts';

/** A question with everything that was found out on the way to its answer. */
export interface Inquiry {
	readonly question: ShortQuestion;
	readonly parties: Parties;
	readonly wanted: Wanted;
	/** As the receiver's policies see it: normalized, and after the route's rewrite. */
	readonly received: Wanted;
	/** Container port of the receiver. */
	readonly port: number;
	readonly grants: readonly Grant[];
	readonly token: ChosenToken;
	/** `none`: the gateway has no route to the receiver for this request. */
	readonly route: Route | 'none' | 'no gateway';
	readonly answer: Answer;
}

/** Asks; throws an ExpectedError for names that the catalog does not know and requests that cannot be made. */
export function inquire(scene: CatalogScene, question: ShortQuestion): Inquiry {
	const named = partiesOf(scene, question);
	const wanted = readRequestText(question.request);
	const gateway = gatewayOf(scene.model, named.via);
	if (gateway !== undefined && wanted.kind !== 'tcp') {
		const outside = outsideOf(
			gateway,
			named.receiver === named.via ? undefined : named.receiver,
			wantedSeen(scene.mesh, wanted),
			question.host,
		);
		const receiver = outside.route?.receiver ?? named.receiver;
		// What is said of the port is about the gateway where that is asked for, not about what stands behind it.
		const isGatewayAsked = named.receiver === named.via;
		return throughGateway(scene, question, { ...named, receiver }, wanted, outside, isGatewayAsked);
	}
	const received = wantedSeen(scene.mesh, wanted);
	const port = portAt(named.receiver, question, wanted);
	const grants = grantsBetween(scene, named);
	const token = tokenFor(scene, named, grants, received, port, question);
	const sender = named.caller.kind === 'stranger' ? named.caller.from : senderOf(named);
	const host = question.host ?? `${named.receiver.name}.${named.receiver.namespace.name}.svc.cluster.local`;
	const http = wanted.kind === 'tcp' ? undefined : httpOf(wanted, host, question, token);
	const hop = ask(scene, named.receiver, requestOf(sender, port, http, question), grants, received, port, token);
	const parts = { question, parties: named, wanted, received, port, grants, token, route: 'no gateway' } as const;
	return { ...parts, answer: answer(scene, parts, [hop], []) };
}

function throughGateway(
	scene: CatalogScene,
	question: ShortQuestion,
	parties: Parties & { readonly receiver: Workload },
	wanted: Exclude<Wanted, { kind: 'tcp' }>,
	outside: ReturnType<typeof outsideOf>,
	isGatewayAsked: boolean,
): Inquiry {
	const { receiver, via = receiver } = parties;
	const { route, host, path } = outside;
	const seen = wantedSeen(scene.mesh, wanted).path;
	// Where the route turns the path, the client sends another; else just what was asked, dots and all.
	const sent = path === seen ? wanted.path : path;
	const received: Wanted = { ...wanted, path: route === undefined ? seen : behind(path, route) };
	const isBehind = receiver !== via;
	const port = portAt(receiver, isGatewayAsked ? { ...question, port: undefined } : question, received);
	const grants = grantsBetween(scene, parties);
	const token = tokenFor(scene, parties, grants, received, port, question);
	const http = httpOf({ ...wanted, path: sent }, host, question, token);
	const isEntryAsked = isGatewayAsked && question.port !== undefined;
	const entry = isEntryAsked ? portAt(via, question, wanted) : httpPortOf(via, port);
	const first = ask(scene, via, requestOf('plaintext', entry, http, question), grants, received, port, token);
	const parts = {
		question,
		parties,
		wanted: { ...wanted, path: sent },
		received,
		port,
		grants,
		token,
		route: route ?? 'none',
	} as const;
	const turned = sent === wanted.path ? [] : [`a client outside sends it as \`${wanted.method} ${path}\` to ${host}`];
	if (!passes(first) || route === undefined || !isBehind) {
		const nowhere =
			passes(first) && route === undefined ? ['no route of the gateway leads anywhere for this request'] : [];
		return { ...parts, answer: answer(scene, parts, [first], [...turned, ...nowhere]) };
	}
	const given = handedOn(http, first.decision);
	// Who connects is the gateway, from an address of its own.
	const { sourceAddress, ...behindIt } = question;
	const handed = requestOf(spiffeOf(via.principal), port, { ...given, path: behind(given.path, route) }, behindIt);
	const hidden = sourceAddress === undefined ? [] : [addressNote(receiver.name, via.name)];
	const second = ask(scene, receiver, handed, grants, received, port, token);
	return { ...parts, answer: answer(scene, parts, [first, second], [...turned, ...hidden]) };
}

function answer(
	scene: CatalogScene,
	parts: Omit<Inquiry, 'answer'>,
	hops: readonly Hop[],
	notes: readonly string[],
): Answer {
	const { question, parties, wanted, token } = parts;
	const asked = {
		id: question.id,
		from: `${parties.caller.name}${parties.via === undefined || parties.via === parties.receiver ? '' : ` via ${parties.via.name}`}`,
		request: `${wantedText(wanted)}${tokenText(token, question)}`,
		to: parties.receiver.name,
	};
	return { ...answerOf(scene, asked, hops, [...notes, ...token.notes]), environment: scene.model.environment };
}

function tokenText({ kind, scopes, tokens }: ChosenToken, { state = 'valid' }: ShortQuestion): string {
	const [token] = tokens;
	if (token === undefined) return ', no token';
	const word = state === 'valid' ? '' : `${state} `;
	const what = kind === 'user' ? `${word}user’s token` : kind === 'service' ? `${word}service token` : `${word}token`;
	return scopes.length === 0 ? `, ${what}` : `, ${what} with ${scopes.join(' ')}`;
}

const senderOf = ({ caller, via }: Parties): Request['from'] =>
	via !== undefined
		? spiffeOf(via.principal)
		: caller.kind === 'workload'
			? spiffeOf(caller.workload.principal)
			: 'plaintext';

const requestOf = (
	from: Request['from'],
	port: number,
	http: HttpRequest | undefined,
	{ sourceAddress }: ShortQuestion,
): Request => ({
	from,
	port,
	...(sourceAddress === undefined ? {} : { sourceAddress }),
	...(http === undefined ? {} : { http }),
});

type Http = Exclude<Wanted, { kind: 'tcp' }>;

const httpOf = (
	{ method, path }: Http,
	host: string,
	{ headers = [] }: ShortQuestion,
	{ tokens }: ChosenToken,
): HttpRequest => ({ method, path, host, headers, tokens, external: 'agrees' });

/** The verdict of one workload's proxy, and the grant behind it where it lets the request pass. */
function ask(
	scene: CatalogScene,
	workload: Workload,
	request: Request,
	grants: readonly Grant[],
	wanted: Wanted,
	port: number,
	token: ChosenToken,
): Hop {
	const enforcer = scene.found.find(({ object }) => object === workload)?.enforcer;
	const hop = askHop(scene, workload.name, enforcer, request);
	if (hop.decision?.decision !== 'allow') return hop;
	const fitting = granting(grants, wanted, port).filter((grant) => kindOf(grant) === token.kind);
	const grant = fitting.find(({ scope }) => token.scopes.includes(scope.name)) ?? fitting[0];
	if (grant === undefined) return hop;
	const { id, origin, requested } = grant;
	return { ...hop, grant: { id, origin, requested } };
}

/** The port of a gateway at which it takes HTTP: all that do are alike. */
const httpPortOf = ({ ports }: Workload, otherwise: number): number =>
	ports.find(({ protocol }) => protocol !== 'tcp')?.targetPort ?? otherwise;

/** The container port: as asked, by name or number, else the one whose operations cover the request, else the only one that could. */
function portAt(receiver: Workload, { port }: ShortQuestion, wanted: Wanted): number {
	const { ports, name } = receiver;
	const known = ports.map((one) => `\`${one.name}\` ${one.port}`).join(', ');
	if (port !== undefined) {
		const said =
			ports.find((one) => one.name === port || one.port === port) ?? ports.find((one) => one.targetPort === port);
		if (said !== undefined) return said.targetPort;
		if (typeof port === 'number') return port;
		throw new ExpectedError(`${quote(name)} has no port ${quote(port)}`, `there is ${known}`);
	}
	if (ports.length === 0)
		throw new ExpectedError(`${quote(name)} has no port: nobody can call it`, 'ask about another receiver');
	const kinds = wanted.kind === 'tcp' ? ['tcp'] : wanted.kind === 'grpc' ? ['grpc', 'http'] : ['http', 'grpc'];
	for (const kind of kinds) {
		const [only, ...others] = ports.filter(({ protocol }) => protocol === kind);
		if (only !== undefined && others.length === 0) return only.targetPort;
		if (only !== undefined)
			throw new ExpectedError(`${quote(name)} has several ports that could be meant`, `add \`--port\`: ${known}`);
	}
	const [first] = ports;
	return first?.targetPort ?? 0;
}

/** True when any operation of the receiver covers the request at this port. */
export const isOffered = (scene: CatalogScene, { parties, received, port }: Inquiry): boolean =>
	scene.model.scopes.some(
		({ receiver, operations }) =>
			receiver === parties.receiver && operations.some((one) => covers(one, receiver, received, port)),
	);
