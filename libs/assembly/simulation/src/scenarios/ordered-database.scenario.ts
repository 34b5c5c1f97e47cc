import { type Pod, podReady, resources, type StatefulSet } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;

function database(image: string, replicas: number): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'default' },
    spec: {
      serviceName: 'db',
      replicas,
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'main', image }] } },
    },
  };
}

/** True if exactly the pods db-0 … are ready with this image, and the status agrees. */
function isThere(objects: ObservedCluster, image: string, replicas: number): boolean {
  const pods = objects.list<Pod>(resources.pods).filter(({ metadata }) => metadata?.labels?.app === 'db');
  const ready = pods.filter((pod) => podReady(pod) && pod.spec?.containers[0]?.image === image).map(({ metadata }) => metadata?.name);
  const names = Array.from({ length: replicas }, (_, ordinal) => `db-${ordinal}`);
  const { status, metadata } = objects.get<StatefulSet>(resources.statefulSets, { namespace: 'default', name: 'db' }) ?? {};
  const isReported =
    status?.observedGeneration === metadata?.generation && status?.readyReplicas === replicas && status.updatedReplicas === replicas;
  return isReported && pods.length === replicas && ready.toSorted().join() === names.join();
}

/** StatefulSet created, updated and scaled down in order, despite killed pods and controllers. */
export const orderedDatabase: Scenario = {
  name: 'ordered-database',
  description: 'a StatefulSet keeps its names through an update, deleted pods, a crash of its controller and scaling',
  nodes: ['node-1', 'node-2', 'node-3'],
  async run(script) {
    await script.apply(database('redis:7', 3));
    await script.waitUntil('three pods', (objects) => isThere(objects, 'redis:7', 3), 3 * MINUTE);
    await script.delete(resources.pods, { namespace: 'default', name: `db-${script.random.integer(3)}` });
    await script.waitUntil('the deleted pod to be back', (objects) => isThere(objects, 'redis:7', 3), 3 * MINUTE);
    await script.apply(database('redis:8', 3));
    await script.pass(script.random.integer(20_000));
    script.crash('controller-manager');
    await script.pass(15_000);
    script.start('controller-manager');
    await script.waitUntil('the update to be done', (objects) => isThere(objects, 'redis:8', 3), 8 * MINUTE);
    await script.apply(database('redis:8', 1));
    await script.waitUntil('one pod to be left', (objects) => isThere(objects, 'redis:8', 1), 5 * MINUTE);
  },
};
