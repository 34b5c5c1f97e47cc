import { secondsToMs } from '@klockwork/kernel';
import type { Pod, Probe } from 'kubernetes-types/core/v1';
import type { PodEnding } from './pod-ending.ts';

const DEFAULT_GRACE_SECONDS = 30;
/** A pod that ends is given this at least. Models `calculateEffectiveGracePeriod` of `pkg/kubelet/pod_workers.go`. */
const POD_GRACE_SECONDS_MIN = 1;

/**
 * How long a container of a pod that goes on is given for its preStop hook and to end. `failed` is the probe that condemned it, if one did.
 * Models `setTerminationGracePeriod` of `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
 */
export function graceSeconds({ metadata, spec }: Pod, failed?: Probe): number {
  const seconds =
    metadata?.deletionGracePeriodSeconds ??
    failed?.terminationGracePeriodSeconds ??
    spec?.terminationGracePeriodSeconds ??
    DEFAULT_GRACE_SECONDS;
  return Math.trunc(secondsToMs(seconds) / 1_000);
}

/** How long the containers of a pod that ends are given; `ending` is what its node put an end to it with. */
export function podGraceSeconds(pod: Pod, ending?: PodEnding): number {
  const asked = graceSeconds(pod);
  return Math.max(Math.min(asked, ending?.graceSeconds ?? asked), POD_GRACE_SECONDS_MIN);
}
