import { type ResourceAmounts, specLimits, specRequests } from '../pod-template/pod-requests.ts';
import type { Pod } from './pod.ts';

/** What the scheduler reserves for the pod, by resource name. Models `resourcehelper.PodRequests`. */
export function podRequests(pod: Pod): ResourceAmounts {
  return pod.spec ? specRequests(pod.spec) : {};
}

/** What the pod may use at most, by resource name; a resource without a limit is absent. Models `resourcehelper.PodLimits`. */
export function podLimits(pod: Pod): ResourceAmounts {
  return pod.spec ? specLimits(pod.spec) : {};
}
