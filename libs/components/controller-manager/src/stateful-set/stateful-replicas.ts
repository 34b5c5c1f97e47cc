import { type Pod, podAvailable, podReady, type StatefulSet } from '@klockwork/resources';
import { isTerminating, ordinalOf } from './stateful-set-view.ts';

/** Ordinal with its pod, if any. */
export interface Slot {
  readonly ordinal: number;
  readonly pod: Pod | undefined;
}

/** Pods of a StatefulSet by desired state. */
export interface Replicas {
  /** Desired ordinals, ascending. */
  readonly slots: readonly Slot[];
  /** Surplus pods, in deletion order (highest ordinal first). */
  readonly condemned: readonly Pod[];
}

/** Assigns pods to ordinals. Models the first part of updateStatefulSet of pkg/controller/statefulset/stateful_set_control.go. */
export function replicasOf(set: StatefulSet, pods: readonly Pod[]): Replicas {
  const start = set.spec?.ordinals?.start ?? 0;
  const count = set.spec?.replicas ?? 1;
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod) ?? -1, pod]));
  const slots = Array.from({ length: count }, (_, index) => ({ ordinal: start + index, pod: byOrdinal.get(start + index) }));
  const beyond = [...byOrdinal].filter(([ordinal]) => ordinal < start || ordinal >= start + count);
  return { slots, condemned: beyond.toSorted(([a], [b]) => b - a).map(([, pod]) => pod) };
}

/** True for a running, available pod that is not terminating. */
export function isHealthy({ spec }: StatefulSet, pod: Pod, now: number): boolean {
  return pod.status?.phase === 'Running' && podReady(pod) && podAvailable(pod, spec?.minReadySeconds ?? 0, now) && !isTerminating(pod);
}
