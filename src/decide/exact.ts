// Answers exact questions, and short ones about manifests.
import { ExpectedError } from '../core/expected.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { quote, quoteList } from '../core/quote.ts';
import type { ExactQuestion, ShortQuestion } from '../questions/index.ts';
import type { Enforcer, Problem, Request } from '../semantics/istio/index.ts';
import type { Found } from '../semantics/istio/surroundings/index.ts';
import type { Answer, Hop } from './answer.ts';
import { askHop, handedOn, passes } from './hop.ts';
import { readRequestText, type Wanted, wantedText } from './request-text.ts';
import type { Scene } from './scene.ts';

/** The answer to an exact question; throws an ExpectedError for a proxy that is not there. */
export function answerExact(scene: Scene, question: ExactQuestion): Answer {
	const { enforcer, request, id } = question;
	const found = typeof enforcer === 'string' ? foundNamed(scene.found, enforcer) : undefined;
	const proxy = typeof enforcer === 'string' ? found?.enforcer : enforcer;
	const to = typeof enforcer === 'string' ? enforcer : enforcerText(enforcer);
	const hop = askHop(scene, to, proxy, request);
	const notes = typeof enforcer === 'string' ? [...scene.assumptions, ...(found?.assumptions ?? [])] : [];
	const open = typeof enforcer === 'string' ? [] : scene.problemsAt(enforcer).map(problemText);
	return answerOf(scene, { id, from: request.from, request: requestText(request), to }, [hop], notes, open);
}

/** The answer to a question in short words about manifests; throws an ExpectedError for what cannot be asked. */
export function answerOnManifests(scene: Scene, question: ShortQuestion): Answer {
	checkForManifests(question);
	const wanted = readRequestText(question.request);
	const found = foundNamed(scene.found, question.to);
	const waypoint = scene.found.find(({ namespace, name }) => `${namespace}/${name}` === found.waypoint);
	const port = portOf(found, question, wanted);
	const from = question.from as Request['from'];
	const request: Request = {
		from,
		port: port.enforced,
		...(question.sourceAddress === undefined ? {} : { sourceAddress: question.sourceAddress }),
		...(wanted.kind === 'tcp' ? {} : { http: httpOf(question, wanted, found) }),
	};
	const notes = [...scene.assumptions, ...found.assumptions];
	const bare = request.http?.tokens.length === 0 ? ', no token' : '';
	const asked = { id: question.id, from, request: `${wantedText(wanted)}${bare}`, to: question.to };
	if (waypoint?.enforcer === undefined || port.service === undefined) {
		const behind =
			found.enforcer?.kind === 'gateway'
				? ['what stands behind the gateway is another question: ask with `--to` and the gateway’s own identity']
				: [];
		return answerOf(scene, asked, [askHop(scene, question.to, found.enforcer, request)], [...notes, ...behind]);
	}
	const name = `${waypoint.namespace}/${waypoint.name}`;
	const first = askHop(scene, name, waypoint.enforcer, {
		...request,
		port: port.service.port,
		service: port.service.name,
	});
	if (!passes(first)) return answerOf(scene, asked, [first], notes);
	const identity =
		`spiffe://${scene.mesh.trustDomain}/ns/${waypoint.namespace}/sa/${waypoint.serviceAccount ?? waypoint.name}` as const;
	const handed = request.http === undefined ? {} : { http: handedOn(request.http, first.decision) };
	const second = askHop(scene, question.to, found.enforcer, { ...request, from: identity, ...handed });
	return answerOf(scene, asked, [first, second], notes);
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
	const doubts = [...new Set([...doubtsAt(scene, hops), ...open])];
	const verdict = doubts.length > 0 ? 'undecided' : hops.every(passes) ? 'allow' : 'deny';
	return { id, asked: words, verdict, hops, notes, doubts, environment: undefined, refusal: undefined };
}

/** Objects that could not be read or judged, where they could have had a say. */
function doubtsAt(scene: Scene, hops: readonly Hop[]): readonly string[] {
	const namespaces = new Set([scene.mesh.rootNamespace, ...hops.map(({ namespace }) => namespace)]);
	return scene.problems
		.filter(({ kind, object }) => {
			const namespace = /^\S+ ([^/]*)\//.exec(object)?.[1];
			return (kind === 'unreadable' || kind === 'unmodelled') && (namespace === undefined || namespaces.has(namespace));
		})
		.map(problemText);
}

const problemText = ({ object, path, what, why }: Problem): string =>
	`${object}${path === '' ? '' : `, ${path}`}: ${what}: ${why}`;

/** The proxy of a workload, Service, Gateway or waypoint by name, with or without its namespace. */
function foundNamed(found: readonly Found[], name: string): Found {
	const slash = name.indexOf('/');
	const [namespace, bare] = slash < 0 ? [undefined, name] : [name.slice(0, slash), name.slice(slash + 1)];
	const fits = (one: Found) =>
		(namespace === undefined || one.namespace === namespace) &&
		(one.name === bare || one.services.some((service) => service.name === bare));
	const [first, ...others] = found.filter(fits);
	const full = (one: Found) => `${one.namespace}/${one.name}`;
	if (first === undefined) {
		const known = [
			...new Set(
				found.flatMap((one) => [full(one), ...one.services.map((service) => `${one.namespace}/${service.name}`)]),
			),
		];
		const near = nearest(name, slash < 0 ? [...known, ...known.map((text) => text.replace(/^.*\//, ''))] : known);
		const otherwise =
			known.length === 0
				? 'a workload is read from its Deployment, StatefulSet, DaemonSet, Job, or Pod: add it to the manifests'
				: `there is ${quoteList(known.slice(0, 6), 'and')}${known.length > 6 ? ', among others' : ''}`;
		throw new ExpectedError(
			`no workload, Service, or Gateway ${quote(name)} is among the manifests`,
			didYouMean(near, otherwise),
		);
	}
	const distinct = new Set([first, ...others].map((one) => `${one.kind} ${full(one)}`));
	if (distinct.size > 1) {
		throw new ExpectedError(
			`${quote(name)} could be ${quoteList([...distinct], 'or')}`,
			'say which with `namespace/name`, or leave the others out of the manifests',
		);
	}
	return first;
}

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

function checkForManifests({ from, token, scopes, via, tenant, environment }: ShortQuestion): void {
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
