import { labelSelector, semanticEqual } from '@klockwork/api-machinery';
import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import { type ControllerRevision, type Pod, resources, type StatefulSet, type StatefulSetStatus } from '@klockwork/resources';
import { claim } from '../ownership/claim.ts';
import { minReadyWake } from '../pods/min-ready-wake.ts';
import { earlierWake, replacementWake } from '../pods/replacement-wake.ts';
import { type History, historyOf, surplusRevisions } from '../revisions/revision-history.ts';
import { replicasOf } from './stateful-replicas.ts';
import { statefulSetStatus } from './stateful-set-status.ts';
import { ordinalOf, podRevision, type StatefulSetView } from './stateful-set-view.ts';
import { nextSteps, type Revisions } from './stateful-steps.ts';

const HASH_LABEL = 'controller.kubernetes.io/hash';

/** Next step towards a StatefulSet's ordered pods. Models sync of pkg/controller/statefulset. */
export function reconcileStatefulSet(view: StatefulSetView, now: number): Plan {
  const { set } = view;
  const claiming = { owner: set, ownerResource: resources.statefulSets, selector: labelSelector.fromObject(set.spec?.selector) };
  const members = view.pods.filter((pod) => ordinalOf(set, pod) !== undefined);
  const pods = claim({ ...claiming, resource: resources.pods, candidates: members });
  const revisionClaims = claim({ ...claiming, resource: resources.controllerRevisions, candidates: view.revisions });
  const history = historyOf({
    owner: { resource: resources.statefulSets, object: set },
    template: set.spec?.template,
    revisions: revisionClaims.claimed,
    collisionCount: set.status?.collisionCount,
    hashLabel: HASH_LABEL,
  });
  const revisions = revisionsOf(set, history);
  const status = statefulSetStatus(set, pods.claimed, revisions, now);
  const adopted = [[...pods.actions, ...revisionClaims.actions]];
  const later = isEnding(set) ? undefined : replacementWake(pods.claimed, now);
  const wakeAt = earlierWake(minReadyWake(pods.claimed, set.spec?.minReadySeconds, now), later);
  const stages = isEnding(set)
    ? [...adopted, statusStage(set, status)]
    : [
        ...adopted,
        history.actions,
        ...(later === undefined ? nextSteps(view, replicasOf(set, pods.claimed), revisions, now) : []),
        statusStage(set, status),
        surplusRevisions(history.old, set.spec?.revisionHistoryLimit ?? 10, inUse(pods.claimed, status)),
      ];
  return { stages: stages.filter((stage) => stage.length > 0), ...(wakeAt === undefined ? {} : { wakeAt }) };
}

/** Revision before the current update, else the update revision. */
function revisionsOf({ status }: StatefulSet, { current: update, old }: History): Revisions {
  return { current: old.find(({ metadata }) => metadata?.name === status?.currentRevision) ?? update, update };
}

function inUse(pods: readonly Pod[], status: StatefulSetStatus): (revision: ControllerRevision) => boolean {
  const names = new Set([...pods.map(podRevision), status.currentRevision, status.updateRevision]);
  return ({ metadata }) => names.has(metadata?.name ?? '');
}

function statusStage(set: StatefulSet, status: StatefulSetStatus): PlannedAction[] {
  const object: StatefulSet = { ...set, status };
  return semanticEqual(set.status, status) ? [] : [{ type: 'update', resource: resources.statefulSets, subresource: 'status', object }];
}

function isEnding({ metadata }: StatefulSet): boolean {
  return metadata?.deletionTimestamp !== undefined;
}
