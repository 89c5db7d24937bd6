// Answers exact questions, and short ones about manifests.
import { ExpectedError } from '../core/expected.ts';
import { quote } from '../core/quote.ts';
import type { ExactQuestion, ShortQuestion } from '../questions/index.ts';
import { doubtsIn, type Enforcer, type Problem, type Request } from '../semantics/istio/index.ts';
import { type Found, fullNameOf, type Meant, meantBy, type Namer } from '../semantics/istio/surroundings/index.ts';
import { spiffeOf } from '../traffic/principal.ts';
import type { Answer, Hop } from './answer.ts';
import { addressNote, askHop, handedOn, passes } from './hop.ts';
import { checkNoToken } from './no-token.ts';
import { readRequestText, type Wanted, wantedText } from './request-text.ts';
import type { Scene } from './scene.ts';

/** The answer to an exact question; throws an ExpectedError for a proxy that is not there. `namer`: of whose names. */
export function answerExact(scene: Scene, question: ExactQuestion, namer: Namer = 'manifests'): Answer {
	const { enforcer, request, id } = question;
	if (typeof enforcer === 'string') {
		const all = meantBy(scene.found, enforcer, namer);
		const asked = { id, from: request.from, request: requestText(request), to: enforcer };
		return together(all, (found) => {
			const hop = askHop(scene, enforcer, found.enforcer, request);
			return answerOf(scene, asked, [hop], [...scene.assumptions, ...found.assumptions]);
		});
	}
	const to = enforcerText(enforcer);
	const hop = askHop(scene, to, enforcer, request);
	const open = scene.problemsAt(enforcer).map(problemText);
	return answerOf(scene, { id, from: request.from, request: requestText(request), to }, [hop], [], open);
}

/** The answer to a question in short words about manifests; throws an ExpectedError for what cannot be asked. */
export function answerOnManifests(scene: Scene, question: ShortQuestion): Answer {
	checkForManifests(question);
	const wanted = readRequestText(question.request);
	return together(meantBy(scene.found, question.to, 'manifests'), (found) => answerAt(scene, question, wanted, found));
}

/**
 * One answer about all pods that a name means, since each request to a Service reaches one of them: the worst of theirs,
 * which says of the others what they do.
 */
function together(all: Meant, answerFor: (found: Found) => Answer): Answer {
	const answers = all.map((found) => ({
		name: `${found.kind.toLowerCase()}/${fullNameOf(found)}`,
		...answerFor(found),
	}));
	const [worst = answerFor(all[0]), ...others] = answers.toSorted((a, b) => badness[b.verdict] - badness[a.verdict]);
	if (others.length === 0 || !('name' in worst)) return worst;
	const { name, ...answer } = worst;
	const said = others.map((other) => `\`${other.name}\` ${verdictWords[other.verdict]}`);
	return { ...answer, notes: [`this is about \`${name}\`; ${said.join(', ')}`, ...answer.notes] };
}

const badness = { allow: 0, deny: 1, undecided: 2 } as const;
const verdictWords = { allow: 'lets it pass', deny: 'refuses it', undecided: 'is undecided' } as const;

function answerAt(scene: Scene, question: ShortQuestion, wanted: Wanted, found: Found): Answer {
	const waypoint = scene.found.find((one) => fullNameOf(one) === found.waypoint);
	const port = portOf(found, question, wanted);
	const from = question.from as Request['from'];
	const { sourceAddress } = question;
	const request: Request = {
		from,
		port: port.enforced,
		...(wanted.kind === 'tcp' ? {} : { http: httpOf(question, wanted, found) }),
	};
	const address = sourceAddress === undefined ? {} : { sourceAddress };
	const notes = [...scene.assumptions, ...found.assumptions];
	const bare = request.http?.tokens.length === 0 ? ', no token' : '';
	const asked = { id: question.id, from, request: `${wantedText(wanted)}${bare}`, to: question.to };
	if (waypoint?.enforcer === undefined || port.service === undefined) {
		const behind =
			found.enforcer?.kind === 'gateway'
				? ['what stands behind the gateway is another question: ask with `--to` and the gateway’s own identity']
				: [];
		const hop = askHop(scene, question.to, found.enforcer, { ...request, ...address });
		return answerOf(scene, asked, [hop], [...notes, ...behind]);
	}
	const name = fullNameOf(waypoint);
	const first = askHop(scene, name, waypoint.enforcer, {
		...request,
		...address,
		port: port.service.port,
		service: port.service.name,
	});
	if (!passes(first)) return answerOf(scene, asked, [first], notes);
	const { trustDomain } = scene.mesh;
	const serviceAccount = waypoint.serviceAccount ?? waypoint.name;
	const identity = spiffeOf({ trustDomain, namespace: waypoint.namespace, serviceAccount });
	const handed = request.http === undefined ? {} : { http: handedOn(request.http, first.decision) };
	// Who connects is the waypoint, from an address of its own.
	const second = askHop(scene, question.to, found.enforcer, { ...request, from: identity, ...handed });
	const hidden = sourceAddress === undefined ? [] : [addressNote(question.to, name)];
	return answerOf(scene, asked, [first, second], [...notes, ...hidden]);
}

/** Puts hops together, with what stays in doubt; `open`: besides what the scene knows. */
export function answerOf(
	scene: Scene,
	asked: { readonly id: string | undefined; readonly from: string; readonly request: string; readonly to: string },
	hops: readonly Hop[],
	notes: readonly string[],
	open: readonly string[] = [],
): Answer {
	const { id, ...words } = asked;
	const heard = hops.map(({ namespace }) => namespace);
	const doubts = [...new Set([...doubtsIn(scene, heard), ...open])];
	const verdict = doubts.length > 0 ? 'undecided' : hops.every(passes) ? 'allow' : 'deny';
	return { id, asked: words, verdict, hops, notes, doubts, environment: undefined, refusal: undefined };
}

const problemText = ({ object, path, what, why }: Problem): string =>
	`${object}${path === '' ? '' : `, ${path}`}: ${what}: ${why}`;

interface AskedPort {
	readonly enforced: number;
	/** Where the port is a Service's. */
	readonly service: { readonly name: string; readonly port: number } | undefined;
}

/** The port that is asked for: by number or name of the Service or the container, or the only one that could be meant. */
function portOf(found: Found, { to, port }: ShortQuestion, wanted: Wanted): AskedPort {
	const bare = to.replace(/^.*\//, '');
	const services = found.services.filter(({ name }) => name === bare || found.name === bare);
	const known = services.flatMap((service) =>
		service.ports.map((one) => ({ ...one, service: { name: service.name, port: one.port } })),
	);
	const listed = found.enforcer !== undefined && 'ports' in found.enforcer ? found.enforcer.ports : [];
	if (port !== undefined) {
		const byService = known.find((one) => one.name === port || one.port === port);
		if (byService !== undefined) return byService;
		const enforced = typeof port === 'number' ? port : found.portNames.get(port);
		// Past the Service, and so past its waypoint.
		if (enforced !== undefined) return { enforced, service: undefined };
		throw new ExpectedError(`${quote(to)} has no port ${quote(port)}`, portsHelp(known, listed));
	}
	const speaks = (protocol: string) =>
		(wanted.kind === 'tcp' ? ['tcp', 'tls', 'undeclared'] : ['http', 'http2', 'grpc', 'https', 'undeclared']).includes(
			protocol,
		);
	const [only, ...others] = listed.filter((one) => speaks(one.protocol));
	if (only === undefined || others.length > 0) {
		const what = only === undefined ? 'has no port that would take this' : 'has several ports that could be meant';
		throw new ExpectedError(`${quote(to)} ${what}`, `add \`--port\`: ${portsHelp(known, listed)}`);
	}
	return { enforced: only.port, service: known.find((one) => one.enforced === only.port)?.service };
}

function portsHelp(
	known: readonly { readonly name: string; readonly port: number; readonly enforced: number }[],
	listed: readonly { readonly port: number; readonly protocol: string }[],
): string {
	const texts = known.map(
		({ name, port, enforced }) =>
			`${name === '' ? '' : `\`${name}\` `}${port}${port === enforced ? '' : ` (container ${enforced})`}`,
	);
	const all = texts.length > 0 ? texts : listed.map(({ port, protocol }) => `${port} (${protocol})`);
	return all.length === 0 ? 'the manifests name none, so say its number' : `there is ${all.join(', ')}`;
}

function httpOf(question: ShortQuestion, wanted: Exclude<Wanted, { kind: 'tcp' }>, found: Found) {
	const [service] = found.services;
	const host = question.host ?? `${service?.name ?? found.name}.${found.namespace}.svc.cluster.local`;
	const { claims, state = 'valid' } = question;
	const bearer = { kind: 'header', name: 'Authorization', prefix: 'Bearer ' } as const;
	return {
		method: wanted.method,
		path: wanted.path,
		host,
		headers: question.headers ?? [],
		tokens: claims === undefined ? [] : [{ in: bearer, claims, state }],
		external: 'agrees' as const,
	};
}

function checkForManifests(question: ShortQuestion): void {
	const { from, token, scopes, via, tenant, environment } = question;
	if (!from.startsWith('spiffe://') && from !== 'plaintext' && from !== 'tls') {
		throw new ExpectedError(
			`${quote(from)} is no identity`,
			'on manifests a caller is `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`, `plaintext`, or `tls`',
		);
	}
	const words = { token, scope: scopes, via, tenant, environment };
	const [named] = Object.entries(words).find(([, value]) => value !== undefined && value !== 'none') ?? [];
	if (named !== undefined) {
		throw new ExpectedError(
			`\`${named}\` means something on a catalog only`,
			'on manifests, say what the token holds with `claims`',
		);
	}
	if (question.claims === undefined || token === 'none') checkNoToken(question);
}

function enforcerText(enforcer: Enforcer): string {
	if (enforcer.kind === 'waypoint') return `${enforcer.namespace}/${enforcer.name}`;
	const { namespace, labels } = enforcer.workload;
	if (enforcer.kind === 'gateway') return `${namespace}/${enforcer.name}`;
	const [first] = Object.entries(labels);
	return first === undefined ? `pods of ${namespace}` : `${namespace}/${first[0]}=${first[1]}`;
}

const requestText = ({ http, port }: Request): string =>
	http === undefined ? `TCP to port ${port}` : `${http.method} ${http.path}`;
