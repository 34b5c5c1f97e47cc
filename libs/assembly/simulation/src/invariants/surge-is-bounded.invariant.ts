import { type Deployment, type KubeObject, type ReplicaSet, resources } from '@klockwork/resources';
import { controllerUid } from '../observation/observed-cluster.ts';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';
import { rolloutBounds } from './rollout-bounds.ts';

/** Invariant of Deployments: upper bound of a rolling update, pkg/controller/deployment/rolling.go. */
export const surgeIsBounded: Invariant = {
  name: 'surge-is-bounded',
  statement: 'the ReplicaSets of a Deployment never ask together for more than replicas and maxSurge, as it ever had them',
  watch() {
    const most = new Map<string, number>();
    return ({ event, previous, cluster }) => {
      if (isOf(event, resources.deployments))
        most.set(event.uid, Math.max(rolloutBounds(event.object as Deployment).most, most.get(event.uid) ?? 0));
      if (!isOf(event, resources.replicaSets) || replicasOf(event.object) <= (previous === undefined ? 0 : replicasOf(previous)))
        return undefined;
      const owner = controllerUid(event.object);
      const bound = owner === undefined ? undefined : most.get(owner);
      if (owner === undefined || bound === undefined) return undefined;
      const desired = cluster.controlledBy<ReplicaSet>(resources.replicaSets, owner).reduce((sum, set) => sum + replicasOf(set), 0);
      return desired <= bound ? undefined : `the ReplicaSets of its Deployment ask for ${desired} pods, the most is ${bound}`;
    };
  },
};

function replicasOf(replicaSet: KubeObject): number {
  return (replicaSet as ReplicaSet).spec?.replicas ?? 1;
}
