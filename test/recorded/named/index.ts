// All named cases, in the order in which they are recorded.
import type { NamedCase } from './case.ts';
import { claims } from './claims.ts';
import { edges } from './edges.ts';
import { gateways } from './gateways.ts';
import { identity } from './identity.ts';
import { paths } from './paths.ts';
import { rules } from './rules.ts';
import { tokens } from './tokens.ts';
import { traps } from './traps.ts';
import { twice } from './twice.ts';

export const namedCases: readonly NamedCase[] = [
	...traps,
	...rules,
	...identity,
	...paths,
	...tokens,
	...claims,
	...edges,
	...twice,
	...gateways,
];
