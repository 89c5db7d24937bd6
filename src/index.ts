// The public API for catalogs and tools: write a catalog, read it, see what it means and what it compiles to. The cdk8s
// constructs are an entry of their own, `meshgrant/constructs`, so that a catalog does not load cdk8s.
export type * from './access/model.ts';
export * from './catalog/define.ts';
export type * from './catalog/input.ts';
export type { Diagnostic } from './core/diagnostic.ts';
export { type Locate, locateByPath, type Origin } from './core/origin.ts';
export { type Synthesis, synthesize } from './pipeline.ts';
