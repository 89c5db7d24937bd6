// Keycloak definitions and what they mean: which access tokens can be had, by whom, in which way, with which content. It
// reads anybody's definitions with code of its own, and knows nothing of the compiler.
//
// - read.ts (read-client, read-proof, read-scope, read-policies, read-profile, read-provider, read-roles, read-accounts,
//   built-in, document): documents → `Realm`
// - realm-keys.ts, client-keys.ts, attributes.ts, components.ts, placeholders.ts, key-rules.ts: what else stands there, key by
//   key, and what is a problem. unsaid.ts: what a realm that lives leaves open where definitions say nothing
// - authenticate.ts, ways.ts, redirect.ts, scopes.ts, policy.ts: what refuses a request, and in whose words
// - mapper.ts, content.ts, roles.ts, payload.ts: what stands in a token
// - mint.ts: one question, one answer. mintable.ts, obtainable.ts: everything at once
export type { Content } from './content.ts';
export { mint } from './mint.ts';
export { type Entrance, type Mintable, mintable } from './mintable.ts';
export { type Obtainable, obtainable } from './obtainable.ts';
export type { Problem } from './problem.ts';
export type { Minted, Question, Way } from './question.ts';
export { readRealm } from './read.ts';
export { editorOf, type Realm } from './realm.ts';
export { leftOpen } from './unsaid.ts';
