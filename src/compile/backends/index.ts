// Every backend, one folder each. A backend adds its name here and does not compile until it has its line below.
import type { Backend } from './backend.ts';
import { istioSidecar } from './istio-sidecar/index.ts';
import { keycloak } from './keycloak/index.ts';
import { networkPolicy } from './network-policy/index.ts';

export type BackendName = 'istio-sidecar' | 'keycloak' | 'network-policy';

export const backends: Readonly<Record<BackendName, Backend>> = {
	'istio-sidecar': istioSidecar,
	keycloak,
	'network-policy': networkPolicy,
};
