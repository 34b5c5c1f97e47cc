import { formatTime } from '@klockwork/api-machinery';
import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { type KubeObject, resources } from '@klockwork/resources';
import { DEFAULT_SCHEDULER_NAME, type SchedulingDecision } from '@klockwork/scheduling';

/** Node of a pod, with the facts behind the choice. */
export interface Choice {
  readonly node: string;
  readonly decision: SchedulingDecision;
}

/**
 * Binds `pod` to its node; the log keeps the facts behind the choice, and the Event follows the binding. `onRefused` takes the room back.
 * Models `schedule_one.go`'s binding cycle.
 */
export function bindPlan(pod: Pod, { node, decision }: Choice, onRefused: () => void): Plan {
  const { namespace = '', name = '', uid, resourceVersion } = pod.metadata ?? {};
  const binding: PlannedAction = {
    type: 'create',
    resource: resources.pods,
    subresource: 'binding',
    object: {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name, namespace, ...(uid !== undefined && { uid }) },
      target: { kind: 'Node', name: node },
    } as KubeObject,
    facts: { scheduling: decision },
    // A pod deleted meanwhile needs no binding.
    tolerate: ['NotFound'],
    onDone: () => ({
      type: 'record',
      about: { resource: resources.pods, object: pod },
      eventType: 'Normal',
      reason: 'Scheduled',
      action: 'Binding',
      ...reporterOf(pod),
      message: `Successfully assigned ${namespace}/${name} to ${node}`,
    }),
    onRefused: () => {
      onRefused();
      return [];
    },
  };
  // The pod's creation remains a cause of the binding, beside the event that freed room.
  return { stages: [[binding]], ...(resourceVersion !== undefined && { also: [Number(resourceVersion)] }) };
}

/** Why a pod fits nowhere. */
export interface SchedulingFailure {
  readonly message: string;
  readonly reason: 'Unschedulable' | 'SchedulerError';
  /** Node where preemption makes room; null ends an earlier nomination; absent keeps it. */
  readonly nominatedNodeName?: string | null;
}

/** Says on the pod and by an event why it fits nowhere. The status is written only when it changed. Models `handleSchedulingFailure`. */
export function unschedulablePlan(pod: Pod, { message, reason, nominatedNodeName }: SchedulingFailure, now: LabTime): PlannedAction[] {
  const record: PlannedAction = {
    type: 'record',
    about: { resource: resources.pods, object: pod },
    eventType: 'Warning',
    reason: 'FailedScheduling',
    action: 'Scheduling',
    ...reporterOf(pod),
    message,
  };
  const current = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  const isNominated = nominatedNodeName === undefined || (nominatedNodeName ?? undefined) === pod.status?.nominatedNodeName;
  if (current?.status === 'False' && current.message === message && isNominated) return [record];
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason,
    message,
    lastProbeTime: null,
    lastTransitionTime: current?.status === 'False' ? current.lastTransitionTime : formatTime(now),
    observedGeneration: pod.metadata?.generation,
  };
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const patch: PlannedAction = {
    type: 'patch',
    resource: resources.pods,
    name: { namespace, name },
    subresource: 'status',
    patch: { type: 'strategic', body: { status: { conditions: [condition], ...(!isNominated && { nominatedNodeName }) } } },
    tolerate: ['NotFound'],
  };
  return [record, patch];
}

/** Events name the profile of the pod. */
export function reporterOf({ spec }: Pod): { readonly component: string } {
  return { component: spec?.schedulerName ?? DEFAULT_SCHEDULER_NAME };
}
