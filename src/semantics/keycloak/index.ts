// Keycloak definitions and what they mean: which access tokens can be had, by whom, in which way, with which content. It
// reads anybody's definitions with code of its own, and knows nothing of the compiler.
//
// - read.ts (read-client, read-scope, read-policies, read-profile, built-in, document): documents → `Realm`
// - authenticate.ts, ways.ts, redirect.ts, scopes.ts, policy.ts: what refuses a request, and in whose words
// - mapper.ts, content.ts, roles.ts, payload.ts: what stands in a token
// - mint.ts: one question, one answer. mintable.ts, obtainable.ts: everything at once
export type { Bearer, Claim, Content } from './content.ts';
export { mint } from './mint.ts';
export { type Entrance, type Mintable, mintable } from './mintable.ts';
export { type Obtainable, obtainable, type Wanted } from './obtainable.ts';
export type { Need } from './policy.ts';
export type { Problem } from './problem.ts';
export type { Minted, Presented, Question, Refused, SubjectToken, Token, User, Way } from './question.ts';
export { type ReadSettings, readRealm } from './read.ts';
export { type Client, type Editor, editorOf, type Proof, type Realm } from './realm.ts';
export { roleOf } from './roles.ts';
