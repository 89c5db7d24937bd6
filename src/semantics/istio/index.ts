// The exact meaning of anybody's Istio policies: manifests → a world → chains → the decision on one request, with its reason.
export { authorize, authorizer } from './authorize.ts';
export type { Chain, CustomGuard } from './chain.ts';
export { chains } from './chains.ts';
export type { Decision, Reason, Upstream } from './decision.ts';
export { doubtsIn } from './doubts.ts';
export { lineSeen } from './paths/line.ts';
export { rivals } from './peer-authentication.ts';
export type { JwtRule } from './policy.ts';
export { type Problem, readManifests } from './read/index.ts';
export { sidecarDoubt } from './read/sidecar.ts';
export { readWorld } from './read-world.ts';
export type { HttpRequest, Request, Token, TokenPlace } from './request.ts';
export { unsettled } from './rivals.ts';
export { anyRequest, bytesWanted, lineWanted, type Wanted } from './wanted.ts';
export type { Enforcer, Labels, MeshSettings, Port, World } from './world.ts';
export { defaultSettings } from './world.ts';
export { hangingOnPatch } from './young-fields.ts';
