// The user profile: who may set which attribute of a user. It decides whether a claim taken from an attribute is worth
// anything. Source: Server Administration Guide, "Managing user attributes"; recorded (a person edits their own tenant).
import { profileProvider } from './components.ts';
import { isValues, type Part, partOf } from './document.ts';
import type { Form } from './form.ts';
import { fine, isEmpty, judged, judgeKeys, type Rule, type Rules } from './key-rules.ts';
import type { Editor, Editors } from './realm.ts';

const everyoneEdits = ['username', 'email', 'firstName', 'lastName'] as const;

/** Who may set what in a fresh realm, where the definitions say nothing. */
const fresh = new Map<string, Editor>(everyoneEdits.map((name) => [name, 'users']));

/** The editors of a realm's attributes. A part of a realm says nothing of its profile. */
export function readEditors(document: Part, form: Form): Editors {
	const [component] = document.part('components').parts(profileProvider, 'providerId');
	const [text] = component?.part('config').texts('kc.user.profile.config') ?? [];
	if (component === undefined || text === undefined) {
		return form === 'part'
			? { declared: new Map(), others: 'not said', unclear: new Set() }
			: { declared: fresh, others: 'nobody', unclear: new Set() };
	}
	const profile = parsed(component, text);
	const attributes = profile.parts('attributes', 'name');
	const declared = attributes.map((part): [string, Editor] => [
		part.text('name'),
		editorAmong(part.part('permissions').texts('edit')),
	]);
	const unclear = attributes.filter((part) => judgeKeys(part, keys).length > 0).map((part) => part.text('name'));
	return { declared: new Map(declared), others: othersOf(profile), unclear: new Set(unclear) };
}

/** As docs/tokens.md declares a tenant, at least: any text of a decent length. */
const validations: Rule = (value) => {
	const { length, ...others } = isValues(value) ? value : { length: undefined, other: value };
	const { min = 0, max = 255, ...more } = isValues(length) ? length : {};
	const isRoomy = Number(min) <= 1 && Number(max) >= 255;
	return isRoomy && isEmpty({ ...others, ...more }) ? undefined : 'refuses some values';
};

const keys: Rules = new Map<string, Rule | 'fine'>([
	...fine('name', 'displayName', 'permissions', 'annotations', 'group', 'multivalued'),
	...judged(validations, 'validations'),
]);

/** Whom it does not permit drops it without a word, administrators among them (26.7.5, measured). */
function editorAmong(permitted: readonly string[]): Editor {
	if (permitted.includes('user')) return 'users';
	return permitted.includes('admin') ? 'administrators' : 'nobody';
}

function parsed(component: Part, text: string): Part {
	try {
		// Its problems are those of one text of the document.
		return partOf(JSON.parse(text), `${component.where}.config`, []);
	} catch {
		component.doubt('has a user profile that is not JSON');
		return partOf({ unmanagedAttributePolicy: 'ENABLED' }, component.where, []);
	}
}

function othersOf(profile: Part): Editor {
	const policy = profile.text('unmanagedAttributePolicy');
	if (policy === 'ENABLED') return 'users';
	return policy === 'ADMIN_EDIT' ? 'administrators' : 'nobody';
}
