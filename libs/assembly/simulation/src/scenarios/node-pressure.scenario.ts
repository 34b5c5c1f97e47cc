import { type Node, type Pod, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;
const TAINT = 'node.kubernetes.io/memory-pressure';

/** A pod whose server has so much memory from its start on, and more each second. */
function pod(name: string, request: string | undefined, memory: { base: string; growth?: string }): Pod {
  const container = { name: 'main', image: 'nginx:1.27', resources: request === undefined ? {} : { requests: { memory: request } } };
  const annotations = { 'klockwork.dev/main.behavior': JSON.stringify({ memory }) };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', annotations }, spec: { containers: [container] } };
}

const status = (objects: ObservedCluster, name: string) => objects.get<Pod>(resources.pods, { namespace: 'default', name })?.status;
const isTainted = (objects: ObservedCluster) =>
  objects.get<Node>(resources.nodes, { name: 'node-1' })?.spec?.taints?.some(({ key }) => key === TAINT) ?? false;

/** A program leaks until its node runs short. */
export const nodePressure: Scenario = {
  name: 'node-pressure',
  description: 'a pod leaks until its node evicts it and says that it was short, for five minutes; who asked for what it uses stays',
  nodes: ['node-1'],
  async run(script) {
    await script.apply(pod('steady', '2Gi', { base: '2Gi' }));
    await script.apply(pod('leak', undefined, { base: '1Gi', growth: '50Mi' }));
    await script.pass(script.random.integer(30_000));
    script.crash('controller-manager');
    await script.waitUntil('the eviction of who leaks', (now) => status(now, 'leak')?.reason === 'Evicted', 5 * MINUTE);
    await script.pass(script.random.integer(30_000));
    script.start('controller-manager');
    await script.waitUntil('the taint of a node that was short', isTainted, MINUTE);
    await script.waitUntil('its end', (now) => !isTainted(now), 6 * MINUTE);
    await script.waitUntil('the others to run as before', (now) => status(now, 'steady')?.phase === 'Running', MINUTE);
  },
};
