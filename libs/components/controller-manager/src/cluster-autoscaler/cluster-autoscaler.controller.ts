import type { Controller, Plan } from '@klockwork/controller-runtime';
import type { InformerFactory } from '@klockwork/informers';
import type { LabTime } from '@klockwork/kernel';
import { type ConfigMap, NODE_GROUP, type Node, type NodeGroupSize, resources } from '@klockwork/resources';
import { podInformer } from '../informer-indexes.ts';
import { STATUS_NAME } from './autoscaler-status.ts';
import { type AutoscalerState, INITIAL_STATE, SCAN_MS } from './autoscaler-view.ts';
import { reconcileClusterAutoscaler } from './reconcile-cluster-autoscaler.ts';
import { schedulingObjects } from './scheduling-objects.ts';

/** Distance of steps of a removal, as upstream polls evicted pods. */
const STEP_MS = 5_000;

/** Scales the lab's group of nodes, every 10 s. Models kubernetes/autoscaler with one node group. */
export function clusterAutoscaler(informers: InformerFactory, group: NodeGroupSize): Controller {
  const nodes = informers.informer<Node>(resources.nodes);
  const pods = podInformer(informers);
  const configMaps = informers.informer<ConfigMap>(resources.configMaps);
  const scheduling = schedulingObjects(informers);
  let state: AutoscalerState = INITIAL_STATE;
  let wake: NonNullable<Plan['wakeAt']> | undefined;
  return {
    name: 'cluster-autoscaler',
    workers: 1,
    sources: [
      // The first node begins the scans.
      { informer: nodes, keys: () => (wake === undefined ? [NODE_GROUP] : []) },
      { informer: pods, keys: () => [] },
      { informer: configMaps, keys: () => [] },
    ],
    reconcile(_key, now) {
      if (wake !== undefined && now < wake.at) return { stages: [], wakeAt: wake };
      const status = configMaps.get(STATUS_NAME.namespace, STATUS_NAME.name);
      const scan = reconcileClusterAutoscaler({ group, nodes: nodes.list(), pods: pods.list(), scheduling, status, state }, now);
      state = scan.state;
      wake = wakeAt(scan.state, scan.isBusy, now);
      return { stages: scan.stages, wakeAt: wake };
    },
  };
}

function wakeAt({ removals }: AutoscalerState, isBusy: boolean, now: LabTime): NonNullable<Plan['wakeAt']> {
  const periodMs = removals.size > 0 ? STEP_MS : SCAN_MS;
  const at = (Math.floor(now / periodMs) + 1) * periodMs;
  return { at, timer: { name: 'cluster-autoscaler-scan', ...(!isBusy && { upkeep: true as const }) } };
}
