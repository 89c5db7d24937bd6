// Sidecar (istio/api networking/v1alpha3/sidecar.proto and istiod's webhook, `ValidateSidecar`, 1.31): which specs it takes,
// of the fields that say what a workload knows. What such a spec means is asked where callers are held against it.
import { isLabelName } from '../../kubernetes/names.ts';
import { type Fields, labels, list, map, one } from '../../kubernetes/shape.ts';

/** `namespace/name`: of the namespace also `*`, `.` and `~`, of the name a star for all or for the first part. */
function isHost(value: unknown): boolean {
	if (typeof value !== 'string') return false;
	const [namespace = '', name = '', more] = value.split('/');
	if (more !== undefined || !(['*', '.', '~'].includes(namespace) || isLabelName(namespace))) return false;
	const parts = name.replace(/^\*\./, '').split('.');
	return name === '*' || (name.includes('.') && name.length <= 255 && parts.every(isLabelName));
}

const isFilled = ({ hosts }: Fields): string | undefined =>
	Array.isArray(hosts) && hosts.length > 0 ? undefined : 'it has `hosts`';

const mode = one((value) => value === 'REGISTRY_ONLY' || value === 'ALLOW_ANY', 'REGISTRY_ONLY or ALLOW_ANY');
const listeners = list(map({ hosts: list(one(isHost, 'a host, `namespace/name`')) }, isFilled));

const sidecar = map(
	{
		workloadSelector: map({ labels }),
		outboundTrafficPolicy: map({ mode }),
		// Listeners without a port of their own are one listener.
		egress: (value, path) =>
			listeners(value, path) ??
			(Array.isArray(value) && value.length > 1 ? `\`${path}\` has several listeners for all ports` : undefined),
		// What it does is not judged, nor its form.
		ingress: () => undefined,
	},
	({ egress, ingress, outboundTrafficPolicy }) =>
		egress === undefined && ingress === undefined && outboundTrafficPolicy === undefined
			? 'it says nothing'
			: undefined,
);

/** Why istiod may refuse a Sidecar with this spec, or what of it is not judged; undefined: neither. */
export const sidecarDoubt = (spec: unknown): string | undefined => sidecar(spec, 'spec');
