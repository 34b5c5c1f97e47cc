// Operator on the npm package `@dot-i/k8s-operator`: keeps a Deployment per Shop, reports in the Shop's status, and cleans up by a finalizer.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { default: Operator } = require('@dot-i/k8s-operator');
const { AppsV1Api, CoreV1Api } = require('@kubernetes/client-node');

const FINALIZER = 'shops.example.com/receipt';

class ShopOperator extends Operator {
  #apps = this.kubeConfig.makeApiClient(AppsV1Api);
  #core = this.kubeConfig.makeApiClient(CoreV1Api);

  async init() {
    await this.watchResource('example.com', 'v1', 'shops', async (event) => {
      if (event.type === 'DELETED') return;
      if (await this.handleResourceFinalizer(event, FINALIZER, () => this.#leaveReceipt(event))) return;
      await this.#keepDeployment(event);
      if (event.object.status?.replicas === event.object.spec.replicas) return;
      await this.patchResourceStatus(event.meta, { replicas: event.object.spec.replicas });
    });
  }

  async #keepDeployment({ meta: { name, namespace }, object }) {
    const deployment = deploymentOf(object);
    const { body } = await this.#apps.listNamespacedDeployment(namespace);
    const present = body.items.find(({ metadata }) => metadata.name === name);
    if (present === undefined) await this.#apps.createNamespacedDeployment(namespace, deployment);
    else if (present.spec.replicas !== object.spec.replicas) await this.#apps.replaceNamespacedDeployment(name, namespace, deployment);
  }

  /** Finalizer's action: leaves a ConfigMap that outlives the Shop. */
  async #leaveReceipt({ meta: { name, namespace } }) {
    await this.#core.createNamespacedConfigMap(namespace, { metadata: { name: `${name}-receipt` } });
  }
}

function deploymentOf({ apiVersion, kind, metadata: { name, uid }, spec: { replicas } }) {
  const labels = { shop: name };
  return {
    metadata: { name, ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
    },
  };
}

const operator = new ShopOperator(console);
process.on('SIGTERM', () => {
  operator.stop();
  process.exit(0);
});
await operator.start();
