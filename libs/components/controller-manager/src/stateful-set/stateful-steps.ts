import type { Action, EventSubject, PlannedAction } from '@klockwork/controller-runtime';
import { type ControllerRevision, type Pod, podPhaseTerminal, resources, type StatefulSet } from '@klockwork/resources';
import { scaledCount } from '../pods/int-or-percent.ts';
import { record } from '../pods/pod-actions.ts';
import { statefulPod } from './stateful-pod.ts';
import { createStatefulPod, deleteStatefulPod } from './stateful-pod-actions.ts';
import { isHealthy, type Replicas, type Slot } from './stateful-replicas.ts';
import { isTerminating, podRevision, type StatefulSetView } from './stateful-set-view.ts';
import { claimsFollow, missingClaims } from './volume-claims.ts';

/** Current and update revision of a StatefulSet. */
export interface Revisions {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
}

/** Lists of actions, executed in sequence. */
export type Stages = readonly (readonly PlannedAction[])[];

/**
 * Next actions: creates pods ascending, deletes surplus ones descending, then replaces old ones descending. OrderedReady waits for all
 * earlier pods at each step; Parallel waits only during updates. Models updateStatefulSet of
 * pkg/controller/statefulset/stateful_set_control.go.
 */
export function nextSteps(view: StatefulSetView, replicas: Replicas, revisions: Revisions, now: number): Stages {
  const { set } = view;
  const ordered = set.spec?.podManagementPolicy !== 'Parallel';
  const raisedSteps = raise(view, replicas.slots, revisions, { ordered, now });
  if (raisedSteps.blocked) return raisedSteps.stages;
  const loweredSteps = lower(view, replicas, { ordered, now });
  if (loweredSteps.blocked) return [...raisedSteps.stages, ...loweredSteps.stages];
  const updated = raisedSteps.stages.length === 0 ? [update(set, replicas.slots, revisions, now)] : [];
  return [...raisedSteps.stages, ...loweredSteps.stages, ...updated];
}

interface Order {
  readonly ordered: boolean;
  readonly now: number;
}

/** Actions, optionally final for this pass. */
interface Steps {
  readonly stages: Stages;
  readonly blocked: boolean;
}

/** Models processReplica, for each replica in turn. */
function raise(view: StatefulSetView, slots: readonly Slot[], revisions: Revisions, { ordered, now }: Order): Steps {
  const claims: PlannedAction[] = [];
  const pods: PlannedAction[] = [];
  const stages = () => [claims, pods].filter((stage) => stage.length > 0);
  for (const { ordinal, pod } of slots) {
    const owner = ownerOf(view.set);
    if (pod === undefined) {
      claims.push(...missingClaims(view, owner, ordinal));
      pods.push(createStatefulPod(owner, statefulPod(owner, view.set, revisionFor(view.set, revisions, ordinal), ordinal)));
    } else if (podPhaseTerminal(pod) && !isTerminating(pod)) {
      pods.push(recreating(owner, pod), deleteStatefulPod(owner, pod));
    } else if (pod.status?.phase === 'Pending') claims.push(...missingClaims(view, owner, ordinal));
    const waits = pod === undefined || !isHealthy(view.set, pod, now);
    if (ordered && waits) return { stages: stages(), blocked: true };
  }
  return { stages: stages(), blocked: false };
}

/**
 * Pods below the partition keep their revision; without a partition, pods not yet reached by the update do. Models
 * newVersionedStatefulSetPod.
 */
function revisionFor({ spec, status }: StatefulSet, { current, update: next }: Revisions, ordinal: number): ControllerRevision {
  const { type, rollingUpdate } = spec?.updateStrategy ?? {};
  const reached = rollingUpdate === undefined ? status?.currentReplicas : rollingUpdate.partition;
  const partition = type === 'RollingUpdate' ? (reached ?? 0) : 0;
  return ordinal < (spec?.ordinals?.start ?? 0) + partition ? current : next;
}

function recreating(owner: EventSubject, pod: Pod): Action {
  const { namespace, name } = owner.object.metadata ?? {};
  const failed = pod.status?.phase === 'Failed';
  const text = `StatefulSet ${namespace}/${name} is recreating ${failed ? 'failed' : 'terminated'} Pod ${pod.metadata?.name}`;
  return failed ? record(owner, 'Warning', 'RecreatingFailedPod', text) : record(owner, 'Normal', 'RecreatingTerminatedPod', text);
}

/** Deletes surplus pods; OrderedReady deletes one at a time while all lower pods are healthy. Models processCondemned. */
function lower(view: StatefulSetView, { condemned }: Replicas, { ordered, now }: Order): Steps {
  const owner = ownerOf(view.set);
  const unhealthy = condemned.toReversed().find((pod) => !isHealthy(view.set, pod, now));
  const going: Pod[] = [];
  for (const pod of condemned) {
    const waits = isTerminating(pod) || (!isHealthy(view.set, pod, now) && pod !== unhealthy);
    if (ordered && waits) break;
    if (!isTerminating(pod)) going.push(pod);
    if (ordered) break;
  }
  const stages = [going.flatMap((pod) => claimsFollow(view, pod)), going.map((pod) => deleteStatefulPod(owner, pod))];
  return { stages: stages.filter((stage) => stage.length > 0), blocked: ordered && condemned.length > 0 };
}

/** Deletes old pods descending to the partition, within maxUnavailable. Models updateStatefulSetAfterInvariantEstablished. */
function update(set: StatefulSet, slots: readonly Slot[], { update: next }: Revisions, now: number): readonly PlannedAction[] {
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return [];
  const least = (set.spec?.ordinals?.start ?? 0) + (rollingUpdate?.partition ?? 0);
  let budget = Math.max(1, scaledCount(rollingUpdate?.maxUnavailable ?? 1, slots.length, Math.floor));
  const old: Pod[] = [];
  for (const { ordinal, pod } of slots.toReversed()) {
    if (ordinal < least || budget <= 0) break;
    const isOld = pod !== undefined && podRevision(pod) !== next.metadata?.name && !isTerminating(pod);
    if (isOld) old.push(pod);
    if (isOld || pod === undefined || !isHealthy(set, pod, now)) budget -= 1;
  }
  return old.map((pod) => deleteStatefulPod(ownerOf(set), pod));
}

function ownerOf(set: StatefulSet): EventSubject {
  return { resource: resources.statefulSets, object: set };
}
