// Grants and calls said twice in two entries, and grants that a weaker one makes pointless. Equal entries of one list
// are refused with the shape.
import type { Diagnostic } from '../../core/diagnostic.ts';
import type { CatalogPath } from '../../core/origin.ts';
import { quote } from '../../core/quote.ts';
import { hasToken } from '../actor.ts';
import type { CheckContext, Grant } from './context.ts';
import { type Check, found } from './report.ts';

interface Said {
	readonly key: string;
	readonly what: () => string;
	readonly path: CatalogPath;
}

/** What is said twice, what a weaker grant makes pointless, and services that call themselves without a reason. */
export const checkDuplicates: Check = (context) => [
	...repeated(context, grants(context)),
	...repeated(context, requests(context)),
	...pointless(context),
	...selfCalls(context),
];

function repeated(context: CheckContext, said: Iterable<Said>): readonly Diagnostic[] {
	const first = new Map<string, CatalogPath>();
	const diagnostics: Diagnostic[] = [];
	for (const { key: name, path, what } of said) {
		const before = first.get(name);
		if (before === undefined) first.set(name, path);
		else diagnostics.push(found(context, 'ACC016', { what: what() }, path, [{ path: before, label: 'first here' }]));
	}
	return diagnostics;
}

function* grants(context: CheckContext): Generator<Said> {
	for (const { actor, caller, path, receiver, scopes } of context.grants) {
		for (const { scope } of scopes) {
			const what = () => `the grant of ${quote(scope.name)} to ${quote(caller.from)}`;
			yield { key: `${receiver}\n${scope.name}\n${caller.from}\n${caller.via}\n${actor}`, what, path };
		}
	}
}

function* requests(context: CheckContext): Generator<Said> {
	for (const { asker, call, path, scopes } of context.requests) {
		for (const { scope } of scopes) {
			const what = () => `the call to ${quote(call.to)} with ${quote(scope.name)}`;
			yield { key: `${asker}\n${call.to}\n${scope.name}\n${call.via}\n${call.forwards}`, what, path };
		}
	}
}

/** Grants without a token that meet grants with one: of the same caller, or of anyone through the same gateway. */
function pointless(context: CheckContext): readonly Diagnostic[] {
	const sound = context.grants.filter((grant) => grant.sound);
	const weak = new Map<string, Grant>();
	for (const grant of sound) {
		for (const { scope } of grant.scopes) {
			if (!hasToken(grant.actor)) weak.set(wayOf(grant, scope.name), grant);
		}
	}
	if (weak.size === 0) return [];
	return sound.flatMap((grant) =>
		grant.scopes.flatMap(({ path, scope }) => {
			const weaker = hasToken(grant.actor) ? weak.get(wayOf(grant, scope.name)) : undefined;
			if (weaker === undefined) return [];
			const parameters = {
				receiver: grant.receiver,
				scope: scope.name,
				weaker: nameOf(weaker),
				stronger: nameOf(grant),
			};
			return [found(context, 'ACC017', parameters, path, [{ path: weaker.path, label: 'needs no token' }])];
		}),
	);
}

/** What the receiver sees of a caller without its token. */
const wayOf = ({ caller, receiver }: Grant, scope: string): string =>
	`${receiver}\n${scope}\n${caller.via ?? caller.from}`;

const nameOf = ({ actor, caller }: Grant): string =>
	caller.from === 'anyone' ? 'anyone' : `${quote(caller.from)} as \`${actor}\``;

/** Peers of one account, such as the brokers of a cluster, may call one another where the provider says why. */
const selfCalls = (context: CheckContext): readonly Diagnostic[] =>
	context.grants
		.filter(
			({ caller, receiver }) => caller.via === receiver || (caller.from === receiver && caller.because === undefined),
		)
		.map(({ path, receiver }) => found(context, 'ACC018', { name: receiver }, path));
