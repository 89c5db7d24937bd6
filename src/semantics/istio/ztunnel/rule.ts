// A rule as a ztunnel follows it: istiod keeps what a connection without HTTP can tell
// (pilot/pkg/serviceregistry/ambient/authorization.go, Istio 1.31), ztunnel evaluates clauses of matches (src/rbac.rs). Two
// things differ from an Envoy on TCP: a match of which nothing is left matches nothing instead of everything, so that DENY can
// fail open, and trustDomains are lost.
import { readRange } from '../../../traffic/address.ts';
import { type AddressAttribute, all, any, not, nothing, type Predicate } from '../../../traffic/predicate.ts';
import type { Condition, Operation, Rule, Source, Values } from '../policy.ts';
import { namespace, principal, serviceAccount } from './identity.ts';

/** Undefined: the rule is left out, because it allows and asks for HTTP. A rule without any part matches everything. */
export function ztunnelPredicate(
	{ from, to, when }: Rule,
	action: 'ALLOW' | 'DENY',
	policyNamespace: string,
): Predicate | undefined {
	const asksHttp =
		from.some(asksHttpOfSource) || to.some(asksHttpOfOperation) || when.some(({ key }) => !(key in keys));
	if (asksHttp && action === 'ALLOW') return undefined;
	const clauses = [to.map(operationMatch), from.map((source) => sourceMatch(source, policyNamespace))];
	return all([...clauses.filter((matches) => matches.length > 0).map(any), ...when.map(conditionMatch)]);
}

const used = ({ values, notValues }: Values): boolean => values.length + notValues.length > 0;

const asksHttpOfSource = ({ remoteIpBlocks, requestPrincipals }: Source): boolean =>
	used(remoteIpBlocks) || used(requestPrincipals);

const asksHttpOfOperation = ({ hosts, methods, paths }: Operation): boolean =>
	used(hosts) || used(methods) || used(paths);

type Translate = (value: string) => Predicate | undefined;

const address =
	(attribute: AddressAttribute): Translate =>
	(value) => {
		const range = readRange(value);
		return range === undefined ? undefined : { kind: 'address', attribute, range };
	};

const port: Translate = (value) =>
	/^\d+$/.test(value) && Number(value) <= 65535 ? { kind: 'port', port: Number(value) } : undefined;

/** The conditions that need no HTTP, and no other: source.serviceAccount, for one, is missing. */
const keys: Readonly<Record<string, Translate>> = {
	'source.ip': address('sourceAddress'),
	'source.namespace': namespace,
	'source.principal': principal,
	'destination.ip': address('destinationAddress'),
	'destination.port': port,
};

const sourceMatch = (source: Source, policyNamespace: string): Predicate =>
	match([
		[source.ipBlocks, address('sourceAddress')],
		[source.namespaces, namespace],
		[source.serviceAccounts, (value) => serviceAccount(value, policyNamespace)],
		[source.principals, principal],
	]);

const operationMatch = ({ ports }: Operation): Predicate => match([[ports, port]]);

function conditionMatch(condition: Condition): Predicate {
	const translate = keys[condition.key];
	return translate === undefined ? nothing : match([[condition, translate]]);
}

/** All fields; values that cannot be translated are skipped, and nothing at all matches nothing. */
function match(fields: readonly (readonly [Values, Translate])[]): Predicate {
	const parts = fields.flatMap(([{ values, notValues }, translate]) => {
		const positive = values.flatMap((value) => translate(value) ?? []);
		const negative = notValues.flatMap((value) => translate(value) ?? []);
		return [...(positive.length > 0 ? [any(positive)] : []), ...(negative.length > 0 ? [not(any(negative))] : [])];
	});
	return parts.length === 0 ? nothing : all(parts);
}
