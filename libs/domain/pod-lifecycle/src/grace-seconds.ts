import type { Pod } from 'kubernetes-types/core/v1';

const DEFAULT_GRACE_SECONDS = 30;
/** Upstream's kubelet never gives less, so that a process that obeys is not killed for nothing. */
const GRACE_SECONDS_MIN = 1;

/** How long a container of the pod is given to end by itself. */
export function graceSeconds({ metadata, spec }: Pod): number {
  const asked = metadata?.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  return Math.max(asked, GRACE_SECONDS_MIN);
}
