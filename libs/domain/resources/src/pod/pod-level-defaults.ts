import { containerRequests, type ResourceAmounts } from '../pod-template/pod-requests.ts';
import type { PodSpec } from '../pod-template/pod-spec.ts';

const POD_LEVEL = ['cpu', 'memory'];

/**
 * Completes the resources of a pod as a whole, where it has limits of its own: what is not requested is what the containers
 * request together, or else the limit. Models `defaultPodRequests`.
 */
export function completePodResources(spec: PodSpec): void {
  const { resources } = spec;
  if (!resources?.limits || Object.keys(resources.limits).length === 0) return;
  const ofContainers = podLevelOnly(containerRequests(spec));
  resources.requests = { ...podLevelOnly(resources.limits), ...ofContainers, ...resources.requests };
}

function podLevelOnly(amounts: Readonly<ResourceAmounts>): ResourceAmounts {
  return Object.fromEntries(Object.entries(amounts).filter(([name]) => POD_LEVEL.includes(name)));
}
