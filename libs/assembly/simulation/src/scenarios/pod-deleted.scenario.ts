import { resources } from '@klockwork/resources';
import type { Scenario } from '../scenario.ts';
import { webDeployment, webIs, webPods } from './web-deployment.ts';

const MINUTE = 60_000;
const WEB = { image: 'nginx:1.27', replicas: 4 };

/** Manual deletion of ReplicaSet pods, one by one; replacements have other names. */
export const podDeleted: Scenario = {
  name: 'pod-deleted',
  description: 'pods of a Deployment are deleted, and others take their place',
  nodes: ['node-1', 'node-2', 'node-3'],
  waives: ['rollout-keeps-available'],
  async run(script) {
    await script.apply(webDeployment(WEB));
    await script.waitUntil('4 replicas', (objects) => webIs(objects, WEB), 2 * MINUTE);
    for (let round = 0; round < 5; round++) {
      const pods = webPods(script.objects);
      const name = pods[script.random.integer(pods.length)]?.metadata?.name ?? '';
      await script.delete(resources.pods, { namespace: 'default', name });
      const replaced = (others: typeof pods) => others.every(({ metadata }) => metadata?.name !== name);
      await script.waitUntil(`a pod in the place of ${name}`, (now) => webIs(now, WEB) && replaced(webPods(now)), 2 * MINUTE);
      await script.pass(script.random.integer(MINUTE));
    }
  },
};
