import { type Deployment, type Pod, podReady, type ReplicaSet, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';

/** Returns the scenarios' Deployment. */
export function webDeployment({ image = 'nginx:1.27', replicas = 4 }: { image?: string; replicas?: number } = {}): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
    },
  };
}

export function webPods(objects: ObservedCluster): readonly Pod[] {
  return objects.list<Pod>(resources.pods).filter(({ metadata }) => metadata?.labels?.app === 'web');
}

/** True if `web` reached the request: exact pod count, all pods ready with the image and not terminating, and a matching status. */
export function webIs(objects: ObservedCluster, target: { image: string; replicas: number }): boolean {
  const pods = webPods(objects);
  const settled = pods.filter((pod) => podReady(pod) && pod.metadata?.deletionTimestamp === undefined);
  const deployment = objects.get<Deployment>(resources.deployments, { namespace: 'default', name: 'web' });
  return (
    pods.length === target.replicas &&
    settled.length === target.replicas &&
    settled.every(({ spec }) => spec?.containers[0]?.image === target.image) &&
    deployment?.status?.observedGeneration === deployment?.metadata?.generation &&
    deployment?.status?.updatedReplicas === target.replicas &&
    deployment?.status?.availableReplicas === target.replicas &&
    oldReplicaSetsAreEmpty(objects)
  );
}

function oldReplicaSetsAreEmpty(objects: ObservedCluster): boolean {
  const asking = objects.list<ReplicaSet>(resources.replicaSets).filter(({ spec }) => (spec?.replicas ?? 0) > 0);
  return asking.length === 1;
}
