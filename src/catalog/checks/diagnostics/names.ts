// Names: unknown ones, ones of the wrong kind, ones that cannot be borne.
import { spec } from '../../../core/diagnostic.ts';
import { didYouMean } from '../../../core/nearest.ts';
import { quote, quoteList } from '../../../core/quote.ts';
import { quoteSome } from './some.ts';

export interface Unknown {
	/** What should bear the name, with its article: `a service`. */
	readonly what: string;
	readonly name: string;
	readonly near: readonly string[];
}

export const nameDiagnostics = {
	ACC001: spec<Unknown>({
		severity: 'error',
		title: 'A name that nothing bears',
		message: ({ name, what }) => `the catalog has no ${bare(what)} ${quote(name)}`,
		label: ({ what }) => `not the name of ${what}`,
		why: () => 'access for a name that nobody bears would go to whoever takes the name later',
		help: ({ near, what }) => didYouMean(near, `declare ${what} of this name, or remove the entry`),
	}),
	ACC002: spec<{ scope: string; service: string; offered: readonly string[]; near: readonly string[] }>({
		severity: 'error',
		title: 'A scope that this service does not offer',
		message: ({ scope, service }) => `${quote(service)} offers no scope ${quote(scope)}`,
		label: ({ service }) => `not a scope of ${quote(service)}`,
		why: () => 'a scope stands for operations of one service; nobody knows what this one would open',
		help: ({ near, offered, service }) =>
			didYouMean(
				near,
				offered.length === 0
					? `add the scope at ${quote(service)}, which offers none, or remove it here`
					: `use ${quoteSome(offered, 'or')}, add the scope at ${quote(service)}, or remove it here`,
			),
	}),
	ACC003: spec<{ name: string; near: readonly string[] }>({
		severity: 'error',
		title: 'A namespace that is not declared',
		message: ({ name }) => `namespace ${quote(name)} is not declared`,
		label: () => 'not in `namespaces`',
		why: () =>
			'whether a namespace is ours alone decides if everything in it is denied by default, and that is never guessed',
		help: ({ name, near }) => didYouMean(near, `add ${quote(name)} to \`namespaces\` as \`owned\` or \`shared\``),
	}),
	ACC004: spec<{ name: string; near: readonly string[] }>({
		severity: 'error',
		title: 'An issuer that is not declared',
		message: ({ name }) => `the catalog has no issuer ${quote(name)}`,
		label: () => 'not in `issuers`',
		why: () => 'tokens can be checked only against an issuer whose address and keys are known',
		help: ({ near }) => didYouMean(near, 'declare it in `issuers`, or remove the entry'),
	}),
	ACC005: spec<{ name: string; gateway: string; near: readonly string[] }>({
		severity: 'error',
		title: 'A host set that the gateway does not have',
		message: ({ gateway, name }) => `gateway ${quote(gateway)} has no host set ${quote(name)}`,
		label: ({ gateway }) => `not in \`hosts\` of ${quote(gateway)}`,
		why: () => 'a route without hosts would be open under every host name, or under none',
		help: ({ gateway, near }) => didYouMean(near, `declare the host set at ${quote(gateway)}, or remove the entry`),
	}),
	ACC006: spec<{ name: string; near: readonly string[] }>({
		severity: 'error',
		title: 'An environment that is not declared',
		message: ({ name }) => `the catalog has no environment ${quote(name)}`,
		label: () => 'not in `environments`',
		why: () => 'an exception for an environment that is not there holds nowhere, though it reads as if it did',
		help: ({ near }) => didYouMean(near, 'declare the environment, or remove its name here'),
	}),
	ACC007: spec<{ name: string; is: string; needed: string }>({
		severity: 'error',
		title: 'A name of the wrong kind',
		message: ({ is, name, needed }) => `${quote(name)} is ${is}, but ${needed} is needed here`,
		label: ({ is }) => `${is}`,
		why: () => 'services offer and call, clients ask from outside, gateways hand on: each stands in its own place',
		help: ({ needed }) => `name ${needed} here`,
	}),
	ACC008: spec<{ name: string; kinds: readonly string[] }>({
		severity: 'error',
		title: 'One name for two parts of the catalog',
		message: ({ kinds, name }) => `${quote(name)} is the name of ${kinds.join(' and of ')}`,
		label: () => 'this name is taken',
		why: () =>
			'services, clients, and gateways share one name space: the name is the client id in tokens and the name of objects',
		help: () => 'give one of them another name',
	}),
	ACC009: spec<{ name: string; because: string }>({
		severity: 'error',
		title: 'A reserved name',
		message: ({ name }) => `the name ${quote(name)} is reserved`,
		label: () => 'reserved',
		why: ({ because }) => because,
		help: () => 'choose another name',
	}),
	ACC010: spec<{ name: string; other: string }>({
		severity: 'error',
		title: 'A name that Meshgrant gives to objects of another workload',
		message: ({ name, other }) => `${quote(name)} is a name for objects of ${quote(other)}`,
		label: ({ other }) => `taken by objects of ${quote(other)}`,
		why: ({ other }) =>
			`a policy of ${quote(other)} may get this name in the same namespace, and one of the two would overwrite the other`,
		help: () => 'give one of them another name, or another namespace',
	}),
	ACC011: spec<{ scope: string; services: readonly string[] }>({
		severity: 'error',
		title: 'One scope offered by two services',
		message: ({ scope, services }) => `scope ${quote(scope)} is offered by ${quoteList(services, 'and')}`,
		label: () => 'another service offers it, too',
		why: () =>
			'a scope names one thing in the whole realm: with two owners, a token for one service would speak for the other',
		help: () => 'begin the scope with the name of what it is about, so that each service has its own',
	}),
	ACC012: spec<{ scope: string }>({
		severity: 'error',
		title: 'A scope name that Keycloak keeps for itself',
		message: ({ scope }) => `scope ${quote(scope)} is one of Keycloak's own`,
		label: () => "Keycloak's own scope",
		why: () => 'Keycloak gives this scope a meaning that the catalog cannot see',
		help: () => 'choose another name for the scope',
	}),
	ACC013: spec<{ id: string; names: readonly string[] }>({
		severity: 'error',
		title: 'One audience for two receivers',
		message: ({ id, names }) => `${quoteList(names, 'and')} share the audience ${quote(id)}`,
		label: () => 'this audience is taken',
		why: () => 'a token for one of them would be accepted by the other',
		help: () => 'leave `audience` out, so that each service has its own name as its audience',
	}),
};

const bare = (what: string): string => what.replaceAll(/\ban? /g, '');
