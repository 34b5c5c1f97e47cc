import { labelSelector } from '@klockwork/api-machinery';
import type { Action, Plan, PlannedAction } from '@klockwork/controller-runtime';
import { type Pod, podActive, podPhaseTerminal, type ReplicaSet, resources } from '@klockwork/resources';
import { claim } from '../ownership/claim.ts';
import { isControlledBy } from '../ownership/owner-reference.ts';
import { minReadyWake } from '../pods/min-ready-wake.ts';
import { createPod, deletePod, podOfTemplate } from '../pods/pod-actions.ts';
import { podsToDelete } from '../pods/pods-to-delete.ts';
import { isStatusKnown, type ReplicaFailure, replicaSetStatus } from './replica-set-status.ts';
import type { ReplicaSetView } from './replica-set-view.ts';

/** So many pods are made or deleted in one go, then the caches are looked at again. */
const BURST_REPLICAS = 500;

/** Claims pods, makes or deletes what is missing or too many, tells the status. Models syncReplicaSet of pkg/controller/replicaset. */
export function reconcileReplicaSet(view: ReplicaSetView, now: number): Plan {
  const { replicaSet } = view;
  const selector = labelSelector.fromObject(replicaSet.spec?.selector);
  const candidates = view.pods.filter((pod) => !podPhaseTerminal(pod));
  const { claimed, actions } = claim({
    owner: replicaSet,
    ownerResource: resources.replicaSets,
    selector,
    resource: resources.pods,
    candidates,
  });
  const active = claimed.filter(podActive);
  const terminating = claimed.length - active.length;
  const tell = (failure?: ReplicaFailure) => statusActions(replicaSet, { active, terminating }, now, failure);
  const manage = replicaSet.metadata?.deletionTimestamp === undefined ? managePods(view, active, now, tell) : [];
  const wakeAt = minReadyWake(active, replicaSet.spec?.minReadySeconds, now);
  return { stages: [actions, manage, tell()].filter((stage) => stage.length > 0), ...(wakeAt === undefined ? {} : { wakeAt }) };
}

type Tell = (failure: ReplicaFailure) => readonly Action[];

function managePods({ replicaSet, relatedPods }: ReplicaSetView, active: readonly Pod[], now: number, tell: Tell): PlannedAction[] {
  const owner = { resource: resources.replicaSets, object: replicaSet };
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

function statusActions(
  replicaSet: ReplicaSet,
  pods: { active: readonly Pod[]; terminating: number },
  now: number,
  failure?: ReplicaFailure,
): readonly Action[] {
  const status = replicaSetStatus(replicaSet, pods, now, failure);
  if (isStatusKnown(replicaSet, status)) return [];
  const object: ReplicaSet = { ...replicaSet, status };
  return [{ do: 'update', resource: resources.replicaSets, subresource: 'status', object }];
}
