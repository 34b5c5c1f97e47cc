import { type Deployment, type Pod, podReady, type ReplicaSet, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';
import { rolloutBounds } from './rollout-bounds.ts';

/** Invariant of Deployments: lower bound of a rolling update. Scenarios that remove pods by other means waive it. */
export const rolloutKeepsAvailable: Invariant = {
  name: 'rollout-keeps-available',
  statement: 'once all replicas of a Deployment were ready, an update never leaves fewer than replicas less maxUnavailable',
  watch() {
    /** Replica counts of complete Deployments, by UID. */
    const complete = new Map<string, number>();
    return ({ event, cluster }) => {
      if (!isOf(event, resources.pods)) return undefined;
      for (const deployment of cluster.list<Deployment>(resources.deployments)) {
        const uid = deployment.metadata?.uid ?? '';
        const { replicas, least } = rolloutBounds(deployment);
        const ready = readyPods(cluster, uid);
        if (ready >= replicas) complete.set(uid, replicas);
        if (complete.get(uid) === replicas && ready < least)
          return `deployment ${deployment.metadata?.name} has ${ready} ready pods, the least is ${least}`;
      }
      return undefined;
    };
  },
};

function readyPods(cluster: ObservedCluster, uid: string): number {
  const owned = cluster.controlledBy<ReplicaSet>(resources.replicaSets, uid);
  const pods = owned.flatMap(({ metadata }) => cluster.controlledBy<Pod>(resources.pods, metadata?.uid ?? ''));
  return pods.filter((pod) => podReady(pod) && pod.metadata?.deletionTimestamp === undefined).length;
}
