// Namespaces, networks, exceptions.
import { spec } from '../../../core/diagnostic.ts';
import { quote, quoteList } from '../../../core/quote.ts';

export const surroundingDiagnostics = {
	ACC072: spec<{ name: string; root: boolean }>({
		severity: 'error',
		title: 'A namespace that cannot be ours alone',
		message: ({ name }) => `namespace ${quote(name)} cannot be \`owned\``,
		label: () => 'others live here',
		why: ({ root }) =>
			root
				? 'a policy for the whole root namespace is a policy for the whole mesh, so default deny here would stop everything'
				: 'the cluster itself runs here, and default deny would stop it',
		help: () => 'declare it as `shared`',
	}),
	ACC073: spec<{ what: string; name: string }>({
		severity: 'note',
		title: 'Declared, but used by nothing',
		message: ({ name, what }) => `nothing uses ${what} ${quote(name)}`,
		label: () => 'unused',
		why: () => 'a leftover hides a forgotten entry, or will be used later without a second look',
		help: () => 'remove it, or use it',
	}),
	ACC074: spec<{ issuer: string; environments: readonly string[] }>({
		severity: 'error',
		title: 'Network policies that cut off the issuer',
		message: ({ environments, issuer }) =>
			`network policies would cut services off from issuer ${quote(issuer)} in ${quoteList(environments, 'and')}`,
		label: () => '`network` is missing',
		why: () => 'with `networkPolicies: emit` a pod reaches only what is named, and nobody could get a token',
		help: () => 'add `network` with the address range, or the namespace and labels, of Keycloak, and its port',
	}),
	ACC075: spec<{ service: string }>({
		severity: 'error',
		title: 'Outside addresses that nobody enforces',
		message: ({ service }) => `${quote(service)} lists \`external\` addresses, but no network policies are written`,
		label: () => 'has no effect',
		why: () => 'it reads as if the service could reach nothing else, but it can reach everything',
		help: () => 'set `networkPolicies: emit` in `mesh`, or remove `external`',
	}),
	ACC076: spec<{ expires: string; owner: string }>({
		severity: 'error',
		title: 'An expired exception',
		message: ({ expires, owner }) => `this exception of ${quote(owner)} expired after ${expires}`,
		label: () => 'over',
		why: () => 'an exception ends on its day; what depended on it must be mended, or decided again',
		help: () => 'remove the exception, or have its owner decide on a new day',
	}),
	ACC077: spec<{ expires: string; latest: string }>({
		severity: 'error',
		title: 'An exception without a near end',
		message: ({ expires }) => `an exception until ${expires} is too long`,
		label: ({ latest }) => `at most until ${latest}`,
		why: () => 'an exception that outlives a year becomes the rule',
		help: ({ latest }) => `choose a day up to ${latest}`,
	}),
	ACC078: spec<{ expires: string }>({
		severity: 'error',
		title: 'A day that no calendar has',
		message: ({ expires }) => `there is no ${expires}`,
		label: () => 'not a day',
		why: () => 'when an exception ends must be beyond doubt',
		help: () => 'write a day as `YYYY-MM-DD`',
	}),
	ACC079: spec<{ service: string }>({
		severity: 'error',
		title: 'An exception that excepts nothing',
		message: ({ service }) => `${quote(service)} shares its identity with none of the others named here`,
		label: () => 'has a service account of its own',
		why: () => 'an exception that is no longer needed would let the mistake come back unseen',
		help: ({ service }) => `remove ${quote(service)} here, and the whole exception when nothing is left`,
	}),
	ACC080: spec<{ gateway: string; providers: readonly string[]; environment: string }>({
		severity: 'error',
		title: 'Two external authorizers at one gateway',
		message: ({ environment, gateway, providers }) =>
			`gateway ${quote(gateway)} asks ${quoteList(providers, 'and')} in ${quote(environment)}`,
		label: () => 'another provider',
		why: () => 'Istio refuses every request to a workload with two external authorizers',
		help: () => 'use one provider for all API keys of this gateway, or another gateway',
	}),
	ACC082: spec<{ operation: string; guarded: string }>({
		severity: 'error',
		title: 'A plaintext exception that opens a guarded operation',
		message: ({ guarded, operation }) =>
			guarded === operation
				? `${quote(operation)} asks its callers for a token, and is opened without one`
				: `${quote(operation)} opens ${quote(guarded)}, which asks its callers for a token`,
		label: () => 'open to anyone in the network',
		why: () => 'who calls in plaintext has no identity that a token could be held against, so none is asked for',
		help: () => 'open operations of their own only, or let these callers in with a certificate',
	}),
	ACC083: spec<{ service: string; root: string }>({
		severity: 'error',
		title: "A service in Istio's root namespace",
		message: ({ root, service }) => `service ${quote(service)} runs in ${quote(root)}, the root namespace of Istio`,
		label: () => 'policies here reach the whole mesh',
		why: () => 'Istio ignores mutual TLS by selector here, and a selector meets the pods of every namespace',
		help: () => 'move the service to a namespace of its own; only gateways may stand here',
	}),
	ACC089: spec<{ gateway: string; provider: string }>({
		severity: 'error',
		title: 'Network policies that cut off the authorizer',
		message: ({ gateway, provider }) =>
			`network policies would cut gateway ${quote(gateway)} off from authorizer ${quote(provider)}`,
		label: () => '`network` is missing',
		why: () => 'with `networkPolicies: emit` a pod reaches only what is named, and no API key could be judged',
		help: () => 'add `network` with the address range, or the namespace and labels, of the authorizer, and its port',
	}),
};
