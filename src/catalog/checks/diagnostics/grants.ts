// Grants: both sides must agree, once, and each caller must be able to be what the grant says it is.
import { spec } from '../../../core/diagnostic.ts';
import { quote, quoteList } from '../../../core/quote.ts';

export interface Side {
	readonly receiver: string;
	readonly scopes: readonly string[];
}

const scopesOf = (scopes: readonly string[]): string =>
	`${scopes.length === 1 ? 'scope' : 'scopes'} ${quoteList(scopes, 'and')}`;

export const grantDiagnostics = {
	ACC014: spec<Side & { caller: string; asker: string; entry: string }>({
		severity: 'error',
		title: 'A caller that does not ask',
		message: ({ asker, caller, receiver, scopes }) =>
			asker === caller
				? `${quote(receiver)} lets in ${quote(caller)} for ${scopesOf(scopes)}, but ${quote(asker)} does not ask for it`
				: `${quote(receiver)} lets in ${quote(caller)} for ${scopesOf(scopes)}, but ${quote(asker)} does not forward its token there`,
		label: ({ asker }) => `no matching entry in \`calls\` of ${quote(asker)}`,
		why: () => 'access needs both sides; a grant that nobody asked for is access that nobody needs',
		help: ({ asker, entry }) => `add \`${entry}\` to \`calls\` of ${quote(asker)}, or remove the grant`,
	}),
	ACC015: spec<Side & { caller: string; entry: string }>({
		severity: 'error',
		title: 'A call that is not granted',
		message: ({ caller, receiver, scopes }) =>
			`${quote(caller)} asks for ${scopesOf(scopes)} of ${quote(receiver)}, which does not let it in`,
		label: ({ receiver }) => `no matching entry in \`callers\` of ${quote(receiver)}`,
		why: () => 'access needs both sides; the owner of the receiver has not agreed',
		help: ({ entry, receiver }) =>
			`ask the owner of ${quote(receiver)} to add \`${entry}\` to \`callers\`, or remove the call`,
	}),
	ACC016: spec<{ what: string }>({
		severity: 'error',
		title: 'The same thing said twice',
		message: ({ what }) => `${what} stands here twice`,
		label: () => 'said before',
		why: () => 'whoever removes one of the two believes the access to be gone',
		help: () => 'remove one of them',
	}),
	ACC017: spec<{ receiver: string; scope: string; weaker: string; stronger: string }>({
		severity: 'error',
		title: 'A grant that a weaker one makes pointless',
		message: ({ receiver, scope, stronger, weaker }) =>
			`${weaker} may use ${quote(scope)} of ${quote(receiver)} already, so ${stronger} proves nothing there`,
		label: () => 'proves nothing',
		why: () => 'whoever may come without a token is not stopped by a rule that asks for one',
		help: () => 'keep one of the two grants: the one with the token, unless there is a reason',
	}),
	ACC018: spec<{ name: string }>({
		severity: 'error',
		title: 'A service that calls itself without a reason',
		message: ({ name }) => `${quote(name)} is its own caller, and does not say why`,
		label: () => 'the same service',
		why: () => 'calls inside one pod do not pass the proxy, and between replicas they let a stolen identity move on',
		help: () => 'remove the entry; where replicas really call one another, say why with `because`',
	}),
	ACC034: spec<{ actor: string }>({
		severity: 'error',
		title: 'Access without a token, without a reason',
		message: ({ actor }) => `access as \`${actor}\` has no reason`,
		label: () => '`because` is missing',
		why: ({ actor }) =>
			actor === 'anyone'
				? 'anyone on the network outside may use it, so a reviewer must read why'
				: 'without a token neither scope nor audience is checked, so a reviewer must read why',
		help: ({ actor }) =>
			actor === 'anyone'
				? 'add `because` with the reason, or name the callers'
				: 'add `because` with the reason, or ask for a token with `as: service`',
	}),
	ACC035: spec<{ actor: string }>({
		severity: 'error',
		title: 'A grant with tokens in a system without tokens',
		message: ({ actor }) => `a grant as \`${actor}\` needs tokens, and this catalog is \`withoutTokens\``,
		label: () => 'needs a token',
		why: () => 'nobody issues the token that the receiver would ask for',
		help: () =>
			'remove `as`, so that the workload identity alone counts, or declare `issuers` instead of `withoutTokens`',
	}),
	ACC036: spec<{ client: string; kind: string }>({
		severity: 'error',
		title: 'A client with users that acts as itself',
		message: ({ client, kind }) => `${quote(client)} is a ${kind} client and cannot act as itself`,
		label: () => 'as: service',
		why: ({ kind }) =>
			kind === 'public'
				? 'a public client has no secret of its own, so anyone can claim to be it'
				: 'one client for users and for itself could get either token for either use',
		help: () => 'grant it `as: user`, or declare a second client of kind `machine`',
	}),
	ACC037: spec<{ client: string }>({
		severity: 'error',
		title: 'A machine client that acts for a user',
		message: ({ client }) => `${quote(client)} is a machine client and has no users`,
		label: () => 'as: user',
		why: () => 'a machine client gets tokens for itself only, so no request would ever pass',
		help: () => 'grant it `as: service`, or declare the client as `confidential` or `public`',
	}),
	ACC038: spec<{ name: string; actor: string }>({
		severity: 'error',
		title: 'A caller that cannot be what the grant says',
		message: ({ actor, name }) => `${quote(name)} cannot be let in as \`${actor}\``,
		label: ({ actor }) => `as: ${actor}`,
		why: ({ actor }) =>
			actor === 'identity'
				? 'a client outside the mesh has no workload identity: without its token nothing is known about it'
				: '`anyone` means no identity at all, but a caller is named',
		help: ({ actor }) =>
			actor === 'identity'
				? 'let it in `as: user` or `as: service`'
				: 'write `from: anyone`, or let the caller in as what it is',
	}),
	ACC039: spec<{ via: boolean }>({
		severity: 'error',
		title: '`anyone`, said by halves',
		message: ({ via }) =>
			via
				? '`from: anyone` needs `as: anyone`'
				: '`from: anyone` needs `via` with the gateway through which anyone may come',
		label: ({ via }) => (via ? '`as: anyone` is missing' : 'not through a gateway'),
		why: ({ via }) =>
			via
				? 'access for everybody is said in so many words, never by default'
				: 'inside the mesh every caller has an identity; only a gateway meets callers without one',
		help: ({ via }) => (via ? 'add `as: anyone`, or name the caller' : 'add `via: <gateway>`, or name the caller'),
	}),
	ACC040: spec<{ gateway: string }>({
		severity: 'error',
		title: 'A gateway as a caller',
		message: ({ gateway }) => `gateway ${quote(gateway)} asks for nothing itself`,
		label: () => 'a gateway',
		why: () => 'a grant to the gateway would be a grant to everyone who reaches the gateway',
		help: ({ gateway }) =>
			`name who comes through it: \`from: <client>, via: ${gateway}\`, or \`from: anyone, via: ${gateway}\``,
	}),
	ACC041: spec<{ client: string }>({
		severity: 'error',
		title: 'A client that comes through nobody',
		message: ({ client }) => `${quote(client)} is outside the mesh and needs \`via\``,
		label: () => '`via` is missing',
		why: () =>
			'it has no workload identity, so the receiver must know which gateway, or which service, hands its request on',
		help: () => 'add `via: <gateway>` on both sides',
	}),
	ACC042: spec<{ name: string; word: 'via' | 'forwards' }>({
		severity: 'error',
		title: 'A word that this caller cannot use',
		message: ({ name, word }) =>
			word === 'via'
				? `${quote(name)} is in the mesh and calls directly, so \`via\` has no meaning here`
				: `client ${quote(name)} forwards nobody's token`,
		label: ({ word }) => (word === 'via' ? 'only for clients' : 'only for services'),
		why: ({ word }) =>
			word === 'via'
				? 'the receiver sees the certificate of whoever connects; a service behind another one cannot be told apart'
				: 'a client brings its own token; only a service in the mesh can hand on that of another',
		help: ({ word }) =>
			word === 'via' ? 'remove `via`, or name the client whose token is handed on' : 'remove `forwards`',
	}),
	ACC043: spec<{ caller: string; receiver: string }>({
		severity: 'error',
		title: "A user's token that its caller can never have",
		message: ({ caller, receiver }) =>
			`${quote(caller)} calls ${quote(receiver)} for a user, but no user's token ever reaches ${quote(caller)}`,
		label: () => 'as: user',
		why: () => 'a token for the receiver is exchanged for one that was meant for the caller, and nobody brings it one',
		help: ({ caller }) =>
			`let somebody in at ${quote(caller)} with \`as: user\`, add \`login\` where it signs users in itself, or let it in \`as: service\``,
	}),
	ACC044: spec<{ client: string; service: string }>({
		severity: 'error',
		title: 'A token is forwarded that never arrives',
		message: ({ client, service }) => `${quote(service)} forwards the token of ${quote(client)}, which never calls it`,
		label: ({ service }) => `no grant for it at ${quote(service)}`,
		why: () => 'what a service hands on must have been given to it, with a grant',
		help: ({ client, service }) =>
			`let ${quote(client)} in at ${quote(service)} with \`as: user\`, or remove \`forwards\` and the grant`,
	}),
	ACC045: spec<{ client: string; service: string }>({
		severity: 'error',
		title: "A machine client's token is forwarded",
		message: ({ client, service }) => `${quote(service)} may not hand on the token of machine client ${quote(client)}`,
		label: () => 'no user behind it',
		why: () => 'a token is handed on so that the user stays known; without a user the service has to answer for itself',
		help: ({ service }) => `let ${quote(service)} in \`as: service\`, or the client through a gateway`,
	}),
	ACC046: spec<{ one: string; oneIssuer: string; other: string; otherIssuer: string }>({
		severity: 'error',
		title: 'Caller and receiver have different issuers',
		message: ({ one, oneIssuer, other, otherIssuer }) =>
			`${quote(one)} gets its tokens from ${quote(oneIssuer)}, ${quote(other)} accepts those of ${quote(otherIssuer)}`,
		label: () => 'different issuers',
		why: () => 'a receiver accepts tokens of one issuer: with several, only the first that verifies would be looked at',
		help: () => 'give both the same `issuer`',
	}),
	ACC090: spec<{ service: string; receiver: string }>({
		severity: 'note',
		title: 'A login that rules out exchange',
		message: ({ receiver, service }) =>
			`${quote(service)} calls ${quote(receiver)} for users whom it signs in itself, never for those whose tokens it receives`,
		label: () => 'rules out exchange',
		why: () =>
			"a service gets its users' tokens in one way: with `login` from its own sign-ins, without it by exchange of those that it receives",
		help: () => 'leave it where that is meant; if not, let another service sign users in, and remove `login` here',
	}),
};
