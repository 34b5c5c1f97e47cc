import assert from 'node:assert/strict';
import { eventually, type HostProgram } from './host-program.ts';
import type { Operator } from './operator.ts';

/** Operator on an npm package: watches Shops, keeps their Deployments, and outlives the api-server as a restarted program. */
export const npmOperator: Operator = {
  name: 'npm-operator',
  programs: [{ npm: '@dot-i/k8s-operator@1.3.9', name: 'shop-operator' }],
  async prove({ lab, start, apply, proven }) {
    await apply(definition());
    await lab.kubectl('wait crd/shops.example.com --for=condition=Established --timeout=60s');
    const run = () => start('shop-operator', []);
    let operator: HostProgram = run();
    await apply(shop('corner', 2));
    await eventually(() => lab.kubectl('wait deployment/corner --for=jsonpath={.status.readyReplicas}=2 --timeout=5s'));
    await lab.kubectl('wait shop/corner --for=jsonpath={.status.replicas}=2 --timeout=60s');
    assert.equal(await lab.kubectl('get shop corner -o jsonpath={.metadata.finalizers}'), '["shops.example.com/receipt"]');
    proven('a custom object gets its Deployment, its status and its finalizer');
    const { services } = await lab.status();
    process.kill(services.find(({ name }) => name === 'api-server')?.pid ?? assert.fail('the api-server runs'), 'SIGKILL');
    await eventually(() => apply(shop('corner', 3)));
    await eventually(async () => {
      // The package ends its process after a broken watch: a Deployment would start it again.
      if (!operator.isRunning) operator = run();
      await lab.kubectl('wait deployment/corner --for=jsonpath={.status.readyReplicas}=3 --timeout=2s');
    });
    proven('after a SIGKILL of the api-server it goes on, and scales the Deployment');
    await lab.kubectl('delete shop corner --timeout=60s');
    assert.equal(await lab.kubectl('get configmap corner-receipt -o name'), 'configmap/corner-receipt\n');
    await eventually(async () => assert.equal(await lab.kubectl('get deployments,pods -o name'), ''));
    proven('its finalizer acts before the deletion, and the Deployment goes with its owner');
  },
};

function shop(name: string, replicas: number): object {
  return { apiVersion: 'example.com/v1', kind: 'Shop', metadata: { name }, spec: { replicas } };
}

function definition(): object {
  const replicas = { type: 'object', properties: { replicas: { type: 'integer', minimum: 0 } } };
  const schema = { type: 'object', properties: { spec: replicas, status: replicas } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'shops.example.com' },
    spec: {
      group: 'example.com',
      names: { plural: 'shops', singular: 'shop', kind: 'Shop' },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: schema } }],
    },
  };
}
