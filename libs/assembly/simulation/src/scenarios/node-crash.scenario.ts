import { nodesReady } from '../observation/nodes-ready.ts';
import type { Scenario } from '../scenario.ts';
import { webDeployment, webIs, webPods } from './web-deployment.ts';

const MINUTE = 60_000;
const WEB = { image: 'nginx:1.27', replicas: 4 };
const NODES = ['node-1', 'node-2', 'node-3'];

/** Power loss of a node: pods are evicted after their tolerations and replaced elsewhere; then the node returns. */
export const nodeCrash: Scenario = {
  name: 'node-crash',
  description: 'a node loses its power, its pods are replaced on the others, and it comes back',
  nodes: NODES,
  waives: ['rollout-keeps-available'],
  async run(script) {
    await script.apply(webDeployment(WEB));
    await script.waitUntil('4 replicas', (objects) => webIs(objects, WEB), 2 * MINUTE);
    await script.pass(script.random.integer(10_000));
    const victim = NODES[script.random.integer(NODES.length)] ?? '';
    const others = NODES.filter((name) => name !== victim);
    script.crash(victim);
    await script.waitUntil(`${victim} to be missed`, (objects) => !nodesReady(objects, [victim]), 60_000);
    const elsewhere = (pods: ReturnType<typeof webPods>) =>
      pods.filter((pod) => pod.metadata?.deletionTimestamp === undefined && others.includes(pod.spec?.nodeName ?? ''));
    await script.waitUntil('4 pods on the other nodes', (objects) => elsewhere(webPods(objects)).length === 4, 7 * MINUTE);
    script.start(victim);
    await script.waitUntil('everything as before', (objects) => nodesReady(objects, NODES) && webIs(objects, WEB), 5 * MINUTE);
  },
};
