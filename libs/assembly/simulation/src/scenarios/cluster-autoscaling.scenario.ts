import { type Deployment, type Event, type Node, nodeReady, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';
import { Violation } from '../violation.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const NAME = { namespace: 'default', name: 'web' };
const LABELS = { app: 'web' };

/** Three pods fill a node of four processors. */
const web = (replicas: number): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: NAME,
  spec: {
    replicas,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: { containers: [{ name: 'web', image: 'nginx:1.27', resources: { requests: { cpu: '1200m' } } }] },
    },
  },
});
const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: NAME,
  spec: { maxUnavailable: 1, selector: { matchLabels: LABELS } },
};

/** Plays a peak: machines start for it and end after it, with processes that die meanwhile. */
export const clusterAutoscaling: Scenario = {
  name: 'cluster-autoscaling',
  description: 'pods without room bring new nodes, and unneeded nodes are drained and removed, though the controller-manager dies between',
  nodes: ['node-1', 'node-2', 'node-3', 'node-4'],
  autoscale: { min: 1, max: 4 },
  // Evictions remove ready pods within the budget.
  waives: ['rollout-keeps-available'],
  async run(script) {
    await script.apply(budget);
    await script.apply(web(9));
    await script.waitUntil('three nodes for nine pods', (objects) => readyNodes(objects) === 3 && readyPods(objects) === 9, 5 * MINUTE);
    await script.pass(script.random.integer(MINUTE));
    await script.apply(web(3));
    script.crash('controller-manager');
    await script.pass(script.random.integer(20 * SECOND));
    script.start('controller-manager');
    await script.waitUntil('one node for three pods', (objects) => nodes(objects).length === 1 && readyPods(objects) === 3, 60 * MINUTE);
    await script.pass(MINUTE);
    const running = script.processes.filter((process) => process.startsWith('node-') && script.isRunning(process));
    const left = nodes(script.objects).map(({ metadata }) => metadata?.name);
    if (running.join() !== left.join())
      throw new Violation('machines-follow-their-nodes', `${running.join()} run, and ${left.join()} exist`);
    for (const reason of ['TriggeredScaleUp', 'ScaleDown', 'ScaledUpGroup'])
      if (!script.objects.list<Event>(resources.events).some((event) => event.reason === reason))
        throw new Violation('the-autoscaler-records-events', `no Event ${reason} exists`);
  },
};

function nodes(objects: ObservedCluster): readonly Node[] {
  return objects.list<Node>(resources.nodes);
}

function readyNodes(objects: ObservedCluster): number {
  return nodes(objects).filter(nodeReady).length;
}

function readyPods(objects: ObservedCluster): number {
  return objects.get<Deployment>(resources.deployments, NAME)?.status?.readyReplicas ?? 0;
}
