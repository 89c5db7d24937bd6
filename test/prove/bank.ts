// The sample catalog's production, compiled, with a change planted in it: what single findings are shown on.

import type { Json } from '../../src/manifests/object.ts';
import { contextOf, type Finding, meshFindings } from '../../src/prove/index.ts';
import { tokenFindings } from '../../src/prove/tokens/index.ts';
import { realmsIn } from '../../src/prove/tokens/realms.ts';
import { authorizer } from '../../src/semantics/istio/index.ts';
import { listAt, type Step, textsAt, withAt } from './mutants/edit.ts';
import { enforcerOf, listeningAt, worldOf } from './mutants/judge.ts';
import { type MeshObject, type Subject, subjectsOf } from './mutants/subject.ts';

export const bank = await production();

async function production(): Promise<Subject> {
	const subject = (await subjectsOf('services.catalog.ts')).find(({ model }) => model.environment === 'prod');
	if (subject === undefined) throw new Error('the sample catalog has no production');
	return subject;
}

/** `AuthorizationPolicy accounts/accounts`. */
const titleOf = ({ kind, metadata: { namespace, name } }: MeshObject): string => `${kind} ${namespace}/${name}`;

/** The objects with one of them otherwise; undefined takes it away. */
export function planted(title: string, change: (object: MeshObject) => Json | undefined): readonly MeshObject[] {
	if (!bank.objects.some((object) => titleOf(object) === title)) throw new Error(`no ${title} to change`);
	return bank.objects.flatMap((object): MeshObject[] => {
		if (titleOf(object) !== title) return [object];
		const changed = change(object);
		return changed === undefined ? [] : [changed as MeshObject];
	});
}

/** One place of one object, otherwise. */
export const plantedAt = (title: string, path: readonly Step[], to: Json | undefined): readonly MeshObject[] =>
	planted(title, (object) => withAt(object, path, to));

/** Where the rule for this path stands in a policy. */
export function ruleFor(title: string, path: string): number {
	const object = bank.objects.find((each) => titleOf(each) === title);
	const index = listAt(object, ['spec', 'rules']).findIndex((rule) =>
		listAt(rule, ['to']).some((entry) => textsAt(entry, ['operation', 'paths']).includes(path)),
	);
	if (index < 0) throw new Error(`no rule for ${path} in ${title}`);
	return index;
}

export const added = (kind: string, namespace: string, spec: MeshObject['spec']): readonly MeshObject[] => [
	...bank.objects,
	{
		apiVersion: 'security.istio.io/v1',
		kind,
		metadata: { name: 'added', namespace, labels: {}, annotations: {} },
		spec,
	},
];

/** What the prover finds, each finding replayed on the way: an excess passes, what is missing does not. */
export function found(objects: readonly MeshObject[]): readonly Finding[] {
	const findings = meshFindings(contextOf(bank.model, objects), objects);
	const world = worldOf({ model: bank.model, objects });
	for (const finding of findings) {
		if (finding.kind !== 'excess' && finding.kind !== 'missing') continue;
		const workload = bank.model.workloads.find(({ name }) => name === finding.place.workload);
		if (workload === undefined) continue;
		const proxy = listeningAt(enforcerOf(bank.model, workload, workload.selector), finding.place.port);
		const { decision } = authorizer(world, proxy)(finding.request);
		if (decision !== (finding.kind === 'excess' ? 'allow' : 'deny')) throw new Error('a finding is not what it says');
	}
	return findings;
}

/** What the prover finds of the realm for config-cli, changed. */
export function foundInRealm(change: (realm: Json) => Json): readonly Finding[] {
	const file = bank.documents.find(({ path }) => path.endsWith('config-cli.yaml'));
	if (file === undefined) throw new Error('no realm');
	const { realms } = realmsIn(bank.model, [{ ...file, content: change(file.content) }]);
	return realms.flatMap((realm) => tokenFindings(bank.model, realm));
}
