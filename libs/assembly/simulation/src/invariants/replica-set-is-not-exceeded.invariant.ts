import { type Pod, podActive, type ReplicaSet, resources } from '@klockwork/resources';
import { controllerUid } from '../observation/observed-cluster.ts';
import type { Invariant } from './invariant.ts';
import { isOf } from './is-of.ts';

/** Invariant of ReplicaSets: upstream uses expectations, and ours read their own writes. */
export const replicaSetIsNotExceeded: Invariant = {
  name: 'replica-set-is-not-exceeded',
  statement: 'a ReplicaSet never has more active pods than it ever asked for, whatever answers its controller lost',
  watch() {
    const desired = new Map<string, number>();
    return ({ event, cluster }) => {
      if (isOf(event, resources.replicaSets)) {
        const { replicas = 1 } = (event.object as ReplicaSet).spec ?? {};
        desired.set(event.uid, Math.max(replicas, desired.get(event.uid) ?? 0));
      }
      if (!isOf(event, resources.pods) || event.change !== 'created') return undefined;
      const owner = controllerUid(event.object);
      const bound = owner === undefined ? undefined : desired.get(owner);
      if (owner === undefined || bound === undefined) return undefined;
      const active = cluster.controlledBy<Pod>(resources.pods, owner).filter(podActive).length;
      return active <= bound ? undefined : `its ReplicaSet has ${active} active pods and never asked for more than ${bound}`;
    };
  },
};
