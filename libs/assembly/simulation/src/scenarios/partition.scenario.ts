import { nodesReady } from '../observation/nodes-ready.ts';
import type { Scenario } from '../scenario.ts';
import { webDeployment, webIs } from './web-deployment.ts';

const MINUTE = 60_000;
const WEB = { image: 'nginx:1.27', replicas: 4 };
const NODES = ['node-1', 'node-2', 'node-3'];

/** Two partitions of a node: one within its grace period, without effect, and one beyond the pods' tolerations. */
export const partition: Scenario = {
  name: 'partition',
  description: 'a node is cut off the network, for a moment and then for long, and is healed',
  nodes: NODES,
  waives: ['rollout-keeps-available'],
  async run(script) {
    await script.apply(webDeployment(WEB));
    await script.waitUntil('4 replicas', (objects) => webIs(objects, WEB), 2 * MINUTE);
    const cut = NODES[script.random.integer(NODES.length)] ?? '';
    script.partition(cut);
    await script.pass(15_000);
    script.heal(cut);
    await script.pass(MINUTE);
    script.partition(cut);
    await script.waitUntil(`${cut} to be missed`, (objects) => !nodesReady(objects, [cut]), MINUTE);
    await script.pass(6 * MINUTE);
    script.heal(cut);
    await script.waitUntil('everything as before', (objects) => nodesReady(objects, NODES) && webIs(objects, WEB), 5 * MINUTE);
  },
};
