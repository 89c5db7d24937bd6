// A grant needs both sides. The provider's `callers` and the consumer's `calls` must name the same scopes, by the same
// way; where a service forwards a client's token, all three must agree: receiver, client, and the service between.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CheckContext, Grant, Request } from './context.ts';
import { type Check, found } from './report.ts';

/** No name holds a line break, and none is empty. */
const key = (a: string, b: string, c = '', d = '', e = ''): string => `${a}\n${b}\n${c}\n${d}\n${e}`;

/** Grants that nobody asks for, and calls that nobody grants. */
export const checkHandshake: Check = (context) => {
	const asked = new Set<string>();
	for (const request of context.requests) {
		if (request.sound) for (const { scope } of request.scopes) asked.add(keyOfRequest(request, scope.name));
	}
	const granted = new Set<string>();
	for (const { caller, receiver, scopes, sound } of context.grants) {
		if (sound) for (const { scope } of scopes) granted.add(key(receiver, scope.name, caller.from, caller.via));
	}
	const doubts = doubtsOf(context);
	return [
		...context.grants.flatMap((grant) => notAsked(context, grant, asked, doubts)),
		...context.requests.flatMap((request) => notGranted(context, request, granted, doubts)),
	];
};

const keyOfRequest = ({ asker, call }: Request, scope: string): string =>
	key(asker, call.to, scope, call.via, call.forwards);

/** The grant that a request hopes for: a forwarding service asks in the name of the client. */
const hopedFor = ({ asker, call }: Request, scope: string): string =>
	call.forwards === undefined ? key(call.to, scope, asker, call.via) : key(call.to, scope, call.forwards, asker);

/**
 * What a mistyped name may have been meant for. Silence here never lets anything pass: each doubt is an error of the
 * check of references.
 */
interface Doubts {
	/** Asker and scope, of requests with an unknown receiver or way. */
	readonly asked: ReadonlySet<string>;
	/** Receiver and scope, of grants with an unknown caller or way. */
	readonly granted: ReadonlySet<string>;
	/** Asker and receiver, of entries with unknown scopes. */
	readonly pairs: ReadonlySet<string>;
}

function doubtsOf(context: CheckContext): Doubts {
	const pairs = new Set<string>();
	const asked = new Set<string>();
	const granted = new Set<string>();
	for (const { asker, call, scopes, sound } of context.requests) {
		if (!sound) for (const scope of call.scopes) asked.add(key(asker, scope));
		if (scopes.length < call.scopes.length) pairs.add(key(asker, call.to));
	}
	for (const { caller, receiver, scopes, sound } of context.grants) {
		if (!sound) for (const scope of caller.scopes) granted.add(key(receiver, scope));
		if (scopes.length === caller.scopes.length) continue;
		pairs.add(key(caller.from, receiver));
		if (caller.via !== undefined) pairs.add(key(caller.via, receiver));
	}
	return { asked, granted, pairs };
}

/** As it can be pasted into TypeScript and YAML alike; no name holds a quote. */
const inQuotes = (name: string): string => `'${name}'`;

function notAsked(
	context: CheckContext,
	{ caller, path, receiver, scopes, sound }: Grant,
	asked: ReadonlySet<string>,
	doubts: Doubts,
): readonly Diagnostic[] {
	if (!sound || caller.from === 'anyone' || caller.from === receiver || caller.via === receiver) return [];
	const missing = (asker: string, via: string | undefined, forwards: string | undefined) => {
		const names = scopes
			.map(({ scope }) => scope.name)
			.filter((scope) => !asked.has(key(asker, receiver, scope, via, forwards)))
			.filter((scope) => !doubts.asked.has(key(asker, scope)) && !doubts.pairs.has(key(asker, receiver)));
		if (names.length === 0) return [];
		const way = via !== undefined ? `, via: '${via}'` : forwards !== undefined ? `, forwards: '${forwards}'` : '';
		const entry = `{ to: '${receiver}', scopes: [${names.map(inQuotes).join(', ')}]${way} }`;
		const parameters = { receiver, scopes: names, caller: caller.from, asker, entry };
		const group = context.clients.has(asker) ? 'clients' : 'services';
		return [found(context, 'ACC014', parameters, path, [{ path: [group, asker], label: `\`${asker}\`` }])];
	};
	const forwarder = caller.via !== undefined && context.services.has(caller.via) ? caller.via : undefined;
	return [
		...missing(caller.from, caller.via, undefined),
		...(forwarder === undefined ? [] : missing(forwarder, undefined, caller.from)),
	];
}

function notGranted(
	context: CheckContext,
	request: Request,
	granted: ReadonlySet<string>,
	doubts: Doubts,
): readonly Diagnostic[] {
	const { asker, call, path, scopes, sound } = request;
	if (!sound || asker === call.to) return [];
	const names = scopes
		.map(({ scope }) => scope.name)
		.filter((scope) => !granted.has(hopedFor(request, scope)))
		.filter((scope) => !doubts.granted.has(key(call.to, scope)) && !doubts.pairs.has(key(asker, call.to)));
	if (names.length === 0) return [];
	const [from, via] = call.forwards === undefined ? [asker, call.via] : [call.forwards, asker];
	const way = via === undefined ? '' : `, via: '${via}'`;
	const entry = `{ from: '${from}'${way}, scopes: [${names.map(inQuotes).join(', ')}] }`;
	const parameters = { caller: asker, receiver: call.to, scopes: names, entry };
	const others = [{ path: ['services', call.to], label: `\`${call.to}\`` }];
	return [found(context, 'ACC015', parameters, path, others)];
}
