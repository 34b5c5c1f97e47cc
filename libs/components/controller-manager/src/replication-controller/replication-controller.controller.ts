import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Pod, podActive, type ReplicationController, resources } from '@klockwork/resources';
import { BY_CONTROLLER, BY_ORPHANED_IN, podInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { ownerKeys } from '../ownership/owner-keys.ts';
import { reconcileReplicaSet } from '../replica-set/reconcile-replica-set.ts';
import { asReplicaSet, replicationControllerManager } from './as-replica-set.ts';

/** Maintains the replica count of ReplicationControllers, by the rules of ReplicaSets. Models pkg/controller/replication. */
export function replicationControllerController(informers: InformerFactory): Controller {
  const pods = podInformer(informers);
  const controllers = informers.informer<ReplicationController>(resources.replicationControllers);
  const selecting = { list: (namespace?: string) => controllers.list(namespace).map(asReplicaSet) };
  return {
    name: 'replication-controller',
    keysOf: 'replicationcontrollers',
    sources: [
      { informer: controllers, keys: ({ object }: Notice<ReplicationController>) => [keyOf(object)] },
      { informer: pods, keys: (notice: Notice<Pod>) => ownerKeys(notice, 'ReplicationController', selecting) },
    ],
    reconcile(key, now) {
      const controller = controllers.get(...splitKey(key));
      if (controller === undefined) return NOTHING;
      const { uid = '', namespace = '' } = controller.metadata ?? {};
      const own = pods.byIndex(BY_CONTROLLER, uid);
      const view = {
        replicaSet: asReplicaSet(controller),
        pods: [...own, ...pods.byIndex(BY_ORPHANED_IN, namespace)],
        relatedPods: own.filter(podActive),
      };
      return reconcileReplicaSet(view, now, replicationControllerManager(controller));
    },
  };
}
