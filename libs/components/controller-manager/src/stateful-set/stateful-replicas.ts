import { type Pod, podAvailable, podReady, type StatefulSet } from '@klockwork/resources';
import { isTerminating, ordinalOf } from './stateful-set-view.ts';

/** A place for a pod, and the pod that has it. */
export interface Slot {
  readonly ordinal: number;
  readonly pod: Pod | undefined;
}

/** A StatefulSet's pods, sorted by what is to become of them. */
export interface Replicas {
  /** One for each pod that is asked for, lowest first. */
  readonly slots: readonly Slot[];
  /** Pods beyond, highest first: they go in this order. */
  readonly condemned: readonly Pod[];
}

/** Puts pods into their places. Models the first part of updateStatefulSet of pkg/controller/statefulset/stateful_set_control.go. */
export function replicasOf(set: StatefulSet, pods: readonly Pod[]): Replicas {
  const start = set.spec?.ordinals?.start ?? 0;
  const count = set.spec?.replicas ?? 1;
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod) ?? -1, pod]));
  const slots = Array.from({ length: count }, (_, index) => ({ ordinal: start + index, pod: byOrdinal.get(start + index) }));
  const beyond = [...byOrdinal].filter(([ordinal]) => ordinal < start || ordinal >= start + count);
  return { slots, condemned: beyond.toSorted(([a], [b]) => b - a).map(([, pod]) => pod) };
}

/** True for a pod that runs, is ready, has been for long enough, and stays. */
export function isHealthy({ spec }: StatefulSet, pod: Pod, now: number): boolean {
  return pod.status?.phase === 'Running' && podReady(pod) && podAvailable(pod, spec?.minReadySeconds ?? 0, now) && !isTerminating(pod);
}
