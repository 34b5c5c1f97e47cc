import { formatTime } from '@klockwork/api-machinery';
import type { PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { resources } from '@klockwork/resources';
import { type NodeVictims, PREEMPTED } from '@klockwork/scheduling';
import { reporterOf } from './scheduling-plans.ts';

/** Marks and deletes the victims, and says so by an Event on each. Models `prepareCandidate` of `framework/preemption`. */
export function preemptionStages(preemptor: Pod, { node, pods }: NodeVictims, now: LabTime): PlannedAction[][] {
  return [pods.map((victim) => mark(victim, preemptor, now)), pods.map((victim) => remove(victim, preemptor, node))];
}

/** Takes back the nominations of pods that a more important pod has displaced. */
export function denominations(pods: readonly Pod[]): PlannedAction[] {
  return pods.map(({ metadata }) => ({
    type: 'patch',
    resource: resources.pods,
    name: { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' },
    subresource: 'status',
    patch: { type: 'strategic', body: { status: { nominatedNodeName: null } } },
    tolerate: ['NotFound'],
  }));
}

function mark({ metadata }: Pod, preemptor: Pod, now: LabTime): PlannedAction {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: PREEMPTED,
    message: `${preemptor.spec?.schedulerName}: preempting to accommodate a higher priority pod`,
    lastProbeTime: null,
    lastTransitionTime: formatTime(now),
    observedGeneration: metadata?.generation,
  };
  return {
    type: 'patch',
    resource: resources.pods,
    name: { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' },
    subresource: 'status',
    patch: { type: 'strategic', body: { status: { conditions: [condition] } } },
    tolerate: ['NotFound'],
  };
}

function remove(victim: Pod, preemptor: Pod, node: string): PlannedAction {
  const { namespace = '', name = '', uid } = victim.metadata ?? {};
  return {
    type: 'delete',
    resource: resources.pods,
    name: { namespace, name },
    deletion: uid === undefined ? {} : { uid },
    tolerate: ['NotFound', 'Conflict'],
    onDone: () => ({
      type: 'record',
      about: { resource: resources.pods, object: victim },
      eventType: 'Normal',
      reason: 'Preempted',
      action: 'Preempting',
      ...reporterOf(preemptor),
      message: `Preempted by pod ${preemptor.metadata?.uid} on node ${node}`,
    }),
  };
}
