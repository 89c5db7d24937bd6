// Faults that could stand in our manifests, planted on purpose in those of the bank, each with the end-to-end row that
// catches it: a grant that no longer passes, or something next to it that now does.
import type { Json, JsonObject, MeshObject } from '../generators/objects.ts';

export interface Fault {
	readonly name: string;
	/** The namespace whose places are asked again. */
	readonly namespace: string;
	/** Throws an Error if there is nothing to change. */
	readonly plant: (objects: readonly MeshObject[]) => readonly MeshObject[];
	/** Matches `<row> → <what is wrong>`; at least one row must match. */
	readonly caughtBy: RegExp;
}

const policy = 'AuthorizationPolicy';
const authentication = 'RequestAuthentication';

export const faults: readonly Fault[] = [
	{
		name: 'the Service port instead of the container port',
		namespace: 'accounts',
		plant: on(policy, 'accounts', 'accounts', replacing('8080', '80')),
		caughtBy: /^granted accounts \(receiver\), GET \/accounts\/\{id\} .*: as granted → 403, not allow/,
	},
	{
		name: 'a receiver that does not look at the audience',
		namespace: 'accounts',
		plant: both(
			on(policy, 'accounts', 'accounts', withoutCondition('request.auth.audiences')),
			on(authentication, 'accounts', 'accounts', withoutField('audiences')),
		),
		caughtBy: /^N2 accounts \(receiver\), .*: a token for another receiver → allow, not 403/,
	},
	{
		name: 'a gateway that does not look at the audience',
		namespace: 'edge',
		plant: on(policy, 'edge', 'edge', withoutCondition('request.auth.audiences')),
		caughtBy: /^N2 edge \(gateway\), .*: a token for another receiver → allow, not 403/,
	},
	{
		name: 'a path that goes on, at a receiver',
		namespace: 'accounts',
		plant: on(policy, 'accounts', 'accounts', replacing('/accounts/{*}', '/accounts/*')),
		caughtBy: /^N12 accounts \(receiver\), .*: a slash at the end → allow, not 403/,
	},
	{
		name: 'a path that goes on, at the gateway',
		namespace: 'edge',
		plant: on(policy, 'edge', 'edge', replacing('/customers/{*}', '/customers/*')),
		caughtBy: /^N12 edge \(gateway\), GET \/customers.*: a slash at the end → allow, not 403/,
	},
	{
		name: 'any method',
		namespace: 'payments',
		plant: on(policy, 'payments', 'payments', withoutField('methods')),
		caughtBy: /^N12 payments \(receiver\), POST \/payments as .*: method PATCH → allow, not 403/,
	},
	{
		name: 'any host',
		namespace: 'edge',
		plant: on(policy, 'edge', 'edge', withoutField('hosts')),
		caughtBy: /^N12 edge \(gateway\), .*: host evil-api\.bank\.example → allow, not 403/,
	},
	{
		name: 'no default deny',
		namespace: 'accounts',
		plant: removing(policy, 'accounts', 'default-deny'),
		caughtBy: /^N9 undeclared in accounts .*: from payments → allow, not 403/,
	},
	{
		name: 'PERMISSIVE instead of STRICT',
		namespace: 'accounts',
		plant: on('PeerAuthentication', 'accounts', 'default', replacing('STRICT', 'PERMISSIVE')),
		caughtBy: /^N10 accounts \(receiver\), .*: plaintext → 403, not refused/,
	},
	{
		name: 'DENY instead of ALLOW',
		namespace: 'payments',
		plant: on(policy, 'payments', 'limits', replacing('ALLOW', 'DENY')),
		caughtBy: /^granted limits \(receiver\), .*: as granted → 403, not allow/,
	},
	{
		name: 'a policy on pods that are not there',
		namespace: 'customers',
		plant: on(policy, 'customers', 'consent', replacing('consent', 'consents')),
		caughtBy: /^granted consent \(receiver\), .*: as granted → 403, not allow/,
	},
	{
		name: 'callers of another trust domain',
		namespace: 'messages',
		plant: on(
			policy,
			'messages',
			'statements',
			replacing('bank.example/ns/edge/sa/edge', 'staging.bank.example/ns/edge/sa/edge'),
		),
		caughtBy: /^granted statements \(receiver\), GET .*: as granted → 403, not allow/,
	},
	{
		name: 'any caller',
		namespace: 'accounts',
		plant: on(policy, 'accounts', 'accounts', (value, key) =>
			key === 'principals' && typeof value === 'string' ? '*' : value,
		),
		caughtBy: /^N8 accounts \(receiver\), .*: from \S+ → allow, not 403/,
	},
	{
		name: "any client's token",
		namespace: 'accounts',
		plant: on(policy, 'accounts', 'accounts', withoutCondition('request.auth.presenter')),
		caughtBy: /^N8 accounts \(receiver\), .*: another client's token → allow, not 403/,
	},
	{
		name: 'any scope',
		namespace: 'accounts',
		plant: on(policy, 'accounts', 'accounts', withoutCondition('request.auth.claims[scope]')),
		caughtBy: /^N4 accounts \(receiver\), .*: a token with another scope → allow, not 403/,
	},
	{
		name: 'services for users',
		namespace: 'accounts',
		plant: on(policy, 'accounts', 'accounts', withoutCondition('request.auth.claims[sid]')),
		caughtBy: /^N11 accounts \(receiver\), .*\/user: a token of the other kind → allow, not 403/,
	},
	{
		name: 'users for services',
		namespace: 'accounts',
		plant: on(policy, 'accounts', 'accounts', withoutCondition('request.auth.claims[client_id]')),
		caughtBy: /^N11 accounts \(receiver\), .*\/service: a token of the other kind → allow, not 403/,
	},
	{
		name: 'any tenant, or none',
		namespace: 'accounts',
		plant: on(policy, 'accounts', 'accounts', withoutCondition('request.auth.claims[tenant]')),
		caughtBy: /^N5 accounts \(receiver\), .*: a token without the tenant, or with another → allow, not 403/,
	},
	{
		name: 'no tenant guard at the gateway',
		namespace: 'edge',
		plant: removing(policy, 'edge', 'edge-tenant-guard'),
		caughtBy: /^N5 edge \(gateway\), .*: a header and no token → allow, not 403/,
	},
	{
		name: 'a tenant guard that allows',
		namespace: 'edge',
		plant: on(policy, 'edge', 'edge-tenant-guard', replacing('DENY', 'ALLOW')),
		caughtBy: /^N5 edge \(gateway\), .*: a header beside the right token → allow, not 403/,
	},
	{
		name: 'no tenant guard at a receiver',
		namespace: 'products',
		plant: removing(policy, 'products', 'deposit-calculator-tenant-guard'),
		caughtBy: /^N5 deposit-calculator .*: a header and no token → received the tenants \["evil"\], not \[\]/,
	},
	{
		name: 'a tenant header that nobody writes',
		namespace: 'accounts',
		plant: on(authentication, 'accounts', 'accounts', withoutField('outputClaimToHeaders')),
		caughtBy: /^N5 accounts .*: a header beside the right token → received the tenants \["evil"\], not \["acme"\]/,
	},
	{
		name: 'tokens that nobody verifies',
		namespace: 'payments',
		plant: removing(authentication, 'payments', 'payments'),
		caughtBy: /^granted payments \(receiver\), POST \/payments as .*: as granted → 403, not allow/,
	},
	{
		name: 'a second issuer',
		namespace: 'accounts',
		plant: both(
			on(authentication, 'accounts', 'accounts', trusting('-elsewhere')),
			on(policy, 'accounts', 'accounts', replacing('https://idp.bank.example/realms/bank/*', '*')),
		),
		caughtBy: /^N1 accounts \(receiver\), .*: a token of another realm → allow, not 401/,
	},
	{
		name: 'a gateway that keeps the token',
		namespace: 'edge',
		plant: on(authentication, 'edge', 'edge', (value, key) => (key === 'forwardOriginalToken' ? false : value)),
		caughtBy: /^granted edge \(gateway\), .*: as granted → the token was not forwarded/,
	},
	{
		name: 'a plaintext exception for more than was declared',
		namespace: 'products',
		plant: on(policy, 'products', 'deposit-calculator', replacing('/deposits/rates', '/deposits/*')),
		caughtBy: /^N10 deposit-calculator \(receiver\), GET \/deposits\/quote.*: plaintext.* → allow, not 403/,
	},
];

/** Another value for a value, which stands under `key` or in a list there; undefined takes it out. */
type Change = (value: Json, key: string) => Json | undefined;

function on(kind: string, namespace: string, name: string, change: Change): Fault['plant'] {
	return (objects) => {
		const [found, others] = parted(objects, kind, namespace, name);
		const changed = changedIn(found.spec, change, '');
		if (!isObject(changed) || JSON.stringify(changed) === JSON.stringify(found.spec)) {
			throw new Error(`nothing to change in ${kind} ${namespace}/${name}`);
		}
		return [...others, { ...found, spec: changed }];
	};
}

function removing(kind: string, namespace: string, name: string): Fault['plant'] {
	return (objects) => parted(objects, kind, namespace, name)[1];
}

function both(first: Fault['plant'], second: Fault['plant']): Fault['plant'] {
	return (objects) => second(first(objects));
}

function parted(
	objects: readonly MeshObject[],
	kind: string,
	namespace: string,
	name: string,
): readonly [MeshObject, readonly MeshObject[]] {
	const isIt = ({ kind: its, metadata }: MeshObject): boolean =>
		its === kind && metadata.namespace === namespace && metadata.name === name;
	const found = objects.find(isIt);
	if (found === undefined) throw new Error(`no ${kind} ${namespace}/${name} to plant a fault in`);
	return [found, objects.filter((object) => !isIt(object))];
}

function replacing(from: string, to: string): Change {
	return (value) => (value === from ? to : value);
}

function withoutField(name: string): Change {
	return (value, key) => (key === name ? undefined : value);
}

function withoutCondition(name: string): Change {
	return (value) => (isObject(value) && value.key === name ? undefined : value);
}

/** Each rule for an issuer once more, for the issuer with another ending. */
function trusting(ending: string): Change {
	return (value, key) => {
		if (key !== 'jwtRules' || !isList(value)) return value;
		const more = value.flatMap((rule) => (isObject(rule) ? [{ ...rule, issuer: `${rule.issuer}${ending}` }] : []));
		return [...value, ...more];
	};
}

function changedIn(value: Json, change: Change, key: string): Json | undefined {
	const changed = change(value, key);
	if (changed === undefined) return undefined;
	if (isList(changed)) {
		return changed.flatMap((item) => {
			const other = isList(item) ? item : changedIn(item, change, isObject(item) ? '' : key);
			return other === undefined ? [] : [other];
		});
	}
	if (!isObject(changed)) return changed;
	const fields = Object.entries(changed).flatMap(([name, field]) => {
		const other = changedIn(field, change, name);
		return other === undefined ? [] : [[name, other] as const];
	});
	return Object.fromEntries(fields);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isObject = (value: Json | undefined): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
