// A cdk8s app of one's own: the Deployment of the accounts team, with the policies that protect it beside it. In your
// repository the two Meshgrant imports come from `meshgrant/constructs` and from your own catalog.
import { App, Chart } from 'cdk8s';
import { Deployment, ServiceAccount } from 'cdk8s-plus-28';
import catalog from '../../services.catalog.ts';
import { KeycloakClients, MeshPolicies } from '../../src/constructs.ts';

const environment = 'prod';
/** The sample's exceptions end; in your app leave this out, and today counts. */
const today = '2026-11-24';
const { namespace, serviceAccount, selector, ports } = catalog.services.accounts;

const app = new App();

const accounts = new Chart(app, 'accounts', { namespace });
const deployment = new Deployment(accounts, 'accounts', {
	metadata: { name: 'accounts' },
	podMetadata: { labels: selector },
	serviceAccount: new ServiceAccount(accounts, 'identity', { metadata: { name: serviceAccount } }),
	containers: [{ name: 'accounts', image: 'bank.example/accounts:1.4.2', port: ports.http.targetPort }],
});
deployment.exposeViaService({
	name: 'accounts',
	ports: [{ name: 'http', port: ports.http.port, targetPort: ports.http.targetPort }],
});
new MeshPolicies(accounts, 'policies', { catalog, environment, namespace, today });

const identity = new Chart(app, 'keycloak');
new KeycloakClients(identity, 'definitions', { catalog, environment, namespace: 'keycloak', today });

app.synth();
