import { semanticEqual } from '@klockwork/api-machinery';
import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import type { Clock } from '@klockwork/kernel';
import { type ControllerRevision, type DaemonSet, type Node, type Pod, resources } from '@klockwork/resources';
import { BY_CONTROLLER, BY_ORPHANED_IN, podInformer, revisionInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { ownerKeys } from '../ownership/owner-keys.ts';
import { controllerOf } from '../ownership/owner-reference.ts';
import { FailedDaemonPods } from './failed-daemon-pods.ts';
import { reconcileDaemonSet } from './reconcile-daemon-set.ts';

/** Runs a pod on each node that is meant. Models pkg/controller/daemon. */
export function daemonSetController(informers: InformerFactory, clock: Clock): Controller {
  const daemonSets = informers.informer<DaemonSet>(resources.daemonSets);
  const nodes = informers.informer<Node>(resources.nodes);
  const pods = podInformer(informers);
  const revisions = revisionInformer(informers);
  const daemonPods = new FailedDaemonPods();
  return {
    name: 'daemonset-controller',
    keysOf: 'daemonsets',
    sources: [
      {
        informer: daemonSets,
        keys({ object, change }: Notice<DaemonSet>) {
          if (change === 'deleted') daemonPods.forget(object);
          return [keyOf(object)];
        },
      },
      { informer: nodes, keys: (notice: Notice<Node>) => (movesDaemons(notice) ? daemonSets.list().map(keyOf) : []) },
      { informer: revisions, keys: (notice: Notice<ControllerRevision>) => ownerKeys(notice, 'DaemonSet', daemonSets) },
      {
        informer: pods,
        keys(notice: Notice<Pod>) {
          const controller = controllerOf(notice.object);
          if (controller?.kind === 'DaemonSet') daemonPods.see(controller.uid, notice.object, notice.event?.at ?? clock.now());
          return ownerKeys(notice, 'DaemonSet', daemonSets);
        },
      },
    ],
    reconcile(key, now) {
      const daemonSet = daemonSets.get(...splitKey(key));
      if (daemonSet === undefined) return NOTHING;
      const { uid = '', namespace = '' } = daemonSet.metadata ?? {};
      const view = {
        daemonSet,
        nodes: nodes.list(),
        pods: [...pods.byIndex(BY_CONTROLLER, uid), ...pods.byIndex(BY_ORPHANED_IN, namespace)],
        revisions: [...revisions.byIndex(BY_CONTROLLER, uid), ...revisions.byIndex(BY_ORPHANED_IN, namespace)],
        failuresOn: (node: string) => daemonPods.on(daemonSet, node),
      };
      return reconcileDaemonSet(view, now);
    },
  };
}

/** Only existence, labels and taints of a node matter to daemons, not its status. Models shouldIgnoreNodeUpdate. */
function movesDaemons({ object, previous, change }: Notice<Node>): boolean {
  if (change !== 'updated' || previous === undefined) return true;
  return !semanticEqual(object.metadata?.labels, previous.metadata?.labels) || !semanticEqual(object.spec?.taints, previous.spec?.taints);
}
