// The user profile: who may set which attribute of a user. It decides whether a claim taken from an attribute is worth
// anything. Source: Server Administration Guide, "Managing user attributes"; recorded (a person edits their own tenant).
import { profileProvider } from './components.ts';
import { type Part, partOf } from './document.ts';
import type { Form } from './form.ts';
import type { Editor, Editors } from './realm.ts';

const everyoneEdits = ['username', 'email', 'firstName', 'lastName'] as const;

/** Who may set what in a fresh realm, where the definitions say nothing. */
const fresh = new Map<string, Editor>(everyoneEdits.map((name) => [name, 'users']));

/** The editors of a realm's attributes. A part of a realm says nothing of its profile. */
export function readEditors(document: Part, form: Form): Editors {
	const [component] = document.part('components').parts(profileProvider, 'providerId');
	const [text] = component?.part('config').texts('kc.user.profile.config') ?? [];
	if (component === undefined || text === undefined) {
		return form === 'part' ? { declared: new Map(), others: 'not said' } : { declared: fresh, others: 'nobody' };
	}
	const profile = parsed(component, text);
	const declared = profile
		.parts('attributes', 'name')
		.map((part): [string, Editor] => [part.text('name'), editorAmong(part.part('permissions').texts('edit'))]);
	return { declared: new Map(declared), others: othersOf(profile) };
}

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
