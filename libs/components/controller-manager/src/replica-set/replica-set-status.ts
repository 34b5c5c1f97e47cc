import { formatTime } from '@klockwork/api-machinery';
import { type Pod, podAvailable, podReady, type ReplicaSet, type ReplicaSetStatus } from '@klockwork/resources';

/** Reason for a failed creation or deletion of pods. */
export interface ReplicaFailure {
  readonly reason: 'FailedCreate' | 'FailedDelete';
  readonly message: string;
}

/**
 * Status of `replicaSet` with given active and terminating pods. Omits zeros like upstream. A repeated failure keeps its message. Models
 * calculateStatus of pkg/controller/replicaset/replica_set_utils.go.
 */
export function replicaSetStatus(
  replicaSet: ReplicaSet,
  pods: { active: readonly Pod[]; terminating: number },
  now: number,
  failure?: ReplicaFailure,
): ReplicaSetStatus {
  const { active } = pods;
  const minReadySeconds = replicaSet.spec?.minReadySeconds ?? 0;
  const labels = Object.entries(replicaSet.spec?.template?.metadata?.labels ?? {});
  const counts = {
    fullyLabeledReplicas: active.filter((pod) => labels.every(([key, value]) => pod.metadata?.labels?.[key] === value)).length,
    readyReplicas: active.filter(podReady).length,
    availableReplicas: active.filter((pod) => podAvailable(pod, minReadySeconds, now)).length,
    observedGeneration: replicaSet.metadata?.generation ?? 0,
  };
  const conditions = failureConditions(replicaSet, now, failure);
  return {
    replicas: active.length,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    terminatingReplicas: pods.terminating,
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function failureConditions(replicaSet: ReplicaSet, now: number, failure: ReplicaFailure | undefined) {
  const conditions = replicaSet.status?.conditions ?? [];
  const others = conditions.filter((condition) => condition.type !== 'ReplicaFailure');
  if (failure === undefined) return others;
  if (others.length < conditions.length) return conditions;
  return [...others, { type: 'ReplicaFailure', status: 'True', lastTransitionTime: formatTime(now), ...failure }];
}
