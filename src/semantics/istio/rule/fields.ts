// Which fields a source, an operation and a condition have, and what a value of each means: the table of the vocabulary.
import { readRange } from '../../../traffic/address.ts';
import { type AddressAttribute, any, nothing, type Predicate, type TextAttribute } from '../../../traffic/predicate.ts';
import type { Condition, Operation, Source, Values } from '../policy.ts';
import { isAtLeast, since } from '../version.ts';
import type { MeshSettings } from '../world.ts';
import { principalsMeant, trustDomainsMeant } from './aliases.ts';
import { claim, nameInBrackets, namesInBrackets, requestPrincipal } from './claims.ts';
import type { Field } from './field.ts';
import { namespace, principal, serviceAccount, trustDomain } from './identity.ts';
import { path } from './path.ts';
import { lowerAscii, textPattern } from './strings.ts';

/** Where a rule stands. */
export interface Place {
	readonly mesh: MeshSettings;
	/** Of the policy. */
	readonly namespace: string;
	/** A token rule splits `iss` or `sub` at spaces. */
	readonly splitsPrincipal: boolean;
}

type Translate = Field['translate'];

const field = ({ values, notValues }: Values, translate: Translate, httpOnly = false): Field => ({
	values,
	notValues,
	httpOnly,
	translate,
});

const http = (values: Values, translate: Translate): Field => field(values, translate, true);

const principals =
	({ mesh }: Place): Translate =>
	(value) =>
		any(principalsMeant(value, mesh).map(principal));

const trustDomains =
	({ mesh }: Place): Translate =>
	(value) =>
		any(trustDomainsMeant(value, mesh).map(trustDomain));

const serviceAccounts =
	(place: Place): Translate =>
	(value) =>
		serviceAccount(value, place.namespace);

const requestPrincipals =
	({ splitsPrincipal }: Place): Translate =>
	(value) =>
		requestPrincipal(value, splitsPrincipal || undefined);

const address =
	(attribute: AddressAttribute): Translate =>
	(value) => {
		const range = readRange(value);
		return range === undefined ? undefined : { kind: 'address', attribute, range };
	};

const port: Translate = (value) =>
	/^\d+$/.test(value) && Number(value) <= 65535 ? { kind: 'port', port: Number(value) } : undefined;

const text =
	(attribute: TextAttribute, present: boolean): Translate =>
	(value) => ({ kind: 'text', attribute, pattern: textPattern(value, { present }) });

/** The pseudo header `:method` is the method; others keep their names, `host` as the name it has inside Envoy. */
function header(name: string, value: string): Predicate {
	const lower = lowerAscii(name);
	const pattern = textPattern(value, { present: true });
	if (lower === ':method') return { kind: 'text', attribute: 'method', pattern };
	return { kind: 'header', name: lower === 'host' ? ':authority' : lower, pattern };
}

/** Fields that the control plane does not know yet say nothing. */
export function sourceFields(source: Source, place: Place): readonly Field[] {
	const { istio } = place.mesh;
	return [
		field(source.principals, principals(place)),
		http(source.requestPrincipals, requestPrincipals(place)),
		field(source.namespaces, namespace),
		...(isAtLeast(istio, since.serviceAccounts) ? [field(source.serviceAccounts, serviceAccounts(place))] : []),
		...(isAtLeast(istio, since.trustDomains) ? [field(source.trustDomains, trustDomains(place))] : []),
		field(source.ipBlocks, address('sourceAddress')),
		field(source.remoteIpBlocks, address('remoteAddress')),
	];
}

/** All but ports have a meaning in HTTP only. */
export const operationFields = (operation: Operation, place: Place): readonly Field[] => [
	http(operation.hosts, (value) => text('host', true)(lowerAscii(value))),
	field(operation.ports, port),
	http(operation.methods, text('method', true)),
	http(operation.paths, (value) => path(value, place.mesh.istio)),
];

/** Undefined: a key that the control plane does not know, for which it skips the whole rule, whatever the action. */
export function conditionField(condition: Condition, place: Place): Field | undefined {
	const { key } = condition;
	const { istio } = place.mesh;
	switch (key) {
		case 'source.ip':
			return field(condition, address('sourceAddress'));
		case 'remote.ip':
			return field(condition, address('remoteAddress'));
		case 'destination.ip':
			return field(condition, address('destinationAddress'));
		case 'destination.port':
			return field(condition, port);
		case 'connection.sni':
			return field(condition, text('serverName', false));
		case 'source.namespace':
			return field(condition, namespace);
		case 'source.principal':
			return field(condition, principals(place));
		case 'source.serviceAccount':
			return isAtLeast(istio, since.serviceAccounts) ? field(condition, serviceAccounts(place)) : undefined;
		case 'source.trustDomain':
			return isAtLeast(istio, since.trustDomains) ? field(condition, trustDomains(place)) : undefined;
		case 'request.auth.principal':
			return http(condition, requestPrincipals(place));
		case 'request.auth.audiences':
			return http(condition, (value) => claim(['aud'], value));
		case 'request.auth.presenter':
			return http(condition, (value) => claim(['azp'], value));
		default:
			return namedField(condition);
	}
}

/** Keys of the form `a[b]`. What other Envoy filters write is nothing here, so that `experimental…` values never match. */
function namedField(condition: Condition): Field | undefined {
	const { key } = condition;
	const rest = (start: string) => key.slice(start.length);
	if (key.startsWith('experimental.envoy.filters.')) {
		return field(condition, () => (key.includes('[') ? nothing : undefined));
	}
	if (key.startsWith('request.headers')) {
		const name = nameInBrackets(rest('request.headers'));
		return http(condition, (value) => (name === undefined ? undefined : header(name, value)));
	}
	if (key.startsWith('request.auth.claims')) {
		const names = namesInBrackets(rest('request.auth.claims'));
		return http(condition, (value) => (names === undefined ? undefined : claim(names, value)));
	}
	return undefined;
}
