// Where users' tokens come from. A service exchanges the token that was meant for it (Keycloak, "Using token exchange",
// 26: the requester must be in the subject token's audience), forwards one that was given to it, or signs users in.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CheckContext, Grant } from './context.ts';
import { type Check, found } from './report.ts';

/** Grants for users whose tokens nobody brings, and tokens that cannot be exchanged. */
export const checkUsers: Check = (context) => {
	if (context.data.withoutTokens !== undefined) return [];
	const grants = context.grants.filter((grant) => grant.sound && bringsUsers(context, grant));
	const reached = reachedByUsers(context, grants);
	const given = new Set(grants.map(({ caller, receiver }) => `${caller.from}\n${receiver}`));
	const doubtful = new Set(context.grants.filter(({ sound }) => !sound).map(({ receiver }) => receiver));
	const unsupplied = grants.flatMap(({ caller, path, receiver }): readonly Diagnostic[] => {
		if (!context.services.has(caller.from)) return notGiven(context, given, doubtful, { caller, path });
		// An entry with an unknown caller may be the one that brings the token; it is an error of its own.
		if (reached.has(caller.from) || doubtful.has(caller.from)) return [];
		const place = { path: ['services', caller.from], label: 'no grant `as: user`, no `login`' };
		return [found(context, 'ACC043', { caller: caller.from, receiver }, path, [place])];
	});
	return [...unsupplied, ...notExchanged(context, grants)];
};

/** Services that sign users in, receive tokens of other users, and call on. Whether that is a mistake only its owner knows. */
function notExchanged(context: CheckContext, grants: readonly Grant[]): readonly Diagnostic[] {
	const brought = new Map(
		grants.filter(({ caller, receiver }) => caller.from !== receiver).map((grant) => [grant.receiver, grant]),
	);
	const onward = new Map(
		grants
			.filter(({ caller, receiver }) => caller.via === undefined && caller.from !== receiver)
			.map((grant) => [grant.caller.from, grant]),
	);
	return [...context.services].flatMap(([service, { login }]) => {
		const [arriving, leaving] = [brought.get(service), onward.get(service)];
		if (login === undefined || arriving === undefined || leaving === undefined) return [];
		return [
			found(
				context,
				'ACC090',
				{ service, receiver: leaving.receiver },
				['services', service, 'login'],
				[
					{ path: arriving.path, label: "brings users' tokens" },
					{ path: leaving.path, label: 'calls on with those of its own sign-ins' },
				],
			),
		];
	});
}

/** Clients with users are told apart by their kind: where a grant names another actor, that is an error of its own. */
function bringsUsers({ clients }: CheckContext, { actor, caller }: Grant): boolean {
	const client = clients.get(caller.from);
	return actor === 'user' || (client !== undefined && client.kind !== 'machine');
}

/** Services to which a user's token comes, beginning at clients and at those who sign users in. */
function reachedByUsers(context: CheckContext, grants: readonly Grant[]): ReadonlySet<string> {
	const next = new Map<string, string[]>();
	const reached = new Set([...context.services].filter(([, { login }]) => login !== undefined).map(([name]) => name));
	for (const { caller, receiver } of grants) {
		if (context.services.has(caller.from)) {
			const receivers = next.get(caller.from);
			if (receivers === undefined) next.set(caller.from, [receiver]);
			else receivers.push(receiver);
		} else reached.add(receiver);
	}
	// A set hands out what is added while it is walked.
	for (const name of reached) for (const receiver of next.get(name) ?? []) reached.add(receiver);
	return reached;
}

/** A forwarded token must have come to the forwarding service from that client. */
function notGiven(
	context: CheckContext,
	given: ReadonlySet<string>,
	doubtful: ReadonlySet<string>,
	{ caller, path }: Pick<Grant, 'caller' | 'path'>,
): readonly Diagnostic[] {
	const { from, via } = caller;
	if (via === undefined || !context.services.has(via) || doubtful.has(via)) return [];
	if (given.has(`${from}\n${via}`)) return [];
	const place = { path: ['services', via], label: 'does not let the client in' };
	return [found(context, 'ACC044', { client: from, service: via }, [...path, 'via'], [place])];
}
