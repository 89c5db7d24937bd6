// Which fields a source, an operation and a condition have, and what a value of each means: the table of the vocabulary.
import { readRange } from '../../../traffic/address.ts';
import { type AddressAttribute, any, nothing, type Predicate, type TextAttribute } from '../../../traffic/predicate.ts';
import type { Operation, Source } from '../policy.ts';
import { isAtLeast, since } from '../version.ts';
import { principalsMeant, trustDomainsMeant } from './aliases.ts';
import { claim, nameInBrackets, namesInBrackets, requestPrincipal } from './claims.ts';
import type { Meaning, Place, Translate } from './field.ts';
import { namespace, principal, serviceAccount, trustDomain } from './identity.ts';
import { path } from './path.ts';
import { lowerAscii, textPattern } from './strings.ts';

const always = (translate: Translate): Meaning => ({ httpOnly: false, translate });
const http = (translate: Translate): Meaning => ({ httpOnly: true, translate });

const principals = always((value, { mesh }) => any(principalsMeant(value, mesh).map(principal)));
const trustDomains = always((value, { mesh }) => any(trustDomainsMeant(value, mesh).map(trustDomain)));
const serviceAccounts = always((value, place) => serviceAccount(value, place.namespace));
const namespaces = always(namespace);
const requestPrincipals = http((value, { splitsPrincipal }) => requestPrincipal(value, splitsPrincipal || undefined));

const addresses = (attribute: AddressAttribute): Meaning =>
	always((value) => {
		const range = readRange(value);
		return range === undefined ? undefined : { kind: 'address', attribute, range };
	});

const ports = always((value) =>
	/^\d+$/.test(value) && Number(value) <= 65535 ? { kind: 'port', port: Number(value) } : undefined,
);

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

type FieldsOf<Whole> = readonly (readonly [field: keyof Whole, meaning: Meaning])[];

const oldestSource: FieldsOf<Source> = [
	['principals', principals],
	['requestPrincipals', requestPrincipals],
	['namespaces', namespaces],
	['ipBlocks', addresses('sourceAddress')],
	['remoteIpBlocks', addresses('remoteAddress')],
];
const laterSource = {
	serviceAccounts: ['serviceAccounts', serviceAccounts],
	trustDomains: ['trustDomains', trustDomains],
} as const;

/** The fields of a source. Those that the control plane does not know yet say nothing. */
export const sourceFields = ({ mesh: { istio } }: Place): FieldsOf<Source> => [
	...oldestSource,
	...(isAtLeast(istio, since.serviceAccounts) ? [laterSource.serviceAccounts] : []),
	...(isAtLeast(istio, since.trustDomains) ? [laterSource.trustDomains] : []),
];

/** The fields of an operation. All but ports have a meaning in HTTP only. */
export const operationFields: FieldsOf<Operation> = [
	['hosts', http((value, place) => text('host', true)(lowerAscii(value), place))],
	['ports', ports],
	['methods', http(text('method', true))],
	['paths', http((value, { mesh }) => path(value, mesh.istio))],
];

const plainKeys: ReadonlyMap<string, Meaning> = new Map([
	['source.ip', addresses('sourceAddress')],
	['remote.ip', addresses('remoteAddress')],
	['destination.ip', addresses('destinationAddress')],
	['destination.port', ports],
	['connection.sni', always(text('serverName', false))],
	['source.namespace', namespaces],
	['source.principal', principals],
	['request.auth.principal', requestPrincipals],
	['request.auth.audiences', http((value) => claim(['aud'], value))],
	['request.auth.presenter', http((value) => claim(['azp'], value))],
]);

/** What a condition on this key means. Undefined: the control plane does not know the key, and skips the whole rule, whatever the action. */
export function conditionMeaning(key: string, { mesh: { istio } }: Place): Meaning | undefined {
	switch (key) {
		case 'source.serviceAccount':
			return isAtLeast(istio, since.serviceAccounts) ? serviceAccounts : undefined;
		case 'source.trustDomain':
			return isAtLeast(istio, since.trustDomains) ? trustDomains : undefined;
		default:
			return plainKeys.get(key) ?? namedMeaning(key);
	}
}

/** Keys of the form `a[b]`. What other Envoy filters write is nothing here, so that `experimental…` values never match. */
function namedMeaning(key: string): Meaning | undefined {
	const rest = (start: string) => key.slice(start.length);
	if (key.startsWith('experimental.envoy.filters.')) {
		return always(() => (key.includes('[') ? nothing : undefined));
	}
	if (key.startsWith('request.headers')) {
		const name = nameInBrackets(rest('request.headers'));
		return http((value) => (name === undefined ? undefined : header(name, value)));
	}
	if (key.startsWith('request.auth.claims')) {
		const names = namesInBrackets(rest('request.auth.claims'));
		return http((value) => (names === undefined ? undefined : claim(names, value)));
	}
	return undefined;
}
