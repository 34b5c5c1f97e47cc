import type { Scenario } from '../scenario.ts';
import { webDeployment, webIs } from './web-deployment.ts';

const MINUTE = 60_000;
const WEB = { image: 'nginx:1.27', replicas: 4 };

/** Permanent power loss of a node at a random instant: the node becomes NotReady and tainted, and its pods are evicted in time. */
export const nodeLoss: Scenario = {
  name: 'node-loss',
  description: 'a node loses its power for good, is missed and loses its pods',
  nodes: ['node-1', 'node-2', 'node-3'],
  waives: ['rollout-keeps-available'],
  async run(script) {
    await script.apply(webDeployment(WEB));
    await script.waitUntil('4 replicas', (objects) => webIs(objects, WEB), 2 * MINUTE);
    await script.pass(MINUTE + script.random.integer(10_000));
    script.crash('node-2');
    await script.pass(10 * MINUTE);
  },
};
