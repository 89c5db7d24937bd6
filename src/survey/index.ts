// What stands open, seen from one place: everybody who can call a service (`whoCan`), everything that falls with a service
// (`reachOf`), and what one policy does (`policyIn`). Plain data; nothing here prints.
export type { Asked } from './asked.ts';
export type { Caller } from './callers.ts';
export type { Case } from './cases.ts';
export type { Credential } from './credentials.ts';
export type { GrantRef } from './grants.ts';
export { foundBy, type Ground, groundOf, type Known } from './ground.ts';
export type { Opening } from './openings.ts';
export {
	type Explained,
	type ExplainedPolicy,
	type ExplainedRule,
	type Explanation,
	policyIn,
} from './policy.ts';
export { type Reach, reachOf, type Step } from './reach.ts';
export type { NeededToken, TokenNeed } from './token.ts';
export type { RuleRef } from './way.ts';
export { type Entry, type Gate, type Who, whoCan } from './who.ts';
