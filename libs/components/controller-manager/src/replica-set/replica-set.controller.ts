import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import { type Pod, podActive, type ReplicaSet } from '@klockwork/resources';
import { BY_CONTROLLER, BY_ORPHANED_IN, podInformer, replicaSetInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { ownerKeys } from '../ownership/owner-keys.ts';
import { controllerOf } from '../ownership/owner-reference.ts';
import { reconcileReplicaSet } from './reconcile-replica-set.ts';
import type { ReplicaSetView } from './replica-set-view.ts';

/** Maintains the replica count of ReplicaSets. Models pkg/controller/replicaset. */
export function replicaSetController(informers: InformerFactory): Controller {
  const pods = podInformer(informers);
  const replicaSets = replicaSetInformer(informers);
  return {
    name: 'replicaset-controller',
    keysOf: 'replicasets',
    sources: [
      { informer: replicaSets, keys: ({ object }: Notice<ReplicaSet>) => [keyOf(object)] },
      { informer: pods, keys: (notice: Notice<Pod>) => ownerKeys(notice, 'ReplicaSet', replicaSets) },
    ],
    reconcile(key, now) {
      const replicaSet = replicaSets.get(...splitKey(key));
      return replicaSet === undefined ? NOTHING : reconcileReplicaSet(viewOf(replicaSet, pods, replicaSets), now);
    },
  };
}

function viewOf(replicaSet: ReplicaSet, pods: Informer<Pod>, replicaSets: Informer<ReplicaSet>): ReplicaSetView {
  const { uid = '', namespace = '' } = replicaSet.metadata ?? {};
  const controller = controllerOf(replicaSet);
  const siblings = controller === undefined ? [replicaSet] : replicaSets.byIndex(BY_CONTROLLER, controller.uid);
  return {
    replicaSet,
    pods: [...pods.byIndex(BY_CONTROLLER, uid), ...pods.byIndex(BY_ORPHANED_IN, namespace)],
    relatedPods: siblings.flatMap((sibling) => pods.byIndex(BY_CONTROLLER, sibling.metadata?.uid ?? '')).filter(podActive),
  };
}
