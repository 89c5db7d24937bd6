// The smallest change of a catalog that would let a request pass: an entry of `callers`, an entry of `calls`, where no scope
// offers the request, a scope, and where none leads there, a route. Here it is only made; `remedy.ts` tries it.
import type { Workload } from '../../access/model.ts';
import type { CallData, CallerData, CatalogData, ServiceData } from '../../catalog/index.ts';
import type { Origin } from '../../core/origin.ts';
import type { Operation, Segment } from '../../traffic/operation.ts';
import type { Edit } from '../answer.ts';
import type { Wanted } from '../request-text.ts';
import type { Inquiry } from './answer.ts';
import type { Change } from './edited.ts';
import { offering } from './match.ts';
import { gatewayOf } from './party.ts';
import { withRoute } from './route-change.ts';
import type { CatalogScene } from './scene.ts';
import { keyText, typescript } from './typescript.ts';

/** Changes worth a try, the smallest first. None for callers that the catalog does not name. */
export function changesFor(scene: CatalogScene, inquiry: Inquiry): readonly Change[] {
	const { parties, received, port } = inquiry;
	const { caller, receiver } = parties;
	if (caller.kind === 'stranger' || receiver.kind === 'gateway' || scene.data.services[receiver.name] === undefined)
		return [];
	const offered = offering(scene.model.scopes, receiver, received, port);
	const granted = (data: CatalogData, scope: string, edits: readonly Edit[], operations: readonly Operation[] = []) => {
		const change = withGrant(scene, inquiry, scope, data, edits);
		const routed = withRoute(scene, inquiry, change, operations);
		return routed === undefined || routed.edits.length === 0 ? [] : [routed];
	};
	if (offered.length > 0) return offered.flatMap(({ name, operations }) => granted(scene.data, name, [], operations));
	const { data, edit, scope } = withScope(scene, inquiry);
	return granted(data, scope, [edit]);
}

type Services = Record<string, ServiceData>;

/** The catalog with one part of it replaced. */
const withService = (data: CatalogData, name: string, service: ServiceData): CatalogData => {
	const services: Services = { ...data.services, [name]: service };
	return { ...data, services };
};

function withGrant(
	scene: CatalogScene,
	{ parties, token }: Inquiry,
	scope: string,
	data: CatalogData,
	edits: readonly Edit[],
): Change {
	const { caller, receiver, via } = parties;
	const provider = data.services[receiver.name];
	if (provider === undefined) return { data, edits, scope };
	const as = token.kind === 'none' ? (caller.kind === 'anyone' ? 'anyone' : 'identity') : token.kind;
	const entry: CallerData = {
		from: caller.name,
		...(via === undefined ? {} : { via: via.name }),
		scopes: [scope],
		as,
		...(token.kind === 'none' ? { because: 'say why' } : {}),
	};
	const isSame = (one: CallerData) => one.from === entry.from && one.via === entry.via && one.as === as;
	const callers = listWith(scene, ['services', receiver.name, 'callers'], provider.callers ?? [], entry, isSame, scope);
	const granted = withService(data, receiver.name, { ...provider, callers: callers.list });
	const asked = withRequest(scene, { parties }, scope, granted);
	return {
		data: asked.data,
		scope,
		edits: [...edits, ...callers.edits('callers', receiver.name), ...asked.edits],
	};
}

/** The consumer's side; `anyone` has none. */
function withRequest(
	scene: CatalogScene,
	{ parties: { caller, receiver, via } }: Pick<Inquiry, 'parties'>,
	scope: string,
	data: CatalogData,
): { readonly data: CatalogData; readonly edits: readonly Edit[] } {
	const call: CallData = { to: receiver.name, ...(via === undefined ? {} : { via: via.name }), scopes: [scope] };
	const isSame = (one: CallData) => one.to === call.to && one.via === call.via && one.forwards === undefined;
	const client = data.clients?.[caller.name];
	if (caller.kind === 'client' && client !== undefined) {
		const calls = listWith(scene, ['clients', caller.name, 'calls'], client.calls, call, isSame, scope);
		const clients = { ...data.clients, [caller.name]: { ...client, calls: calls.list } };
		const forwarded = withForwarding(scene, { caller, receiver, via }, scope, { ...data, clients });
		return { data: forwarded.data, edits: [...calls.edits('calls', caller.name), ...forwarded.edits] };
	}
	const service = data.services[caller.name];
	if (caller.kind !== 'workload' || service === undefined) return { data, edits: [] };
	const calls = listWith(scene, ['services', caller.name, 'calls'], service.calls ?? [], call, isSame, scope);
	return {
		data: withService(data, caller.name, { ...service, calls: calls.list }),
		edits: calls.edits('calls', caller.name),
	};
}

/** A service that hands the client's token on says so itself. */
function withForwarding(
	scene: CatalogScene,
	{ caller, receiver, via }: Inquiry['parties'],
	scope: string,
	data: CatalogData,
): { readonly data: CatalogData; readonly edits: readonly Edit[] } {
	const service = via === undefined || gatewayOf(scene.model, via) !== undefined ? undefined : data.services[via.name];
	if (via === undefined || service === undefined) return { data, edits: [] };
	const call: CallData = { to: receiver.name, scopes: [scope], forwards: caller.name };
	const isSame = (one: CallData) => one.to === call.to && one.forwards === call.forwards;
	const calls = listWith(scene, ['services', via.name, 'calls'], service.calls ?? [], call, isSame, scope);
	return {
		data: withService(data, via.name, { ...service, calls: calls.list }),
		edits: calls.edits('calls', via.name),
	};
}

interface Listed<T> {
	readonly list: readonly T[];
	readonly edits: (list: Edit['list'], part: string) => readonly Edit[];
}

/** The list with the entry, or with the scope added to the entry that says the same otherwise; no edit where it is there. */
function listWith<T extends { readonly scopes: readonly string[] }>(
	{ locate }: CatalogScene,
	path: readonly string[],
	list: readonly T[],
	entry: T,
	isSame: (one: T) => boolean,
	scope: string,
): Listed<T> {
	const index = list.findIndex(isSame);
	const there = list[index];
	const edit = (act: Edit['act'], origin: Origin, value: T) => (name: Edit['list'], part: string) => [
		{ list: name, part, act, origin, text: typescript(value) },
	];
	if (there === undefined) return { list: [...list, entry], edits: edit('add', locate(path), entry) };
	if (there.scopes.includes(scope)) return { list, edits: () => [] };
	const wider = { ...there, scopes: [...there.scopes, scope] };
	return { list: list.with(index, wider), edits: edit('replace', locate([...path, index]), wider) };
}

/** The receiver with a new scope for exactly this request, literal as it was asked for. */
function withScope(
	scene: CatalogScene,
	{ parties, received, port }: Inquiry,
): { data: CatalogData; edit: Edit; scope: string } {
	const { receiver } = parties;
	const { data, locate } = scene;
	const service = data.services[receiver.name] ?? { owner: '', namespace: '', serviceAccount: '', selector: {} };
	const taken = new Set(Object.values(data.services).flatMap(({ scopes = {} }) => Object.keys(scopes)));
	const operation = operationOf(scene, receiver, received);
	const name = scopeName(receiver.name, received, operation, taken);
	const portName = receiver.ports.find(({ targetPort }) => targetPort === port)?.name;
	const several = receiver.ports.length > 1 && portName !== undefined ? ` on ${portName}` : '';
	const operations = [`${operation}${several}`];
	return {
		data: withService(data, receiver.name, { ...service, scopes: { ...service.scopes, [name]: operations } }),
		edit: {
			list: 'scopes',
			part: receiver.name,
			act: 'add',
			origin: locate(['services', receiver.name, 'scopes']),
			text: `${keyText(name)}: ${typescript(operations)}`,
		},
		scope: name,
	};
}

/** As it was asked for, but with a parameter where the receiver's other operations have one at the same place. */
function operationOf({ model }: CatalogScene, receiver: Workload, wanted: Wanted): string {
	if (wanted.kind === 'tcp') return 'TCP';
	const path = wanted.path.replace(/[?#].*$/s, '');
	if (wanted.kind === 'grpc') return path.slice(1);
	const known = model.scopes
		.filter((scope) => scope.receiver === receiver)
		.flatMap(({ operations }) => operations.flatMap((one) => (one.kind === 'http' ? [one.path.segments] : [])));
	const steps = path.split('/').slice(1);
	const written = steps.map((step, index) => {
		const alike = known.find(
			(segments) =>
				segments[index]?.kind === 'parameter' && segments.slice(0, index).every((one, at) => fits(one, steps[at])),
		);
		const parameter = alike?.[index];
		return parameter?.kind === 'parameter' && step !== '' ? `{${parameter.name}}` : step;
	});
	return `${wanted.method} /${written.join('/')}`;
}

const fits = (segment: Segment, step: string | undefined): boolean =>
	segment.kind === 'parameter' ? step !== undefined && step !== '' : segment.text === step;

/** `accounts.limits.read` for `GET /accounts/{id}/limits`: a name that is free, and that a person can read. */
function scopeName(receiver: string, wanted: Wanted, operation: string, taken: ReadonlySet<string>): string {
	const words = operation.split('/').slice(1);
	const last = wanted.kind === 'http' ? words.findLast((word) => /^[a-z][a-z0-9-]*$/.test(word)) : undefined;
	const stem = last === undefined || last === receiver ? receiver : `${receiver}.${last}`;
	const name = `${stem}.${verbOf(wanted)}`;
	for (let count = 2; ; count++) {
		const candidate = count === 2 ? name : `${name}-${count - 1}`;
		if (!taken.has(candidate)) return candidate;
	}
}

function verbOf(wanted: Wanted): string {
	if (wanted.kind === 'tcp') return 'connect';
	if (wanted.kind === 'grpc') return wanted.path.replace(/^.*\//, '').toLowerCase();
	return wanted.method === 'GET' || wanted.method === 'HEAD' ? 'read' : 'write';
}
