// Workloads: identities, selectors, ports, operations, probes.
import { spec } from '../../../core/diagnostic.ts';
import { quote, quoteList } from '../../../core/quote.ts';
import { quoteSome } from './some.ts';

export const workloadDiagnostics = {
	ACC019: spec<{
		names: readonly string[];
		namespace: string;
		serviceAccount: string;
		gateway: boolean;
		partly: boolean;
	}>({
		severity: 'error',
		title: 'Workloads that cannot be told apart',
		message: ({ names, namespace, serviceAccount }) =>
			`${quoteSome(names)} run as one identity, ${quote(`${namespace}/${serviceAccount}`)}`,
		label: () => 'the same service account',
		why: () => 'the receiver sees only the service account: what one of them may do, all of them may do',
		help: ({ gateway, partly }) =>
			gateway
				? 'give each its own service account; a gateway shares its with nobody'
				: partly
					? 'give each its own service account; the `shared-identity` exception does not name all of them in every environment'
					: 'give each its own service account, or declare a `shared-identity` exception until it has one',
	}),
	ACC020: spec<{ name: string; namespace: string }>({
		severity: 'error',
		title: 'The service account `default`',
		message: ({ name, namespace }) => `${quote(name)} runs as \`default\` in ${quote(namespace)}`,
		label: () => 'every pod without its own account is this one',
		why: ({ name }) =>
			`Kubernetes gives \`default\` to each pod that names no account, so a stranger's pod would be ${quote(name)}`,
		help: ({ name }) => `create a service account ${quote(name)}, name it in the pod template and here`,
	}),
	ACC021: spec<{ name: string; other: string; same: boolean; root: boolean }>({
		severity: 'error',
		title: 'Selectors that meet the same pods',
		message: ({ name, other, same }) =>
			same
				? `${quote(name)} and ${quote(other)} select the same pods`
				: `the selector of ${quote(other)} selects the pods of ${quote(name)}, too`,
		label: ({ other, same }) => (same ? `the same as ${quote(other)}` : `all of these pods are ${quote(other)}, too`),
		why: ({ root }) =>
			root
				? 'policies in the root namespace reach the pods of every namespace, and all ALLOW policies of a pod add up'
				: 'all ALLOW policies of a pod add up: whoever may call one of the two could call the other',
		help: () => 'give each a label value of its own, and select by that',
	}),
	ACC022: spec<{ names: readonly string[]; subject: string }>({
		severity: 'error',
		title: 'Two clients with one Kubernetes service account',
		message: ({ names, subject }) => `${quoteList(names, 'and')} would sign in at the issuer as one, ${quote(subject)}`,
		label: () => 'the same subject',
		why: () => 'Keycloak finds the client by the account; with two, it refuses both with a bare 401',
		help: () => 'give each its own service account, or all but one another `authentication`',
	}),
	ACC023: spec<{ names: readonly string[]; gatewayApi: string }>({
		severity: 'error',
		title: 'One Gateway declared twice',
		message: ({ gatewayApi, names }) => `${quoteList(names, 'and')} are the same Gateway, ${quote(gatewayApi)}`,
		label: () => 'the same Gateway',
		why: () => 'the policies of both would attach to it and add up',
		help: () => 'declare the gateway once, with the routes of both',
	}),
	ACC024: spec<{ port: number; names: readonly string[] }>({
		severity: 'error',
		title: 'One port number twice',
		message: ({ names, port }) => `ports ${quoteList(names, 'and')} are both ${port}`,
		label: () => 'the number is taken',
		why: () => 'a Kubernetes Service refuses two ports of one number',
		help: () => 'give each port its own number, or remove one of them',
	}),
	ACC025: spec<{ port: number; names: readonly string[]; protocols: readonly string[] }>({
		severity: 'error',
		title: 'One container port with two protocols',
		message: ({ names, port, protocols }) =>
			`ports ${quoteList(names, 'and')} lead to container port ${port} as ${quoteList(protocols, 'and')}`,
		label: () => 'another protocol',
		why: () =>
			'the proxy reads a container port in one way: a rule with a path on a port that it reads as TCP matches nothing',
		help: () => 'state the protocol that the container speaks there, or give each its own container port',
	}),
	ACC026: spec<{ gateway: string; port: string }>({
		severity: 'error',
		title: 'A gateway that listens for TCP',
		message: ({ gateway, port }) => `port ${quote(port)} of gateway ${quote(gateway)} speaks TCP`,
		label: () => 'no requests to check here',
		why: () => 'tokens, hosts, and paths exist in HTTP only, so nothing that comes in here could be checked',
		help: () => 'make it an `http` listener, or leave the port to a gateway outside this catalog',
	}),
	ACC028: spec<{ operation: string; scopes: readonly string[] }>({
		severity: 'error',
		title: 'One operation under two scopes',
		message: ({ operation, scopes }) => `${quote(operation)} belongs to ${quoteList(scopes, 'and')}`,
		label: () => 'under another scope, too',
		why: () => 'either scope admits: whoever got the wider one reaches what the narrower one was to guard',
		help: () => 'leave the operation in one scope, and grant both scopes to callers who need both',
	}),
	ACC030: spec<{ scope: string; service: string }>({
		severity: 'note',
		title: 'A scope that nobody may use',
		message: ({ scope, service }) => `nobody may use ${quote(scope)} of ${quote(service)}`,
		label: () => 'no caller has it',
		why: () => 'its operations are refused for everyone',
		help: () => 'grant it in `callers`, or remove it',
	}),
	ACC031: spec<{ scope: string; actor: string; operation: string }>({
		severity: 'error',
		title: 'A token on a TCP connection',
		message: ({ actor, operation, scope }) =>
			`${quote(scope)} holds ${quote(operation)}, which nobody can use as \`${actor}\``,
		label: () => 'a TCP connection carries no token',
		why: () => 'a rule that asks for a token on a TCP port matches nothing, so every connection would be refused',
		help: () => 'write `as: identity` with `because`; where the scope also holds HTTP operations, split it',
	}),
	ACC032: spec<{ operation: string; tcp: boolean }>({
		severity: 'error',
		title: 'A direct probe that is too wide',
		message: ({ operation, tcp }) =>
			tcp
				? `probe ${quote(operation)} would open a whole TCP port`
				: `probe ${quote(operation)} opens more than one path`,
		label: ({ tcp }) => (tcp ? 'not an HTTP port' : 'not one exact path'),
		why: () => 'a direct probe needs no identity, so anyone in the cluster may do the same',
		help: ({ tcp }) =>
			tcp
				? 'leave TCP probes `rewritten`'
				: 'name one method and one path without `{…}` and `**`, such as `GET /healthz`',
	}),
	ACC033: spec<{ operation: string; scope: string; guarded: string }>({
		severity: 'error',
		title: 'A direct probe that opens a guarded operation',
		message: ({ guarded, operation, scope }) =>
			`probe ${quote(operation)} opens ${quote(guarded)} of scope ${quote(scope)} for anyone in the cluster`,
		label: ({ scope }) => `belongs to ${quote(scope)}`,
		why: () => 'the kubelet has no certificate and no token, so the rule for its probe asks for neither',
		help: () =>
			'give the probe a path of its own, leave probes `rewritten`, or name the operations of the scope more narrowly',
	}),
	ACC084: spec<{ port: number; names: readonly string[] }>({
		severity: 'error',
		title: 'Two port names for one container port',
		message: ({ names, port }) => `ports ${quoteList(names, 'and')} both lead to container port ${port}`,
		label: () => 'the same container port',
		why: () =>
			'the proxy sees the container port only, so what one of the two names guards would be open under the other',
		help: () => 'keep one of the ports, or give each its own container port',
	}),
	ACC088: spec<{ disabled: string; active: string; environment: string }>({
		severity: 'error',
		title: 'A disabled service whose identity is still in use',
		message: ({ active, disabled, environment }) =>
			`${quote(disabled)} is disabled in ${quote(environment)}, but ${quote(active)} runs as the same identity`,
		label: ({ disabled }) => `does not stop ${quote(disabled)}`,
		why: ({ active, disabled }) =>
			`a receiver sees the service account only: with its certificate, ${quote(disabled)} still passes for ${quote(active)}`,
		help: () => 'give each its own service account, or disable all that share this one',
	}),
};
