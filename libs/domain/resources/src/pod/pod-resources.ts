import { type ResourceAmounts, specLimits, specRequests } from '../pod-template/pod-requests.ts';
import type { Pod } from './pod.ts';

/** Returns the pod's effective requests by resource. Models `resourcehelper.PodRequests`. */
export function podRequests(pod: Pod): ResourceAmounts {
  return pod.spec ? specRequests(pod.spec) : {};
}

/** Returns the pod's effective limits by resource; unlimited ones are absent. Models `resourcehelper.PodLimits`. */
export function podLimits(pod: Pod): ResourceAmounts {
  return pod.spec ? specLimits(pod.spec) : {};
}
