// Questions to `meshgrant decide` as JSON Lines: a versioned format with a published schema.

export { questionDiagnostics } from './diagnostics.ts';
export type { ExactQuestion, Question, ShortQuestion } from './question.ts';
export { type AskedQuestion, readQuestions } from './read.ts';
export { isAddress } from './schema.ts';
export { requestJson } from './write.ts';
