// To which proxies an object attaches: selector, targetRefs and the older targetRef (istio/api type/v1beta1/selector.proto).
import type { Attachment, Target } from '../policy.ts';
import type { Labels } from '../world.ts';
import { type Fields, readFields, readList, readObject, readText } from './fields.ts';
import { type Notes, note } from './problem.ts';

const selectorFields = new Set(['matchLabels']);
const targetFields = new Set(['group', 'kind', 'name', 'namespace']);

/** Of an AuthorizationPolicy or RequestAuthentication. Where both are written, targetRefs win, as in istiod. */
export function readAttachment(notes: Notes, spec: Fields): Attachment {
	const selector = readSelector(notes, spec);
	const written = ['selector', 'targetRef', 'targetRefs'].filter(
		(name) => spec[name] !== undefined && spec[name] !== null,
	);
	if (written.length > 1) {
		note(notes, 'refused', `spec.${written[1]}`, written.join(' and '), 'only one of them may be set');
	}
	const list = readList(notes, spec.targetRefs, 'spec.targetRefs');
	if (list.length > 16) note(notes, 'refused', 'spec.targetRefs', `${list.length} targets`, 'at most 16 are allowed');
	const targets = list.flatMap((item, index) => readTarget(notes, item, `spec.targetRefs[${index}]`));
	const older = list.length === 0 ? readTarget(notes, spec.targetRef, 'spec.targetRef') : [];
	const all = [...targets, ...older];
	return all.length > 0 ? { kind: 'targets', targets: all } : selector;
}

/** The selector alone. A selector without labels is kept apart from none: at a ztunnel they differ. */
export function readSelector(notes: Notes, spec: Fields): Attachment {
	const selector = readFields(notes, spec.selector, 'spec.selector', selectorFields);
	if (selector === undefined) return { kind: 'namespace' };
	const path = 'spec.selector.matchLabels';
	const matchLabels = readObject(notes, selector.matchLabels, path) ?? {};
	const entries = Object.entries(matchLabels);
	if (entries.length > 4096) note(notes, 'refused', path, `${entries.length} labels`, 'at most 4096 are allowed');
	for (const [name, value] of entries) checkLabel(notes, `${path}[${JSON.stringify(name)}]`, name, value);
	return { kind: 'selector', labels: matchLabels as Labels };
}

function checkLabel(notes: Notes, path: string, name: string, value: unknown): void {
	if (typeof value !== 'string') {
		note(
			notes,
			'unreadable',
			path,
			`a ${typeof value}`,
			'the value of a label is a text (numbers and booleans need quotes)',
		);
		return;
	}
	if (name === '') note(notes, 'refused', path, 'an empty name', 'a label has a name');
	if (`${name}${value}`.includes('*'))
		note(notes, 'refused', path, `\`${name}: ${value}\``, 'selectors know no wildcards');
	if (value.length > 63) note(notes, 'refused', path, `${value.length} letters`, 'a value has at most 63');
}

/** What a targetRef may name, and the API groups of each. */
const targetKinds: Readonly<Record<string, readonly string[]>> = {
	Service: ['', 'core'],
	ServiceEntry: ['networking.istio.io'],
	Gateway: ['gateway.networking.k8s.io'],
	GatewayClass: ['gateway.networking.k8s.io'],
};

function readTarget(notes: Notes, value: unknown, path: string): readonly Target[] {
	const fields = readFields(notes, value, path, targetFields);
	if (fields === undefined) return [];
	const text = (name: string) => readText(notes, fields[name], `${path}.${name}`) ?? '';
	const [group, kind, name, namespace] = [text('group'), text('kind'), text('name'), text('namespace')];
	if (!(Object.hasOwn(targetKinds, kind) && targetKinds[kind]?.includes(group))) {
		const allowed = Object.keys(targetKinds).join(', ');
		note(
			notes,
			'refused',
			path,
			`kind \`${kind}\` of group \`${group}\``,
			`a target is one of ${allowed}, with its own group`,
		);
	}
	if (name === '' || name.length > 253)
		note(notes, 'refused', `${path}.name`, `\`${name}\``, 'a name has 1 to 253 letters');
	if (namespace !== '') {
		note(notes, 'refused', `${path}.namespace`, `\`${namespace}\``, 'a target lies in the namespace of the object');
	}
	return [{ group, kind, name }];
}
