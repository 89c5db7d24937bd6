// Which ports of an ambient workload ask for a certificate. istiod sends ztunnel no modes but DENY policies: a fixed one that
// refuses every caller without a certificate, and one of the workload's object, with exceptions by port. It decides in one
// place which of them a workload refers to and in another what they say, and the two do not always agree: that is where this
// is no plain inheritance (pilot/pkg/serviceregistry/ambient/{authorization,policies}.go, Istio 1.31; measured). Of equally
// old objects of one scope istiod takes any one, not the same one each time; here it is the first by name.
import { objectsNear, objectsOf } from '../age.ts';
import { selects } from '../attach.ts';
import type { MutualTls } from '../chain.ts';
import type { Mode, PeerAuthentication } from '../policy.ts';
import type { Workload, World } from '../world.ts';

/** A ztunnel ends mutual TLS of every caller that brings it, so DISABLE is no more than not STRICT. */
export function ztunnelMutualTls(world: World, workload: Workload, port: number): MutualTls {
	const { mesh, namespace, own } = objectsFor(world, workload);
	const inherited = modeOf(namespace) === 'UNSET' ? mesh : namespace;
	const strict = modeOf(inherited) === 'STRICT';
	const required = (object: PeerAuthentication | undefined): MutualTls => ({
		mode: 'required',
		object: nameOf(object),
	});
	const optional = (object: PeerAuthentication | undefined): MutualTls => ({
		mode: 'optional',
		object: nameOf(object),
	});
	if (own === undefined) return strict ? required(inherited) : optional(inherited);
	const decides = own.mode === 'UNSET' ? inherited : own;
	const fixed = own.mode === 'UNSET' ? strict : own.mode === 'STRICT';
	if (!refersToOwn(own, fixed)) return fixed ? required(decides) : optional(decides);
	const parents = { mesh: unselected(world, world.mesh.rootNamespace), namespace: unselected(world, own.namespace) };
	return refusedPorts(own, parents)(port) ? required(own) : optional(own);
}

const modeOf = (object: PeerAuthentication | undefined): Mode => object?.mode ?? 'UNSET';
const isOpen = (mode: Mode): boolean => mode === 'PERMISSIVE' || mode === 'DISABLE';

const nameOf = (object: PeerAuthentication | undefined): string | undefined =>
	object === undefined ? undefined : `${object.namespace}/${object.name}`;

interface Parents {
	readonly mesh: PeerAuthentication | undefined;
	readonly namespace: PeerAuthentication | undefined;
}

function objectsFor(world: World, { namespace, labels }: Workload) {
	const inRoot = namespace === world.mesh.rootNamespace;
	const near = objectsNear(world.peerAuthentications, namespace, labels);
	const whole = near.find(({ attachment }) => attachment.kind !== 'selector' || isEmpty(attachment.labels));
	const own = near.find(
		({ attachment }) =>
			attachment.kind === 'selector' && !isEmpty(attachment.labels) && selects(attachment.labels, labels),
	);
	return inRoot
		? { mesh: whole, namespace: undefined, own: undefined }
		: { mesh: unselected(world, world.mesh.rootNamespace), namespace: whole, own };
}

const isEmpty = (labels: object): boolean => Object.keys(labels).length === 0;

/** The object of a namespace that has no selector at all. */
const unselected = (world: World, namespace: string): PeerAuthentication | undefined =>
	objectsOf(world.peerAuthentications, namespace).find(({ attachment }) => attachment.kind === 'namespace');

/** Whether the workload refers to the policy of its own object, in place of the fixed one. */
function refersToOwn(own: PeerAuthentication, fixed: boolean): boolean {
	const modes = Object.values(own.ports);
	if (!fixed) return modes.includes('STRICT');
	return own.mode === 'UNSET' ? modes.includes('PERMISSIVE') : modes.some(isOpen);
}

/** On which ports the policy that is sent for the object refuses callers without a certificate. */
function refusedPorts(own: PeerAuthentication, { mesh, namespace }: Parents): (port: number) => boolean {
	const inheritsStrict = modeOf(namespace) === 'UNSET' && modeOf(mesh) === 'STRICT';
	const parentStrict = modeOf(namespace) === 'STRICT' || inheritsStrict;
	// As istiod has it: below a strict mesh, STRICT ports are taken for covered whatever the workload's own mode is.
	const covered = own.mode === 'STRICT' || (own.mode === 'UNSET' && modeOf(namespace) === 'STRICT') || inheritsStrict;
	const cares = own.mode === 'STRICT' || (own.mode === 'UNSET' && modeOf(namespace ?? mesh) === 'STRICT');
	const ports = Object.entries(own.ports);
	const strictPorts = covered ? [] : ports.filter(([, mode]) => mode === 'STRICT').map(([port]) => Number(port));
	const openPorts = cares ? ports.filter(([, mode]) => isOpen(mode)).map(([port]) => Number(port)) : [];
	const refusesOthers = openPorts.length > 0 && (own.mode === 'STRICT' || parentStrict);
	return (port) => strictPorts.includes(port) || (refusesOthers && !openPorts.includes(port));
}
