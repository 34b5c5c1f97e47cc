import { secondsToMs } from '@klockwork/kernel';
import type { Pod, Probe } from '@klockwork/kubernetes-types';
import type { PodEnding } from './pod-ending.ts';

const DEFAULT_GRACE_SECONDS = 30;
/** Minimum grace period of an ending pod. Models `calculateEffectiveGracePeriod` of `pkg/kubelet/pod_workers.go`. */
const POD_GRACE_SECONDS_MIN = 1;

/**
 * Returns the grace period in seconds for preStop hook and stop of a container in a continuing pod. `failed` is the probe behind the stop,
 * if any. Models `setTerminationGracePeriod` of `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
 */
export function graceSeconds({ metadata, spec }: Pod, failedProbe?: Probe): number {
  const seconds =
    metadata?.deletionGracePeriodSeconds ??
    failedProbe?.terminationGracePeriodSeconds ??
    spec?.terminationGracePeriodSeconds ??
    DEFAULT_GRACE_SECONDS;
  return Math.trunc(secondsToMs(seconds) / 1_000);
}

/** Returns the grace period in seconds for containers of an ending pod; `ending` is the node's reason. */
export function podGraceSeconds(pod: Pod, ending?: PodEnding): number {
  const seconds = graceSeconds(pod);
  return Math.max(Math.min(seconds, ending?.graceSeconds ?? seconds), POD_GRACE_SECONDS_MIN);
}
