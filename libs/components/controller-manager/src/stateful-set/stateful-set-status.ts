import { type Pod, podAvailable, podReady, type StatefulSet, type StatefulSetStatus } from '@klockwork/resources';
import { isTerminating, podRevision } from './stateful-set-view.ts';
import type { Revisions } from './stateful-steps.ts';

/** The status with these pods. Zeros are left out where upstream omits them. Models updateStatus and completeRollingUpdate of pkg/controller/statefulset. */
export function statefulSetStatus(set: StatefulSet, pods: readonly Pod[], revisions: Revisions, now: number): StatefulSetStatus {
  const { metadata, spec, status } = set;
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && podReady(pod));
  const staying = pods.filter((pod) => !isTerminating(pod));
  const [current = '', update = ''] = [revisions.current.metadata?.name, revisions.update.metadata?.name];
  const of = (revision: string) => staying.filter((pod) => podRevision(pod) === revision).length;
  const isDone =
    spec?.updateStrategy?.type === 'RollingUpdate' &&
    [pods.length, ready.length, of(update)].every((count) => count === (spec.replicas ?? 1));
  const omitted = {
    observedGeneration: metadata?.generation ?? 0,
    readyReplicas: ready.length,
    currentReplicas: isDone ? of(update) : of(current),
    updatedReplicas: of(update),
  };
  return {
    replicas: pods.length,
    availableReplicas: ready.filter((pod) => podAvailable(pod, spec?.minReadySeconds ?? 0, now)).length,
    collisionCount: status?.collisionCount ?? 0,
    currentRevision: isDone ? update : current,
    updateRevision: update,
    ...Object.fromEntries(Object.entries(omitted).filter(([, count]) => count > 0)),
  };
}
