// Grounds for surveys: from manifests written by hand, and from the example catalogs.
import { catalogScene, sceneOf } from '../../src/decide/index.ts';
import { loadCatalog, parseInnerYaml, readManifestText } from '../../src/load/index.ts';
import { synthesize } from '../../src/pipeline.ts';
import { type Ground, groundOf } from '../../src/survey/index.ts';

/** A workload `cart` in namespace `shop` with a Service on port 80 → 8080, `web` beside it, and a gateway. */
const around = `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { selector: { app: cart }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec: { template: { metadata: { labels: { app: cart } }, spec: { serviceAccountName: cart, containers: [] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } }, spec: { serviceAccountName: web, containers: [] } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: istio-system }
spec:
  template:
    metadata: { labels: { istio: ingress } }
    spec: { serviceAccountName: ingress, containers: [{ name: istio-proxy }] }
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: istio-system }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 8080, name: http, protocol: HTTP }, hosts: ['*'] }] }
`;

/** Manifests around a shop, with policies. */
export const shopWith = (...policies: readonly string[]): Ground => groundIn(around, ...policies);

/** The same with ztunnels before the pods. */
export const ambientWith = (...policies: readonly string[]): Ground =>
	groundIn(around.replace('istio-injection: enabled', 'istio.io/dataplane-mode: ambient'), ...policies);

/** Any manifests. */
export function groundIn(...documents: readonly string[]): Ground {
	const { objects } = readManifestText('shop.yaml', documents.join('\n---\n'));
	const scene = sceneOf(objects, { parse: parseInnerYaml });
	return groundOf(
		scene,
		objects.map(({ value }) => value),
	);
}

/** An AuthorizationPolicy for the cart, in flow style. */
export const policy = (name: string, spec: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: ${name}, namespace: shop }
spec: { selector: { matchLabels: { app: cart } }, ${spec} }`;

export const strict = `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: strict, namespace: shop }
spec: { mtls: { mode: STRICT } }`;

export const tokens = `apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: tokens, namespace: shop }
spec: { jwtRules: [{ issuer: https://idp, audiences: [cart], forwardOriginalToken: true }] }`;

/** The first environment of a catalog of this repository. */
export async function catalogGround(file: string): Promise<Ground> {
	const { catalog: loaded } = await loadCatalog(file);
	if (loaded === undefined) throw new Error(`${file} cannot be read`);
	const { catalog, models, files } = synthesize(loaded.value, loaded.locate, '2026-11-24', loaded.patch);
	const model = models[0];
	if (catalog === undefined || model === undefined) throw new Error(`${file} has errors`);
	const objects = files.flatMap((one) =>
		one.kind === 'kubernetes' && one.path.startsWith(`${model.environment}/`) ? one.objects : [],
	);
	return groundOf(catalogScene({ ...catalog, model, files }), objects, { model, files });
}

export const examples = [
	'services.catalog.ts',
	'examples/bank-of-anthos/services.catalog.ts',
	'examples/bookinfo/services.catalog.ts',
	'examples/car-rental/services.catalog.ts',
	'examples/online-boutique/services.catalog.ts',
	'examples/opentelemetry-demo/services.catalog.ts',
	'examples/orders/services.catalog.ts',
	'examples/sock-shop/services.catalog.ts',
	'examples/token-issuer/services.catalog.ts',
];
