import { type DaemonSet, type Pod, podReady, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;
const NODES = ['node-1', 'node-2', 'node-3'];

function logs(image: string): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'logs', namespace: 'default' },
    spec: {
      selector: { matchLabels: { app: 'logs' } },
      template: { metadata: { labels: { app: 'logs' } }, spec: { containers: [{ name: 'main', image }] } },
    },
  };
}

/** True if each node runs exactly one ready pod with the image, and the status agrees. */
function onEach(objects: ObservedCluster, nodes: readonly string[], image: string): boolean {
  const pods = objects.list<Pod>(resources.pods).filter(({ metadata }) => metadata?.labels?.app === 'logs');
  const there = pods.filter((pod) => podReady(pod) && pod.spec?.containers[0]?.image === image).map(({ spec }) => spec?.nodeName ?? '');
  const { status, metadata } = objects.get<DaemonSet>(resources.daemonSets, { namespace: 'default', name: 'logs' }) ?? {};
  const isReported = status?.observedGeneration === metadata?.generation && status?.numberAvailable === nodes.length;
  return isReported && pods.length === nodes.length && there.toSorted().join() === nodes.join();
}

/** DaemonSet on every node: survives a node deletion, and rolls to another image despite killed controllers. */
export const daemons: Scenario = {
  name: 'daemons',
  description: 'a DaemonSet keeps one pod on each node through an update, a crash of its controller and the loss of a node',
  nodes: NODES,
  async run(script) {
    await script.apply(logs('nginx:1.27'));
    await script.waitUntil('a pod on each node', (objects) => onEach(objects, NODES, 'nginx:1.27'), 2 * MINUTE);
    await script.apply(logs('nginx:1.28'));
    await script.pass(script.random.integer(10_000));
    script.crash('controller-manager');
    await script.pass(20_000);
    script.start('controller-manager');
    await script.waitUntil('the update to be done', (objects) => onEach(objects, NODES, 'nginx:1.28'), 5 * MINUTE);
    script.crash('node-3');
    await script.delete(resources.nodes, { name: 'node-3' });
    await script.waitUntil(
      'the pod of the lost node to be gone',
      (objects) => onEach(objects, ['node-1', 'node-2'], 'nginx:1.28'),
      5 * MINUTE,
    );
    script.start('node-3');
    await script.waitUntil('a pod on the node that came back', (objects) => onEach(objects, NODES, 'nginx:1.28'), 5 * MINUTE);
  },
};
