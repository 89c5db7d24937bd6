// All engines. A name that is missing here does not compile in `engine(…)`.
import type { Recipe } from '../recipe.ts';
import { cluster } from './cluster.ts';
import { envoy } from './envoy.ts';
import { keycloak } from './keycloak.ts';
import { mesh } from './mesh.ts';

export const recipes = { mesh, envoy, keycloak, cluster } satisfies Readonly<Record<string, Recipe>>;

export type EngineName = keyof typeof recipes;

/** In the order in which they are shown. */
export const engineNames = Object.keys(recipes) as readonly EngineName[];

export const isEngineName = (text: string): text is EngineName => Object.hasOwn(recipes, text);
