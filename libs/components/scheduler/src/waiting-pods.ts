import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { podPriority, type SchedulerConfiguration } from '@klockwork/scheduling';

/** Back-offs that end in the same window of lab time are as good as each other: upstream's `backoffQOrderingWindowDuration`. */
const WINDOW_MS = 1_000;

/** Limits of a pod's back-off. */
type BackOff = Pick<SchedulerConfiguration, 'podInitialBackoffSeconds' | 'podMaxBackoffSeconds'>;

/**
 * Pods that fit nowhere at their last try. A back-off that grows with each try orders them, and delays nobody: a scheduler that has nothing
 * else to do tries them at once. Models the unschedulable pods and the back-off queue of `pkg/scheduler/backend/queue` with
 * `SchedulerPopFromBackoffQ`, which is on since 1.33.
 */
export class WaitingPods {
  readonly #backOff: BackOff;
  readonly #tries = new Map<string, { count: number; backedOff: LabTime; priority: number }>();

  constructor(backOff: BackOff) {
    this.#backOff = backOff;
  }

  /** Notes that the pod fitted nowhere at `now`. */
  refused(key: string, pod: Pod, now: LabTime): void {
    const count = (this.#tries.get(key)?.count ?? 0) + 1;
    const { podInitialBackoffSeconds, podMaxBackoffSeconds } = this.#backOff;
    const backOffMs = 1_000 * Math.min(podInitialBackoffSeconds * 2 ** (count - 1), podMaxBackoffSeconds);
    const backedOff = Math.floor((now + backOffMs) / WINDOW_MS) * WINDOW_MS;
    this.#tries.set(key, { count, backedOff, priority: podPriority(pod) });
  }

  forget(key: string): void {
    this.#tries.delete(key);
  }

  /** All that wait, the highest priority first, then the earliest end of a back-off: a change of the cluster may let them in. */
  keys(): readonly string[] {
    return [...this.#tries].sort(([, a], [, b]) => b.priority - a.priority || a.backedOff - b.backedOff).map(([key]) => key);
  }
}
