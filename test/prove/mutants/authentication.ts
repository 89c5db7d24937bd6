// Changes of RequestAuthentications: whose tokens are taken, from where, and what is handed on.

import type { Json } from '../../../src/manifests/object.ts';
import { listAt, textsAt, valueAt, withAt } from './edit.ts';
import type { Change, Operator } from './operator.ts';
import { edits } from './policies.ts';
import type { MeshObject, Subject } from './subject.ts';

/** Each rule with some of its fields otherwise; undefined takes a field away. */
const rules = (of: (rule: Json, subject: Subject) => readonly Readonly<Record<string, Json | undefined>>[]) =>
	edits('RequestAuthentication', function* (object, subject) {
		for (const [index, rule] of listAt(object, ['spec', 'jwtRules']).entries()) {
			for (const change of of(rule, subject)) {
				const to = Object.entries(change).reduce((made, [name, value]) => withAt(made, [name], value), rule);
				yield { at: ['spec', 'jwtRules', index], to, what: JSON.stringify(change, (_, value) => value ?? null) };
			}
		}
	});

const one = (name: string, truth: Operator['truth'], changes: Operator['changes']): Operator => ({
	name,
	truth,
	changes,
});

const added = ({ model }: Subject, where: MeshObject['spec'], namespace: string): MeshObject => ({
	apiVersion: 'security.istio.io/v1',
	kind: 'RequestAuthentication',
	metadata: { name: 'added', namespace, labels: {}, annotations: {} },
	spec: {
		...where,
		jwtRules: [
			{
				issuer: 'https://evil.example',
				jwksUri: 'https://evil.example/keys',
				audiences: [model.scopes[0]?.audience ?? 'x'],
			},
		],
	},
});

export const authenticationOperators: readonly Operator[] = [
	one(
		'token: issuer changed',
		'changes',
		rules(() => [{ issuer: 'https://evil.example' }]),
	),
	one(
		'token: issuer dropped',
		'changes',
		rules(() => [{ issuer: undefined }]),
	),
	one(
		'token: keys from elsewhere',
		'changes',
		rules(() => [
			{ jwksUri: 'https://evil.example/keys' },
			{ jwksUri: undefined },
			{ jwksUri: undefined, jwks: '{"keys":[]}' },
		]),
	),
	one(
		'token: audiences',
		'depends',
		rules((rule) => [
			{ audiences: undefined },
			{ audiences: [] },
			{ audiences: ['x'] },
			{ audiences: [...textsAt(rule, ['audiences']), 'x'] },
			...(listAt(rule, ['audiences']).length > 1 ? [{ audiences: textsAt(rule, ['audiences']).slice(1) }] : []),
		]),
	),
	one(
		'token: places',
		'changes',
		rules(() => [
			{ fromHeaders: undefined },
			{ fromHeaders: [{ name: 'x-token', prefix: '' }] },
			{ fromHeaders: [{ name: 'Authorization', prefix: 'Token ' }] },
			{
				fromHeaders: [
					{ name: 'Authorization', prefix: 'Bearer ' },
					{ name: 'x-token', prefix: '' },
				],
			},
			{ fromParams: ['access_token'] },
			{ fromCookies: ['session'] },
		]),
	),
	one(
		'token: handed on otherwise',
		'changes',
		rules((rule) => [{ forwardOriginalToken: valueAt(rule, ['forwardOriginalToken']) !== true }]),
	),
	one(
		'token: claims into headers',
		'changes',
		rules((rule) => {
			const written = listAt(rule, ['outputClaimToHeaders']);
			return [
				{ outputClaimToHeaders: [...written, { header: 'x-role', claim: 'role' }] },
				{ outputPayloadToHeader: 'x-payload' },
				...(written.length === 0
					? []
					: [
							{ outputClaimToHeaders: undefined },
							{ outputClaimToHeaders: [{ header: 'x-other', claim: 'tenant' }] },
							{ outputClaimToHeaders: written.map((entry) => withAt(entry, ['claim'], 'sub')) },
						]),
			];
		}),
	),
	one(
		'token: claims split',
		'changes',
		rules(() => [{ spaceDelimitedClaims: ['sid'] }, { spaceDelimitedClaims: ['tenant', 'azp'] }]),
	),
	one(
		'token: rule dropped',
		'depends',
		edits('RequestAuthentication', function* (object) {
			for (const [index] of listAt(object, ['spec', 'jwtRules']).entries()) {
				yield { at: ['spec', 'jwtRules', index], to: undefined, what: `without rule ${index}` };
			}
		}),
	),
	one(
		'token: rule twice',
		'same',
		edits('RequestAuthentication', function* (object) {
			const all = listAt(object, ['spec', 'jwtRules']);
			if (all.length > 0) yield { at: ['spec', 'jwtRules'], to: [...all, ...all], what: 'each rule twice' };
		}),
	),
	one('token: issuer added', 'depends', (subject): readonly Change[] =>
		subject.model.workloads.map((workload) => ({
			kind: 'mesh',
			what: `a rule for another issuer at ${workload.name}`,
			objects: [
				...subject.objects,
				added(subject, { selector: { matchLabels: { ...workload.selector } } }, workload.namespace.name),
			],
		})),
	),
];
