// Who stands before what, by the labels and fields that Istio documents.
import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { type Around, enforcersOf } from '../../../../src/semantics/istio/surroundings/index.ts';

const read = (yaml: string, around: Around = {}) => enforcersOf(loadAll(yaml), around);
const kinds = (yaml: string, around: Around = {}) => read(yaml, around).map(({ enforcer }) => enforcer?.kind ?? 'none');

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { ${labels} } }
`;
const deployment = (labels = 'app: cart', spec = ''): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  template:
    metadata: { labels: { ${labels} } }
    spec:
      serviceAccountName: cart
      ${spec}
      containers: [{ name: cart, ports: [{ name: web, containerPort: 8080 }] }]
`;
const service = (ports: string, name = 'cart', selector = 'app: cart', labels = ''): string => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop, labels: { ${labels} } }
spec: { selector: { ${selector} }, ports: [${ports}] }
`;

describe('which proxy', () => {
	test.each([
		['namespace injected', namespace('istio-injection: enabled'), 'app: cart', 'sidecar'],
		['namespace with a revision', namespace('istio.io/rev: canary'), 'app: cart', 'sidecar'],
		['namespace not injected', namespace('istio-injection: disabled'), 'app: cart', 'none'],
		['the pod says no', namespace('istio-injection: enabled'), '"sidecar.istio.io/inject": "false"', 'none'],
		['the pod says yes', namespace(''), '"sidecar.istio.io/inject": "true"', 'sidecar'],
		['ambient namespace', namespace('istio.io/dataplane-mode: ambient'), 'app: cart', 'ztunnel'],
		['the pod leaves ambient', namespace('istio.io/dataplane-mode: ambient'), 'istio.io/dataplane-mode: none', 'none'],
		['ambient pod', namespace(''), 'istio.io/dataplane-mode: ambient', 'ztunnel'],
		[
			'sidecar in an ambient namespace',
			namespace('istio.io/dataplane-mode: ambient'),
			'"sidecar.istio.io/inject": "true"',
			'sidecar',
		],
		[
			'ambient without injection',
			namespace('istio.io/dataplane-mode: ambient, istio-injection: disabled'),
			'app: cart',
			'ztunnel',
		],
		['no label anywhere', namespace(''), 'app: cart', 'none'],
		['no Namespace among the manifests', '', 'app: cart', 'sidecar'],
	])('%s: %4$s', (_what, around, labels, kind) => {
		expect(kinds(around + deployment(labels))).toEqual([kind]);
	});

	test('hostNetwork has none, a container istio-proxy is one', () => {
		expect(kinds(namespace('istio-injection: enabled') + deployment('app: cart', 'hostNetwork: true'))).toEqual([
			'none',
		]);
		expect(kinds(namespace('') + deployment().replace('name: cart, ports', 'name: istio-proxy, ports'))).toEqual([
			'sidecar',
		]);
	});

	test('what is assumed is said, and only that', () => {
		expect(read(deployment())[0]?.assumptions).toEqual([
			'a sidecar stands before it: no Namespace `shop` is among the manifests',
		]);
		expect(read(namespace('') + deployment())[0]?.assumptions).toEqual([
			'no proxy stands before it: neither the pod nor namespace `shop` has a label for Istio',
		]);
		expect(read(namespace('istio-injection: enabled') + deployment())[0]?.assumptions).toEqual([]);
	});

	test('an option decides where no label does, and there only', () => {
		expect(kinds(deployment(), { dataPlane: 'ambient' })).toEqual(['ztunnel']);
		expect(kinds(namespace('') + deployment(), { dataPlane: 'sidecar' })).toEqual(['sidecar']);
		expect(kinds(namespace('istio-injection: enabled') + deployment(), { dataPlane: 'none' })).toEqual(['sidecar']);
	});
});

describe('ports', () => {
	const portsOf = (ports: string, more = '') => {
		const [found] = read(namespace('istio-injection: enabled') + deployment() + service(ports) + more);
		return found?.enforcer?.kind === 'sidecar' ? found.enforcer.ports : undefined;
	};

	test.each([
		['{ name: http, port: 80, targetPort: web }', 8080, 'http'],
		['{ name: http-web, port: 80, targetPort: 8080 }', 8080, 'http'],
		['{ name: HTTP-web, port: 80, targetPort: "8080" }', 8080, 'http'],
		['{ name: web, port: 8080 }', 8080, 'undeclared'],
		['{ name: httpx, port: 8080 }', 8080, 'undeclared'],
		['{ name: grpc-web-x, port: 8080 }', 8080, 'grpc'],
		['{ name: grpc, port: 8080 }', 8080, 'grpc'],
		['{ name: tcp, port: 8080, appProtocol: http2 }', 8080, 'http2'],
		['{ name: http, port: 8080, appProtocol: example.com/own }', 8080, 'undeclared'],
		['{ name: x, port: 8080, appProtocol: kubernetes.io/h2c }', 8080, 'http2'],
		['{ name: x, port: 8080, appProtocol: kubernetes.io/ws }', 8080, 'http'],
		['{ name: https, port: 8443 }', 8443, 'https'],
		['{ name: mysql-db, port: 3306 }', 3306, 'tcp'],
		['{ name: db, port: 3306 }', 3306, 'tcp'],
		['{ name: db, port: 5432 }', 5432, 'undeclared'],
		['{ port: 27017 }', 27_017, 'tcp'],
	])('%s is %i %s', (written, port, protocol) => {
		expect(portsOf(written)).toEqual([{ port, protocol }]);
	});

	test('UDP is not proxied, and a name without a container port leads nowhere', () => {
		expect(portsOf('{ name: http, port: 80, protocol: UDP }, { name: tcp, port: 90, targetPort: nope }')).toEqual([]);
	});

	test('of Services that differ the first decides, and that is said', () => {
		const more = service('{ name: tcp, port: 81, targetPort: 8080 }', 'other');
		expect(portsOf('{ name: http, port: 80, targetPort: 8080 }', more)).toEqual([{ port: 8080, protocol: 'http' }]);
		const [found] = read(
			namespace('istio-injection: enabled') +
				deployment() +
				service('{ name: http, port: 80, targetPort: 8080 }') +
				more,
		);
		expect(found?.assumptions.join()).toContain('`cart` says http, `other` tcp');
		expect(found?.services.map(({ name }) => name)).toEqual(['cart', 'other']);
	});

	test('a Service of other pods, of another namespace, or without a selector leads nowhere', () => {
		const elsewhere = service('{ name: http, port: 8080 }').replace('namespace: shop', 'namespace: other');
		for (const text of [
			service('{ name: http, port: 8080 }', 'cart', 'app: other'),
			service('{ name: http, port: 8080 }', 'cart', ''),
			elsewhere,
		]) {
			expect(read(deployment() + text)[0]?.services).toEqual([]);
		}
	});
});

test('everything that makes pods is found once', () => {
	const template = 'template: { metadata: { labels: { app: x } }, spec: { containers: [] } }';
	const objects = [
		...['StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => ['apps/v1', kind, template]),
		['batch/v1', 'Job', template],
		['batch/v1', 'CronJob', `jobTemplate: { spec: { ${template} } }`],
	].map(
		([apiVersion, kind, spec]) =>
			`---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${kind}, namespace: shop }\nspec: { ${spec} }\n`,
	);
	const pod = '---\napiVersion: v1\nkind: Pod\nmetadata: { name: pod, labels: { app: x } }\nspec: { containers: [] }\n';
	const owned = pod.replace('name: pod', 'name: owned, ownerReferences: [{ kind: ReplicaSet }]');
	const found = read(objects.join('') + pod + owned);
	expect(found.map(({ kind }) => kind)).toEqual(['StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'Pod']);
	expect(found.every(({ enforcer }) => enforcer?.kind === 'sidecar' && enforcer.workload.labels.app === 'x')).toBe(
		true,
	);
	expect(found.at(-1)).toMatchObject({ namespace: 'default', name: 'pod', serviceAccount: 'default' });
});

describe('gateways', () => {
	const gateway = `---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers:
    - { port: { number: 80, protocol: HTTP }, hosts: ['*'] }
    - { port: { number: 443, protocol: HTTPS }, tls: { mode: SIMPLE }, hosts: ['*'] }
    - { port: { number: 444, protocol: HTTPS }, tls: { mode: PASSTHROUGH }, hosts: ['*'] }
    - { port: { number: 5432, protocol: TCP }, hosts: ['*'] }
`;

	test('the pods that an Istio Gateway selects listen on the target ports of their Service', () => {
		const pods = deployment('istio: ingressgateway').replace(
			'name: cart, namespace: shop',
			'name: ingress, namespace: edge',
		);
		const to = service(
			'{ port: 80, targetPort: 8080 }, { port: 443, targetPort: 8443 }',
			'ingress',
			'istio: ingressgateway',
		).replace('namespace: shop', 'namespace: edge');
		const [found, ...others] = read(gateway + pods + to);
		expect(others).toEqual([]);
		expect(found).toMatchObject({ namespace: 'edge', name: 'ingress', serviceAccount: 'cart' });
		expect(found?.enforcer).toEqual({
			kind: 'gateway',
			api: 'istio',
			name: 'ingress',
			workload: { namespace: 'edge', labels: { istio: 'ingressgateway' } },
			ports: [
				{ port: 444, protocol: 'tls' },
				{ port: 5432, protocol: 'tcp' },
				{ port: 8080, protocol: 'http' },
				{ port: 8443, protocol: 'https' },
			],
		});
		expect(found?.assumptions).toEqual([
			'the pod listens on port 444 itself: no Service says otherwise',
			'the pod listens on port 5432 itself: no Service says otherwise',
		]);
	});

	test('without its pods it is taken to run in the root namespace', () => {
		const [found] = read(gateway, { rootNamespace: 'istio-config' });
		expect(found).toMatchObject({ namespace: 'istio-config', name: 'ingressgateway', serviceAccount: undefined });
		expect(found?.assumptions[0]).toContain('`istio: ingressgateway`');
	});

	test('a Gateway of the Gateway API listens on its listeners’ ports', () => {
		const [found] = read(`
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: a, port: 80, protocol: HTTP }, { name: b, port: 443, protocol: HTTPS }, { name: c, port: 53, protocol: UDP }]
`);
		expect(found?.serviceAccount).toBe('edge-istio');
		expect(found?.enforcer).toMatchObject({
			kind: 'gateway',
			api: 'kubernetes',
			name: 'edge',
			ports: [
				{ port: 80, protocol: 'http' },
				{ port: 443, protocol: 'https' },
			],
		});
	});
});

describe('waypoints', () => {
	const waypoint = `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;
	const ambient = namespace('istio.io/dataplane-mode: ambient');
	const http = '{ name: http, port: 80, targetPort: 8080 }';

	test('serve the Services that say so, by Service port', () => {
		const found = read(
			ambient +
				deployment() +
				service(http, 'cart', 'app: cart', 'istio.io/use-waypoint: waypoint') +
				service(http, 'other', 'app: other') +
				waypoint,
		);
		expect(found.map(({ name, waypoint: through }) => [name, through])).toEqual([
			['cart', 'shop/waypoint'],
			['waypoint', undefined],
		]);
		expect(found[1]?.enforcer).toEqual({
			kind: 'waypoint',
			name: 'waypoint',
			namespace: 'shop',
			services: [{ name: 'cart', namespace: 'shop', kind: 'Service', ports: [{ port: 80, protocol: 'http' }] }],
		});
	});

	test('a namespace says it for all its Services, and a Service may say no', () => {
		const of = (labels: string) =>
			read(
				namespace('istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint') +
					deployment() +
					service(http, 'cart', 'app: cart', labels) +
					waypoint,
			)[0]?.waypoint;
		expect(of('')).toBe('shop/waypoint');
		expect(of('istio.io/use-waypoint: none')).toBeUndefined();
		expect(of('istio.io/use-waypoint: nowhere')).toBeUndefined();
	});

	test('a sidecar is reached without one', () => {
		const found = read(
			namespace('istio-injection: enabled') +
				deployment() +
				service(http, 'cart', 'app: cart', 'istio.io/use-waypoint: waypoint') +
				waypoint,
		);
		expect(found[0]?.waypoint).toBeUndefined();
	});
});
