// In whose name a caller acts: what each kind of caller can be, and what a token on the wire asks for.
import type { Diagnostic } from '../../core/diagnostic.ts';
import { hasToken } from '../actor.ts';
import type { CheckContext, Grant } from './context.ts';
import { type Check, found } from './report.ts';

/** Callers that cannot be what their grant says, and access without a token and without a reason. */
export const checkActors: Check = (context) =>
	context.grants.filter(({ sound }) => sound).flatMap((grant) => checkActor(context, grant));

function checkActor(context: CheckContext, grant: Grant): readonly Diagnostic[] {
	const { actor, caller, path } = grant;
	const { withoutTokens } = context.data;
	const place = caller.as === undefined ? path : [...path, 'as'];
	if (caller.from === 'anyone' && actor !== 'anyone') return [found(context, 'ACC039', { via: true }, place)];
	// With issuers as well, one of the two is wrong, and that is said once.
	const hasIssuers = Object.keys(context.data.issuers ?? {}).length > 0;
	if (withoutTokens !== undefined && !hasIssuers && hasToken(actor))
		return [found(context, 'ACC035', { actor }, place)];
	const impossible = cannotBe(context, grant);
	if (impossible !== undefined) return [impossible];
	const isUnreasoned =
		caller.because === undefined && (actor === 'anyone' || (actor === 'identity' && withoutTokens === undefined));
	return [
		...(isUnreasoned ? [found(context, 'ACC034', { actor }, path)] : []),
		...(hasToken(actor) ? onTcp(context, grant) : []),
	];
}

/** Clients are known by their tokens only; machines have no users; clients with users do not act as themselves. */
function cannotBe(context: CheckContext, { actor, caller, path }: Grant): Diagnostic | undefined {
	const place = caller.as === undefined ? path : [...path, 'as'];
	const client = context.kindOf(caller.from) === 'client' ? context.clients.get(caller.from) : undefined;
	if (actor === 'anyone' && caller.from !== 'anyone')
		return found(context, 'ACC038', { name: caller.from, actor }, place);
	if (client === undefined || context.data.withoutTokens !== undefined) return undefined;
	const declared = [{ path: ['clients', caller.from, 'kind'], label: `a ${client.kind} client` }];
	if (actor === 'identity') return found(context, 'ACC038', { name: caller.from, actor }, place, declared);
	const forwarder = caller.via !== undefined && context.services.has(caller.via) ? caller.via : undefined;
	if (client.kind === 'machine') {
		if (actor === 'user') return found(context, 'ACC037', { client: caller.from }, place, declared);
		if (forwarder === undefined) return undefined;
		return found(context, 'ACC045', { client: caller.from, service: forwarder }, [...path, 'via'], declared);
	}
	if (actor !== 'service') return undefined;
	return found(context, 'ACC036', { client: caller.from, kind: client.kind }, place, declared);
}

function onTcp(context: CheckContext, { actor, scopes }: Grant): readonly Diagnostic[] {
	return scopes.flatMap(({ path, scope }) => {
		const tcp = scope.operations.find(({ operation }) => operation.kind === 'tcp');
		if (tcp === undefined) return [];
		const parameters = { scope: scope.name, actor, operation: tcp.text };
		return [found(context, 'ACC031', parameters, path, [{ path: tcp.path, label: 'the TCP operation' }])];
	});
}
