import { labelSelector } from '@klockwork/api-machinery';
import type { Action, Plan, PlannedAction } from '@klockwork/controller-runtime';
import { type Pod, podActive, podPhaseTerminal, type ReplicaSet, type ReplicaSetStatus, resources } from '@klockwork/resources';
import { claim } from '../ownership/claim.ts';
import { isControlledBy } from '../ownership/owner-reference.ts';
import { minReadyWake } from '../pods/min-ready-wake.ts';
import { createPod, deletePod, podOfTemplate } from '../pods/pod-actions.ts';
import { podsToDelete } from '../pods/pods-to-delete.ts';
import { earlierWake, replacementWake } from '../pods/replacement-wake.ts';
import { type ReplicaManager, replicaSetManager } from './replica-manager.ts';
import { type ReplicaFailure, replicaSetStatus } from './replica-set-status.ts';
import type { ReplicaSetView } from './replica-set-view.ts';

/** Max creations or deletions a sync, before caches are read again. */
const BURST_REPLICAS = 500;

/**
 * Claims pods, creates missing ones or deletes surplus ones, and writes the status. `manager` maps other kinds to a ReplicaSet. Models
 * syncReplicaSet of pkg/controller/replicaset.
 */
export function reconcileReplicaSet(view: ReplicaSetView, now: number, manager: ReplicaManager = replicaSetManager): Plan {
  const { replicaSet } = view;
  const selector = labelSelector.fromObject(replicaSet.spec?.selector);
  const candidates = view.pods.filter((pod) => !podPhaseTerminal(pod));
  const { claimed, actions } = claim({
    owner: replicaSet,
    ownerResource: manager.resource,
    selector,
    resource: resources.pods,
    candidates,
  });
  const active = claimed.filter(podActive);
  const terminating = claimed.length - active.length;
  const statusWrites = (failure?: ReplicaFailure) =>
    statusActions(manager, replicaSet, replicaSetStatus(replicaSet, { active, terminating }, now, failure));
  const isKept = replicaSet.metadata?.deletionTimestamp === undefined;
  const endedPods = view.pods.filter((pod) => podPhaseTerminal(pod) && isControlledBy(pod, replicaSet));
  const later = isKept ? replacementWake(endedPods, now) : undefined;
  const manage = isKept && later === undefined ? managePods({ ...view, manager }, active, now, statusWrites) : [];
  const wakeAt = earlierWake(minReadyWake(active, replicaSet.spec?.minReadySeconds, now), later);
  return { stages: [actions, manage, statusWrites()].filter((stage) => stage.length > 0), ...(wakeAt === undefined ? {} : { wakeAt }) };
}

type FailureActions = (failure: ReplicaFailure) => readonly Action[];

function managePods(
  { replicaSet, relatedPods, manager }: ReplicaSetView & { manager: ReplicaManager },
  active: readonly Pod[],
  now: number,
  tell: FailureActions,
): PlannedAction[] {
  const owner = { resource: manager.resource, object: replicaSet };
  const missing = (replicaSet.spec?.replicas ?? 1) - active.length;
  if (missing > 0) {
    return Array.from({ length: Math.min(missing, BURST_REPLICAS) }, () =>
      createPod(owner, podOfTemplate(owner, replicaSet.spec?.template), (message) => tell({ reason: 'FailedCreate', message })),
    );
  }
  const excess = Math.min(-missing, BURST_REPLICAS);
  return podsToDelete(active, relatedPods, excess, now)
    .filter((pod) => isControlledBy(pod, replicaSet))
    .map((pod) => deletePod(owner, pod, (message) => tell({ reason: 'FailedDelete', message })));
}

function statusActions(manager: ReplicaManager, replicaSet: ReplicaSet, status: ReplicaSetStatus): readonly Action[] {
  const object = manager.withStatus(replicaSet, status);
  return object === undefined ? [] : [{ type: 'update', resource: manager.resource, subresource: 'status', object }];
}
