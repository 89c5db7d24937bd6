// Who may do what, asked: one question or many, about a catalog or about anybody's manifests.

export type { Answer, Edit, Hop, Remedy } from './answer.ts';
export { inquire } from './catalog/answer.ts';
export { means } from './catalog/match.ts';
export { ifProved } from './catalog/proved.ts';
export { type Compile, refusalOf } from './catalog/remedy.ts';
export { behind, outsideOf } from './catalog/route.ts';
export { type CatalogScene, catalogScene } from './catalog/scene.ts';
export { manifestProblems, problemsOf } from './diagnostics.ts';
export { answerExact, answerOnManifests } from './exact.ts';
export { readRequestText, wantedSeen } from './request-text.ts';
export { type PlacedObject, type Scene, sceneOf } from './scene.ts';
