// The matchers as plain functions, for any test runner: `const { holds, message } = denies(bank, call)`. For vitest, import
// `meshgrant/testing`.
export {
	type Access,
	type AccessSettings,
	access,
	accessOfManifests,
	type ManifestAccess,
	type ManifestSettings,
} from './access.ts';
export type { Because, Call, ManifestCall, Refusal, TokenState } from './call.ts';
export { allows, denies } from './matchers/allows.ts';
export { type Caller, grantsExactly, type Receiver } from './matchers/grants-exactly.ts';
export { holds, type PropertyName } from './matchers/holds.ts';
export { letsNever, type Never } from './matchers/lets-never.ts';
export { isProved } from './matchers/proved.ts';
export { withstands } from './matchers/withstands.ts';
export {
	type DueHeader,
	type Expected,
	type LeftOut,
	type NegativeCase,
	type Requirement,
	requirements,
} from './negative/case.ts';
export { type NegativeCases, negativeCases } from './negative/index.ts';
export type { Outcome } from './outcome.ts';
