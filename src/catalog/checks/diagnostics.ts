// The table of what can be wrong between the parts of a catalog, gathered from its subjects.
import { gatewayDiagnostics } from './diagnostics/gateways.ts';
import { grantDiagnostics } from './diagnostics/grants.ts';
import { nameDiagnostics } from './diagnostics/names.ts';
import { overlapDiagnostics } from './diagnostics/overlaps.ts';
import { surroundingDiagnostics } from './diagnostics/surroundings.ts';
import { tokenDiagnostics } from './diagnostics/tokens.ts';
import { workloadDiagnostics } from './diagnostics/workloads.ts';

export const checkDiagnostics = {
	...nameDiagnostics,
	...grantDiagnostics,
	...workloadDiagnostics,
	...gatewayDiagnostics,
	...overlapDiagnostics,
	...tokenDiagnostics,
	...surroundingDiagnostics,
};

export type CheckCode = keyof typeof checkDiagnostics;
