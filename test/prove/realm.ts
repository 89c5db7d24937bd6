// The realm of the sample catalog's production, changed in one of the files in which it is written, and what is found then.
import type { Json } from '../../src/manifests/object.ts';
import { judgeTokens } from '../../src/prove/tokens/index.ts';
import { realmsIn } from '../../src/prove/tokens/realms.ts';
import { bank } from './bank.ts';
import { type Fields, isFields, listAt, textAt, withAt } from './mutants/edit.ts';

/** A realm's file, otherwise. */
export type Change = (realm: Fields) => Json;

export const part = 'config-cli.yaml';
export const whole = 'realm.json';

/** What the prover says of the file with this ending. */
export function judged(ending: string, change: Change) {
	const file = bank.documents.find(({ path }) => path.endsWith(ending));
	if (file === undefined || !isFields(file.content)) throw new Error(`no ${ending}`);
	const [definitions] = realmsIn(bank.model, [{ ...file, content: change(file.content) }]).realms;
	if (definitions === undefined) throw new Error('nobody’s realm');
	return judgeTokens(bank.model, definitions);
}

/** What is found, each sentence once. */
export const said = (ending: string, change: Change): readonly string[] => [
	...new Set(
		judged(ending, change).findings.map((finding) =>
			finding.kind === 'undecided' ? `undecided: ${finding.why}` : 'what' in finding ? finding.what : finding.kind,
		),
	),
];

/** Something else at one place. */
export const set =
	(path: readonly (string | number)[], to: Json | undefined): Change =>
	(realm) =>
		withAt(realm, path, to);

/** Something else in one entry of a list, by its name. */
export const entry =
	(list: string, name: string, change: (found: Json) => Json): Change =>
	(realm) => {
		const path = list.split('.');
		const index = listAt(realm, path).findIndex((each) => nameOf(each) === name);
		if (index < 0) throw new Error(`no ${name} in ${list}`);
		return withAt(realm, [...path, index], change(listAt(realm, path)[index] ?? null));
	};

export const clientAt = (realm: Json, id: string): number =>
	listAt(realm, ['clients']).findIndex((client) => nameOf(client) === id);

const nameOf = (value: Json): string => textAt(value, ['clientId']) || textAt(value, ['name']);

const profile = 'org.keycloak.userprofile.UserProfileProvider';

/** The user profile, which stands as a text in the realm. */
export function withProfile(change: (attributes: readonly Json[]) => readonly Json[]): Change {
	return (realm) => {
		const at = ['components', profile, 0, 'config', 'kc.user.profile.config', 0];
		const read: Fields = JSON.parse(textAt(realm, at));
		return withAt(realm, at, JSON.stringify({ ...read, attributes: change(listAt(read, ['attributes'])) }));
	};
}
