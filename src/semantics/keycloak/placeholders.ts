// Places that are filled in from outside when definitions are applied: an import replaces `${…}` in the whole text before it
// reads it, keys among it, and keycloak-config-cli can do so with `$(…)`. What is applied is then not what stands here.
// Source: AbstractFileBasedImportProvider of Keycloak 26.7.5; keycloak-config-cli, "Variable substitution".
import { isValues, type Part } from './document.ts';
import type { Form } from './form.ts';

/** Remembers each text and key that would be filled in, but for the names that the server fills in itself when it shows them. */
export function judgePlaceholders(document: Part, form: Form): void {
	const isFilled = form === 'part' ? isFilledByTool : isFilledAtImport;
	if (!holds(document.raw, isFilled)) return;
	for (const where of places(document.raw, '', isFilled)) document.doubt('is filled in from outside', where);
}

const isFilledByTool = (text: string): boolean => text.includes('$(');

const isFilledAtImport = (text: string): boolean => text.includes('${') && text.replace(shown, '').includes('${');

/** Words of the server's own clients, roles, scopes and profile, the addresses of its consoles, and a mapper's own sign. */
const shown =
	/\$\{(?:(?:client|role)_[\w-]+|\w+ScopeConsentText|auth(?:Base|Admin)Url|username|email|firstName|lastName)\}/g;

/** Whether there is any such place. Most realms have none, and are large: this is the fast half of the work. */
function holds(value: unknown, isFilled: (text: string) => boolean): boolean {
	if (typeof value === 'string') return value.includes('$') && isFilled(value);
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) {
		for (const each of value) if (holds(each, isFilled)) return true;
		return false;
	}
	const values = value as Readonly<Record<string, unknown>>;
	for (const key in values) {
		if ((key.includes('$') && isFilled(key)) || holds(values[key], isFilled)) return true;
	}
	return false;
}

function* places(value: unknown, where: string, isFilled: (text: string) => boolean): Iterable<string> {
	if (typeof value === 'string') {
		if (isFilled(value)) yield where;
	} else if (Array.isArray(value)) {
		for (const [index, each] of value.entries()) yield* places(each, `${where}.${nameOf(each) ?? index}`, isFilled);
	} else if (isValues(value)) {
		for (const [key, each] of Object.entries(value)) {
			const place = where === '' ? key : `${where}.${key}`;
			if (isFilled(key)) yield place;
			yield* places(each, place, isFilled);
		}
	}
}

const nameOf = (value: unknown): unknown =>
	isValues(value) ? (value.clientId ?? value.name ?? value.alias ?? value.username) : undefined;
