import type { Pod, Probe } from 'kubernetes-types/core/v1';
import type { PodEnding } from './pod-ending.ts';

const DEFAULT_GRACE_SECONDS = 30;
/** Upstream's kubelet never gives less, so that a process that obeys is not killed for nothing. */
const GRACE_SECONDS_MIN = 1;

/**
 * How long a container of the pod is given to end by itself. `failed` is the probe that condemned it, if one did;
 * `ending` what its node put an end to the pod with.
 * Models `setTerminationGracePeriod` of `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
 */
export function graceSeconds({ metadata, spec }: Pod, failed?: Probe, ending?: PodEnding): number {
  const asked =
    metadata?.deletionGracePeriodSeconds ??
    failed?.terminationGracePeriodSeconds ??
    spec?.terminationGracePeriodSeconds ??
    DEFAULT_GRACE_SECONDS;
  return Math.max(Math.min(asked, ending?.graceSeconds ?? asked), GRACE_SECONDS_MIN);
}
