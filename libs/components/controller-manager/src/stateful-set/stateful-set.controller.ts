import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type ControllerRevision, type PersistentVolumeClaim, type Pod, resources, type StatefulSet } from '@klockwork/resources';
import { BY_CONTROLLER, BY_ORPHANED_IN, podInformer, revisionInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { ownerKeys } from '../ownership/owner-keys.ts';
import { reconcileStatefulSet } from './reconcile-stateful-set.ts';

/** Maintains pods with stable names and claims. Models pkg/controller/statefulset. */
export function statefulSetController(informers: InformerFactory): Controller {
  const sets = informers.informer<StatefulSet>(resources.statefulSets);
  const claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
  const pods = podInformer(informers);
  const revisions = revisionInformer(informers);
  return {
    name: 'statefulset-controller',
    keysOf: 'statefulsets',
    sources: [
      { informer: sets, keys: ({ object }: Notice<StatefulSet>) => [keyOf(object)] },
      { informer: pods, keys: (notice: Notice<Pod>) => ownerKeys(notice, 'StatefulSet', sets) },
      { informer: revisions, keys: (notice: Notice<ControllerRevision>) => ownerKeys(notice, 'StatefulSet', sets) },
      // Watched so that a reconcile sees claims created before; claim changes trigger nothing.
      { informer: claims, keys: () => [] },
    ],
    reconcile(key, now) {
      const set = sets.get(...splitKey(key));
      if (set === undefined) return NOTHING;
      const { uid = '', namespace = '' } = set.metadata ?? {};
      const view = {
        set,
        pods: [...pods.byIndex(BY_CONTROLLER, uid), ...pods.byIndex(BY_ORPHANED_IN, namespace)],
        revisions: [...revisions.byIndex(BY_CONTROLLER, uid), ...revisions.byIndex(BY_ORPHANED_IN, namespace)],
        claim: (name: string) => claims.get(namespace, name),
      };
      return reconcileStatefulSet(view, now);
    },
  };
}
