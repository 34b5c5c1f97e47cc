import type { Scenario } from '../scenario.ts';
import { webDeployment, webIs } from './web-deployment.ts';

const MINUTE = 60_000;

/** New image, then more replicas, without faults. */
export const rollingUpdate: Scenario = {
  name: 'rolling-update',
  description: 'a Deployment gets a new image and is scaled, without a disturbance',
  nodes: ['node-1', 'node-2', 'node-3'],
  async run(script) {
    await script.apply(webDeployment());
    await script.waitUntil('4 replicas', (objects) => webIs(objects, { image: 'nginx:1.27', replicas: 4 }), 2 * MINUTE);
    await script.apply(webDeployment({ image: 'nginx:1.28' }));
    await script.waitUntil('the new image', (objects) => webIs(objects, { image: 'nginx:1.28', replicas: 4 }), 5 * MINUTE);
    await script.apply(webDeployment({ image: 'nginx:1.28', replicas: 6 }));
    await script.waitUntil('6 replicas', (objects) => webIs(objects, { image: 'nginx:1.28', replicas: 6 }), 5 * MINUTE);
    await script.at(10 * MINUTE);
  },
};
