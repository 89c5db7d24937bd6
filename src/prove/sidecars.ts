// Sidecar objects, for what they stop: a workload must know every service that it is granted to call. What a sidecar does not
// know it reaches without mutual TLS, and the receiver refuses that.
import type { AccessModel, Grant, Workload } from '../access/model.ts';
import { labelIndex } from '../core/label-index.ts';
import { groupBy } from '../core/order.ts';
import { type Labels, sidecarDoubt } from '../semantics/istio/index.ts';
import type { Finding } from './finding.ts';
import { fieldsOf, type Outline } from './outline.ts';
import type { OwnerOf } from './owner.ts';
import { podsOf } from './pods.ts';

/** A doubt for each object that may hide a receiver from one of its callers, or that says what is not judged. */
export function sidecarFindings(model: AccessModel, objects: readonly Outline[], ownerOf: OwnerOf): readonly Finding[] {
	const all = objects.filter(({ group, kind }) => group === 'networking.istio.io' && kind === 'Sidecar');
	if (all.length === 0) return [];
	const followed = followedIn(model, all);
	const presented = new Map<Workload, Grant[]>();
	for (const grant of model.grants) {
		const grants = presented.get(grant.presenter);
		if (grants === undefined) presented.set(grant.presenter, [grant]);
		else grants.push(grant);
	}
	const found = new Map<Outline, string>();
	for (const object of all) {
		const why = sidecarDoubt(object.spec);
		if (why !== undefined) found.set(object, why);
	}
	for (const [workload, grants] of presented) {
		// A Sidecar has no effect on gateways.
		if (workload.kind === 'gateway') continue;
		const objects = followed(workload);
		for (const object of objects) {
			const why = hidden(object, workload, grants) ?? severally(objects, object);
			if (why !== undefined && !found.has(object)) found.set(object, why);
		}
	}
	return [...found].map(([object, why]) => ({
		kind: 'undecided',
		where: object.title,
		why,
		origin: ownerOf(object),
	}));
}

/**
 * Those that pods of a workload may follow. Only one counts for a pod: with a selector before without, its namespace before
 * the root namespace.
 */
function followedIn(model: AccessModel, all: readonly Outline[]): (workload: Workload) => readonly Outline[] {
	const canHave = podsOf(model);
	const found = groupBy(all, ({ namespace }) => namespace);
	const root = found.get(model.mesh.rootNamespace) ?? [];
	const inNamespace = new Map(
		[...found].map(([namespace, near]) => {
			const own = labelIndex(
				near.filter(({ spec }) => hasSelector(spec)),
				({ selected }) => selected,
			);
			return [namespace, { own, wide: near.filter(({ spec }) => !hasSelector(spec)) }];
		}),
	);
	return (workload) => {
		const { namespace, selector } = workload;
		const near = inNamespace.get(namespace.name);
		const own = (near?.own(selector) ?? []).filter(({ selected }) => canHave(namespace.name, selector, selected));
		if (own.some(({ selected }) => isWithin(selected, selector))) return own;
		const wide = near?.wide ?? [];
		return [...own, ...(wide.length > 0 ? wide : root)];
	};
}

const hasSelector = ({ workloadSelector }: Outline['spec']): boolean =>
	Object.keys(fieldsOf(workloadSelector)).length > 0;

const isWithin = (selected: Labels, labels: Labels): boolean =>
	Object.entries(selected).every(([name, value]) => labels[name] === value);

/** The first grant that would not work under this object; without `egress` everything is known. */
function hidden({ spec, namespace }: Outline, workload: Workload, grants: readonly Grant[]): string | undefined {
	const { mode } = fieldsOf(spec.outboundTrafficPolicy);
	const asks = grants.find(({ actor, caller }) => caller.kind === 'workload' && 'client' in actor);
	const leaves = [...(asks === undefined ? [] : [asks.id]), ...workload.external.map(() => workload.name)];
	if (mode !== undefined && mode !== 'ALLOW_ANY' && leaves[0] !== undefined) {
		return `it keeps \`${workload.name}\` from places outside the mesh (\`outboundTrafficPolicy\`), which \`${leaves[0]}\` needs`;
	}
	if (spec.egress === undefined) return undefined;
	const hosts = listOf(spec.egress).flatMap((each) => listOf(fieldsOf(each).hosts));
	const grant = grants.find(({ receiver }) => !hosts.some((host) => shows(host, namespace, receiver)));
	return grant === undefined
		? undefined
		: `it hides \`${grant.receiver.name}\` from \`${workload.name}\`, which \`${grant.id}\` needs`;
}

/** `namespace/name`, with `.` for the object's own namespace and `*` for any (Istio 1.31, reference of Sidecar). */
function shows(host: unknown, own: string, receiver: Workload): boolean {
	if (typeof host !== 'string') return false;
	const [where = '', name = ''] = host.split('/');
	const namespace = receiver.namespace.name;
	if (where !== '*' && (where === '.' ? own : where) !== namespace) return false;
	const full = `${receiver.name}.${namespace}.svc.cluster.local`;
	return name === '*' || name === full || (name.startsWith('*.') && full.endsWith(name.slice(1)));
}

function severally(followed: readonly Outline[], object: Outline): string | undefined {
	const isRival = (each: Outline) =>
		each !== object && each.namespace === object.namespace && hasSelector(each.spec) === hasSelector(object.spec);
	const other = followed.find(isRival);
	return other === undefined ? undefined : `\`${other.title}\` may speak for the same pods, and the older one counts`;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
