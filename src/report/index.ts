// Facts to text: what the other stages found, as a terminal, a program or a picture shows it. No input or output here.

export { type AccessFacts, accessFacts, type ExceptionFact } from './access/facts.ts';
export { renderAccess, type TableOptions } from './access/table.ts';
export { answersJson } from './decision/json.ts';
export { renderAnswers } from './decision/table.ts';
export { renderAnswer } from './decision/text.ts';
export { renderDiagnostics, summary, type TextOptions } from './diagnostics/render.ts';
export { renderDot } from './graph/dot.ts';
export { type CallGraph, callGraph, neighbourhood } from './graph/facts.ts';
export { renderMermaid } from './graph/mermaid.ts';
export { diagnosticsJson, renderJson } from './json.ts';
export { renderPage } from './page.ts';
export { proofsJson, renderProofs } from './proof.ts';
export { explainedJson, reachJson, whoJson } from './survey/json.ts';
export { renderExplained } from './survey/policy.ts';
export { renderReach } from './survey/reach.ts';
export { renderWho } from './survey/who.ts';
export { paintWith } from './text/paint.ts';
export { visible } from './text/visible.ts';
export { wrapAfter } from './text/width.ts';
export { count, listed } from './text/words.ts';
