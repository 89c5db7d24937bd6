// AuthorizationPolicy (istio/api security/v1beta1/authorization_policy.proto, its CRD, and istiod's webhook).
import type { Policy, Rule, Source } from '../policy.ts';
import { readAttachment } from './attachment.ts';
import { type Fields, readFields, readList, readText, readWord } from './fields.ts';
import { dryRunAnnotation, readMetadata, readSpec } from './object.ts';
import { type Notes, note } from './problem.ts';
import { readRule } from './rule.ts';

const specFields = new Set(['selector', 'targetRef', 'targetRefs', 'action', 'provider', 'rules']);
const providerFields = new Set(['name']);
const actions = ['ALLOW', 'DENY', 'AUDIT', 'CUSTOM'] as const satisfies readonly Policy['action'][];

/** Undefined when the object is not readable. */
export function readPolicy(notes: Notes, object: Fields): Policy | undefined {
	const { namespace, name, created, annotations } = readMetadata(notes, object);
	const spec = readSpec(notes, object, specFields);
	const attachment = readAttachment(notes, spec);
	const action = readWord(notes, spec.action, 'spec.action', actions) ?? 'ALLOW';
	const provider = readProvider(notes, spec, action);
	const list = readList(notes, spec.rules, 'spec.rules');
	if (list.length > 512) note(notes, 'refused', 'spec.rules', `${list.length} rules`, 'at most 512 are allowed');
	if (list.length === 0 && (action === 'DENY' || action === 'CUSTOM')) {
		note(
			notes,
			'refused',
			'spec.rules',
			`${action} without rules`,
			'it would never do anything; `rules: [{}]` means every request',
		);
	}
	const rules = list.flatMap((item, index) => readRule(notes, item, `spec.rules[${index}]`, index) ?? []);
	if (action === 'CUSTOM') for (const rule of rules) checkCustom(notes, rule);
	const dryRun = readDryRun(notes, annotations, action);
	return notes.readable ? { namespace, name, created, attachment, action, provider, dryRun, rules } : undefined;
}

function readProvider(notes: Notes, spec: Fields, action: Policy['action']): string | undefined {
	const fields = readFields(notes, spec.provider, 'spec.provider', providerFields);
	const name = readText(notes, fields?.name, 'spec.provider.name') || undefined;
	if (action === 'CUSTOM' && name === undefined) {
		note(notes, 'refused', 'spec.provider.name', 'nothing', 'CUSTOM asks an extension provider, so it must name one');
	}
	if (action !== 'CUSTOM' && fields !== undefined) {
		note(notes, 'refused', 'spec.provider', `a provider with ${action}`, 'only CUSTOM asks a provider');
	}
	return name;
}

const identityFields = ['principals', 'requestPrincipals', 'namespaces', 'serviceAccounts', 'trustDomains'] as const;
const identityKeys = ['source.namespace', 'source.serviceAccount', 'source.trustDomain', 'source.principal'];

/** CUSTOM comes before tokens are verified, and istiod refuses who the caller is, too. */
function checkCustom(notes: Notes, { index, from, when }: Rule): void {
	const path = `spec.rules[${index}]`;
	const why = 'CUSTOM may not ask who the caller is';
	const used = (source: Source, name: (typeof identityFields)[number]) =>
		source[name].values.length + source[name].notValues.length > 0;
	for (const [at, source] of from.entries()) {
		for (const name of identityFields) {
			if (used(source, name)) note(notes, 'refused', `${path}.from[${at}].source`, `\`${name}\``, why);
		}
	}
	for (const [at, { key }] of when.entries()) {
		if (identityKeys.includes(key) || key.startsWith('request.auth.')) {
			note(notes, 'refused', `${path}.when[${at}].key`, `\`${key}\``, why);
		}
	}
}

/** Go's strconv.ParseBool; a text that is no boolean counts as false. */
function readDryRun(notes: Notes, annotations: Fields, action: Policy['action']): boolean {
	const path = `metadata.annotations[${dryRunAnnotation}]`;
	const text = readText(notes, annotations[dryRunAnnotation], path);
	if (text === undefined) return false;
	if (action !== 'ALLOW' && action !== 'DENY') {
		note(notes, 'refused', path, `dry run of ${action}`, 'only ALLOW and DENY can be tried so');
	}
	if (['1', 't', 'T', 'true', 'True', 'TRUE'].includes(text)) return true;
	if (!['0', 'f', 'F', 'false', 'False', 'FALSE'].includes(text)) {
		note(notes, 'refused', path, `\`${text}\``, 'it is no boolean, so the policy is enforced');
	}
	return false;
}
